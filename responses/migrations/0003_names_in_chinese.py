import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Every field has a name people can read."""

    dependencies = [
        ('responses', '0002_frozen_letters'),
    ]

    operations = [
        migrations.AlterField(
            model_name='demandanswer',
            name='response',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='demand_answers', to='responses.response', verbose_name='答复稿'),
        ),
        migrations.AlterField(
            model_name='responserevision',
            name='response',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='responses.response', verbose_name='答复稿'),
        ),
        migrations.AlterField(
            model_name='reviewstage',
            name='response',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='all_stages', to='responses.response', verbose_name='答复稿'),
        ),
    ]

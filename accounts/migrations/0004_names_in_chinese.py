import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Every field has a name people can read."""

    dependencies = [
        ('accounts', '0003_clock_user'),
    ]

    operations = [
        migrations.AlterField(
            model_name='auditseal',
            name='digest',
            field=models.CharField(max_length=64, verbose_name='摘要'),
        ),
        migrations.AlterField(
            model_name='auditseal',
            name='event',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seal', to='accounts.auditevent', verbose_name='审计记录'),
        ),
        migrations.AlterField(
            model_name='auditseal',
            name='position',
            field=models.BigIntegerField(unique=True, verbose_name='序'),
        ),
    ]

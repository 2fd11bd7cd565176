from django.db import migrations, models


class Migration(migrations.Migration):
    """A letter may bear a 附注 under its date (GB/T 9704-2012 7.3.6)."""

    dependencies = [("responses", "0007_small_labels")]

    operations = [
        migrations.AddField(
            model_name="response",
            name="note",
            field=models.CharField(
                blank=True,
                default="",
                help_text="加圆括号印在成文日期之下，如“此件公开发布”",
                max_length=100,
                verbose_name="附注",
            ),
            preserve_default=False,
        ),
    ]

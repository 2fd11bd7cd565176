from django.db import migrations, models


class Migration(migrations.Migration):
    """Address labels come in two sizes."""

    dependencies = [("responses", "0006_received_after_sent")]

    operations = [
        migrations.AlterField(
            model_name="printjobfile",
            name="kind",
            field=models.CharField(
                choices=[
                    ("letters", "函件合订"),
                    ("cover", "封面清单"),
                    ("envelopes", "信封"),
                    ("labels", "地址标签"),
                    ("labels_24", "地址标签（小，每页 24 枚）"),
                    ("register", "发文登记簿"),
                ],
                max_length=10,
                verbose_name="种类",
            ),
        ),
    ]

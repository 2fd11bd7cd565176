from django.db import migrations, models

KINDS = [
    ("letters", "函件合订"),
    ("cover", "封面清单"),
    ("opinions", "征询意见表"),
    ("envelopes", "信封"),
    ("labels", "地址标签"),
    ("labels_24", "地址标签（小，每页 24 枚）"),
    ("register", "发文登记簿"),
]


class Migration(migrations.Migration):
    """Opinion forms may go with the letters of a print job."""

    dependencies = [("responses", "0012_missing_papers")]

    operations = [
        migrations.AlterField(
            model_name="printjob",
            name="wants",
            field=models.JSONField(
                default=list, help_text="封面清单、征询意见表、信封、标签、登记簿", verbose_name="随附"
            ),
        ),
        *(
            migrations.AlterField(
                model_name=model,
                name="kind",
                field=models.CharField(choices=KINDS, max_length=10, verbose_name="种类"),
            )
            for model in ("printjobfile", "missingpaper")
        ),
    ]

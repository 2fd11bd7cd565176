import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("letters", "函件合订"),
    ("cover", "封面清单"),
    ("envelopes", "信封"),
    ("labels", "地址标签"),
    ("labels_24", "地址标签（小，每页 24 枚）"),
    ("register", "发文登记簿"),
]


class Migration(migrations.Migration):
    """A paper that could not be made is kept with its reason: the letters of its job are done all the same."""

    dependencies = [("responses", "0011_scans_of_copies")]

    operations = [
        migrations.CreateModel(
            name="MissingPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=10, verbose_name="种类")),
                ("reason", models.CharField(max_length=300, verbose_name="原因")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="missing",
                        to="responses.printjob",
                        verbose_name="打印任务",
                    ),
                ),
            ],
            options={
                "verbose_name": "没有生成的随附文件",
                "verbose_name_plural": "没有生成的随附文件",
                "ordering": ["job", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=["job", "kind"], name="missing_paper_once_a_job"),
                    models.CheckConstraint(
                        condition=~models.Q(("kind", "letters")) & ~models.Q(("reason", "")),
                        name="missing_paper_says_why",
                    ),
                ],
            },
        ),
    ]

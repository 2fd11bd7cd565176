import django.contrib.postgres.indexes
from django.db import migrations, models

import references.models
from references.prints import prints

AT_ONCE = 500


def take_prints(apps, schema_editor):
    """Take the prints of the passages that are there."""
    passages = apps.get_model("references", "Passage").objects
    some = []
    for passage in passages.only("pk", "text").order_by("pk").iterator(chunk_size=AT_ONCE):
        passage.prints = prints(passage.text)
        some.append(passage)
        if len(some) == AT_ONCE:
            passages.bulk_update(some, ["prints"])
            some = []
    passages.bulk_update(some, ["prints"])


class Migration(migrations.Migration):
    """Prints of every passage, by which proofreading finds copied text."""

    dependencies = [("references", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="passage",
            name="prints",
            field=references.models.PrintsField(
                base_field=models.BigIntegerField(),
                default=list,
                editable=False,
                size=None,
                verbose_name="文字指纹",
            ),
        ),
        migrations.RunPython(take_prints, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="passage",
            index=django.contrib.postgres.indexes.GinIndex(fields=["prints"], name="passage_prints"),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The scan of a sealed paper may be that of one co-signer's own copy, and is that of one paper only."""

    dependencies = [("responses", "0010_serials_once")]

    operations = [
        migrations.AddField(
            "sealedoriginal",
            "addressed",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sealed_originals",
                to="responses.addressedletter",
                verbose_name="分送件",
            ),
        ),
        migrations.AddConstraint(
            "sealedoriginal", models.UniqueConstraint(fields=["sha256"], name="sealed_original_once")
        ),
    ]

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A unit may put no seal on its papers (GB/T 9704-2012 7.3.5.2); all others leave room for one."""

    dependencies = [("documents", "0005_seal_by_signature")]

    operations = [
        migrations.AddField(
            "stationery",
            "unsealed",
            models.BooleanField(
                "不加盖印章",
                default=False,
                help_text="落款处不留盖章的位置（GB/T 9704-2012 7.3.5.2）；一般不选",
            ),
        ),
        migrations.AddConstraint(
            "stationery",
            models.CheckConstraint(
                condition=Q(print_seal=False) | Q(unsealed=False),
                name="stationery_sealed_or_not",
                violation_error_message="“不加盖印章”和“随文套印印章图样”只能选一项。",
            ),
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def write_openers(apps, schema_editor):
    """Take over from the audit trail which unit opened each account."""
    events = apps.get_model("accounts", "AuditEvent").objects.filter(
        what="account.open", object_type="accounts.user", unit__isnull=False
    )
    users = apps.get_model("accounts", "User").objects
    for key, unit in events.values_list("object_id", "unit"):
        users.filter(pk=key).update(opened_in=unit)


class Migration(migrations.Migration):
    """Passwords used before and since when the present one; the unit whose office opened an account."""

    dependencies = [("accounts", "0004_names_in_chinese")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="password_set_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="密码启用时间"),
        ),
        migrations.AddField(
            model_name="user",
            name="opened_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="开户单位",
            ),
        ),
        migrations.CreateModel(
            name="FormerPassword",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="密码摘要")),
                ("ended_at", models.DateTimeField(verbose_name="停用时间")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_passwords",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={"verbose_name": "用过的密码", "verbose_name_plural": "用过的密码", "ordering": ["user", "-pk"]},
        ),
        migrations.RunPython(write_openers, migrations.RunPython.noop),
    ]

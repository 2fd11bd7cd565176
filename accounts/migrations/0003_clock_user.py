from django.contrib.auth.hashers import make_password
from django.db import migrations

USERNAME = "clock"


def add_clock(apps, schema_editor):
    user = apps.get_model("accounts", "User")
    user.objects.get_or_create(
        username=USERNAME, defaults={"name": "系统", "password": make_password(None)}
    )


def remove_clock(apps, schema_editor):
    apps.get_model("accounts", "User").objects.filter(username=USERNAME).delete()


class Migration(migrations.Migration):
    """系统, in whose name the clock acts: it has a row everywhere and a password nowhere."""

    dependencies = [("accounts", "0002_append_only")]

    operations = [migrations.RunPython(add_clock, remove_clock)]

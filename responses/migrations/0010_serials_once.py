from importlib import import_module

from django.db import migrations

taken_by = import_module("documents.migrations.0004_taken_numbers").taken_by


class Migration(migrations.Migration):
    """No serial is borne by a letter and by anything else."""

    dependencies = [("responses", "0009_signed_copies"), ("documents", "0004_taken_numbers")]

    operations = taken_by("responses_replyletter")

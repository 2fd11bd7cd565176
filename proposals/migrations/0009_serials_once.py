from importlib import import_module

from django.db import migrations

taken_by = import_module("documents.migrations.0004_taken_numbers").taken_by


class Migration(migrations.Migration):
    """No serial is borne by a paper and by anything else."""

    dependencies = [("proposals", "0008_engine_of_papers"), ("documents", "0004_taken_numbers")]

    operations = taken_by("proposals_paper")

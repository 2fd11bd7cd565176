from django.db import migrations


def append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_change();",
        f"DROP TRIGGER {table}_append_only ON {table};",
    )


class Migration(migrations.Migration):
    """A void number and a picture that papers show are never changed."""

    dependencies = [("documents", "0002_stationery_and_pictures"), ("accounts", "0002_append_only")]

    operations = [append_only("documents_voidnumber"), append_only("documents_picture")]

from django.db import migrations

FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: rows are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
DROP_FUNCTION = "DROP FUNCTION refuse_change();"


def append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_change();",
        f"DROP TRIGGER {table}_append_only ON {table};",
    )


class Migration(migrations.Migration):
    """The audit trail and its seals are append-only, whatever the program does."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, DROP_FUNCTION),
        append_only("accounts_auditevent"),
        append_only("accounts_auditseal"),
    ]

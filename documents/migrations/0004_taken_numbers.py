import django.db.models.deletion
from django.db import migrations, models

TAKE = """
CREATE FUNCTION take_serial() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.series_id IS NOT NULL THEN
        INSERT INTO documents_takennumber (series_id, serial) VALUES (NEW.series_id, NEW.serial);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_takennumber_append_only BEFORE UPDATE OR DELETE ON documents_takennumber
FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
DROP_TAKE = """
DROP TRIGGER documents_takennumber_append_only ON documents_takennumber;
DROP FUNCTION take_serial();
"""


def taken_by(table: str) -> list[migrations.RunSQL]:
    """Return what writes down the serials a table bears already, and each new one from now on."""
    return [
        migrations.RunSQL(
            f"INSERT INTO documents_takennumber (series_id, serial) "
            f"SELECT series_id, serial FROM {table} WHERE series_id IS NOT NULL;",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            f"CREATE TRIGGER {table}_takes_serial AFTER INSERT ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION take_serial();",
            f"DROP TRIGGER {table}_takes_serial ON {table};",
        ),
    ]


class Migration(migrations.Migration):
    """A serial of a series is borne by one thing only, whichever table that stands in."""

    dependencies = [("documents", "0003_void_and_pictures_stay"), ("accounts", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="TakenNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("serial", models.PositiveIntegerField("顺序号")),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_numbers",
                        to="documents.numberseries",
                        verbose_name="字号",
                    ),
                ),
            ],
            options={
                "verbose_name": "已用文号",
                "verbose_name_plural": "已用文号",
                "ordering": ["series", "serial"],
                "constraints": [
                    models.UniqueConstraint(fields=("series", "serial"), name="serial_taken_once")
                ],
            },
        ),
        migrations.RunSQL(TAKE, DROP_TAKE),
        *taken_by("documents_voidnumber"),
    ]

from django.db import migrations, models

# As in 0007, with the engine.
PAPER = """
CREATE OR REPLACE FUNCTION refuse_change_of_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an issued paper is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.proposal_id, OLD.assignment_id, OLD.unit_id, OLD.kind, OLD.series_id, OLD.serial, OLD.number, OLD.title,
        OLD.written_on, OLD.issued_by_id, OLD.issued_at, OLD.content, OLD.template_version)
       IS DISTINCT FROM
       (NEW.proposal_id, NEW.assignment_id, NEW.unit_id, NEW.kind, NEW.series_id, NEW.serial, NEW.number, NEW.title,
        NEW.written_on, NEW.issued_by_id, NEW.issued_at, NEW.content, NEW.template_version) THEN
        RAISE EXCEPTION 'an issued paper is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.rendered_at IS NOT NULL AND
       (OLD.pdf, OLD.sha256, OLD.rendered_at, OLD.font_digest, OLD.engine, OLD.pages)
       IS DISTINCT FROM (NEW.pdf, NEW.sha256, NEW.rendered_at, NEW.font_digest, NEW.engine, NEW.pages) THEN
        RAISE EXCEPTION 'the file of an issued paper is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """Every file says which engine set it."""

    dependencies = [("proposals", "0007_frozen_papers")]

    operations = [
        migrations.AddField(
            "paper",
            "engine",
            models.CharField("排版程序", max_length=100, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RunSQL(PAPER, migrations.RunSQL.noop),
    ]

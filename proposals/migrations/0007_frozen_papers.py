from django.db import migrations

# What an issued paper says never changes; its PDF is filled in once.
PAPER = """
CREATE FUNCTION refuse_change_of_paper() RETURNS trigger LANGUAGE plpgsql AS $$
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
       (OLD.pdf, OLD.sha256, OLD.rendered_at, OLD.font_digest, OLD.pages)
       IS DISTINCT FROM (NEW.pdf, NEW.sha256, NEW.rendered_at, NEW.font_digest, NEW.pages) THEN
        RAISE EXCEPTION 'the file of an issued paper is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proposals_paper_frozen BEFORE UPDATE OR DELETE ON proposals_paper
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_paper();
"""
DROP_PAPER = """
DROP TRIGGER proposals_paper_frozen ON proposals_paper;
DROP FUNCTION refuse_change_of_paper();
"""


class Migration(migrations.Migration):
    """An issued paper is frozen."""

    dependencies = [("proposals", "0006_papers")]

    operations = [migrations.RunSQL(PAPER, DROP_PAPER)]

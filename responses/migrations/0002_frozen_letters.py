from django.db import migrations

REVISION = """
CREATE TRIGGER responses_responserevision_append_only BEFORE UPDATE OR DELETE ON responses_responserevision
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER responses_evaluation_append_only BEFORE UPDATE OR DELETE ON responses_evaluation
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER responses_printrecord_append_only BEFORE UPDATE OR DELETE ON responses_printrecord
FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
DROP_REVISION = """
DROP TRIGGER responses_responserevision_append_only ON responses_responserevision;
DROP TRIGGER responses_evaluation_append_only ON responses_evaluation;
DROP TRIGGER responses_printrecord_append_only ON responses_printrecord;
"""

# What an issued letter says never changes; its PDF is filled in once.
LETTER = """
CREATE FUNCTION refuse_change_of_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an issued letter is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.response_id, OLD.series_id, OLD.serial, OLD.number, OLD.title, OLD.written_on, OLD.printed_on,
        OLD.issued_by_id, OLD.issued_at, OLD.content, OLD.template_version)
       IS DISTINCT FROM
       (NEW.response_id, NEW.series_id, NEW.serial, NEW.number, NEW.title, NEW.written_on, NEW.printed_on,
        NEW.issued_by_id, NEW.issued_at, NEW.content, NEW.template_version) THEN
        RAISE EXCEPTION 'an issued letter is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.rendered_at IS NOT NULL AND
       (OLD.pdf, OLD.sha256, OLD.rendered_at, OLD.font_digest, OLD.pages)
       IS DISTINCT FROM (NEW.pdf, NEW.sha256, NEW.rendered_at, NEW.font_digest, NEW.pages) THEN
        RAISE EXCEPTION 'the file of an issued letter is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER responses_replyletter_frozen BEFORE UPDATE OR DELETE ON responses_replyletter
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_letter();
"""
DROP_LETTER = """
DROP TRIGGER responses_replyletter_frozen ON responses_replyletter;
DROP FUNCTION refuse_change_of_letter();
"""


class Migration(migrations.Migration):
    """Saved texts, ratings and print records are append-only; an issued letter is frozen."""

    dependencies = [("responses", "0001_initial"), ("accounts", "0002_append_only")]

    operations = [
        migrations.RunSQL(REVISION, DROP_REVISION),
        migrations.RunSQL(LETTER, DROP_LETTER),
    ]

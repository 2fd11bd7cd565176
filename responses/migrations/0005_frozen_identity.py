from django.db import migrations

APPEND_ONLY = ("responses_sealedoriginal", "responses_findingdismissal")

# As in 0002, and: the code, what it corrects, a withdrawal and a signed file, once written, stay as well.
LETTER = """
CREATE OR REPLACE FUNCTION refuse_change_of_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an issued letter is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.response_id, OLD.series_id, OLD.serial, OLD.number, OLD.title, OLD.written_on, OLD.printed_on,
        OLD.issued_by_id, OLD.issued_at, OLD.content, OLD.template_version, OLD.verify_code, OLD.supersedes_id,
        OLD.must_be_signed)
       IS DISTINCT FROM
       (NEW.response_id, NEW.series_id, NEW.serial, NEW.number, NEW.title, NEW.written_on, NEW.printed_on,
        NEW.issued_by_id, NEW.issued_at, NEW.content, NEW.template_version, NEW.verify_code, NEW.supersedes_id,
        NEW.must_be_signed) THEN
        RAISE EXCEPTION 'an issued letter is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.rendered_at IS NOT NULL AND
       (OLD.pdf, OLD.sha256, OLD.rendered_at, OLD.font_digest, OLD.pages)
       IS DISTINCT FROM (NEW.pdf, NEW.sha256, NEW.rendered_at, NEW.font_digest, NEW.pages) THEN
        RAISE EXCEPTION 'the file of an issued letter is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.signed_at IS NOT NULL AND
       (OLD.signed_pdf, OLD.signed_sha256, OLD.signed_at)
       IS DISTINCT FROM (NEW.signed_pdf, NEW.signed_sha256, NEW.signed_at) THEN
        RAISE EXCEPTION 'the signed file of a letter is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.withdrawn_at IS NOT NULL AND
       (OLD.withdrawn_at, OLD.withdrawn_by_id, OLD.withdrawn_reason)
       IS DISTINCT FROM (NEW.withdrawn_at, NEW.withdrawn_by_id, NEW.withdrawn_reason) THEN
        RAISE EXCEPTION 'a withdrawn letter stays withdrawn' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

ADDRESSED = """
CREATE FUNCTION refuse_change_of_addressed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an issued letter is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.letter_id, OLD.proposer_id, OLD.content, OLD.template_version)
       IS DISTINCT FROM (NEW.letter_id, NEW.proposer_id, NEW.content, NEW.template_version) THEN
        RAISE EXCEPTION 'an issued letter is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.rendered_at IS NOT NULL AND
       (OLD.pdf, OLD.sha256, OLD.rendered_at, OLD.font_digest, OLD.pages)
       IS DISTINCT FROM (NEW.pdf, NEW.sha256, NEW.rendered_at, NEW.font_digest, NEW.pages) THEN
        RAISE EXCEPTION 'the file of an issued letter is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER responses_addressedletter_frozen BEFORE UPDATE OR DELETE ON responses_addressedletter
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_addressed();
"""
DROP_ADDRESSED = """
DROP TRIGGER responses_addressedletter_frozen ON responses_addressedletter;
DROP FUNCTION refuse_change_of_addressed();
"""


def append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_change();",
        f"DROP TRIGGER {table}_append_only ON {table};",
    )


class Migration(migrations.Migration):
    """What makes a letter that letter is frozen; sealed originals and dismissed findings are append-only."""

    dependencies = [("responses", "0004_print_office"), ("accounts", "0002_append_only")]

    operations = [
        migrations.RunSQL(LETTER, migrations.RunSQL.noop),
        migrations.RunSQL(ADDRESSED, DROP_ADDRESSED),
        *(append_only(table) for table in APPEND_ONLY),
    ]

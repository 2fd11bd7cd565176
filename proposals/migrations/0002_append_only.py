from django.db import migrations

STEP = """
CREATE TRIGGER proposals_proposalstep_append_only BEFORE UPDATE OR DELETE ON proposals_proposalstep
FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
DROP_STEP = "DROP TRIGGER proposals_proposalstep_append_only ON proposals_proposalstep;"

# Rules that an item began with never change under it: a new version gets a later day instead.
RULES = """
CREATE FUNCTION refuse_change_of_used_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    used bigint;
BEGIN
    IF TG_TABLE_NAME = 'proposals_assemblyrules' THEN
        used := OLD.id;
    ELSE
        used := OLD.rules_id;
    END IF;
    IF EXISTS (SELECT 1 FROM proposals_proposal WHERE rules_id = used) THEN
        RAISE EXCEPTION 'these rules are in use: add a new version instead'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proposals_assemblyrules_frozen BEFORE UPDATE OR DELETE ON proposals_assemblyrules
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_used_rules();
CREATE TRIGGER proposals_rulelimit_frozen BEFORE UPDATE OR DELETE ON proposals_rulelimit
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_used_rules();
"""
DROP_RULES = """
DROP TRIGGER proposals_assemblyrules_frozen ON proposals_assemblyrules;
DROP TRIGGER proposals_rulelimit_frozen ON proposals_rulelimit;
DROP FUNCTION refuse_change_of_used_rules();
"""


class Migration(migrations.Migration):
    """The trail is append-only; rules in use are frozen."""

    dependencies = [("proposals", "0001_initial"), ("accounts", "0002_append_only")]

    operations = [migrations.RunSQL(STEP, DROP_STEP), migrations.RunSQL(RULES, DROP_RULES)]

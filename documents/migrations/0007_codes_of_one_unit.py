from django.db import migrations

# Locking the city makes the second of two transactions wait until it can see the first one's row. FOR NO KEY UPDATE:
# whoever only refers to the city is not held up. A unit that goes on with its own code asks nobody.
GUARD = """
CREATE FUNCTION refuse_code_of_another() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    city bigint := (SELECT city_id FROM accounts_unit WHERE id = NEW.unit_id);
BEGIN
    IF EXISTS (
        SELECT FROM documents_numberseries
        WHERE unit_id = NEW.unit_id AND code = NEW.code AND id IS DISTINCT FROM NEW.id
    ) THEN
        RETURN NEW;
    END IF;
    PERFORM FROM accounts_city WHERE id = city FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM documents_numberseries AS other JOIN accounts_unit AS unit ON unit.id = other.unit_id
        WHERE other.code = NEW.code AND unit.city_id = city AND unit.id <> NEW.unit_id
    ) THEN
        RAISE EXCEPTION 'another unit of this city numbers under %', NEW.code
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'series_code_of_one_unit';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_numberseries_code_of_one_unit
BEFORE INSERT OR UPDATE OF code, unit_id ON documents_numberseries
FOR EACH ROW EXECUTE FUNCTION refuse_code_of_another();
"""
FREE = """
DROP TRIGGER documents_numberseries_code_of_one_unit ON documents_numberseries;
DROP FUNCTION refuse_code_of_another();
"""


class Migration(migrations.Migration):
    """No two units of a city number under one code (机关代字); what stands in the table already is left alone."""

    dependencies = [("documents", "0006_unsealed_papers"), ("accounts", "0002_append_only")]

    operations = [migrations.RunSQL(GUARD, FREE)]

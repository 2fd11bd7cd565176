from django.db import migrations, models
from django.db.models import Q

import documents.models.frozen

SIGNED_HAS_HASH = Q(signed_at__isnull=True, signed_sha256="", signed_pdf="") | (
    Q(signed_at__isnull=False, must_be_signed=True, rendered_at__isnull=False)
    & ~Q(signed_sha256="")
    & ~Q(signed_pdf="")
)
FILE = """
    IF OLD.rendered_at IS NOT NULL AND
       (OLD.pdf, OLD.sha256, OLD.rendered_at, OLD.font_digest, OLD.engine, OLD.pages)
       IS DISTINCT FROM (NEW.pdf, NEW.sha256, NEW.rendered_at, NEW.font_digest, NEW.engine, NEW.pages) THEN
        RAISE EXCEPTION 'the file of an issued letter is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.signed_at IS NOT NULL AND
       (OLD.signed_pdf, OLD.signed_sha256, OLD.signed_at)
       IS DISTINCT FROM (NEW.signed_pdf, NEW.signed_sha256, NEW.signed_at) THEN
        RAISE EXCEPTION 'the signed file of a letter is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
"""
# As in 0005, with the engine, and a copy's signature beside a letter's.
LETTER = f"""
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
    {FILE}
    IF OLD.withdrawn_at IS NOT NULL AND
       (OLD.withdrawn_at, OLD.withdrawn_by_id, OLD.withdrawn_reason)
       IS DISTINCT FROM (NEW.withdrawn_at, NEW.withdrawn_by_id, NEW.withdrawn_reason) THEN
        RAISE EXCEPTION 'a withdrawn letter stays withdrawn' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
ADDRESSED = f"""
CREATE OR REPLACE FUNCTION refuse_change_of_addressed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an issued letter is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.letter_id, OLD.proposer_id, OLD.content, OLD.template_version, OLD.must_be_signed)
       IS DISTINCT FROM (NEW.letter_id, NEW.proposer_id, NEW.content, NEW.template_version, NEW.must_be_signed) THEN
        RAISE EXCEPTION 'an issued letter is frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    {FILE}
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """Co-signers' own copies are signed as the letter is; every file says which engine set it."""

    dependencies = [("responses", "0008_note_of_a_letter")]

    operations = [
        migrations.AddField("addressedletter", "must_be_signed", models.BooleanField("须加数字签名", default=False)),
        migrations.AddField(
            "addressedletter",
            "signed_pdf",
            models.FileField("签名文件", upload_to=documents.models.frozen.signed_path, max_length=120, blank=True),
        ),
        migrations.AddField(
            "addressedletter",
            "signed_sha256",
            models.CharField("签名文件摘要", max_length=64, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "addressedletter", "signed_at", models.DateTimeField("数字签名时间", null=True, blank=True)
        ),
        *(
            migrations.AddField(
                model,
                "engine",
                models.CharField("排版程序", max_length=100, blank=True, default=""),
                preserve_default=False,
            )
            for model in ("addressedletter", "replyletter")
        ),
        migrations.RemoveConstraint("replyletter", "letter_signed_has_hash"),
        *(
            migrations.AddConstraint(
                model, models.CheckConstraint(condition=SIGNED_HAS_HASH, name=f"{model}_signed_has_hash")
            )
            for model in ("addressedletter", "replyletter")
        ),
        migrations.RunSQL(LETTER, migrations.RunSQL.noop),
        migrations.RunSQL(ADDRESSED, migrations.RunSQL.noop),
    ]

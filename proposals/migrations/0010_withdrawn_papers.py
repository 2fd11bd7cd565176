import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

SAYS_WHY = Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="") | (
    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")
)
# As in 0008, and: a paper declared void stays void.
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
    IF OLD.withdrawn_at IS NOT NULL AND
       (OLD.withdrawn_at, OLD.withdrawn_by_id, OLD.withdrawn_reason)
       IS DISTINCT FROM (NEW.withdrawn_at, NEW.withdrawn_by_id, NEW.withdrawn_reason) THEN
        RAISE EXCEPTION 'a withdrawn paper stays withdrawn' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """An issued paper may be declared void, with who, when and why; then it stays void."""

    dependencies = [
        ("proposals", "0009_serials_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "paper", "withdrawn_at", models.DateTimeField("作废时间", null=True, blank=True)
        ),
        migrations.AddField(
            "paper",
            "withdrawn_by",
            models.ForeignKey(
                settings.AUTH_USER_MODEL,
                django.db.models.deletion.PROTECT,
                verbose_name="作废人",
                related_name="+",
                null=True,
                blank=True,
            ),
        ),
        migrations.AddField(
            "paper",
            "withdrawn_reason",
            models.CharField("作废理由", max_length=200, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "paper", models.CheckConstraint(condition=SAYS_WHY, name="paper_withdrawn_says_why")
        ),
        migrations.RunSQL(PAPER, migrations.RunSQL.noop),
    ]

"""PostgreSQL was told too: every check, unique constraint and trigger of our tables refuses what it should."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from accounts import audit
from accounts.models import AuditEvent, City, Membership, Substitution, Unit
from accounts.now import now, today
from documents.models import NumberSeries
from proposals.models import (
    AdjustRequest,
    Assembly,
    Assignment,
    Attachment,
    Clock,
    ProposalStep,
    Reminder,
)
from proposals.states import ProposalState as S
from responses.models import (
    Delivery,
    DemandAnswer,
    Evaluation,
    PrintRecord,
    ReplyLetter,
    Response,
    ResponseRevision,
    ReviewChainStage,
    ReviewStage,
)
from tests.proposals.paper_constraints import PAPERS
from tests.road import draft_of, item_of, rated, take
from tests.world import World

OUR_APPS = ("accounts", "documents", "proposals", "responses")


def again(row: models.Model, **changed: object) -> Callable[[], object]:
    """Return a call that inserts the row a second time, changed in some columns."""

    def insert() -> models.Model:
        values = {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if not field.primary_key
        }
        names = {name: row._meta.get_field(name).attname for name in changed}
        values |= {
            names[name]: value.pk if isinstance(value, models.Model) else value
            for name, value in changed.items()
        }
        return type(row).objects.create(**values)

    return insert


def column(row: models.Model, **changed: object) -> Callable[[], object]:
    """Return a call that sets columns behind the back of every Python check."""

    def write() -> None:
        sets = ", ".join(f'"{row._meta.get_field(name).column}" = %s' for name in changed)
        with connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{row._meta.db_table}" SET {sets} WHERE id = %s',  # noqa: S608
                [*changed.values(), row.pk],
            )

    return write


class Rows:
    """The rows the cases start from: one item replied to and rated, one in review, one draft, of 甲市."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.seat = world.seat("jia_member1")
        self.draft = draft_of(self.seat, co_signers=[world.seat("jia_member2")])
        self.reviewed = item_of(self.seat, S.IN_REVIEW, lead=world.jia.tech, co=[world.jia.edu])
        self.replied = item_of(self.seat, S.REPLIED, lead=world.jia.tech)
        rated(self.replied)
        self.letter = ReplyLetter.objects.get()
        self.text = Response.objects.get(proposal=self.reviewed)
        self.lead = Assignment.objects.get(proposal=self.reviewed, role="lead")
        self.chamber = world.jia.cppcc

    def adjust(self) -> AdjustRequest:
        return AdjustRequest.objects.create(
            assignment=self.lead, reason="理由", asked_by=self.world["jia_tech_office"], asked_at=now()
        )

    def reminder(self) -> Reminder:
        clock = Clock.objects.filter(met_on=None, stopped_on=None).first()
        return Reminder.objects.create(
            clock=clock, recipient=self.world["jia_gov"], kind="x", planned_on=today(), written_at=now()
        )

    def attachment(self) -> Attachment:
        return Attachment.objects.create(
            proposal=self.draft,
            name="x",
            content_type="x",
            size=1,
            sha256="0" * 64,
            file="x",
            uploaded_by=self.world["jia_member1"],
            uploaded_at=now(),
        )

    def print_record(self) -> PrintRecord:
        return PrintRecord.objects.create(
            letter=self.letter, copies=1, by=self.world["jia_tech_print"], at=now()
        )

    def chain(self) -> ReviewChainStage:
        return ReviewChainStage.objects.create(unit=self.world.jia.tech, order=1, role="clerk")

    def absence(self) -> Substitution:
        return self.world.stand_in("jia_gov", by="jia_tech_clerk")


DAY = timedelta(days=1)
# Constraint: what to try. Every one of our tables stands here, or the test below says which is missing.
REFUSED: dict[str, Callable[[Rows], Callable[[], object]]] = {
    # accounts
    "unit_name_once_a_city": lambda r: again(r.world.jia.tech, short_name="新"),
    "unit_short_name_once_a_city": lambda r: again(r.world.jia.tech, name="新"),
    "unit_postcode_six_digits": lambda r: column(r.world.jia.tech, postcode="31000"),
    "membership_once_open": lambda r: again(Membership.objects.first()),
    "membership_ends_after_start": lambda r: column(Membership.objects.first(), ends_on=date(2019, 1, 1)),
    "substitution_ends_after_start": lambda r: column(r.absence(), ends_on=today() - DAY),
    # documents
    "series_once_a_unit_kind_year": lambda r: again(NumberSeries.objects.first(), code="新"),
    "series_code_once_a_year_a_unit": lambda r: again(
        NumberSeries.objects.filter(kind="proposal").first(), kind="x"
    ),
    "series_next_not_before_start": lambda r: column(NumberSeries.objects.first(), starts_at=99),
    # proposals: the assembly
    "assembly_one_of_each_body_a_city": lambda r: again(r.chamber.assembly, slug="new"),
    "term_once": lambda r: again(r.chamber.term),
    "session_once_a_term": lambda r: again(r.chamber.session),
    "one_seat_a_user_a_term": lambda r: again(r.seat),
    "topic_once_an_assembly": lambda r: again(r.chamber.topic),
    "decline_reason_once": lambda r: again(r.chamber.reason),
    "rules_once_a_day": lambda r: again(r.chamber.rules),
    "limit_once_a_rules": lambda r: again(r.chamber.rules.limits.first()),
    "limit_lengths_positive": lambda r: column(r.world.yi.npc.rules.limits.first(), length=0),
    # proposals: the item
    "proposal_number_once": lambda r: again(r.replied, title="新"),
    "proposal_state_known": lambda r: column(r.draft, state="lost"),
    "proposal_registered_has_number_and_rules": lambda r: column(r.draft, state="registered"),
    "proposal_replied_has_day": lambda r: column(r.replied, replied_on=None),
    "proposal_closed_has_day": lambda r: column(r.replied, state="closed"),
    "proposal_assigned_has_day": lambda r: column(r.reviewed, handed_over_on=None),
    "proposal_merged_names_main_item": lambda r: column(r.draft, state="merged"),
    "proposal_part_is_numbered": lambda r: column(r.replied, part_no=1),
    "proposer_one_lead": lambda r: again(
        r.draft.proposers.get(role="lead"), member=r.world.seat("jia_member3")
    ),
    "proposer_member_once": lambda r: again(r.draft.proposers.get(role="co_signer")),
    "proposer_member_or_organisation": lambda r: column(r.draft.proposers.first(), organisation="协会"),
    "demand_order_once": lambda r: again(r.draft.demands.first()),
    "attachment_once_a_proposal": lambda r: again(r.attachment()),
    "attachment_not_empty": lambda r: column(r.attachment(), size=0),
    # proposals: the handling
    "assignment_unit_once_open": lambda r: again(r.lead, role="co_handler"),
    "assignment_one_open_lead": lambda r: again(r.lead, unit=r.world.jia.fin),
    "adjust_request_one_waiting": lambda r: again(r.adjust()),
    "adjust_request_decided_has_time": lambda r: column(r.adjust(), decision="agreed"),
    "clock_once_running": lambda r: again(Clock.objects.get(proposal=r.reviewed, key="reply")),
    "clock_met_or_stopped": lambda r: column(
        Clock.objects.get(proposal=r.reviewed, key="reply"), met_on=today(), stopped_on=today()
    ),
    "reminder_written_once": lambda r: again(r.reminder()),
    "step_sequence_once": lambda r: again(ProposalStep.objects.first()),
    # responses
    "response_one_open_a_round": lambda r: again(r.text),
    "response_signed_by_and_on": lambda r: column(r.text, signed_on=today()),
    "revision_number_once": lambda r: again(ResponseRevision.objects.first()),
    "demand_answered_once": lambda r: again(DemandAnswer.objects.first()),
    "chain_order_once": lambda r: again(r.chain()),
    "stage_order_once": lambda r: again(ReviewStage.objects.first()),
    "stage_decided_by_somebody": lambda r: column(
        ReviewStage.objects.filter(decided_by=None).first(), decision="approved"
    ),
    "letter_number_once": lambda r: again(r.letter, response=r.text, verify_code="SECONDCODE22"),
    "replyletter_rendered_has_hash": lambda r: column(r.letter, rendered_at=now()),
    "letter_printed_not_before_written": lambda r: again(
        r.letter, response=r.text, verify_code="SECONDCODE22", serial=999, written_on=today() + DAY
    ),
    "print_some_copies": lambda r: again(r.print_record(), copies=0),
    "delivery_once_a_proposer": lambda r: again(Delivery.objects.first()),
    "delivery_sent_by_some_way": lambda r: column(Delivery.objects.first(), sent_on=today()),
    "delivery_received_not_before_sent": lambda r: column(
        Delivery.objects.first(), channel="hand", sent_on=today(), received_on=today() - DAY
    ),
    "evaluation_once_a_proposer": lambda r: again(Evaluation.objects.first()),
    "evaluation_dissatisfied_says_why": lambda r: again(
        Evaluation.objects.first(),
        proposer=r.draft.proposers.first(),
        work="dissatisfied",
        comment="",
    ),
}
REFUSED |= PAPERS


def test_every_constraint_of_ours_is_tried():
    ours = {
        constraint.name
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS
        for constraint in model._meta.constraints
    }
    assert ours == set(REFUSED)


def refusal(rows: Rows, case: Callable[[Rows], Callable[[], object]]) -> str | None:
    """Return the name of the constraint that refuses a case, and leave everything as it was."""
    try:
        with transaction.atomic():
            case(rows)()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return None


def test_each_constraint_refuses(world: World):
    rows = Rows(world)
    assert {name: refusal(rows, case) for name, case in REFUSED.items()} == {name: name for name in REFUSED}


def test_single_columns_are_unique_where_the_models_say_so(world: World):
    tried = {
        City: lambda: again(world.jia.city, name="新市"),
        Unit: lambda: again(world.jia.tech),
        Assembly: lambda: again(world.jia.cppcc.assembly, city=world.yi.city, body="x"),
    }
    for case in tried.values():
        with pytest.raises(IntegrityError), transaction.atomic():
            case()()


# -- triggers ---------------------------------------------------------------------------------------

APPEND_ONLY = (AuditEvent, ProposalStep, ResponseRevision, Evaluation, PrintRecord)


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model.__name__)
def test_a_trail_is_only_added_to(world: World, model: type[models.Model]):
    rows = Rows(world)
    rows.print_record()
    row = model.objects.first()
    before = model.objects.count()
    text = next(
        f.name for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)
    )
    for act in (column(row, **{text: "改"}), lambda: model.objects.filter(pk=row.pk)._raw_delete("default")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()
    assert model.objects.count() == before


def test_a_seal_is_only_added_to(world: World):
    item_of(world.seat("jia_member1"), S.SUBMITTED)
    assert audit.seal() > 0
    with connection.cursor() as cursor:
        for statement in ("UPDATE accounts_auditseal SET digest = ''", "DELETE FROM accounts_auditseal"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(statement)
    assert audit.broken_seals() == []


def test_rules_in_use_are_frozen_and_others_are_not(world: World):
    item_of(world.seat("jia_member1"), S.REGISTERED)
    used, free = world.jia.cppcc.rules, world.yi.npc.rules
    limit = used.limits.first()
    for act in (column(used, source="改"), column(limit, length=9), limit.delete):
        with pytest.raises(DatabaseError, match="these rules are in use"), transaction.atomic():
            act()
    column(free, source="改")()
    column(free.limits.first(), length=9)()
    free.limits.first().delete()
    free.refresh_from_db()
    assert (free.source, free.limits.count()) == ("改", 6)


LETTER_COLUMNS = {
    "number": "改号",
    "serial": 77,
    "title": "改题",
    "written_on": date(2020, 1, 1),
    "printed_on": date(2030, 1, 1),
    "issued_at": "2020-01-01T00:00:00Z",
    "content": "{}",
    "template_version": "9",
}


def test_an_issued_letter_never_changes_and_its_file_comes_once(world: World):
    letter = Rows(world).letter
    for name, value in LETTER_COLUMNS.items():
        with pytest.raises(DatabaseError, match="an issued letter is frozen"), transaction.atomic():
            column(letter, **{name: value})()
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        ReplyLetter.objects.filter(pk=letter.pk)._raw_delete("default")
    column(letter, pdf="x", sha256="1" * 64, rendered_at=now(), pages=2)()
    for name, value in {"pdf": "y", "sha256": "2" * 64, "pages": 3}.items():
        with pytest.raises(DatabaseError, match="file of an issued letter is frozen"), transaction.atomic():
            column(letter, **{name: value})()


def test_rows_others_rest_on_cannot_be_deleted(world: World):
    row = take("register", item_of(world.seat("jia_member1"), S.SUBMITTED))
    for kept in (row, world.jia.tech, world.jia.city, world["jia_member1"], world.jia.cppcc.session):
        with pytest.raises(models.ProtectedError):
            kept.delete()

"""Whose turn it is, for many items at once: which steps are waited for, and the table's whos and needs as sets.

A step is waited for when it moves an item on along the road, answers something that was asked (an adjustment, a
dissatisfied rating), or puts another letter in the place of a void one. `IN_SETS` says the whos of the table, and
`MET_IN_SETS` those needs that decide whose turn it is; tests hold both to the functions the table itself names.
"""

from collections.abc import Callable

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from accounts.models import User
from accounts.roles import Role
from proposals import conditions as need
from proposals import permissions as who
from proposals.conditions import Need
from proposals.models import AdjustRequest, Assignment, Proposal, Proposer
from proposals.models.assignment import AssignmentRole, Decision
from proposals.models.filing import Consent, ProposerRole
from proposals.models.proposal import Origin
from proposals.permissions import Who
from proposals.posts import Posts
from proposals.states import Kind
from proposals.states import ProposalState as S
from proposals.workflow import Step

# How far along each state is; a step between two of them moves an item on when it does not lead back.
ROAD = {
    state: place
    for place, state in enumerate(
        (
            S.DRAFT,
            S.SUBMITTED,
            S.REGISTERED,
            S.ASSIGNED,
            S.DRAFTING,
            S.IN_REVIEW,
            S.SIGNED,
            S.REPLIED,
            S.CLOSED,
        )
    )
} | {S.RETURNED: 0, S.IN_PARTS: 7}
ASKED_FOR = (need.adjust_request_waits, need.somebody_dissatisfied)
# The same desk could also do something else; these are not what an item waits for.
ASIDE = ("split", "supplement", "correct")
AFTER_VOID = "supplement"  # what an item waits for whose letter was declared void
# What 审核通过 is called where somebody outside the unit reads the draft beforehand (送审稿).
PRE_CHECK = "预审"


def is_waited_for(step: Step, source: str) -> bool:
    """Say whether any item in this state waits for this step; those of AFTER_VOID wait in their own case."""
    if step.action in ASIDE:
        return False
    if set(ASKED_FOR) & set(step.needs):
        return True
    return source in ROAD and any(target in ROAD and ROAD[target] >= ROAD[source] for target in step.targets)


def void_answers() -> Q:
    """Say of many items what conditions.answer_is_void says of one."""
    void = Proposal.objects.filter(
        pk=OuterRef("pk"), responses__round_no=F("round_no"), responses__letter__withdrawn_at__isnull=False
    )
    return Q(Exists(void))


def names_of(step: Step) -> list[tuple[str, Q]]:
    """Return what a step is called where it waits, each name with the items it is said of; the first that fits counts.

    The items come from with_pending_stage().
    """
    if step.who is who.stage_reviewer:
        outside = Q(stage_role__in=(Role.GOVERNMENT_OFFICE, Role.ASSEMBLY_OFFICE))
        return [(PRE_CHECK, Q(stage_seat__isnull=False) | outside), (step.label, Q())]
    labels = {kind: step.label_for(kind) for kind in Kind}
    if len(set(labels.values())) == 1:
        return [(step.label, Q())]
    return [(label, Q(kind=kind)) for kind, label in labels.items()]


# -- whos and needs for many items at once ------------------------------------------------------------------------


def _led_by(units: list[int], **narrowed: object) -> Q:
    held = Assignment.objects.filter(
        role=AssignmentRole.LEAD, released_at__isnull=True, unit__in=units, **narrowed
    )
    return Q(pk__in=held.values("proposal"))


def _of_assembly(user: User, posts: Posts) -> Q | None:
    units = posts.units(Role.ASSEMBLY_OFFICE)
    return Q(session__term__assembly__office__in=units) if units else None


def _of_proposer(user: User, posts: Posts) -> Q | None:
    signed = Proposer.objects.filter(member__user=user, role__in=["lead", "collective"])
    begun = Q(filed_by=user, state__in=[S.DRAFT, S.RETURNED])
    own = Q(on_behalf=False) & (Q(pk__in=signed.values("proposal")) | begun)
    office = _of_assembly(user, posts)
    return own if office is None else own | (Q(on_behalf=True) & office)


def _of_distributor(user: User, posts: Posts) -> Q | None:
    units = posts.units(Role.GOVERNMENT_OFFICE, Role.ASSEMBLY_OFFICE)
    return Q(distributor__in=units) if units else None


def _of_lead_office(user: User, posts: Posts) -> Q | None:
    units = posts.units(Role.UNIT_OFFICE)
    return _led_by(units) if units else None


def _of_lead_clerk(user: User, posts: Posts) -> Q | None:
    """The clerk who was named; while nobody is, every clerk of the unit."""
    units = posts.units(Role.CLERK)
    if not units:
        return None
    return _led_by(units, clerk__isnull=True) | _led_by(units, clerk__in=posts.holders(Role.CLERK))


def _of_stage(user: User, posts: Posts) -> Q | None:
    """The role and unit of the stage, the holder of its seat; for a seat nobody holds the assembly's office."""
    mine = Q(stage_reader=user.pk)
    for role, unit in posts.pairs():
        mine |= Q(stage_role=role, stage_unit=unit)
    office = _of_assembly(user, posts)
    return (
        mine if office is None else mine | (Q(stage_seat__isnull=False, stage_reader__isnull=True) & office)
    )


def _of_signer(user: User, posts: Posts) -> Q | None:
    units = posts.units(Role.SIGNER)
    return _led_by(units) if units else None


IN_SETS: dict[Who, Callable[[User, Posts], Q | None]] = {
    who.proposer: _of_proposer,
    who.assembly_office: _of_assembly,
    who.distributor: _of_distributor,
    who.lead_unit_office: _of_lead_office,
    who.lead_clerk: _of_lead_clerk,
    who.stage_reviewer: _of_stage,
    who.signer: _of_signer,
    who.closer: _of_assembly,
}


def _adjustment_waits() -> Q:
    waiting = AdjustRequest.objects.filter(
        assignment__proposal=OuterRef("pk"),
        assignment__role=AssignmentRole.LEAD,
        assignment__released_at__isnull=True,
        decision=Decision.WAITING,
    )
    return Q(Exists(waiting))


def _dissatisfied() -> Q:
    bad_work = Q(rules__redo_on_any=True, responses__evaluations__work="dissatisfied")
    bad = Proposal.objects.filter(
        Q(responses__round_no=F("round_no")) & (Q(responses__evaluations__result="dissatisfied") | bad_work)
    )
    return Q(Exists(bad.filter(pk=OuterRef("pk"))))


def _all_parts_over() -> Q:
    unfinished = Proposal.objects.filter(part_of=OuterRef("pk")).exclude(state__in=[S.CLOSED, S.WITHDRAWN])
    return Q(state=S.IN_PARTS) & ~Q(Exists(unfinished))


def _rated() -> Q:
    """Nobody whose rating is awaited is silent: what conditions.still_to_rate says of one item.

    Imported history is left out: it may be closed, but nobody waits for that.
    """
    given = Proposer.objects.filter(
        pk=OuterRef("pk"),
        evaluations__response__proposal=OuterRef(OuterRef("pk")),
        evaluations__response__round_no=OuterRef(OuterRef("round_no")),
    )
    answered = Proposer.objects.filter(
        Q(proposal=OuterRef("pk")) | Q(proposal__merged_into=OuterRef("pk")), consent=Consent.GIVEN
    )
    silent = answered.filter(~Exists(given))
    each = Q(rules__answer_each_co_signer=False) | ~Q(Exists(silent))
    leads = ~Q(Exists(silent.exclude(role=ProposerRole.CO_SIGNER)))
    return _all_parts_over() | (Q(state=S.REPLIED, origin=Origin.FILED) & leads & each)


MET_IN_SETS: dict[Need, Callable[[], Q]] = {
    need.adjust_request_waits: _adjustment_waits,
    need.no_adjust_waiting: lambda: ~_adjustment_waits(),
    need.has_pending_stage: lambda: Q(stage_role__isnull=False),
    need.all_stages_done: lambda: Q(stage_role__isnull=True),
    need.somebody_dissatisfied: _dissatisfied,
    need.nobody_dissatisfied_waits: lambda: ~_dissatisfied() | Q(round_no__gt=1),
    need.rated_or_time_over: _rated,
}


def with_pending_stage(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Add stage_role, stage_unit and stage_seat of the review stage that waits, null where none does.

    stage_reader is who holds that seat (permissions.reader_of): null also where its account is missing or closed.
    """
    waiting = Proposal.objects.filter(
        pk=OuterRef("pk"),
        responses__is_open=True,
        responses__round_no=F("round_no"),
        responses__assignment__role=AssignmentRole.LEAD,
        responses__assignment__released_at__isnull=True,
        responses__all_stages__pass_no=F("responses__pass_no"),
        responses__all_stages__decided_by__isnull=True,
    ).order_by("responses__all_stages__order")
    holder = "responses__all_stages__seat__member__user"
    live = Case(When(**{f"{holder}__is_active": True}, then=F(holder)))
    return proposals.alias(
        stage_role=Subquery(waiting.values("responses__all_stages__role")[:1]),
        stage_unit=Subquery(waiting.values("responses__all_stages__unit")[:1]),
        stage_seat=Subquery(waiting.values("responses__all_stages__seat")[:1]),
        stage_reader=Subquery(waiting.annotate(reader=live).values("reader")[:1]),
    )

"""What waits on somebody, what is due soon and what is late: made from the table and the posts people hold."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from accounts.models import User
from accounts.roles import Role
from proposals.list_rows import ready_to_list, soon_due, with_nearest_limit
from proposals.models import Assignment, Proposal
from proposals.models.assignment import AssignmentRole
from proposals.posts import Posts
from proposals.queries import overdue, visible_proposals, with_list_columns
from proposals.stages import SOON
from proposals.states import ProposalState as S
from proposals.turns import (
    AFTER_VOID,
    IN_SETS,
    MET_IN_SETS,
    is_waited_for,
    names_of,
    void_answers,
    with_pending_stage,
)
from proposals.workdays import Calendar
from proposals.workflow import STEPS, TABLE

ROWS_SHOWN = 8
WAITING = "waiting=me"
CO_ACCEPT, CO_OPINION = "会办签收", "会办意见"
BEFORE_SIGNING = (S.ASSIGNED, S.DRAFTING, S.IN_REVIEW)


def _duties(user: User, posts: Posts) -> list[tuple[str, Q]]:
    """Return (what is waited for, of which items) for every step and fact a post may bring, the table's order first."""
    duties = []
    for step in TABLE:
        sources = [source for source in step.sources if is_waited_for(step, source)]
        mine = IN_SETS[step.who](user, posts) if sources else None
        if mine is not None:
            met = Q(state__in=sources) & mine
            for wanted in step.needs:
                if wanted in MET_IN_SETS:
                    met &= MET_IN_SETS[wanted]()
            duties += [(name, met & said_of) for name, said_of in names_of(step)]
    return duties + _void_letters_duties(user, posts) + _co_handlers_duties(posts)


def _void_letters_duties(user: User, posts: Posts) -> list[tuple[str, Q]]:
    """An item whose letter was declared void has no answer: its unit is to give another."""
    step = STEPS[AFTER_VOID]
    mine = IN_SETS[step.who](user, posts)
    return [] if mine is None else [(step.label, Q(state__in=step.sources) & mine & void_answers())]


def _co_handlers_duties(posts: Posts) -> list[tuple[str, Q]]:
    """What a co-handler owes is a fact on its assignment, no step of the item."""
    offices, clerks = posts.units(Role.UNIT_OFFICE), posts.units(Role.CLERK)
    open_part = Assignment.objects.filter(
        proposal__state__in=BEFORE_SIGNING,
        role=AssignmentRole.CO_HANDLER,
        released_at__isnull=True,
        opinion__isnull=True,
    )
    not_taken_in = open_part.filter(unit__in=offices, accepted_at__isnull=True)
    own_clerk = Q(clerk__isnull=True) | Q(clerk__in=posts.holders(Role.CLERK))
    by_clerk = Q(own_clerk, unit__in=clerks) | Q(unit__in=offices, clerk__isnull=True)
    no_opinion = open_part.filter(by_clerk, accepted_at__isnull=False)
    duties = []
    if offices:
        duties.append((CO_ACCEPT, Q(pk__in=not_taken_in.values("proposal"))))
    if offices or clerks:
        duties.append((CO_OPINION, Q(pk__in=no_opinion.values("proposal"))))
    return duties


def waiting_on(user: User, proposals: QuerySet[Proposal] | None = None) -> QuerySet[Proposal]:
    """Return the items that wait for something this person does, with `waits_for`: the step's or fact's name."""
    found = visible_proposals(user) if proposals is None else proposals
    duties = _duties(user, Posts.of(user))
    if not duties:
        return found.none().annotate(waits_for=Value("", output_field=CharField()))
    any_of = Q(pk__in=[])
    for _, met in duties:
        any_of |= met
    first = Case(*(When(met, then=Value(label)) for label, met in duties), output_field=CharField())
    return with_pending_stage(found).filter(any_of).annotate(waits_for=first)


@dataclass(frozen=True)
class Tray:
    """One part of the inbox: how many items, the first of them, and what its being empty means."""

    heading: str
    query: str
    tone: str
    count: int
    rows: list[Proposal]
    empty: str
    kinds: tuple[tuple[str, int], ...] = ()

    @property
    def waits(self) -> bool:
        """Say whether the rows tell what they wait for."""
        return self.query == WAITING


def inbox(user: User, today: date, calendar: Calendar) -> list[Tray]:
    """Return what waits on somebody, what is due within SOON workdays, and what is late; each soonest first."""

    def first_rows(proposals: QuerySet[Proposal]) -> list[Proposal]:
        listed = with_nearest_limit(with_list_columns(proposals))
        soonest = listed.order_by(F("nearest_due_on").asc(nulls_last=True), "-pk")
        return ready_to_list(soonest[:ROWS_SHOWN], today, calendar)

    seen = visible_proposals(user)
    waiting = waiting_on(user)
    kinds = tuple(
        waiting.order_by("waits_for").values_list("waits_for").annotate(number=Count("pk", distinct=True))
    )
    soon = soon_due(seen, today, calendar)
    late = overdue(seen, today)
    return [
        Tray(
            "等我办理",
            WAITING,
            "working",
            sum(number for _, number in kinds),
            first_rows(waiting),
            "没有等待办理的件。提交、交办或送审到本岗位的件会列在这里。",
            kinds,
        ),
        Tray(
            "即将到期",
            "due=soon",
            "soon",
            soon.count(),
            first_rows(soon),
            f"没有即将到期的件。{SOON} 个工作日内到期、尚未办完的件会列在这里。",
        ),
        Tray(
            "已逾期",
            "due=late",
            "late",
            late.count(),
            first_rows(late),
            "没有逾期的件。过了期限仍未办完的件会列在这里。",
        ),
    ]

"""Issue the papers about an item: 交办通知, 催办通知, 会办意见函, 延期函. Row first, then the file."""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts import audit
from accounts.models import User
from accounts.notices import notify
from accounts.now import now, today
from accounts.queue import queue_on_commit
from documents.content import TEMPLATE_VERSION
from documents.series import DocumentNumber, NoSeries, take_number
from proposals.errors import NotYours, StepBlocked, StepNotOpen
from proposals.models import Assignment, Clock, CoOpinion, Paper
from proposals.models.assignment import AssignmentRole
from proposals.models.paper import PaperKind
from proposals.models.rules import LimitKey
from proposals.permissions import Standing, open_lead
from proposals.queries import running_clocks
from proposals.services import paper_words as say
from proposals.services.clocks import REPLY_KEYS, office_calendar, term_of
from proposals.services.fitness import refuse_unfit
from proposals.services.paper_offices import WHOSE, readers, standing_of
from proposals.services.perform import OFFICE_PAGE, locked
from proposals.states import IN_HANDLING
from proposals.tasks import print_paper
from proposals.terms import due


def words_to_hand_over(part: Assignment) -> say.PaperWords:
    """Return what 交办通知 of the item says now."""
    proposal = part.proposal
    parts = proposal.assignments.filter(released_at__isnull=True).select_related("unit")
    clocks = (
        running_clocks()
        .filter(proposal=proposal)
        .exclude(key=LimitKey.RATING)
        .select_related("assignment__unit")
    )
    ordered = sorted(parts, key=lambda one: (one.role == AssignmentRole.CO_HANDLER, one.pk))
    return say.hand_over_words(proposal, ordered, clocks.order_by("due_on", "pk"))


def words_of_opinion(part: Assignment) -> say.PaperWords:
    """Return what 会办意见函 says; raises StepBlocked while there is no opinion or no lead unit."""
    opinion = CoOpinion.objects.filter(assignment=part).first()
    lead = open_lead(part.proposal)
    if opinion is None or lead is None:
        raise StepBlocked("请先填写会办意见，再印发会办意见函。")
    return say.co_opinion_words(part, opinion, lead.unit)


def clock_of(part: Assignment) -> Clock | None:
    """Return the running limit a unit works under: the reply's for the lead, the opinion's for a co-handler."""
    running = running_clocks().filter(proposal=part.proposal_id)
    if part.role == AssignmentRole.LEAD:
        return running.filter(key__in=REPLY_KEYS).order_by("due_on").first()
    return running.filter(key=LimitKey.CO_OPINION, assignment=part).order_by("due_on").first()


# Not issued again while one is in force: 交办通知 of a 交办, 会办意见函 of an opinion.
ONCE = frozenset({PaperKind.HAND_OVER, PaperKind.CO_OPINION})


def in_force(kind: str, part: Assignment) -> QuerySet[Paper]:
    """Return the papers of a kind about a unit's part that are not void."""
    return part.papers.filter(kind=kind, withdrawn_at__isnull=True)


def is_issued(kind: str, part: Assignment) -> bool:
    """Say whether 交办通知 of this 交办, or 会办意见函 of the opinion as it stands now, is issued and not void."""
    if kind == PaperKind.HAND_OVER:
        return in_force(kind, part).exists()
    return in_force(kind, part).filter(issued_at__gte=part.opinion.given_at).exists()


@transaction.atomic
def hand_over_notice(part: Assignment, *, by: User) -> Paper:
    """交办通知 to the lead and its co-handlers, once for each 交办; `part` is the lead's."""
    part, standing = _open_part(PaperKind.HAND_OVER, part, by)
    if is_issued(PaperKind.HAND_OVER, part):
        raise StepNotOpen("这次交办的交办通知已经印发，不必再印发。")
    paper = _issue(words_to_hand_over(part), part, standing, by=by)
    _tell(paper, by)
    return paper


@transaction.atomic
def urge(part: Assignment, *, demand: str, reply_by: date | None, by: User) -> Paper:
    """催办通知 to one unit that has the item, once a day.

    demand: what the unit is asked to do, one paragraph a line; reply_by: day until which it is to say how it stands.
    """
    part, standing = _open_part(PaperKind.URGE, part, by)
    clock = clock_of(part)
    missing = []
    if not demand.strip():
        missing.append("请写明催办要求。")
    if reply_by is None or reply_by < today():
        missing.append("请填写回复期限，不能早于今天。")
    if clock is None:
        missing.append("这个单位现在没有正在计时的期限，不需要催办。")
    if missing:
        raise StepBlocked(*missing)
    _once_a_day(PaperKind.URGE, part)
    words = say.urge_words(
        part, clock, demand=demand, reply_by=reply_by, day=today(), calendar=office_calendar()
    )
    paper = _issue(words, part, standing, by=by)
    _tell(paper, by)
    return paper


@transaction.atomic
def co_opinion_letter(part: Assignment, *, by: User) -> Paper:
    """会办意见函 of a co-handler to the lead, from the opinion it gave; once for each wording of the opinion."""
    part, standing = _open_part(PaperKind.CO_OPINION, part, by)
    words = words_of_opinion(part)
    if is_issued(PaperKind.CO_OPINION, part):
        raise StepNotOpen("这份会办意见已经印发；修改意见后才能再次印发。")
    paper = _issue(words, part, standing, by=by)
    _tell(paper, by)
    return paper


@transaction.atomic
def extension_letter(
    part: Assignment,
    *,
    reason: str,
    steps: str,
    asked: date | None,
    told_on: date | None,
    told_how: str,
    by: User,
) -> Paper:
    """延期函 of the lead unit; it asks only: the limit stays as it is until the handing-over body decides.

    reason, steps: one paragraph a line; asked: new last day, after the present one and within the longest limit of the
    rules (2025 代表法第五十一条: six months); told_on, told_how: when and how the proposer was told of the extension,
    since the item was handed over.
    """
    part, standing = _open_part(PaperKind.EXTENSION, part, by)
    clock = clock_of(part)
    if clock is None:
        raise StepNotOpen("这一件现在没有正在计时的答复期限，不需要申请延期。")
    missing = [
        sentence
        for text, sentence in (
            (reason, "请写明申请延期的理由。"),
            (steps, "请写明已开展的工作。"),
            (told_how.strip().removesuffix("方式"), "请写明告知提出人的方式。"),
        )
        if not text.strip()
    ]
    longest = _longest_extension(part)
    if asked is None or asked <= clock.due_on or asked < today():
        missing.append(f"请填写申请延至的日期，应在现在的期限 {clock.due_on} 和今天以后。")
    elif longest is not None and asked > longest:
        missing.append(f"申请延至的日期不能晚于 {longest}，这是规则允许的最长期限。")
    if told_on is None or told_on > today() or (part.handed_over_on and told_on < part.handed_over_on):
        missing.append("请填写告知提出人的日期，不能早于交办之日，不能晚于今天。")
    if missing:
        raise StepBlocked(*missing)
    _once_a_day(PaperKind.EXTENSION, part)
    words = say.extension_words(
        part, clock, reason=reason, steps=steps, asked=asked, told_on=told_on, told_how=told_how
    )
    paper = _issue(words, part, standing, by=by)
    _tell(paper, by)
    return paper


def _longest_extension(part: Assignment) -> date | None:
    limit = part.proposal.rules.limits.filter(key=LimitKey.REPLY_LONG).first()
    if limit is None or part.handed_over_on is None or part.proposal.round_no > 1:
        return None
    return due(term_of(limit), part.handed_over_on, office_calendar()).date


def _open_part(kind: str, part: Assignment, by: User) -> tuple[Assignment, Standing]:
    """Return the part read anew under the item's lock and the issuer's standing; raise NotYours or StepNotOpen."""
    row = locked(part.proposal)
    part = Assignment.objects.select_for_update(of=("self",)).select_related("unit").get(pk=part.pk)
    part.proposal = row
    standing = standing_of(kind, part, by)
    if standing is None:
        raise NotYours(WHOSE[kind])
    if not part.is_open or row.state not in IN_HANDLING:
        raise StepNotOpen("这一件不在办理中，或者已经调整给别的单位，不能印发。")
    return part, standing


def _once_a_day(kind: str, part: Assignment) -> None:
    if in_force(kind, part).filter(written_on=today()).exists():
        raise StepNotOpen(f"今天已经印发过{PaperKind(kind).label}，请勿重复印发。")


def _issue(words: say.PaperWords, part: Assignment, standing: Standing, *, by: User) -> Paper:
    """Write the frozen row with its number, the audit event, and queue its file."""
    unit, day = standing.unit, today()
    content = say.document(words, unit, number="", day=day)
    number = _number(unit, words.kind, day)
    content = replace(content, number=str(number or ""), unnumbered=number is None)
    refuse_unfit(content)
    paper = Paper.objects.create(
        proposal=part.proposal,
        assignment=part,
        unit=unit,
        kind=words.kind,
        series=number.series if number else None,
        serial=number.serial if number else None,
        number=content.number,
        title=words.title,
        written_on=day,
        issued_by=by,
        issued_at=now(),
        content=content.to_values(),
        template_version=str(TEMPLATE_VERSION),
    )
    audit.record(
        "paper.issue",
        by=by,
        about=paper,
        acting_for=standing.acting_for,
        unit=unit,
        kind=words.kind,
        number=paper.number,
        proposal=part.proposal_id,
    )
    queue_on_commit(print_paper, paper.pk)
    return paper


def _number(unit: object, kind: str, day: date) -> DocumentNumber | None:
    """Take the next number of the unit's series for this kind; None where the unit numbers no such papers."""
    try:
        return take_number(unit, kind, day)
    except NoSeries:
        return None


def _tell(paper: Paper, by: User) -> None:
    page = reverse(OFFICE_PAGE, args=[paper.proposal_id])
    told = [person for person in readers(paper) if person.pk != by.pk]
    notify(told, f"{paper.get_kind_display()}：{paper.proposal}", paper.title, page)

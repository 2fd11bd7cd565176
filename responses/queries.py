"""Which texts and letters may somebody see? Lists, details, files and exports ask here."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from accounts.models import User
from accounts.queries import units_of
from accounts.roles import HANDLING_ROLES, PRINTING_ROLES, Role
from documents.models import NumberSeries
from proposals.conditions import letter_in_force, with_letter_in_force
from proposals.models import Proposal
from proposals.models.assignment import AssignmentRole
from proposals.queries import visible_proposals
from proposals.states import ProposalState as S
from proposals.turns import with_pending_stage
from responses.models import (
    Delivery,
    PrintJob,
    PrintJobItem,
    PrintRecord,
    ReplyLetter,
    Response,
    ReviewStage,
)

IN_FORCE = letter_in_force("")  # of one row, ReplyLetter.status says it


def visible_responses(user: User | AnonymousUser) -> QuerySet[Response]:
    """Return the texts in work somebody may read: their unit's own, and those their unit reviews.

    A text stays inside the unit until its letter is issued: co-handlers, deputies and offices read the letter, unless
    a stage of the present pass through the review is theirs. What a released unit left behind stays with the office
    that distributes.
    """
    if not user.is_authenticated or not user.is_active:
        return Response.objects.none()
    own = units_of(user, *HANDLING_ROLES).values("pk")
    distributing = units_of(user, Role.GOVERNMENT_OFFICE).values("pk")
    offices = units_of(user, Role.ASSEMBLY_OFFICE).values("pk")
    no_reader = Q(seat__member__isnull=True) | Q(seat__member__user__isnull=True)
    no_reader |= Q(seat__member__user__is_active=False)
    asked = (
        Q(unit__in=own)
        | Q(role=Role.GOVERNMENT_OFFICE, unit__in=distributing)
        | Q(role=Role.ASSEMBLY_OFFICE, unit__in=offices)
        | Q(no_reader, seat__proposal__session__term__assembly__office__in=offices)
    )
    reviewing = ReviewStage.objects.filter(asked, pass_no=F("response__pass_no")).values("response")
    still_held = Q(assignment__released_at__isnull=True)
    return Response.objects.filter(
        Q(still_held, assignment__unit__in=own)
        | Q(still_held, pk__in=reviewing)
        | Q(assignment__released_at__isnull=False, proposal__distributor__in=distributing)
    )


def drafts_to_read(user: User | AnonymousUser) -> QuerySet[Response]:
    """Return the drafts (送审稿) whose waiting stage is this proposer's own seat: the words, not the workbench."""
    if not user.is_authenticated or not user.is_active:
        return Response.objects.none()
    waiting = with_pending_stage(Proposal.objects.filter(state=S.IN_REVIEW)).filter(stage_reader=user.pk)
    return Response.objects.filter(
        is_open=True,
        round_no=F("proposal__round_no"),
        assignment__role=AssignmentRole.LEAD,
        assignment__released_at__isnull=True,
        proposal__in=waiting.values("pk"),
    )


def visible_letters(user: User | AnonymousUser) -> QuerySet[ReplyLetter]:
    """Return the issued letters of the items somebody may see, and those of the item theirs was merged into."""
    seen = visible_proposals(user)
    return ReplyLetter.objects.filter(
        Q(response__proposal__in=seen.values("pk"))
        | Q(response__proposal__in=seen.filter(proposers__member__user=user).values("merged_into"))
    )


def letters_of(proposal: Proposal) -> QuerySet[ReplyLetter]:
    """Return an item's letters, the first round first."""
    return ReplyLetter.objects.filter(response__proposal=proposal).order_by("response__round_no", "pk")


def letter_to_correct(proposal: Proposal) -> ReplyLetter | None:
    """Return the item's newest letter in force, which a correction would supersede; None where there is none."""
    newest = with_letter_in_force(proposal).first()
    return newest.letter if newest is not None else None


@dataclass(frozen=True)
class BorneNumber:
    """One serial of a series and what became of it: a letter, another paper, or nothing with a reason."""

    serial: int
    number: str
    what: str
    title: str
    status: str


def borne_numbers(series: NumberSeries) -> list[BorneNumber]:
    """Return every number taken from a series, the newest first, each with what bears it; three queries."""
    letters = series.letters.select_related("superseded_by")
    found = [BorneNumber(one.serial, one.number, "答复函", one.title, one.status.label) for one in letters]
    found += [
        BorneNumber(one.serial, one.number, "公文", one.title, one.validity) for one in series.papers.all()
    ]
    found += [
        BorneNumber(one.serial, f"{series}{one.serial}号", "作废文号", one.reason, "作废")
        for one in series.void_numbers.all()
    ]
    return sorted(found, key=lambda one: -one.serial)


def gaps(series: NumberSeries) -> list[int]:
    """Return the serials taken from a series that neither letter nor paper bears and nobody voided; always empty."""
    borne = set(series.taken_numbers.values_list("serial", flat=True))
    return [serial for serial in range(series.starts_at, series.next_number) if serial not in borne]


def print_queue(user: User | AnonymousUser) -> QuerySet[ReplyLetter]:
    """Return the letters of somebody's units, with is_printed, is_delivered (wholly) and is_void.

    is_void: declared void or superseded by a correction; such a letter is printed and delivered no more. Waiting ones
    first, oldest first.
    """
    if not user.is_authenticated or not user.is_active:
        return ReplyLetter.objects.none()
    units = units_of(user, *PRINTING_ROLES).values("pk")
    printed = PrintRecord.objects.filter(letter=OuterRef("pk"))
    undelivered = Delivery.objects.filter(letter=OuterRef("pk"), sent_on__isnull=True)
    return (
        visible_letters(user)
        .filter(response__assignment__unit__in=units)
        .annotate(
            is_printed=Exists(printed),
            is_delivered=~Exists(undelivered),
            is_void=Case(When(IN_FORCE, then=False), default=True),
        )
        .select_related(
            "response__proposal__session__term__assembly", "response__assignment__unit", "superseded_by"
        )
        .order_by("is_printed", "issued_at", "pk")
    )


def visible_jobs(user: User | AnonymousUser) -> QuerySet[PrintJob]:
    """Return the print jobs all of whose letters somebody may print; one letter of another unit hides the job."""
    items = PrintJobItem.objects.filter(job=OuterRef("pk"))
    others = items.exclude(letter__in=print_queue(user).order_by().values("pk"))
    return PrintJob.objects.filter(Exists(items), ~Exists(others))

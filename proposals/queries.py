"""Which items may somebody see? One queryset; every list, detail, file, export and admin page asks it."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from accounts.queries import units_of
from accounts.roles import HANDLING_ROLES, Role
from proposals.models import Assignment, Clock, Paper, PaperKind, Proposal, Proposer
from proposals.models.filing import ProposerRole
from proposals.states import ProposalState as S


def _signed_by(user: User) -> QuerySet[Proposer]:
    return Proposer.objects.filter(member__user=user)


def lead_proposer(proposal: Proposal) -> Proposer | None:
    """Return who stands first under the item."""
    return proposal.proposers.exclude(role=ProposerRole.CO_SIGNER).order_by("order", "pk").first()


def visible_proposals(user: User | AnonymousUser) -> QuerySet[Proposal]:
    """Return the items somebody may see and open; subqueries, not joins, so none comes twice.

    - an assembly office: its own body's items, without other people's drafts (it sees the drafts entered on behalf);
    - a government office: the registered items it distributes, of both bodies of its city;
    - a bureau: what it handles now (after a release it no longer sees the item), and what is in review while the text
      passes a stage of its own (会签);
    - a deputy: their own, drafts included, and those they co-signed or are asked to co-sign once submitted;
    - a superuser without a role or seat: nothing.
    """
    if not user.is_authenticated or not user.is_active:
        return Proposal.objects.none()
    offices = units_of(user, Role.ASSEMBLY_OFFICE).values("pk")
    distributing = units_of(user, Role.GOVERNMENT_OFFICE).values("pk")
    handling = units_of(user, *HANDLING_ROLES).values("pk")
    held = Assignment.objects.filter(unit__in=handling, released_at__isnull=True).values("proposal")
    reviewed = Proposal.objects.filter(
        state=S.IN_REVIEW, responses__is_open=True, responses__all_stages__unit__in=handling
    ).values("pk")
    leads = _signed_by(user).filter(role__in=["lead", "collective"]).values("proposal")
    co_signs = _signed_by(user).exclude(consent="refused").values("proposal")
    not_draft = ~Q(state__in=[S.DRAFT])
    registered = Q(registered_on__isnull=False) | Q(origin="imported")
    return Proposal.objects.filter(
        Q(not_draft | Q(on_behalf=True), session__term__assembly__office__in=offices)
        | Q(registered, distributor__in=distributing)
        | Q(pk__in=held)
        | Q(pk__in=reviewed)
        | Q(pk__in=leads)
        | Q(not_draft, pk__in=co_signs)
        | Q(filed_by=user, state=S.DRAFT, on_behalf=False)
    )


def visible_papers(user: User | AnonymousUser) -> QuerySet[Paper]:
    """Return the papers about visible items that somebody may read; what units write to each other is not for deputies.

    - the assembly's office and the distributor: all papers of the item;
    - a bureau that has the item: its own papers, those about its own part, and 交办通知, which names every unit;
    - the lead unit: each 会办意见函 too, which is written to it.
    """
    if not user.is_authenticated or not user.is_active:
        return Paper.objects.none()
    offices = units_of(user, Role.ASSEMBLY_OFFICE).values("pk")
    distributing = units_of(user, Role.GOVERNMENT_OFFICE, Role.ASSEMBLY_OFFICE).values("pk")
    handling = units_of(user, *HANDLING_ROLES).values("pk")
    held = Assignment.objects.filter(unit__in=handling, released_at__isnull=True)
    return Paper.objects.filter(
        Q(proposal__session__term__assembly__office__in=offices)
        | Q(proposal__distributor__in=distributing)
        | Q(unit__in=handling)
        | Q(assignment__unit__in=handling)
        | Q(kind=PaperKind.HAND_OVER, proposal__in=held.values("proposal"))
        | Q(kind=PaperKind.CO_OPINION, proposal__in=held.filter(role="lead").values("proposal")),
        proposal__in=visible_proposals(user).values("pk"),
    )


def with_list_columns(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Add what a list shows of each item without another query per row.

    lead_unit_name, lead_proposer_name, running reply clock's due day (reply_due_on) and whether it is provisional.
    """
    lead = Assignment.objects.filter(proposal=OuterRef("pk"), role="lead", released_at__isnull=True)
    first = Proposer.objects.filter(proposal=OuterRef("pk")).order_by("order", "pk")
    clock = Clock.objects.filter(
        proposal=OuterRef("pk"),
        key__in=["reply", "reply_long", "redo"],
        met_on__isnull=True,
        stopped_on__isnull=True,
    ).order_by("due_on")
    return proposals.select_related("session__term__assembly").annotate(
        lead_unit_name=Subquery(lead.values("unit__short_name")[:1]),
        lead_proposer_name=Subquery(first.values("name")[:1]),
        reply_due_on=Subquery(clock.values("due_on")[:1]),
        reply_provisional=Subquery(clock.values("provisional")[:1]),
    )


def running_clocks() -> QuerySet[Clock]:
    """Return the clocks that still run."""
    return Clock.objects.filter(met_on__isnull=True, stopped_on__isnull=True)


def overdue(proposals: QuerySet[Proposal], today: date) -> QuerySet[Proposal]:
    """Return the items with a running clock whose last day is past (the last day itself is in time)."""
    late = running_clocks().filter(proposal=OuterRef("pk"), due_on__lt=today).exclude(key="rating")
    return proposals.filter(Exists(late))


def due_by(proposals: QuerySet[Proposal], today: date, until: date) -> QuerySet[Proposal]:
    """Return the items whose running clocks end between today and a day, both inclusive."""
    soon = (
        running_clocks().filter(proposal=OuterRef("pk"), due_on__range=(today, until)).exclude(key="rating")
    )
    return proposals.filter(Exists(soon))


def last_step_number(proposal: Proposal) -> int:
    """Return the number of the newest step, for a page to carry as `seen`; 0 before the first."""
    return proposal.steps.order_by("-sequence").values_list("sequence", flat=True).first() or 0

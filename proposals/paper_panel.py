"""What the office's page of an item shows of its papers: those issued, and the buttons of those one may issue now."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from accounts.roles import HANDLING_ROLES, Role
from proposals.contributions import Panel
from proposals.models import Assignment, ContactRecord, Paper, PaperKind, Proposal
from proposals.models.assignment import AssignmentRole
from proposals.office_panels import register_office_panel
from proposals.posts import Posts
from proposals.queries import visible_papers
from proposals.services.paper_offices import ISSUING, standing_of
from proposals.services.papers import ONCE, is_issued
from proposals.states import IN_HANDLING

TEMPLATE = "admin/proposals/_papers.html"


@dataclass(frozen=True)
class Button:
    """A paper or sheet one may make now: what the button says and where it leads."""

    label: str
    address: str


@dataclass(frozen=True)
class IssuedPaper:
    """A paper as the panel shows it, and what this reader may do about it.

    may_set_again: its file failed and may be made again; may_withdraw: it may be declared void.
    """

    paper: Paper
    may_set_again: bool
    may_withdraw: bool


@dataclass(frozen=True)
class Papers:
    """The panel's content: papers issued, papers to issue, sheets to print."""

    papers: list[IssuedPaper]
    buttons: list[Button]
    sheets: list[Button]


@register_office_panel
def papers_of(proposal: Proposal, user: User) -> Panel | None:
    """Return the papers of an item as this reader may see them; None where there is nothing to see or to issue."""
    content = Papers(_issued(proposal, user), _buttons(proposal, user), _sheets(proposal, user))
    return Panel(TEMPLATE, content) if content.papers or content.buttons or content.sheets else None


def _issued(proposal: Proposal, user: User) -> list[IssuedPaper]:
    visible = visible_papers(user).filter(proposal=proposal)
    papers = list(visible.select_related("unit", "assignment__unit", "withdrawn_by"))
    posts = Posts.of(user) if papers else Posts(frozenset())
    found = []
    for paper in papers:
        own = posts.has(paper.unit_id, *ISSUING[paper.kind])
        failed = paper.rendered_at is None and bool(paper.render_error)
        found.append(IssuedPaper(paper, own and failed, own and not paper.is_void))
    return found


def _buttons(proposal: Proposal, user: User) -> list[Button]:
    if proposal.state not in IN_HANDLING:
        return []
    parts = proposal.assignments.filter(released_at__isnull=True).select_related("unit", "opinion")
    parts = sorted(parts, key=lambda part: (part.role != AssignmentRole.LEAD, part.pk))
    found = []
    for part in parts:
        part.proposal = proposal
        for kind in PaperKind:
            if _is_due(kind, part) and standing_of(kind, part, user):
                names_unit = kind == PaperKind.URGE
                label = f"印发{kind.label}" + (f"（{part.unit.short_name}）" if names_unit else "")
                found.append(Button(label, reverse("papers:issue", args=[kind.value, part.pk])))
    return found


def _is_due(kind: str, part: Assignment) -> bool:
    """Say whether a button for this paper makes sense: no notice twice, no letter without an opinion."""
    if kind == PaperKind.CO_OPINION and not hasattr(part, "opinion"):
        return False
    return kind not in ONCE or not is_issued(kind, part)


def may_print_sheets(proposal: Proposal, user: User) -> bool:
    """Say whether somebody may print 面商记录表: units that have the item, its assembly's office, its distributor."""
    posts = Posts.of(user)
    return (
        posts.has(proposal.assembly.office_id, Role.ASSEMBLY_OFFICE)
        or posts.has(proposal.distributor_id, Role.GOVERNMENT_OFFICE, Role.ASSEMBLY_OFFICE)
        or any(
            posts.has(part.unit_id, *HANDLING_ROLES) for part in proposal.assignments.all() if part.is_open
        )
    )


def _sheets(proposal: Proposal, user: User) -> list[Button]:
    if proposal.state not in IN_HANDLING or not may_print_sheets(proposal, user):
        return []
    records = ContactRecord.objects.filter(proposal=proposal, round_no=proposal.round_no)
    blank = Button("空白面商记录表", reverse("papers:contact_sheet", args=[proposal.pk]))
    return [
        blank,
        *(
            Button(
                f"面商记录表（{record.held_on:%Y-%m-%d}）", reverse("papers:record_sheet", args=[record.pk])
            )
            for record in records
        ),
    ]

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
from proposals.services.papers import standing_of
from proposals.states import IN_HANDLING

TEMPLATE = "admin/proposals/_papers.html"


@dataclass(frozen=True)
class Button:
    """A paper or sheet one may make now: what the button says and where it leads."""

    label: str
    address: str


@dataclass(frozen=True)
class IssuedPaper:
    """A paper as the panel shows it; may_set_again: its file failed, and this reader may have it made again."""

    paper: Paper
    may_set_again: bool


@dataclass(frozen=True)
class Papers:
    """The panel's content: papers issued, papers to issue, sheets to print."""

    papers: list[IssuedPaper]
    buttons: list[Button]
    sheets: list[Button]


@register_office_panel
def papers_of(proposal: Proposal, user: User) -> Panel | None:
    """Return the papers of an item as this reader may see them; None where there is nothing to see or to issue."""
    visible = visible_papers(user).filter(proposal=proposal).select_related("unit", "assignment__unit")
    papers = [IssuedPaper(paper, _may_set_again(paper, proposal, user)) for paper in visible]
    content = Papers(papers, _buttons(proposal, user), _sheets(proposal, user))
    return Panel(TEMPLATE, content) if papers or content.buttons or content.sheets else None


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


def _may_set_again(paper: Paper, proposal: Proposal, user: User) -> bool:
    if paper.rendered_at is not None or not paper.render_error:
        return False
    paper.assignment.proposal = proposal
    standing = standing_of(paper.kind, paper.assignment, user)
    return standing is not None and standing.unit.pk == paper.unit_id


def _is_due(kind: str, part: Assignment) -> bool:
    """Say whether a button for this paper makes sense: no notice twice, no letter without an opinion."""
    if kind == PaperKind.HAND_OVER:
        return not part.papers.filter(kind=kind).exists()
    if kind == PaperKind.CO_OPINION:
        opinion = getattr(part, "opinion", None)
        return opinion and not part.papers.filter(kind=kind, issued_at__gte=opinion.given_at).exists()
    return True


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

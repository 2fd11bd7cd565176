"""Which office issues each paper about an item, which one may declare it void, and whose it is to read."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from accounts.models import User
from accounts.queries import people_with
from accounts.roles import Role
from proposals import recipients as tell
from proposals.models import Assignment, Paper
from proposals.models.assignment import AssignmentRole
from proposals.models.paper import PaperKind
from proposals.permissions import Standing, assembly_office, distributor, in_role, lead_unit_office

WHOSE: Mapping[str, str] = MappingProxyType(
    {
        PaperKind.HAND_OVER: "交办通知由交办单位印发。",
        PaperKind.URGE: "催办通知由交办单位或者提案委、代表工委印发。",
        PaperKind.CO_OPINION: "会办意见函由会办单位办公室印发。",
        PaperKind.EXTENSION: "延期函由主办单位办公室印发。",
    }
)
DISTRIBUTING = (Role.GOVERNMENT_OFFICE, Role.ASSEMBLY_OFFICE)
ISSUING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        PaperKind.HAND_OVER: DISTRIBUTING,
        PaperKind.URGE: DISTRIBUTING,
        PaperKind.CO_OPINION: (Role.UNIT_OFFICE,),
        PaperKind.EXTENSION: (Role.UNIT_OFFICE,),
    }
)


def standing_of(kind: str, part: Assignment, user: User) -> Standing | None:
    """Return in which unit somebody may issue a kind of paper about a unit's part, or None; roles only."""
    proposal = part.proposal
    if kind == PaperKind.HAND_OVER:
        return distributor(proposal, user) if part.role == AssignmentRole.LEAD else None
    if kind == PaperKind.URGE:
        return distributor(proposal, user) or assembly_office(proposal, user)
    if kind == PaperKind.EXTENSION:
        return lead_unit_office(proposal, user) if part.role == AssignmentRole.LEAD else None
    if part.role == AssignmentRole.LEAD:
        return None
    return in_role(user, Role.UNIT_OFFICE, part.unit_id)


def issuer(paper: Paper, user: User) -> Standing | None:
    """Return in whose place somebody answers for an issued paper: the office of the unit that issued it, or None.

    It answers for its paper also when the item went to another unit since.
    """
    return in_role(user, ISSUING[paper.kind], paper.unit_id)


def readers(paper: Paper) -> Iterable[User]:
    """Return whom a paper was sent to: the people who act for its addressee, as the item is held now."""
    proposal = paper.proposal
    if paper.kind == PaperKind.HAND_OVER:
        units = (
            proposal.assignments.filter(released_at__isnull=True)
            .order_by("pk")
            .values_list("unit", flat=True)
        )
        return [person for unit in dict.fromkeys(units) for person in people_with(Role.UNIT_OFFICE, unit)]
    if paper.kind == PaperKind.URGE:
        return people_with((Role.UNIT_OFFICE, Role.CLERK), paper.assignment.unit_id)
    if paper.kind == PaperKind.CO_OPINION:
        return [*tell.lead_unit_office(proposal), *tell.lead_clerk(proposal)]
    return [*tell.distributor(proposal), *tell.assembly_office(proposal)]

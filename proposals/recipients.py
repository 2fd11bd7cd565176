"""Whom a step tells: plain functions proposal -> users. The table in workflow.py names them."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from accounts.models import User
from accounts.queries import people_with
from accounts.roles import Role
from proposals.permissions import open_lead, open_response, pending_stage, reader_of

if TYPE_CHECKING:
    from proposals.models import Proposal

Recipients = Callable[["Proposal"], Iterable[User]]


def proposers(proposal: "Proposal") -> Iterable[User]:
    """Everybody with an account who signed the item and did not refuse."""
    return (
        User.objects.filter(seats__proposed__in=proposal.proposers.exclude(consent="refused"), is_active=True)
        .distinct()
        .order_by("pk")
    )


def assembly_office(proposal: "Proposal") -> Iterable[User]:
    return people_with(Role.ASSEMBLY_OFFICE, proposal.assembly.office_id)


def distributor(proposal: "Proposal") -> Iterable[User]:
    if proposal.distributor_id is None:
        return ()
    return people_with((Role.GOVERNMENT_OFFICE, Role.ASSEMBLY_OFFICE), proposal.distributor_id)


def _lead_people(proposal: "Proposal", *roles: str) -> Iterable[User]:
    lead = open_lead(proposal)
    return people_with(roles, lead.unit_id) if lead else ()


def lead_unit_office(proposal: "Proposal") -> Iterable[User]:
    return _lead_people(proposal, Role.UNIT_OFFICE)


def lead_clerk(proposal: "Proposal") -> Iterable[User]:
    """The clerk named on the assignment, or every clerk of the unit while nobody is named or the one named has left."""
    lead = open_lead(proposal)
    if lead is not None and lead.clerk is not None and lead.clerk.is_active:
        return (lead.clerk,)
    return _lead_people(proposal, Role.CLERK)


def signer(proposal: "Proposal") -> Iterable[User]:
    return _lead_people(proposal, Role.SIGNER)


def print_staff(proposal: "Proposal") -> Iterable[User]:
    return _lead_people(proposal, Role.PRINT_STAFF)


def next_reviewer(proposal: "Proposal") -> Iterable[User]:
    """Whoever can decide the waiting stage of a unit; when all stages are done, the signer.

    A seat without an account has its answer entered by the assembly's office.
    """
    stage = pending_stage(proposal)
    if stage is None:
        return signer(proposal)
    if stage.seat_id is None:
        return people_with(stage.role, stage.unit_id)
    return assembly_office(proposal) if reader_of(stage) is None else ()


def pre_reader(proposal: "Proposal") -> Iterable[User]:
    """The proposer who is to read the draft beforehand (送审稿), while that stage waits."""
    stage = pending_stage(proposal)
    holder = reader_of(stage) if stage is not None else None
    return () if holder is None else (holder,)


def last_signer(proposal: "Proposal") -> Iterable[User]:
    response = open_response(proposal)
    return (response.signed_by,) if response is not None and response.signed_by_id else ()


def co_unit_offices(proposal: "Proposal") -> Iterable[User]:
    """The offices of every unit that co-handles the item now."""
    units = [a.unit_id for a in proposal.assignments.all() if a.role != "lead" and a.is_open]
    return [person for unit in units for person in people_with(Role.UNIT_OFFICE, unit)]


TELL_LABELS: dict[Recipients, str] = {
    proposers: "提出人",
    assembly_office: "提案委／代表工委",
    distributor: "交办单位",
    lead_unit_office: "主办单位办公室",
    lead_clerk: "经办人",
    signer: "签发人",
    print_staff: "文印人员",
    next_reviewer: "下一环节审核人（签发人）",
    pre_reader: "预阅送审稿的提出人",
    last_signer: "原签发人",
    co_unit_offices: "会办单位办公室",
}

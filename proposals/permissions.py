"""Who may act: plain functions (proposal, user) -> Standing or None. The table in workflow.py names them.

A superuser, an anonymous visitor and a person out of office get None everywhere: rights come from roles and seats
alone. Names of `responses/` used here (the import goes the other way) are listed in REVERSE_NAMES and proved to exist
by a system check (`proposals.checks`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.models import AuditEvent, Unit, User
from accounts.queries import capacity
from accounts.roles import Role
from proposals.states import ProposalState as S

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from proposals.models import Assignment, Proposal
    from responses.models import Response, ReviewStage

# model label, attribute: what proposals/ knows of responses/ without importing it.
REVERSE_NAMES = (
    ("proposals.Proposal", "responses"),
    ("responses.Response", "is_open"),
    ("responses.Response", "kind"),
    ("responses.Response", "assignment"),
    ("responses.Response", "round_no"),
    ("responses.Response", "body"),
    ("responses.Response", "resolution_class"),
    ("responses.Response", "contact_name"),
    ("responses.Response", "addressee"),
    ("responses.Response", "demand_answers"),
    ("responses.Response", "revisions"),
    ("responses.Response", "stages"),
    ("responses.Response", "all_stages"),
    ("responses.Response", "pass_no"),
    ("responses.Response", "signed_by"),
    ("responses.Response", "open_findings"),
    ("responses.Response", "letter"),
    ("responses.ReplyLetter", "withdrawn_at"),
    ("responses.ReplyLetter", "superseded_by"),
    ("responses.Response", "evaluations"),
    ("responses.DemandAnswer", "verdict"),
    ("responses.ResponseRevision", "saved_by"),
    ("responses.ReviewStage", "decided_by"),
    ("responses.ReviewStage", "role"),
    ("responses.ReviewStage", "unit"),
    ("responses.ReviewStage", "seat"),
    ("responses.Evaluation", "is_dissatisfied"),
    ("responses.Evaluation", "response"),
    ("responses.Evaluation", "work"),
    ("responses.Evaluation", "result"),
    ("proposals.Proposer", "evaluations"),
)


@dataclass(frozen=True)
class Standing:
    """In which unit, and perhaps for whom, somebody may act. Truthy by being there."""

    unit: Unit | None = None
    acting_for: User | None = None


Who = Callable[["Proposal", User], Standing | None]


def in_role(user: User, role: str | tuple[str, ...], unit_id: int | None) -> Standing | None:
    """Return the standing of somebody who holds one of the roles in that unit, themselves or for another."""
    if unit_id is None:
        return None
    held = capacity(user, role, unit_id)
    if held is None:
        return None
    return Standing(unit=held.unit, acting_for=held.user if held.user_id != user.pk else None)


def open_lead(proposal: "Proposal") -> "Assignment | None":
    """Return the open lead assignment (主办), if a unit has the item."""
    return next((a for a in proposal.assignments.all() if a.role == "lead" and a.is_open), None)


def open_response(proposal: "Proposal") -> "Response | None":
    """Return the reply the present lead is working on in this round, if its writing has begun."""
    lead = open_lead(proposal)
    if lead is None:
        return None
    return next(
        (
            r
            for r in proposal.responses.all()
            if r.is_open and r.round_no == proposal.round_no and r.assignment_id == lead.pk
        ),
        None,
    )


def pending_stage(proposal: "Proposal") -> "ReviewStage | None":
    """Return the stage of the review chain that waits for its decision."""
    response = open_response(proposal)
    if response is None:
        return None
    return next((s for s in response.stages.all().order_by("order") if s.decided_by_id is None), None)


def reader_of(stage: "ReviewStage") -> User | None:
    """Return who holds the seat a stage waits for; None for a unit's stage and for a seat without a live account."""
    member = stage.seat.member if stage.seat_id is not None else None
    holder = member.user if member is not None else None
    return holder if holder is not None and holder.is_active else None


def writers(proposal: "Proposal") -> set[int]:
    """Return the keys of everybody who wrote at the text of the round (drafter ≠ reviewer ≠ signer).

    An annex is text: who changed one is known from the audit trail. A correction is begun from the words of the letter
    it corrects, so who wrote those counts too. One query beside those of `open_response`.
    """
    response = open_response(proposal)
    if response is None:
        return set()
    texts = proposal.responses.order_by().values("pk")
    if response.kind != "correction":
        texts = texts.filter(pk=response.pk)
    saved = response.revisions.model.objects.filter(response__in=texts).order_by().values_list("saved_by")
    annexed = AuditEvent.objects.filter(
        object_type=response._meta.label_lower, object_id__in=texts, what__startswith="annex."
    )
    return {key for (key,) in saved.union(annexed.order_by().values_list("by"))}


def reviewers(proposal: "Proposal") -> set[int]:
    """Return the keys of everybody who decided a stage of the round, on any of its passes through the chain."""
    response = open_response(proposal)
    return set() if response is None else _deciders(response.all_stages)


def reviewers_of_pass(proposal: "Proposal") -> set[int]:
    """Return the keys of everybody who decided a stage since the text was last sent into the chain."""
    response = open_response(proposal)
    return set() if response is None else _deciders(response.stages)


def _deciders(stages: "QuerySet[ReviewStage]") -> set[int]:
    return set(stages.filter(decided_by__isnull=False).values_list("decided_by", flat=True))


# -- who ------------------------------------------------------------------------------------------------------


def proposer(proposal: "Proposal", user: User) -> Standing | None:
    """The lead proposer's seat holder, or whoever filed it while it is a draft without one."""
    if not user.is_authenticated or not user.is_active:
        return None
    if proposal.on_behalf:
        return in_role(user, Role.ASSEMBLY_OFFICE, proposal.assembly.office_id)
    leads = proposal.proposers.filter(role__in=["lead", "collective"])
    if leads.filter(member__user=user).exists():
        return Standing()
    # Whoever filed it from a seat they have lost since acts for that seat no longer.
    written = proposal.filed_by_id == user.pk and proposal.state in (S.DRAFT, S.RETURNED)
    if written and not leads.filter(member__isnull=False).exists():
        return Standing()
    return None


def assembly_office(proposal: "Proposal", user: User) -> Standing | None:
    """提案委 or 代表工委 of the item's own assembly."""
    return in_role(user, Role.ASSEMBLY_OFFICE, proposal.assembly.office_id)


def distributor(proposal: "Proposal", user: User) -> Standing | None:
    """Whoever hands the item over: the government office, or the assembly's own office."""
    return in_role(user, (Role.GOVERNMENT_OFFICE, Role.ASSEMBLY_OFFICE), proposal.distributor_id)


def lead_unit_office(proposal: "Proposal", user: User) -> Standing | None:
    """承办单位办公室 of the unit that leads now."""
    lead = open_lead(proposal)
    return in_role(user, Role.UNIT_OFFICE, lead.unit_id) if lead else None


def lead_clerk(proposal: "Proposal", user: User) -> Standing | None:
    """经办人 of the unit that leads now."""
    lead = open_lead(proposal)
    return in_role(user, Role.CLERK, lead.unit_id) if lead else None


def stage_reviewer(proposal: "Proposal", user: User) -> Standing | None:
    """The role and unit of the review stage that waits, or the seat whose holder reads the draft beforehand.

    For a seat whose holder has no account the assembly's office enters what was said on paper.
    """
    stage = pending_stage(proposal)
    if stage is None:
        return None
    if stage.seat_id is None:
        return in_role(user, stage.role, stage.unit_id)
    holder = reader_of(stage)
    if holder is None:
        return in_role(user, Role.ASSEMBLY_OFFICE, proposal.assembly.office_id)
    return Standing() if user.is_authenticated and user.pk == holder.pk else None


def reviewer_or_signer(proposal: "Proposal", user: User) -> Standing | None:
    """The waiting stage; once all stages are done, the signer, who may still send the text back."""
    if pending_stage(proposal) is not None:
        return stage_reviewer(proposal, user)
    return signer(proposal, user)


def signer(proposal: "Proposal", user: User) -> Standing | None:
    """签发人 of the unit that leads now."""
    lead = open_lead(proposal)
    return in_role(user, Role.SIGNER, lead.unit_id) if lead else None


def withdrawer(proposal: "Proposal", user: User) -> Standing | None:
    """The proposer until registration; afterwards the assembly office, on the proposer's written request."""
    if proposal.state in (S.SUBMITTED, S.RETURNED):
        return proposer(proposal, user)
    return assembly_office(proposal, user)


def closer(proposal: "Proposal", user: User) -> Standing | None:
    """The assembly office, or the clock once the time for rating is over."""
    if user.is_authenticated and user.is_clock:
        return Standing()
    return assembly_office(proposal, user)


# What the generated manual calls them.
WHO_LABELS: dict[Who, str] = {
    proposer: "提出人（代录件为提案委／代表工委）",
    assembly_office: "提案委／代表工委",
    distributor: "交办单位（市府办等）",
    lead_unit_office: "主办单位办公室",
    lead_clerk: "主办单位经办人",
    stage_reviewer: "当前审核环节的角色",
    reviewer_or_signer: "当前审核环节的角色，审核完毕后为签发人",
    signer: "主办单位签发人",
    withdrawer: "立案前为提出人，立案后为提案委／代表工委（凭书面申请）",
    closer: "提案委／代表工委，评价期满后为系统",
}

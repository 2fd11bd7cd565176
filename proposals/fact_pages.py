"""The facts around the steps that people note on a page of their own: who may, on which rows, by which service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from accounts.models import User
from accounts.roles import HANDLING_ROLES, Role
from proposals.fact_forms import (
    AskAdjustmentForm,
    ClerkForm,
    CoAcceptForm,
    ConsentForm,
    ContactForm,
    FactForm,
    OpinionForm,
    RefuseAdjustmentForm,
)
from proposals.models import AdjustRequest, Assignment, Attachment, Proposal, Proposer
from proposals.models.assignment import AssignmentRole, Decision
from proposals.models.filing import Consent
from proposals.posts import Posts
from proposals.services import assignment, contact, files, intake
from proposals.states import IN_HANDLING
from proposals.states import ProposalState as S

Typed = Mapping[str, object]


@dataclass(frozen=True)
class FactPage:
    """One kind of fact. `rows` are an item's rows it can be noted on, now; `may` asks the posts of the reader.

    The service asks both again under its lock: this table only decides what is offered.
    """

    code: str
    label: str
    whose: str
    form_class: type[FactForm]
    rows: Callable[[Proposal], QuerySet[Model]]
    is_open: Callable[[Proposal, Model], bool]
    may: Callable[[Proposal, Model, Posts], bool]
    run: Callable[[Model, User, Typed], object]
    names: Callable[[Model], str] = lambda row: ""


def _itself(proposal: Proposal) -> QuerySet[Model]:
    return Proposal.objects.filter(pk=proposal.pk)


def _open_parts(proposal: Proposal) -> QuerySet[Model]:
    """The units that have the item now, all shown by the item's own rows."""
    return Assignment.objects.filter(proposal=proposal, released_at__isnull=True).select_related(
        "unit", "opinion", "clerk", "proposal__session__term__assembly"
    )


def _requests(proposal: Proposal) -> QuerySet[Model]:
    return AdjustRequest.objects.filter(assignment__proposal=proposal).select_related("assignment__unit")


def _in_handling(proposal: Proposal, row: Model) -> bool:
    return proposal.state in IN_HANDLING


def _co_handles(proposal: Proposal, row: Assignment) -> bool:
    return row.role != AssignmentRole.LEAD and proposal.state in IN_HANDLING


def _may_ask_adjustment(proposal: Proposal, row: Assignment) -> bool:
    return row.role == AssignmentRole.LEAD and proposal.state in (S.ASSIGNED, S.DRAFTING, S.IN_REVIEW)


def _unit_office(proposal: Proposal, row: Assignment, posts: Posts) -> bool:
    return posts.has(row.unit_id, Role.UNIT_OFFICE)


def _unit_office_or_clerk(proposal: Proposal, row: Assignment, posts: Posts) -> bool:
    return posts.has(row.unit_id, Role.UNIT_OFFICE, Role.CLERK)


def _handles(proposal: Proposal, row: Model, posts: Posts) -> bool:
    """In any role of a unit that has the item now."""
    held = proposal.assignments.filter(released_at__isnull=True).values_list("unit_id", flat=True)
    return any(posts.has(unit, *HANDLING_ROLES) for unit in held)


def _distributes(proposal: Proposal, row: Model, posts: Posts) -> bool:
    return posts.has(proposal.distributor_id, Role.GOVERNMENT_OFFICE, Role.ASSEMBLY_OFFICE)


def _assembly_office(proposal: Proposal, row: Model, posts: Posts) -> bool:
    return posts.has(proposal.assembly.office_id, Role.ASSEMBLY_OFFICE)


def _is_being_entered(proposal: Proposal, row: Model) -> bool:
    return proposal.on_behalf and proposal.state in (S.DRAFT, S.RETURNED)


PAGES = (
    FactPage(
        "contact",
        "登记沟通",
        "由承办单位登记沟通情况。",
        ContactForm,
        _itself,
        _in_handling,
        _handles,
        lambda row, user, typed: contact.record_contact(row, by=user, **typed),
    ),
    FactPage(
        "co-accept",
        "会办签收",
        "由会办单位办公室签收。",
        CoAcceptForm,
        _open_parts,
        lambda proposal, row: _co_handles(proposal, row) and row.accepted_at is None,
        _unit_office,
        lambda row, user, typed: assignment.accept_as_co_handler(row, by=user, **typed),
        names=lambda row: row.unit.short_name,
    ),
    FactPage(
        "opinion",
        "会办意见",
        "由会办单位提出会办意见。",
        OpinionForm,
        _open_parts,
        _co_handles,
        _unit_office_or_clerk,
        lambda row, user, typed: contact.give_opinion(row, by=user, **typed),
        names=lambda row: row.unit.short_name,
    ),
    FactPage(
        "clerk",
        "指定经办人",
        "由承办单位办公室指定经办人。",
        ClerkForm,
        _open_parts,
        _in_handling,
        _unit_office,
        lambda row, user, typed: assignment.name_clerk(row, typed["clerk"], by=user),
        names=lambda row: row.unit.short_name,
    ),
    FactPage(
        "ask-adjustment",
        "申请调整",
        "由主办单位办公室提出调整申请。",
        AskAdjustmentForm,
        _open_parts,
        lambda proposal, row: (
            _may_ask_adjustment(proposal, row)
            and not row.adjust_requests.filter(decision=Decision.WAITING).exists()
        ),
        _unit_office,
        lambda row, user, typed: assignment.ask_adjustment(row, by=user, **typed),
    ),
    FactPage(
        "refuse-adjustment",
        "不同意调整",
        "由交办单位决定。",
        RefuseAdjustmentForm,
        _requests,
        lambda proposal, row: row.decision == Decision.WAITING,
        _distributes,
        lambda row, user, typed: assignment.refuse_adjustment(row, by=user, **typed),
        names=lambda row: row.assignment.unit.short_name,
    ),
    FactPage(
        "consent",
        "登记联名确认",
        "由工作机构凭书面材料登记。",
        ConsentForm,
        lambda proposal: Proposer.objects.filter(proposal=proposal, role="co_signer").select_related(
            "member"
        ),
        lambda proposal, row: row.consent == Consent.PENDING and proposal.state in (S.SUBMITTED, S.RETURNED),
        _assembly_office,
        lambda row, user, typed: intake.answer_co_signing(row, by=user, **typed),
        names=lambda row: row.name,
    ),
    FactPage(
        "detach",
        "删除附件",
        "由录入机构增减附件。",
        FactForm,
        lambda proposal: Attachment.objects.filter(proposal=proposal),
        _is_being_entered,
        _assembly_office,
        lambda row, user, typed: files.detach(row, by=user),
        names=lambda row: row.name,
    ),
    FactPage(
        "discard",
        "删除草稿",
        "由录入机构删除草稿。",
        FactForm,
        _itself,
        lambda proposal, row: proposal.on_behalf and proposal.state == S.DRAFT,
        _assembly_office,
        lambda row, user, typed: intake.discard_draft(row, by=user),
    ),
)
BY_CODE: dict[str, FactPage] = {page.code: page for page in PAGES}


@dataclass(frozen=True)
class OpenFact:
    """A fact somebody could note now on one row of an item."""

    page: FactPage
    row: Model

    @property
    def label(self) -> str:
        named = self.page.names(self.row)
        return f"{self.page.label}（{named}）" if named else self.page.label


def facts_open_to(proposal: Proposal, posts: Posts) -> list[OpenFact]:
    """Return what the posts somebody holds let them note about an item now, in the order above."""
    return [
        OpenFact(page, row)
        for page in PAGES
        for row in page.rows(proposal)
        if page.is_open(proposal, row) and page.may(proposal, row, posts)
    ]

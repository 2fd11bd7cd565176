"""One item whole, as an office or a handling unit reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from accounts import audit
from accounts.now import today
from accounts.roles import HANDLING_ROLES, Role
from proposals.contributions import Event, Panel, events_of
from proposals.fact_pages import facts_open_to
from proposals.models import Clock, Proposal, ProposalStep, Proposer
from proposals.models.assignment import AssignmentRole
from proposals.office_panels import office_panels_of
from proposals.posts import Posts
from proposals.queries import visible_proposals
from proposals.services.clocks import office_calendar
from proposals.stages import Deadline, deadline, stage_bar, state_tone
from proposals.states import NUMBERED
from proposals.states import ProposalState as S
from proposals.step_buttons import StepButton, buttons
from proposals.workdays import Calendar

SHOWN_OF_PHONE = (3, 4)


@dataclass(frozen=True)
class ProposerLine:
    """One name under an item as this reader may see it."""

    row: Proposer
    phone: str


@dataclass(frozen=True)
class ClockLine:
    """One limit of an item: its last day with the distance while it runs, how it ended once it does not."""

    row: Clock
    deadline: Deadline
    ended: str


def is_office(proposal: Proposal, posts: Posts) -> bool:
    """Say whether the reader belongs to the assembly's office of this item, or hands it over."""
    return posts.has(proposal.assembly.office_id, Role.ASSEMBLY_OFFICE) or posts.has(
        proposal.distributor_id, Role.GOVERNMENT_OFFICE, Role.ASSEMBLY_OFFICE
    )


def handles(proposal: Proposal, posts: Posts, *, signed_in: bool = False) -> bool:
    """Say whether the reader's unit has the item now (and has signed it in)."""
    return any(
        posts.has(held.unit_id, *HANDLING_ROLES)
        for held in proposal.assignments.all()
        if held.is_open and (held.accepted_at is not None or not signed_in)
    )


def masked(phone: str) -> str:
    """Return a phone number with its middle hidden (138****5678); a short one is hidden whole."""
    front, back = SHOWN_OF_PHONE
    if len(phone) <= front + back:
        return "*" * len(phone)
    return f"{phone[:front]}{'*' * (len(phone) - front - back)}{phone[-back:]}"


def item_page(request: HttpRequest, proposal: Proposal) -> dict[str, object]:
    """Return what the page of an item shows this reader.

    Phones are whole for the offices, and for units that have signed the item in; that somebody
    read them is written down. What units say among themselves stays with the offices and the units that handle it.
    """
    user, posts, day, calendar = request.user, Posts.of(request.user), today(), office_calendar()
    office = is_office(proposal, posts)
    inside = office or handles(proposal, posts)
    steps, panels = buttons(user, proposal), office_panels_of(proposal, user)
    context = {
        "proposal": proposal,
        "stages": stage_bar(proposal),
        "tone": state_tone(proposal.state),
        "step_buttons": steps,
        "todo": _todo(steps, panels),
        "facts_open": facts_open_to(proposal, posts),
        "edit_address": _edit_address(proposal, posts),
        "summary": list(_summary(proposal)),
        "proposers": _proposers(request, proposal, office or handles(proposal, posts, signed_in=True)),
        "demands": proposal.demands.all(),
        "attachments": proposal.attachments.all(),
        "relatives": list(_relatives(proposal, visible_proposals(user))),
        "inside": inside,
        **_clocks(proposal, day, calendar),
        "panels": panels,
    }
    if inside:
        context |= _inside(proposal)
    return context


def _todo(steps: Iterable[StepButton], panels: Iterable[Panel]) -> tuple[str, str] | None:
    """Return address and words of the page's main action where no step is it: the work a grey step waits for."""
    if any(button.is_main for button in steps):
        return None
    return next((panel.todo for panel in panels if panel.todo is not None), None)


def _inside(proposal: Proposal) -> dict[str, object]:
    assignments = (
        proposal.assignments.select_related("unit", "clerk", "accepted_by", "opinion__given_by")
        .prefetch_related("adjust_requests__proposed_unit", "adjust_requests__decided_by")
        .order_by("round_no", "-role", "pk")
    )
    return {
        "assignments": assignments,
        "has_lead": any(held.role == AssignmentRole.LEAD for held in assignments),
        "contacts": proposal.contacts.select_related("unit", "recorded_by"),
        "trail": _trail(proposal),
    }


def _trail(proposal: Proposal) -> list[ProposalStep | Event]:
    """Return steps and what else befell the item, the newest first."""
    steps = proposal.steps.select_related("by", "acting_for", "unit").order_by("-sequence")
    return sorted([*events_of(proposal), *steps], key=lambda line: line.at, reverse=True)


def _summary(proposal: Proposal) -> Iterable[tuple[str, object]]:
    """Yield (label, value) of what the item says of itself; what is empty is left out."""
    words = proposal.words
    imported = proposal.origin == "imported"
    unknown = "原文未载" if imported else None
    season = "" if imported else f"（{'大会期间' if proposal.in_session else '闭会期间'}）"
    yield "届次", f"{proposal.session}{season}"
    yield "件类", proposal.get_kind_display()
    yield "内容分类", proposal.topic or "未分类"
    yield "提交", proposal.submitted_on or unknown
    yield words["register"], proposal.registered_on or unknown
    yield "交办", proposal.handed_over_on or unknown
    yield "交办单位", proposal.distributor
    yield "答复", proposal.replied_on or unknown
    yield "办结" if proposal.state in NUMBERED else "结束", proposal.closed_on
    yield "公开", unknown or ("同意公开" if proposal.may_publish else "不同意公开")
    if proposal.round_no > 1:
        yield "轮次", f"第 {proposal.round_no} 轮"
    if proposal.on_behalf:
        yield "录入", f"{proposal.filed_by}代录"
    if imported:
        yield "出处", proposal.source_note or "由文件录入，原文未载明的不填"
    if proposal.state == S.DECLINED:
        turned = "（转社情民意信息）" if proposal.became_social_info else ""
        yield words["decline"], f"{proposal.decline_reason}{turned}"
    if proposal.rules_id:
        yield "适用规则", proposal.rules


def _proposers(request: HttpRequest, proposal: Proposal, whole_phones: bool) -> list[ProposerLine]:
    rows = list(proposal.proposers.select_related("member"))
    phones = {row.pk: row.member.phone for row in rows if row.member is not None and row.member.phone}
    if whole_phones and phones:
        audit.record("proposer.phones", by=request.user, about=proposal, proposers=sorted(phones))
    return [
        ProposerLine(row, phones.get(row.pk, "") if whole_phones else masked(phones.get(row.pk, "")))
        for row in rows
    ]


def _relatives(proposal: Proposal, seen: object) -> Iterable[tuple[str, Proposal]]:
    """Yield the items this one hangs together with, as far as the reader may see them."""
    near = seen.select_related("session__term__assembly")
    for label, rows in (
        ("所属原件", near.filter(pk=proposal.part_of_id)),
        ("分件", near.filter(part_of=proposal).order_by("part_no")),
        ("并入", near.filter(pk=proposal.merged_into_id)),
        ("并入本件的", near.filter(merged_into=proposal).order_by("number", "pk")),
    ):
        for row in rows:
            yield label, row


def _clocks(proposal: Proposal, day: date, calendar: Calendar) -> dict[str, object]:
    """Return the limits of the item and its lead, running ones first, apart from those of its co-handlers."""
    own, co = [], []
    for clock in proposal.clocks.select_related("assignment__unit").order_by("due_on", "pk"):
        is_co = clock.assignment is not None and clock.assignment.role != AssignmentRole.LEAD
        (co if is_co else own).append(_clock_line(clock, day, calendar))
    late = [line for line in co if not line.ended and line.deadline.tone == "late"]
    return {
        "clocks": sorted(own, key=lambda line: bool(line.ended)),
        "co_clocks": sorted(co, key=lambda line: bool(line.ended)),
        "co_late": len(late),
    }


def _clock_line(clock: Clock, day: date, calendar: Calendar) -> ClockLine:
    shown = deadline(
        clock.due_on, day, calendar, explanation=clock.explanation, provisional=clock.provisional
    )
    if clock.met_on is not None:
        late = "，逾期" if clock.met_on > clock.due_on else "，按期"
        return ClockLine(clock, shown, f"{clock.met_on:%Y-%m-%d} 完成{late}")
    return ClockLine(clock, shown, f"{clock.stopped_on:%Y-%m-%d} 停止计时" if clock.stopped_on else "")


def _edit_address(proposal: Proposal, posts: Posts) -> str:
    """Where the office goes on writing an item it enters for somebody; empty for every other item."""
    being_entered = proposal.on_behalf and proposal.state in (S.DRAFT, S.RETURNED)
    if not being_entered or not posts.has(proposal.assembly.office_id, Role.ASSEMBLY_OFFICE):
        return ""
    return reverse("admin:proposals_proposal_edit", args=[proposal.pk])

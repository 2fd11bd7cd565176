"""Where an item stands, in words for people: the five-stage bar, the next step, a date with its distance."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from proposals.conditions import with_letter_in_force
from proposals.models import Proposal
from proposals.models.rules import LimitKey
from proposals.permissions import open_lead
from proposals.states import STAGE_OF, Stage, word
from proposals.states import ProposalState as S
from proposals.terms import days_left
from proposals.workdays import Calendar

STAGES = tuple(Stage)
STATUS_WORDS = {"done": "已完成", "now": "进行中", "next": "未开始", "stopped": "已停止"}
PROPOSER = "提出人"
REPLY_LIMITS = (LimitKey.REPLY, LimitKey.REPLY_LONG, LimitKey.REDO)
SOON = 7  # workdays: from here on a date is shown as 临期
TONE_WORDS = {"late": "逾期", "soon": "临期"}
HALTED = frozenset({S.DRAFT, S.DECLINED, S.MERGED, S.WITHDRAWN})


@dataclass(frozen=True)
class StageMark:
    """One of the five stages: done, now, next or stopped; since which day; who holds it (only while it is now)."""

    label: str
    status: str
    since: date | None = None
    holder: str = ""

    @property
    def word(self) -> str:
        return STATUS_WORDS[self.status]


@dataclass(frozen=True)
class Deadline:
    """A day with its distance in workdays and the explanation of how it was counted."""

    date: date
    distance: str
    tone: str
    explanation: str = ""
    provisional: bool = False

    @property
    def tone_word(self) -> str:
        """临期 or 逾期; empty while there is time."""
        return TONE_WORDS.get(self.tone, "")


@dataclass(frozen=True)
class NextStep:
    """What happens next, in a sentence, and until when where a clock runs."""

    words: str
    deadline: Deadline | None = None


def deadline(
    due_on: date, today: date, calendar: Calendar, *, explanation: str = "", provisional: bool = False
) -> Deadline:
    """Return a day with its distance from today: 还剩 12 个工作日, 今天到期, 已逾期 3 个工作日."""
    left = days_left(due_on, today, calendar)
    if left < 0:
        distance, tone = f"已逾期 {-left} 个工作日", "late"
    elif due_on == today:
        distance, tone = "今天到期", "soon"
    else:
        distance, tone = f"还剩 {left} 个工作日", "soon" if left <= SOON else "working"
    return Deadline(due_on, distance, tone, explanation, provisional)


def state_tone(state: str) -> str:
    """Return which colour and shape a state bears: working, done or stopped (site.css, .state)."""
    if state in HALTED:
        return "stopped"
    return "done" if state == S.CLOSED else "working"


def leading(proposal: Proposal) -> Proposal:
    """Return the item whose stage counts: the main one for an item that was merged, else the item itself."""
    return proposal.merged_into if proposal.merged_into_id is not None else proposal


def stage_bar(proposal: Proposal) -> list[StageMark]:
    """Return the five stages of an item; a merged one shows the main item's, a split one that of its slowest part.

    Reads the item's trail and its open lead; holders are units or 提出人, never persons.
    """
    shown = leading(proposal)
    if shown.state == S.IN_PARTS:
        shown = slowest_part(shown) or shown
    entered = _entered(shown)
    stopped = shown.state in (S.DECLINED, S.WITHDRAWN)
    current = STAGES.index(_stopped_at(shown) if stopped else shown.stage)
    marks = []
    for position, stage in enumerate(STAGES):
        if position > current:
            marks.append(StageMark(stage.label, "next"))
        elif position < current or shown.state == S.CLOSED:
            marks.append(StageMark(stage.label, "done", entered.get(stage)))
        elif stopped:
            marks.append(StageMark(stage.label, "stopped", shown.closed_on))
        else:
            marks.append(StageMark(stage.label, "now", entered.get(stage), holder(shown)))
    return marks


def slowest_part(proposal: Proposal) -> Proposal | None:
    """Return the part of a split item that is least far on its road; parts withdrawn do not hold it up."""
    parts = [part for part in proposal.parts.all() if part.state != S.WITHDRAWN]
    return min(parts, key=lambda part: (STAGES.index(part.stage), part.state == S.CLOSED), default=None)


def holder(proposal: Proposal) -> str:
    """Return who has the item on the desk now: a unit's short name, or 提出人; the lead where its letter is void."""
    rated, void = _is_rated(proposal), _is_void(proposal)
    if proposal.state in (S.DRAFT, S.RETURNED) or (proposal.state == S.REPLIED and not rated and not void):
        return PROPOSER
    if proposal.state == S.SUBMITTED or (rated and not void):
        return proposal.assembly.office.short_name
    if proposal.state in (S.REGISTERED, S.IN_PARTS):
        return proposal.distributor.short_name if proposal.distributor_id else ""
    lead = open_lead(proposal)
    return lead.unit.short_name if lead is not None else ""


def _entered(proposal: Proposal) -> dict[str, date]:
    """Return the day each stage was last entered; days noted on the row stand in where the trail begins later."""
    noted = {
        Stage.INTAKE: _taken_in(proposal),
        Stage.ASSIGNMENT: proposal.registered_on,
        Stage.DRAFTING: proposal.handed_over_on,
        Stage.REPLY: proposal.replied_on,
    }
    entered = {stage: day for stage, day in noted.items() if day is not None}
    for step in proposal.steps.all():
        if STAGE_OF[step.source] != STAGE_OF[step.target]:
            entered[STAGE_OF[step.target]] = localdate(step.at)
    return entered


def _taken_in(proposal: Proposal) -> date | None:
    """Return the day an item came in; of one read from a file the day of reading says nothing."""
    if proposal.submitted_on is None and proposal.origin == "imported":
        return None
    return proposal.submitted_on or localdate(proposal.created_at)


def _stopped_at(proposal: Proposal) -> Stage:
    """Return the stage an item was in when it was declined or withdrawn."""
    steps = list(proposal.steps.all())
    return STAGE_OF[steps[-1].source] if steps else proposal.stage


def next_step(proposal: Proposal, today: date, calendar: Calendar) -> NextStep:
    """Return what happens next in words for proposers, with the day of the clock that runs for it."""
    shown = leading(proposal)
    words = _VOID_WORDS if _is_void(shown) else _RATED_WORDS if _is_rated(shown) else _NEXT_WORDS[shown.state]
    lead = open_lead(shown)
    sentence = words.format(
        office=shown.assembly.office.short_name,
        distributor=shown.distributor.short_name if shown.distributor_id else "交办单位",
        lead=lead.unit.short_name if lead is not None else "承办单位",
        register=word(shown.kind, "register", "立案"),
        decline=word(shown.kind, "decline", "不予立案"),
        item=shown.words["item"],
    )
    if shown is not proposal:
        sentence = f"本件已并入{shown.label or '另一件'}，随其办理。{sentence}"
    return NextStep(sentence, _running_deadline(shown, today, calendar))


def _is_void(proposal: Proposal) -> bool:
    """Say whether the reply of this round was declared void: there is nothing to read or to rate."""
    if proposal.state != S.REPLIED:
        return False
    return not with_letter_in_force(proposal).filter(round_no=proposal.round_no).exists()


def _is_rated(proposal: Proposal) -> bool:
    """Say whether every rating of this round is in: its clock is met."""
    return proposal.state == S.REPLIED and any(
        clock.key == LimitKey.RATING and clock.round_no == proposal.round_no and clock.met_on is not None
        for clock in proposal.clocks.all()
    )


_VOID_WORDS = "原答复函已作废，不用评价，{lead}将另行答复。"
_RATED_WORDS = "评价已收到，{office}核对后办结。"
_NEXT_WORDS: dict[str, str] = {
    S.DRAFT: "还是草稿，写好以后请提交。",
    S.SUBMITTED: "{office}正在审查，决定是否{register}。",
    S.RETURNED: "请按退回意见补正，然后重新提交。",
    S.DECLINED: "本件{decline}，办理到此结束。",
    S.MERGED: "本件随另一件办理。",
    S.WITHDRAWN: "本件已撤回，办理到此结束。",
    S.REGISTERED: "{distributor}将确定承办单位并交办。",
    S.IN_PARTS: "本件分为几件办理，各分件的进展见下。",
    S.ASSIGNED: "已交{lead}，等待签收。",
    S.DRAFTING: "{lead}正在办理，并与您沟通，期满前书面答复。",
    S.IN_REVIEW: "答复稿已写好，{lead}正在审核。",
    S.SIGNED: "答复已签发，{lead}即将编号印发。",
    S.REPLIED: "请阅读答复，并对办理工作和办理结果作出评价。",
    S.CLOSED: "本件已办结。",
}


def _running_deadline(proposal: Proposal, today: date, calendar: Calendar) -> Deadline | None:
    """Return the day the item waits for: the rating's once the reply is out, else the reply's."""
    keys = (LimitKey.RATING,) if proposal.state == S.REPLIED else REPLY_LIMITS
    running = [clock for clock in proposal.clocks.all() if clock.key in keys and clock.is_running]
    if not running:
        return None
    clock = min(running, key=lambda found: found.due_on)
    return deadline(
        clock.due_on, today, calendar, explanation=clock.explanation, provisional=clock.provisional
    )

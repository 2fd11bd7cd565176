"""The trail of an item in plain words for proposers: what happened, by which unit, never who reviewed inside it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from proposals.models import Assignment, Proposal, ProposalStep


@dataclass(frozen=True)
class TrailLine:
    """One event: when, what in a sentence, and the reason given for it (may be empty)."""

    at: datetime
    words: str
    reason: str = ""


# Steps that happen inside a unit, or between units about who takes an item, are not shown to proposers.
HIDDEN = frozenset({"approve", "send_back", "recall"})
WITH_REASON = frozenset(
    {"give_back", "decline", "withdraw", "redo", "supplement", "correct", "merge", "unmerge"}
)


def plain_trail(proposal: Proposal) -> list[TrailLine]:
    """Return the item's steps as its proposers read them, the newest first.

    Only the first 送审 of a round is told: what goes back and forth inside the unit is its own affair.
    """
    lines, reviewed = [], set()
    for step in proposal.steps.all():
        if step.action in HIDDEN or (step.action == "submit_for_review" and step.round_no in reviewed):
            continue
        if step.action == "submit_for_review":
            reviewed.add(step.round_no)
        reason = step.reason if step.action in WITH_REASON else ""
        lines.append(TrailLine(step.at, _words(step, proposal), reason))
    return lines[::-1]


def _words(step: ProposalStep, proposal: Proposal) -> str:
    speak = _SENTENCES.get(step.action)
    return speak(step, proposal) if speak is not None else f"{step.label}。"


def _held_then(step: ProposalStep, proposal: Proposal) -> list[Assignment]:
    """Return the units that had the item right after a step, the lead first."""
    return [
        held
        for held in proposal.assignments.all()
        if held.assigned_at <= step.at and (held.released_at is None or held.released_at > step.at)
    ]


def _assigned(step: ProposalStep, proposal: Proposal) -> str:
    held = _held_then(step, proposal)
    lead = "、".join(a.unit.short_name for a in held if a.role != "co_handler")
    co = "、".join(a.unit.short_name for a in held if a.role == "co_handler")
    return f"交由{lead}办理" + (f"，{co}会办。" if co else "。")


def _by_lead(words: str) -> Callable[[ProposalStep, Proposal], str]:
    def speak(step: ProposalStep, proposal: Proposal) -> str:
        return f"{step.unit.short_name if step.unit is not None else '承办单位'}{words}"

    return speak


def _by_office(words: str) -> Callable[[ProposalStep, Proposal], str]:
    def speak(step: ProposalStep, proposal: Proposal) -> str:
        return f"{proposal.assembly.office.short_name}{words}"

    return speak


def _registered(step: ProposalStep, proposal: Proposal) -> str:
    return f"{proposal.assembly.office.short_name}{step.label}，编为第{proposal.number_text}号。"


_SENTENCES: dict[str, Callable[[ProposalStep, Proposal], str]] = {
    "submit": lambda step, proposal: "提出人提交。",
    "resubmit": lambda step, proposal: "提出人补正后重新提交。",
    "register": _registered,
    "give_back": _by_office("退回，请补正。"),
    "decline": lambda step, proposal: f"{proposal.assembly.office.short_name}决定{step.label}。",
    "merge": lambda step, proposal: "与内容相近的另一件合并办理。",
    "unmerge": lambda step, proposal: "解除合并，单独办理。",
    "withdraw": lambda step, proposal: "本件撤回。",
    "split": lambda step, proposal: "内容涉及几个方面，分为几件办理。",
    "assign": _assigned,
    "accept": _by_lead("签收，开始办理。"),
    "release": lambda step, proposal: "承办单位有调整，将重新交办。",
    "submit_for_review": _by_lead("写好答复稿，送审。"),
    "sign": _by_lead("签发答复。"),
    "issue": _by_lead("印发答复函。"),
    "redo": _by_office("要求重新办理。"),
    "supplement": _by_lead("有新的进展，将再次答复。"),
    "correct": _by_lead("发现答复函有误，将印发更正函。"),
    "close": lambda step, proposal: "办结。",
}

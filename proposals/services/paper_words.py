"""The words of the papers about an item: patterns with slots from a closed list, filled from its rows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from accounts.models import Unit
from documents.content import Layout, OfficialDocument
from documents.stationery import imprint_office_of, letterhead_of, signing_body, stationery_of
from documents.wording import chinese_date
from proposals.models import Assignment, Clock, CoOpinion, Proposal
from proposals.models.assignment import AssignmentRole
from proposals.models.filing import ProposerRole
from proposals.models.paper import PaperKind
from proposals.phrases import SLOTS, fill, pattern_of
from proposals.queries import lead_proposer
from proposals.terms import days_left
from proposals.workdays import Calendar

# 函 is set in 信函式, a notice as the unit sets its papers (GB/T 9704-2012 10.1).
LETTERS = frozenset({PaperKind.CO_OPINION, PaperKind.EXTENSION})
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
SOURCE = re.compile("；规则：.*", re.DOTALL)  # the last clause of proposals.terms
BLANK_AT_CHINESE = re.compile(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])")


@dataclass(frozen=True, kw_only=True)
class PaperWords:
    """What one paper says, apart from head, number and date."""

    kind: str
    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    contact: str = ""
    copies: str = ""
    facts: tuple[tuple[str, str], ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        shown = (("标题", self.title), ("主送", self.addressee), ("正文", "\n".join(self.paragraphs)))
        object.__setattr__(self, "facts", shown)


def hand_over_words(proposal: Proposal, parts: Sequence[Assignment], clocks: Iterable[Clock]) -> PaperWords:
    """Return 交办通知 to the units that have the item, with each running limit and how it was counted."""
    leads = [part.unit.name for part in parts if part.role != AssignmentRole.CO_HANDLER]
    others = [part.unit.name for part in parts if part.role == AssignmentRole.CO_HANDLER]
    shares = f"主办单位：{'、'.join(leads)}。" + (f"会办单位：{'、'.join(others)}。" if others else "")
    limits = [
        f"{clock.assignment.unit.short_name if clock.assignment else ''}{clock.get_key_display()}期限："
        f"{chinese_date(clock.due_on)}（{in_words(clock.explanation)}）。"
        for clock in clocks
    ]
    return PaperWords(
        kind=PaperKind.HAND_OVER,
        title=_phrase(proposal, "title_hand_over"),
        addressee=f"{'，'.join([*leads, *others])}：",
        paragraphs=(
            _phrase(proposal, "hand_over"),
            "一、办理分工",
            shares,
            "二、办理期限",
            *limits,
            "三、办理要求",
            _phrase(proposal, "hand_over_demands"),
        ),
    )


def urge_words(
    part: Assignment, clock: Clock, *, demand: str, reply_by: date, day: date, calendar: Calendar
) -> PaperWords:
    """Return 催办通知 to one unit: how late it is on that day, what is asked, until when it is to say how it stands."""
    proposal = part.proposal
    return PaperWords(
        kind=PaperKind.URGE,
        title=_phrase(proposal, "title_urge"),
        addressee=f"{part.unit.name}：",
        paragraphs=(
            _phrase(
                proposal,
                "urge",
                role=part.get_role_display(),
                limit=clock.get_key_display(),
                due=chinese_date(clock.due_on),
                why=in_words(clock.explanation),
                standing=distance(clock.due_on, day, calendar),
            ),
            *lines_of(demand),
            _phrase(proposal, "urge_reply", reply_by=chinese_date(reply_by)),
        ),
    )


def co_opinion_words(part: Assignment, opinion: CoOpinion, lead: Unit) -> PaperWords:
    """Return 会办意见函 of one co-handler to the lead unit."""
    contact = " ".join(opinion.contact.split())
    return PaperWords(
        kind=PaperKind.CO_OPINION,
        title=_phrase(part.proposal, "title_co_opinion"),
        addressee=f"{lead.name}：",
        paragraphs=(
            _phrase(part.proposal, "co_opinion"),
            *lines_of(opinion.text),
            _phrase(part.proposal, "co_opinion_end"),
        ),
        contact=f"联系人：{contact}" if contact else "",
    )


def extension_words(
    part: Assignment, clock: Clock, *, reason: str, steps: str, asked: date, told_on: date, told_how: str
) -> PaperWords:
    """Return 延期函 of the lead unit to the unit that handed the item over, a copy to the assembly's office."""
    proposal = part.proposal
    office = proposal.assembly.office
    apart = office.pk != proposal.distributor_id
    return PaperWords(
        kind=PaperKind.EXTENSION,
        title=_phrase(proposal, "title_extension"),
        addressee=f"{proposal.distributor.name}：",
        paragraphs=(
            _phrase(
                proposal,
                "extension",
                due=chinese_date(clock.due_on),
                why=in_words(clock.explanation),
                asked=chinese_date(asked),
            ),
            "一、申请延期的理由",
            *lines_of(reason),
            "二、已开展的工作",
            *lines_of(steps),
            "三、告知提出人的情况",
            _phrase(
                proposal,
                "extension_told",
                told_on=chinese_date(told_on),
                told_how=" ".join(told_how.split()).removesuffix("方式"),
            ),
            _phrase(proposal, "extension_end"),
        ),
        copies=f"抄送：{office.name}。" if apart else "",
    )


def document(words: PaperWords, unit: Unit, *, number: str, day: date) -> OfficialDocument:
    """Return the paper as a unit issues it on a day; without a number it is one of a kind the unit does not number."""
    [look] = stationery_of([unit])
    layout = Layout.LETTER if words.kind in LETTERS else Layout(look.layout)
    return OfficialDocument(
        layout=layout,
        pdf_kind=look.pdf_kind,
        letterheads=(letterhead_of(unit, layout),),
        number=number,
        unnumbered=not number,
        title=words.title,
        addressee=words.addressee,
        paragraphs=words.paragraphs,
        contact=words.contact,
        contact_place=look.contact_place,
        signing=(signing_body(unit, look),),
        unsealed=look.unsealed,
        written_on=day,
        printed_on=day,
        copies=words.copies,
        imprint_office=imprint_office_of(unit),
    )


def distance(due_on: date, day: date, calendar: Calendar) -> str:
    """Return how far a day is from the last day, counted as on the pages: 距期限还有3个工作日, 已逾期5个工作日."""
    left = days_left(due_on, day, calendar)
    if left < 0:
        return f"已逾期{-left}个工作日"
    return "今天到期" if due_on == day else f"距期限还有{left}个工作日"


def in_words(explanation: str) -> str:
    """Return how a limit was counted as a paper says it: dates with 年月日, no blanks at Chinese characters.

    Where the rule comes from is left out: what an office noted there for itself is no word of a formal paper.
    """
    counted = SOURCE.sub("", explanation)
    spoken = ISO_DAY.sub(lambda found: f"{found[1]}年{int(found[2])}月{int(found[3])}日", counted)
    return BLANK_AT_CHINESE.sub("", spoken).rstrip("。")


def lines_of(text: str) -> tuple[str, ...]:
    """Return a typed text as paragraphs: one for each line with words on it, runs of blanks as one."""
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


def _phrase(proposal: Proposal, key: str, **more: str) -> str:
    return fill(pattern_of(proposal.rules.phrases, key), **_slots(proposal), **more)


def _slots(proposal: Proposal) -> dict[str, str]:
    """Return every slot a phrase may name (proposals.phrases.SLOTS); the units are those that have the item."""
    lead = lead_proposer(proposal)
    member = lead is not None and lead.role != ProposerRole.COLLECTIVE
    open_parts = proposal.assignments.filter(released_at__isnull=True).select_related("unit").order_by("pk")
    units = {
        role: [part.unit for part in open_parts if part.role == role]
        for role in (AssignmentRole.LEAD, AssignmentRole.CO_HANDLER)
    }
    return dict.fromkeys(SLOTS, "") | {
        "session": proposal.session.name,
        "number": proposal.number_text.removesuffix("号"),
        "kind": proposal.words["item"],
        "title": proposal.title,
        "name": f"{lead.name}{proposal.words['member'] if member else ''}" if lead else "",
        "unit": "、".join(unit.name for unit in units[AssignmentRole.LEAD]),
        "unit_short": "、".join(unit.short_name for unit in units[AssignmentRole.LEAD]),
        "co_units": "、".join(unit.short_name for unit in units[AssignmentRole.CO_HANDLER]),
    }

"""What else comes of the demo's items: annexes, papers between offices, a letter corrected, a letter withdrawn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import User
from accounts.now import moved_to, today
from accounts.roles import Role
from proposals.models import Assignment, Proposal
from proposals.permissions import open_lead
from proposals.services import contact, papers
from proposals.services.clocks import office_calendar
from responses.models import Response
from responses.services import annexes, correcting, drafting, withdrawing
from seeds.samples import chart
from seeds.walk import Story, conclude, letter_of, meet, take, whoever

ANNEX_TITLE = "科技成果转化情况（演示数据）"
ANNEX_BODY = """以下数据均为演示所编，与实际工作无关。
| 年度 | 登记成果（项） | 转化成果（项） | 转化率 |
| --- | --- | --- | --- |
| 2024年 | 116 | 58 | 50.0% |
| 2025年 | 146 | 73 | 50.0% |
| 2026年 | 150 | 90 | 60.0% |"""
CAPTION = "历年转化成果数（演示数据）"
WIDTH = Decimal("130.0")  # mm
FAULT = "（演示）原函所列落实期限有误。"
WITHDRAWN = "（演示）印发后发现所附材料不是定稿，收回另行答复。"


def dressed(*, annexed: bool, joint: bool) -> Callable[[Response, User], None]:
    """Return what puts an annex with a table and a picture to a text, and lets its co-handlers sign along."""

    def dress(response: Response, clerk: User) -> None:
        if annexed:
            annex = annexes.add_annex(response, title=ANNEX_TITLE, body=ANNEX_BODY, by=clerk)
            annexes.add_picture(annex, file=chart(), width_mm=WIDTH, caption=CAPTION, by=clerk)
        if joint:
            units = annexes.possible_signers(response.proposal).values_list("pk", flat=True)
            annexes.choose_signing_units(response, list(units), by=clerk)

    return dress


# -- papers between offices: on the day the demo is made ------------------------------------------------------------


def _hand_over(proposal: Proposal) -> None:
    distributor = whoever(Role.GOVERNMENT_OFFICE, proposal.distributor)
    papers.hand_over_notice(open_lead(proposal), by=distributor)


def _urge(proposal: Proposal) -> None:
    papers.urge(
        open_lead(proposal),
        demand="请抓紧拟写答复，并说明办理进度。",
        reply_by=today() + timedelta(days=7),
        by=whoever(Role.GOVERNMENT_OFFICE, proposal.distributor),
    )


def _co_opinion(proposal: Proposal) -> None:
    part = Assignment.objects.get(proposal=proposal, role="co_handler", released_at__isnull=True)
    office = whoever(Role.UNIT_OFFICE, part.unit)
    if not hasattr(part, "opinion"):
        words = "我局同意主办单位意见，将在科技计划中做好配合。"
        contact.give_opinion(part, text=words, contact="", by=office)
    papers.co_opinion_letter(Assignment.objects.get(pk=part.pk), by=office)


def _extension(proposal: Proposal) -> None:
    lead = open_lead(proposal)
    papers.extension_letter(
        lead,
        reason="所提诉求涉及面较广，需要进一步调研。",
        steps="已与提出人面商，正在征求会办单位意见。",
        asked=max(papers.clock_of(lead).due_on, today()) + timedelta(days=20),
        told_on=today(),
        told_how="电话",
        by=whoever(Role.UNIT_OFFICE, lead.unit),
    )


ISSUED: dict[str, Callable[[Proposal], None]] = {
    "hand_over": _hand_over,
    "urge": _urge,
    "co_opinion": _co_opinion,
    "extension": _extension,
}


# -- what became of a letter ----------------------------------------------------------------------------------------


def follow_up(what: str, story: Story, proposal: Proposal) -> None:
    """Withdraw or correct the letter of an item in the days after its issue; nothing when `what` is empty."""
    if what == "withdraw":
        with moved_to(_later(story.issued_on, 2)):
            office = whoever(Role.UNIT_OFFICE, story.lead)
            withdrawing.withdraw_letter(letter_of(proposal), by=office, reason=WITHDRAWN)
    elif what == "correct":
        _correct(story, proposal)


def _correct(story: Story, proposal: Proposal) -> None:
    office, clerk = whoever(Role.UNIT_OFFICE, story.lead), whoever(Role.CLERK, story.lead)
    begun = _later(story.issued_on, 2)
    proposal = take(correcting.correct, proposal, begun, office, reason=FAULT)
    with moved_to(begun):
        meet(proposal, begun, clerk)
        response = drafting.start_response(proposal, by=clerk)
        draft = drafting.draft_of(response)
        mended = replace(draft, body=draft.body.replace("于年底前落实", "于明年六月底前落实"))
        drafting.save_draft(response, mended, by=clerk, version=response.version)
    days = {
        "sent_on": _later(begun, 1),
        "reviewed_on": [_later(begun, after) for after in (2, 2, 3)],
        "signed_on": _later(begun, 4),
        "issued_on": _later(begun, 4),
    }
    conclude(replace(story, **days), proposal)


def _later(day: date, workdays: int) -> date:
    """Return the working day so many after another, at the latest the last one before today."""
    calendar = office_calendar()
    return max(day, min(calendar.add_workdays(day, workdays), calendar.previous_workday(today())))

"""What the tests of the papers share: how each kind is issued, and by whom."""

from datetime import date

from accounts.now import today
from proposals.models.assignment import AssignmentRole
from proposals.permissions import open_lead
from proposals.services import papers
from proposals.services.contact import give_opinion

KINDS = {
    "hand_over": lambda part, by: papers.hand_over_notice(part, by=by),
    "urge": lambda part, by: papers.urge(part, demand="请抓紧办理。", reply_by=today(), by=by),
    "co_opinion": lambda part, by: papers.co_opinion_letter(part, by=by),
    "extension": lambda part, by: papers.extension_letter(
        part,
        reason="涉及面广。",
        steps="已召开座谈会。",
        asked=date(2026, 7, 31),
        told_on=today(),
        told_how="电话",
        by=by,
    ),
}
ALLOWED = {
    "hand_over": {"jia_gov"},
    "urge": {"jia_gov", "jia_cppcc_office"},
    "co_opinion": {"jia_edu_office"},
    "extension": {"jia_tech_office"},
}


def part_of(item, kind):
    if kind == "co_opinion":
        return item.assignments.get(role=AssignmentRole.CO_HANDLER)
    return open_lead(item)


def ready(item, kind, world):
    part = part_of(item, kind)
    if kind == "co_opinion":
        give_opinion(
            part,
            text="同意所提建议。\n我局将配合办理。",
            contact="李老师 88961234",
            by=world["jia_edu_office"],
        )
    return part

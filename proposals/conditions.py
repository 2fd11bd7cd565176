"""What must be true before a step: each need carries the sentence people read when it is missing.

The same sentence is the tooltip of the greyed button, the error of the service and a line of docs/workflow.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from accounts.models import User
from proposals.permissions import (
    open_lead,
    open_response,
    pending_stage,
    reviewers,
    reviewers_of_pass,
    writers,
)

if TYPE_CHECKING:
    from proposals.models import Proposal, Proposer
    from responses.models import Response

# 面商: the two sides met; a proposer who wants no visit settles the duty too.
FACE_TO_FACE = ("visit", "meeting", "survey", "not_wanted")


@dataclass(frozen=True)
class Need:
    """A condition of a step. `asked` needs are filled in on the step's own page, so they grey no button.

    comes_first: while it is missing nothing is said of those after it, which are missing for the same reason.
    """

    sentence: str
    holds: Callable[["Proposal", User], bool]
    asked: bool = False
    comes_first: bool = False


def missing_of(
    needs: Iterable["Need"], proposal: "Proposal", by: User, *, with_asked: bool
) -> tuple[str, ...]:
    """Return the sentences of the needs that do not hold; with_asked: also of those the step's own page asks for."""
    missing: list[str] = []
    for need in needs:
        if (need.asked and not with_asked) or need.holds(proposal, by):
            continue
        if need.comes_first:
            return (need.sentence,)
        missing.append(need.sentence)
    return tuple(missing)


def _has_text(proposal: "Proposal", by: User) -> bool:
    return bool(proposal.title.strip() and proposal.body.strip())


def _has_demands(proposal: "Proposal", by: User) -> bool:
    return proposal.demands.exists()


def _has_lead_proposer(proposal: "Proposal", by: User) -> bool:
    return proposal.proposers.filter(role__in=["lead", "collective"]).exists()


def _co_signers_answered(proposal: "Proposal", by: User) -> bool:
    return not proposal.proposers.filter(consent="pending").exists()


def _has_number_and_rules(proposal: "Proposal", by: User) -> bool:
    return proposal.number is not None and bool(proposal.number_text) and proposal.rules_id is not None


def _has_decline_reason(proposal: "Proposal", by: User) -> bool:
    return proposal.decline_reason_id is not None


def _has_main_item(proposal: "Proposal", by: User) -> bool:
    return proposal.merged_into_id is not None


def _leads_no_others(proposal: "Proposal", by: User) -> bool:
    return not proposal.merged_items.exists()


def _has_parts(proposal: "Proposal", by: User) -> bool:
    return proposal.parts.count() > 1


def _is_no_part(proposal: "Proposal", by: User) -> bool:
    return proposal.part_of_id is None


def _has_lead_unit(proposal: "Proposal", by: User) -> bool:
    return open_lead(proposal) is not None


def _adjust_request_waits(proposal: "Proposal", by: User) -> bool:
    lead = open_lead(proposal)
    return lead is not None and lead.adjust_requests.filter(decision="waiting").exists()


def _no_adjust_waiting(proposal: "Proposal", by: User) -> bool:
    return not _adjust_request_waits(proposal, by)


def _reply_is_begun(proposal: "Proposal", by: User) -> bool:
    return open_response(proposal) is not None


def _reply_has_text(proposal: "Proposal", by: User) -> bool:
    """Marks alone, or a table of bars, are no text."""
    response = open_response(proposal)
    return response is not None and any(character.isalnum() for character in response.body)


def _reply_has_addressee(proposal: "Proposal", by: User) -> bool:
    response = open_response(proposal)
    return response is not None and bool(response.addressee.strip())


def _reply_names_contact(proposal: "Proposal", by: User) -> bool:
    response = open_response(proposal)
    return response is not None and bool(response.contact_name.strip())


def _reply_has_class(proposal: "Proposal", by: User) -> bool:
    response = open_response(proposal)
    return response is not None and (not proposal.rules.class_scheme or bool(response.resolution_class))


def _every_demand_answered(proposal: "Proposal", by: User) -> bool:
    response = open_response(proposal)
    if response is None:
        return False
    answered = set(response.demand_answers.exclude(verdict="").values_list("demand", flat=True))
    return set(proposal.demands.values_list("pk", flat=True)) <= answered


def _co_opinions_in(proposal: "Proposal", by: User) -> bool:
    if not proposal.rules.co_opinion_required:
        return True
    waiting = proposal.assignments.filter(role="co_handler", released_at__isnull=True, opinion__isnull=True)
    return not waiting.exists()


def _reply_proofread(proposal: "Proposal", by: User) -> bool:
    response = open_response(proposal)
    return response is not None and response.open_findings == 0


def letter_in_force(before: str) -> Q:
    """Return the condition that a letter is neither void (作废) nor superseded by a correction (更正).

    before: what leads to it from the rows asked, such as “letter__”; empty for letters themselves.
    """
    return Q(**{f"{before}withdrawn_at__isnull": True, f"{before}superseded_by__isnull": True})


LETTER_IN_FORCE = letter_in_force("letter__")


def with_letter_in_force(proposal: "Proposal") -> "QuerySet[Response]":
    """Return the item's texts whose letter is out and in force, the newest first: that one a correction corrects."""
    issued = proposal.responses.filter(LETTER_IN_FORCE, letter__isnull=False)
    return issued.select_related("letter").order_by("-round_no", "-pk")


def answer_is_void(proposal: "Proposal") -> bool:
    """Say whether the letter of the item's present round was declared void: who asked has no answer."""
    return proposal.responses.filter(round_no=proposal.round_no, letter__withdrawn_at__isnull=False).exists()


def _has_letter_to_correct(proposal: "Proposal", by: User) -> bool:
    return with_letter_in_force(proposal).exists()


def _contact_recorded(proposal: "Proposal", by: User) -> bool:
    required = proposal.rules.contact_required
    if required == "none":
        return True
    records = proposal.contacts.filter(round_no=proposal.round_no)
    if required == "face":
        records = records.filter(way__in=FACE_TO_FACE)
    return records.exists()


def _did_not_write(proposal: "Proposal", by: User) -> bool:
    return by.pk not in writers(proposal)


def _did_not_write_or_review(proposal: "Proposal", by: User) -> bool:
    return by.pk not in writers(proposal) | reviewers(proposal)


def _approved_no_stage(proposal: "Proposal", by: User) -> bool:
    return by.pk not in reviewers_of_pass(proposal)


def _has_pending_stage(proposal: "Proposal", by: User) -> bool:
    return pending_stage(proposal) is not None


def _all_stages_done(proposal: "Proposal", by: User) -> bool:
    return pending_stage(proposal) is None


def _somebody_dissatisfied(proposal: "Proposal", by: User) -> bool:
    last = proposal.responses.filter(round_no=proposal.round_no).order_by("-pk").first()
    return last is not None and any(rating.is_dissatisfied for rating in last.evaluations.all())


def answered(proposal: "Proposal") -> "QuerySet[Proposer]":
    """Return everybody the reply goes to: who stands under the item or under one merged into it (并案：逐一答复)."""
    signed = proposal.proposers.model.objects.filter(
        Q(proposal=proposal) | Q(proposal__merged_into=proposal), consent="given"
    )
    return signed.order_by("proposal", "order", "pk")


def still_to_rate(proposal: "Proposal") -> "QuerySet[Proposer]":
    """Return the proposers whose rating of this round is awaited; co-signers only where the rules answer each."""
    asked = answered(proposal)
    if not proposal.rules.answer_each_co_signer:
        asked = asked.exclude(role="co_signer")
    last = proposal.responses.filter(round_no=proposal.round_no).order_by("-pk").first()
    return asked if last is None else asked.exclude(evaluations__response=last)


def _rated_or_time_over(proposal: "Proposal", by: User) -> bool:
    """Closing waits for every rating; the clock may close when the rating's limit is over (its job checks the day)."""
    if proposal.parts.exists():
        return not proposal.parts.exclude(state__in=("closed", "withdrawn")).exists()
    return by.is_clock or proposal.origin == "imported" or not still_to_rate(proposal).exists()


def _nobody_dissatisfied_waits(proposal: "Proposal", by: User) -> bool:
    return not _somebody_dissatisfied(proposal, by) or proposal.round_no > 1


has_text = Need("请填写标题和正文。", _has_text)
has_demands = Need("请至少列出一项诉求。", _has_demands)
has_lead_proposer = Need("请填写领衔提出人。", _has_lead_proposer)
co_signers_answered = Need("还有联名人没有确认，请联系本人确认或代为登记。", _co_signers_answered)
has_number_and_rules = Need("请先确定案号和适用规则。", _has_number_and_rules, asked=True)
has_decline_reason = Need("请选择不予立案（受理）的理由。", _has_decline_reason, asked=True)
has_main_item = Need("请选择并入哪一件。", _has_main_item, asked=True)
leads_no_others = Need("已有其他件并入本件，请先解除并案。", _leads_no_others)
has_parts = Need("分办至少要分成两件。", _has_parts, asked=True)
is_no_part = Need("分件不能再分办，也不能并入他件。", _is_no_part)
has_lead_unit = Need("请先确定主办单位，再交办。", _has_lead_unit, asked=True)
adjust_request_waits = Need("主办单位没有提出调整申请。", _adjust_request_waits)
no_adjust_waiting = Need("有一份调整申请等待决定，请待交办单位决定后再办。", _no_adjust_waiting)
reply_is_begun = Need("还没有答复稿，请先拟写答复。", _reply_is_begun, comes_first=True)
reply_has_text = Need("请先写好答复正文，再送审。", _reply_has_text)
reply_has_addressee = Need("请填写答复函的主送（收件人）。", _reply_has_addressee)
reply_names_contact = Need("请填写答复函的联系人。", _reply_names_contact)
reply_has_class = Need("请选择办理结果类别。", _reply_has_class)
every_demand_answered = Need("还有诉求没有逐条给出办理结论。", _every_demand_answered)
co_opinions_in = Need("还有会办单位没有提出会办意见。", _co_opinions_in)
reply_proofread = Need("校核还有未处理的问题，请改正或写明理由。", _reply_proofread)
contact_recorded = Need("请先登记与提出人的沟通（面商）情况，再签发。", _contact_recorded)
has_letter_to_correct = Need(
    "没有可以更正的答复函：还没有印发，或者已经作废（请改用“再次答复”）。", _has_letter_to_correct
)
did_not_write = Need("拟稿人不能审核自己拟的稿件。", _did_not_write)
approved_no_stage = Need("同一人不能审核两个环节。", _approved_no_stage)
did_not_write_or_review = Need("拟稿人、审核人不能签发同一稿件。", _did_not_write_or_review)
has_pending_stage = Need("各审核环节均已完成，请送签发人签发。", _has_pending_stage)
all_stages_done = Need("还有审核环节没有完成。", _all_stages_done)
somebody_dissatisfied = Need("提出人没有评价为不满意，不能重办。", _somebody_dissatisfied)
rated_or_time_over = Need("提出人尚未评价（分件尚未全部办结），且评价期限未满。", _rated_or_time_over)
nobody_dissatisfied_waits = Need("提出人评价为不满意，请先决定重办。", _nobody_dissatisfied_waits)

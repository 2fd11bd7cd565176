"""THE TABLE: the life of a proposal, one line a step. Read this before anything else.

Buttons, permissions, notices, docs/workflow.md and the tests are made from it. `who` stands in permissions.py, `needs`
in conditions.py (each with the sentence people read), `tell` in recipients.py.
"""

from dataclasses import dataclass

from django_fsm import RETURN_VALUE

from proposals import conditions as need
from proposals import permissions as who
from proposals import recipients as tell
from proposals.conditions import Need
from proposals.permissions import WHO_LABELS, Who
from proposals.recipients import TELL_LABELS, Recipients
from proposals.states import ProposalState as S
from proposals.states import word

NO_REASON, WITH_REASON = False, True


@dataclass(frozen=True)
class Step:
    """One line of the table; several `targets` mean that the step's own page decides among them."""

    action: str
    label: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    who: Who
    reason_needed: bool
    needs: tuple[Need, ...]
    tell: tuple[Recipients, ...]

    @property
    def rule(self) -> dict[str, object]:
        """The arguments of django-fsm's decorator: it guards the states, perform() asks who and needs."""
        target = self.targets[0] if len(self.targets) == 1 else RETURN_VALUE(*self.targets)
        return {"source": list(self.sources), "target": target, "custom": {"step": self.action}}

    def label_for(self, kind: str) -> str:
        """The step as this body calls it (立案 / 受理)."""
        return word(kind, self.action, self.label)

    @property
    def who_label(self) -> str:
        return WHO_LABELS[self.who]

    @property
    def tell_labels(self) -> list[str]:
        return [TELL_LABELS[told] for told in self.tell]


# Before a reply is out, an item may be withdrawn; one that was split is withdrawn part by part. A draft is nobody's
# business yet: its proposer throws it away, and no office hears of it.
BEFORE_REPLY = (S.SUBMITTED, S.RETURNED, S.REGISTERED, S.ASSIGNED, S.DRAFTING, S.IN_REVIEW, S.SIGNED)
MERGEABLE = (S.SUBMITTED, S.REGISTERED, S.ASSIGNED)
COMPLETE_REPLY = (
    need.reply_is_begun,
    need.reply_has_text,
    need.reply_has_addressee,
    need.reply_names_contact,
    need.reply_has_class,
    need.every_demand_answered,
    need.co_opinions_in,
    need.reply_proofread,
    need.no_adjust_waiting,
)
FILED = (need.has_text, need.has_demands, need.has_lead_proposer)

# fmt: off
TABLE = (
    #    action               步骤         from             to                            who                     reason       needs                                                     tell
    Step("submit",            "提交",      (S.DRAFT,),      (S.SUBMITTED,),               who.proposer,           NO_REASON,   FILED,                                                    (tell.assembly_office, tell.proposers)),
    Step("resubmit",          "重新提交",  (S.RETURNED,),   (S.SUBMITTED,),               who.proposer,           NO_REASON,   FILED,                                                    (tell.assembly_office,)),
    Step("register",          "立案",      (S.SUBMITTED,),  (S.REGISTERED,),              who.assembly_office,    NO_REASON,   (need.co_signers_answered, need.has_number_and_rules),    (tell.proposers, tell.distributor)),
    Step("give_back",         "退回补正",  (S.SUBMITTED,),  (S.RETURNED,),                who.assembly_office,    WITH_REASON, (),                                                       (tell.proposers,)),
    Step("decline",           "不予立案",  (S.SUBMITTED,),  (S.DECLINED,),                who.assembly_office,    WITH_REASON, (need.has_decline_reason, need.leads_no_others),          (tell.proposers,)),
    Step("merge",             "并案",      MERGEABLE,       (S.MERGED,),                  who.assembly_office,    WITH_REASON, (need.is_no_part, need.has_main_item, need.leads_no_others), (tell.proposers, tell.distributor, tell.lead_unit_office)),
    Step("unmerge",           "解除并案",  (S.MERGED,),     MERGEABLE,                    who.assembly_office,    WITH_REASON, (),                                                       (tell.proposers, tell.distributor, tell.lead_unit_office)),
    Step("withdraw",          "撤回",      BEFORE_REPLY,    (S.WITHDRAWN,),               who.withdrawer,         WITH_REASON, (need.leads_no_others,),                                  (tell.proposers, tell.assembly_office, tell.lead_unit_office)),
    Step("split",             "分办",      (S.REGISTERED,), (S.IN_PARTS,),                who.distributor,        NO_REASON,   (need.is_no_part, need.leads_no_others, need.has_parts),  (tell.proposers,)),
    Step("assign",            "交办",      (S.REGISTERED,), (S.ASSIGNED,),                who.distributor,        NO_REASON,   (need.has_lead_unit,),                                    (tell.lead_unit_office, tell.co_unit_offices, tell.proposers)),
    Step("accept",            "签收",      (S.ASSIGNED,),   (S.DRAFTING,),                who.lead_unit_office,   NO_REASON,   (need.no_adjust_waiting,),                                (tell.lead_clerk, tell.distributor, tell.proposers)),
    Step("release",           "同意调整",  (S.ASSIGNED, S.DRAFTING, S.IN_REVIEW), (S.REGISTERED,), who.distributor, NO_REASON,   (need.adjust_request_waits,),                            (tell.lead_unit_office, tell.lead_clerk)),
    Step("submit_for_review", "送审",      (S.DRAFTING,),   (S.IN_REVIEW,),               who.lead_clerk,         NO_REASON,   COMPLETE_REPLY,                                           (tell.next_reviewer, tell.pre_reader)),
    Step("approve",           "审核通过",  (S.IN_REVIEW,),  (S.IN_REVIEW,),               who.stage_reviewer,     NO_REASON,   (need.has_pending_stage, need.did_not_write, need.approved_no_stage), (tell.next_reviewer, tell.pre_reader)),
    Step("send_back",         "退回重拟",  (S.IN_REVIEW,),  (S.DRAFTING,),                who.reviewer_or_signer, WITH_REASON, (),                                                       (tell.lead_clerk,)),
    Step("sign",              "签发",      (S.IN_REVIEW,),  (S.SIGNED,),                  who.signer,             NO_REASON,   (need.all_stages_done, need.did_not_write_or_review, need.contact_recorded, need.no_adjust_waiting), (tell.lead_unit_office, tell.lead_clerk)),
    Step("recall",            "撤回签发",  (S.SIGNED,),     (S.DRAFTING,),                who.lead_unit_office,   WITH_REASON, (),                                                       (tell.last_signer, tell.lead_clerk)),
    Step("issue",             "编号印发",  (S.SIGNED,),     (S.REPLIED,),                 who.lead_unit_office,   NO_REASON,   (),                                                       (tell.proposers, tell.print_staff, tell.assembly_office, tell.distributor, tell.co_unit_offices)),
    Step("redo",              "重办",      (S.REPLIED,),    (S.DRAFTING, S.REGISTERED),   who.assembly_office,    WITH_REASON, (need.somebody_dissatisfied,),                            (tell.lead_clerk, tell.lead_unit_office, tell.distributor, tell.proposers)),
    Step("supplement",        "再次答复",  (S.REPLIED, S.CLOSED), (S.DRAFTING,),         who.lead_unit_office,   WITH_REASON, (),                                                       (tell.lead_clerk, tell.assembly_office, tell.proposers)),
    Step("correct",           "更正",      (S.REPLIED, S.CLOSED), (S.DRAFTING,),         who.lead_unit_office,   WITH_REASON, (need.has_letter_to_correct,),                           (tell.lead_clerk, tell.assembly_office, tell.proposers)),
    Step("close",             "办结",      (S.REPLIED, S.IN_PARTS), (S.CLOSED,),         who.closer,             NO_REASON,   (need.nobody_dissatisfied_waits, need.rated_or_time_over), (tell.proposers, tell.lead_unit_office)),
)
# fmt: on

STEPS: dict[str, Step] = {step.action: step for step in TABLE}

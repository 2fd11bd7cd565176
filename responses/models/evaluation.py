"""Evaluation 评价: what a proposer thinks of the work and of the result; nothing is chosen beforehand."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from proposals.models import Proposer
from responses.models.response import Response


class Rating(models.TextChoices):
    SATISFIED = "satisfied", "满意"
    MOSTLY = "mostly", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


class EvaluationChannel(models.TextChoices):
    ONLINE = "online", "本人网上评价"
    PAPER = "paper", "纸质意见表代录"


class Evaluation(models.Model):
    """One proposer's rating of one round: never changed, never given by the bureau that answered."""

    response = models.ForeignKey(Response, models.PROTECT, verbose_name="答复", related_name="evaluations")
    proposer = models.ForeignKey(Proposer, models.PROTECT, verbose_name="评价人", related_name="evaluations")
    work = models.CharField("对办理工作", max_length=12, choices=Rating.choices)
    result = models.CharField("对办理结果", max_length=12, choices=Rating.choices)
    comment = models.TextField("意见", blank=True)
    channel = models.CharField(
        "方式", max_length=10, choices=EvaluationChannel.choices, default=EvaluationChannel.ONLINE
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="录入人", related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "评价"
        verbose_name_plural = "评价"
        ordering = ["response", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "proposer"],
                name="evaluation_once_a_proposer",
                violation_error_message="已经评价过，不能再改。",
            ),
            models.CheckConstraint(
                condition=~(Q(work="dissatisfied") | Q(result="dissatisfied")) | ~Q(comment=""),
                name="evaluation_dissatisfied_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposer}：{self.get_work_display()}／{self.get_result_display()}"

    @property
    def is_dissatisfied(self) -> bool:
        """不满意 in either part; with a rule that looks at the result alone, only there."""
        rules = self.response.proposal.rules
        if rules is not None and not rules.redo_on_any:
            return self.result == Rating.DISSATISFIED
        return Rating.DISSATISFIED in (self.work, self.result)

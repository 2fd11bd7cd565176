"""ProposalStep: the trail of the machine; append-only by a database trigger (migration 0002)."""

from django.conf import settings
from django.db import models

from accounts.models import Unit
from proposals.models.proposal import Proposal
from proposals.states import ProposalState


class ProposalStep(models.Model):
    """Who took which step when, for whom, and why; numbered without gaps within one item."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, verbose_name="件", related_name="steps")
    sequence = models.PositiveIntegerField("序")
    action = models.CharField("步骤", max_length=20)
    label = models.CharField("步骤名", max_length=20)
    source = models.CharField("从", max_length=12, choices=ProposalState.choices)
    target = models.CharField("到", max_length=12, choices=ProposalState.choices)
    round_no = models.PositiveSmallIntegerField("轮次", default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="办理人", related_name="+")
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="代", related_name="+", null=True, blank=True
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="单位", related_name="+", null=True, blank=True
    )
    reason = models.TextField("理由", blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "办理轨迹"
        verbose_name_plural = "办理轨迹"
        ordering = ["proposal", "sequence"]
        constraints = [models.UniqueConstraint(fields=["proposal", "sequence"], name="step_sequence_once")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.label}"

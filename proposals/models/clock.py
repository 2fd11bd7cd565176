"""Clock and Reminder: a running limit that explains itself, and the ledger of what was due to be told."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Notice
from proposals.models.assignment import Assignment
from proposals.models.proposal import Proposal
from proposals.models.rules import LimitKey, RuleLimit


class Clock(models.Model):
    """One limit running for an item (or for one unit's part of it), with the explanation of its last day."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, verbose_name="件", related_name="clocks")
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, verbose_name="承办记录", related_name="clocks", null=True, blank=True
    )
    key = models.CharField("时限", max_length=20, choices=LimitKey.choices)
    round_no = models.PositiveSmallIntegerField("轮次", default=1)
    limit = models.ForeignKey(RuleLimit, models.PROTECT, verbose_name="规则", related_name="clocks")
    starts_on = models.DateField("起算日")
    due_on = models.DateField("到期日")
    original_due_on = models.DateField("原到期日")
    provisional = models.BooleanField("暂定", default=False, help_text="到期年度的放假安排尚未公布")
    explanation = models.TextField("计算说明")
    met_on = models.DateField("完成日", null=True, blank=True)
    stopped_on = models.DateField("停止日", null=True, blank=True, help_text="承办单位变更等，不再计时")

    class Meta:
        verbose_name = "时限"
        verbose_name_plural = "时限"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "key", "round_no", "assignment"],
                condition=Q(stopped_on__isnull=True),
                nulls_distinct=False,
                name="clock_once_running",
            ),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | Q(stopped_on__isnull=True), name="clock_met_or_stopped"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(met_on__isnull=True, stopped_on__isnull=True),
                name="clock_running_by_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()}时限 {self.due_on:%Y-%m-%d}"

    @property
    def is_running(self) -> bool:
        return self.met_on is None and self.stopped_on is None


class Reminder(models.Model):
    """One reminder due to one person for one clock on one day; the key makes a second run send nothing."""

    clock = models.ForeignKey(Clock, models.PROTECT, verbose_name="时限", related_name="reminders")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="收件人", related_name="reminders"
    )
    kind = models.CharField("种类", max_length=20)
    planned_on = models.DateField("应发日")
    written_at = models.DateTimeField("写入时间")
    notice = models.OneToOneField(
        Notice, models.PROTECT, verbose_name="通知", related_name="reminder", null=True
    )

    class Meta:
        verbose_name = "提醒"
        verbose_name_plural = "提醒"
        ordering = ["-planned_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "recipient", "kind", "planned_on"], name="reminder_written_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.planned_on:%Y-%m-%d} {self.kind} {self.recipient}"

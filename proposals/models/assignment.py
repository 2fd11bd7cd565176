"""Assignment 承办记录: which unit has or had an item, in which role; and what units ask or say about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from proposals.models.proposal import Proposal


class AssignmentRole(models.TextChoices):
    LEAD = "lead", "主办"
    CO_HANDLER = "co_handler", "会办"
    JOINT_LEAD = "joint_lead", "共同主办"


class Assignment(models.Model):
    """One unit's part in an item; released with reason and time, never deleted."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, verbose_name="件", related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="承办单位", related_name="assignments")
    role = models.CharField("承办方式", max_length=12, choices=AssignmentRole.choices)
    round_no = models.PositiveSmallIntegerField("轮次", default=1)
    clerk = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="经办人",
        related_name="handles",
        null=True,
        blank=True,
    )
    assigned_at = models.DateTimeField("分派时间")
    handed_over_on = models.DateField("交办日期", null=True, blank=True)
    accepted_at = models.DateTimeField("签收时间", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="签收人",
        related_name="+",
        null=True,
        blank=True,
    )
    released_at = models.DateTimeField("调整时间", null=True, blank=True)
    release_reason = models.CharField("调整理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "承办记录"
        verbose_name_plural = "承办记录"
        ordering = ["proposal", "-role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "unit"],
                condition=Q(released_at__isnull=True),
                name="assignment_unit_once_open",
                violation_error_message="同一单位不能既主办又会办。",
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(released_at__isnull=True, role="lead"),
                name="assignment_one_open_lead",
                violation_error_message="只能有一个主办单位。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "proposal"],
                condition=Q(released_at__isnull=True),
                name="assignment_open_of_unit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit.short_name}（{self.get_role_display()}）"

    @property
    def is_open(self) -> bool:
        return self.released_at is None


class Decision(models.TextChoices):
    WAITING = "waiting", "待决定"
    AGREED = "agreed", "同意"
    REFUSED = "refused", "不同意"


class AdjustRequest(models.Model):
    """申请调整: the lead asks to be released, with reason and the unit it proposes; a distributor decides."""

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, verbose_name="承办记录", related_name="adjust_requests"
    )
    reason = models.CharField("理由", max_length=300)
    proposed_unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="建议承办单位", related_name="+", null=True, blank=True
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="申请人", related_name="+"
    )
    asked_at = models.DateTimeField("申请时间")
    decision = models.CharField("决定", max_length=10, choices=Decision.choices, default=Decision.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="决定人", related_name="+", null=True
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    words = models.CharField("答复意见", max_length=300, blank=True)

    class Meta:
        verbose_name = "调整申请"
        verbose_name_plural = "调整申请"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(decision="waiting"),
                name="adjust_request_one_waiting",
                violation_error_message="已有一份调整申请待决定。",
            ),
            models.CheckConstraint(
                condition=Q(decision="waiting", decided_at__isnull=True)
                | (~Q(decision="waiting") & Q(decided_at__isnull=False)),
                name="adjust_request_decided_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}：{self.reason}"


class CoOpinion(models.Model):
    """会办意见: what a co-handler tells the lead; hangs on the assignment, so it may come before any draft."""

    assignment = models.OneToOneField(
        Assignment, models.PROTECT, verbose_name="承办记录", related_name="opinion"
    )
    text = models.TextField("会办意见")
    contact = models.CharField("联系人及电话", max_length=80, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提出人", related_name="+"
    )
    given_at = models.DateTimeField("提出时间")

    class Meta:
        verbose_name = "会办意见"
        verbose_name_plural = "会办意见"
        ordering = ["given_at", "pk"]

    def __str__(self) -> str:
        return f"{self.assignment.unit.short_name}会办意见"

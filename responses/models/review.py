"""The review chain: data per unit, and one row for each stage a text has to pass."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.roles import Role
from proposals.models import Proposer
from responses.models.response import Response

# Where a unit has set up no chain of its own; 签发 is the step after them.
DEFAULT_CHAIN = (Role.SECTION_HEAD, Role.UNIT_OFFICE, Role.LEADER_IN_CHARGE)


class ReviewChainStage(models.Model):
    """One stage of a unit's own chain; another unit's role makes it a 会签 or a 预审."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="拟稿单位", related_name="review_chain")
    order = models.PositiveSmallIntegerField("次序")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    reviewing_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name="审核单位",
        related_name="+",
        null=True,
        blank=True,
        help_text="空为拟稿单位自己",
    )

    class Meta:
        verbose_name = "审核环节设置"
        verbose_name_plural = "审核环节设置"
        ordering = ["unit", "order"]
        constraints = [models.UniqueConstraint(fields=["unit", "order"], name="chain_order_once")]

    def __str__(self) -> str:
        return f"{self.unit.short_name} 第{self.order}环节 {self.get_role_display()}"


class StageDecision(models.TextChoices):
    WAITING = "waiting", "待审"
    APPROVED = "approved", "通过"
    SENT_BACK = "sent_back", "退回"


class ReviewStage(models.Model):
    """One stage of one text on its way: role and unit, decided by whom, with which remark.

    A proposer who reads the draft beforehand (预阅) is a stage with a seat instead of role and unit.
    """

    response = models.ForeignKey(Response, models.PROTECT, verbose_name="答复稿", related_name="all_stages")
    pass_no = models.PositiveSmallIntegerField("第几次送审")
    order = models.PositiveSmallIntegerField("次序")
    role = models.CharField("角色", max_length=20, choices=Role.choices, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="单位", related_name="+", null=True, blank=True
    )
    seat = models.ForeignKey(
        Proposer, models.PROTECT, verbose_name="预阅人", related_name="+", null=True, blank=True
    )
    decision = models.CharField(
        "结论", max_length=10, choices=StageDecision.choices, default=StageDecision.WAITING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="审核人",
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField("时间", null=True, blank=True)
    remark = models.TextField("意见", blank=True)

    class Meta:
        verbose_name = "审核环节"
        verbose_name_plural = "审核环节"
        ordering = ["response", "pass_no", "order"]
        constraints = [
            models.UniqueConstraint(fields=["response", "pass_no", "order"], name="stage_order_once"),
            models.CheckConstraint(
                condition=(Q(seat__isnull=True, unit__isnull=False) & ~Q(role=""))
                | Q(seat__isnull=False, unit__isnull=True, role=""),
                name="stage_of_a_unit_or_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(decision="waiting", decided_by__isnull=True)
                | (~Q(decision="waiting") & Q(decided_by__isnull=False)),
                name="stage_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        if self.seat is not None:
            return f"提出人{self.seat}预阅"
        said = f"{self.unit.short_name}{self.get_role_display().removeprefix('承办单位')}"
        outside = {Role.SIGNER: "会签", Role.GOVERNMENT_OFFICE: "预审", Role.ASSEMBLY_OFFICE: "预审"}
        return said + outside.get(self.role, "")

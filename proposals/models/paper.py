"""Paper 公文: what an office issues about an item beside the reply letter; frozen by a trigger (migration 0010)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from documents.models import FrozenPaper, NumberSeries, Withdrawable, withdrawn_says_why
from proposals.models.assignment import Assignment
from proposals.models.proposal import Proposal


class PaperKind(models.TextChoices):
    """The values of numbered kinds are those of documents.models.SeriesKind."""

    HAND_OVER = "hand_over", "交办通知"
    URGE = "urge", "催办通知"
    CO_OPINION = "co_opinion", "会办意见函"
    EXTENSION = "extension", "延期函"


class Paper(Withdrawable, FrozenPaper):
    """One issued paper: numbered when its unit has a series for the kind, frozen, its PDF filled in later.

    Its office may declare it void: number, words and file stay, marked with who, when and why.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, verbose_name="件", related_name="papers")
    assignment = models.ForeignKey(
        Assignment,
        models.PROTECT,
        verbose_name="承办记录",
        related_name="papers",
        help_text="发给谁，或由谁发出",
    )
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="发文单位", related_name="papers")
    kind = models.CharField("种类", max_length=12, choices=PaperKind.choices)
    series = models.ForeignKey(
        NumberSeries, models.PROTECT, verbose_name="字号", related_name="papers", null=True, blank=True
    )
    serial = models.PositiveIntegerField("顺序号", null=True, blank=True)
    number = models.CharField("发文字号", max_length=60, blank=True)
    title = models.CharField("标题", max_length=200)
    written_on = models.DateField("成文日期")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="印发人", related_name="+"
    )
    issued_at = models.DateTimeField("印发时间")

    class Meta:
        verbose_name = "办理公文"
        verbose_name_plural = "办理公文"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            *FrozenPaper.Meta.constraints,
            models.UniqueConstraint(
                fields=["series", "serial"], condition=Q(series__isnull=False), name="paper_number_once"
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=True, serial__isnull=True)
                | (Q(series__isnull=False, serial__isnull=False) & ~Q(number="")),
                name="paper_number_whole",
            ),
            withdrawn_says_why("paper_withdrawn_says_why"),
        ]
        indexes = [
            models.Index(fields=["issued_at"], condition=Q(rendered_at__isnull=True), name="paper_waiting")
        ]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def is_void(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def validity(self) -> str:
        """Return what is said of it: 有效, or 已作废 with the reason."""
        return f"已作废：{self.withdrawn_reason}" if self.is_void else "有效"

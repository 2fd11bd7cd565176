"""Number series of outgoing documents: unique, gapless, taken under a row lock."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit


class SeriesKind(models.TextChoices):
    PROPOSAL = "proposal", "提案答复"
    SUGGESTION = "suggestion", "建议答复"
    CO_OPINION = "co_opinion", "会办意见"
    HAND_OVER = "hand_over", "交办通知"
    URGE = "urge", "催办通知"
    EXTENSION = "extension", "延期函"


class NumberSeries(models.Model):
    """机关代字 of one unit, kind and year, and the next number of its series."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="series")
    kind = models.CharField("类别", max_length=12, choices=SeriesKind.choices)
    year = models.PositiveSmallIntegerField("年", help_text="成文日期的年份")
    code = models.CharField("机关代字", max_length=20, help_text="如：温科提复")
    starts_at = models.PositiveIntegerField("起始号", default=1)
    next_number = models.PositiveIntegerField("下一个号", default=1)

    class Meta:
        verbose_name = "发文字号"
        verbose_name_plural = "发文字号"
        ordering = ["unit", "kind", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "year"],
                name="series_once_a_unit_kind_year",
                violation_error_message="该单位本年度已有这一类字号。",
            ),
            models.UniqueConstraint(fields=["code", "year", "unit"], name="series_code_once_a_year_a_unit"),
            models.CheckConstraint(
                condition=Q(next_number__gte=F("starts_at"), starts_at__gt=0),
                name="series_next_not_before_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕"


class TakenNumber(models.Model):
    """A serial of a series that something bears: a letter, a paper or a void number, and only one of them.

    Written by triggers on the three tables (documents migration 0004), so that no program can give a serial twice.
    """

    series = models.ForeignKey(
        NumberSeries, models.PROTECT, verbose_name="字号", related_name="taken_numbers"
    )
    serial = models.PositiveIntegerField("顺序号")

    class Meta:
        verbose_name = "已用文号"
        verbose_name_plural = "已用文号"
        ordering = ["series", "serial"]
        constraints = [models.UniqueConstraint(fields=["series", "serial"], name="serial_taken_once")]

    def __str__(self) -> str:
        return f"{self.series}{self.serial}号"


class VoidNumber(models.Model):
    """作废的文号: a number of a series that no paper bears, and why; append-only (trigger, migration 0003)."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, verbose_name="字号", related_name="void_numbers")
    serial = models.PositiveIntegerField("顺序号")
    reason = models.CharField("作废理由", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="登记人", related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "作废文号"
        verbose_name_plural = "作废文号"
        ordering = ["series", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["series", "serial"], name="void_number_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="void_number_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.series}{self.serial}号"

"""The official calendar: which days are rest days, which weekend days are worked, which years are announced."""

from django.db import models


class CalendarYear(models.Model):
    """A year whose holidays the State Council has announced, or is still to announce."""

    year = models.PositiveSmallIntegerField("年", unique=True)
    announced = models.BooleanField("已公布", default=False)
    source = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = "放假安排"
        verbose_name_plural = "放假安排"
        ordering = ["year"]

    def __str__(self) -> str:
        return f"{self.year} 年{'' if self.announced else '（尚未公布）'}"


class DayKind(models.TextChoices):
    REST = "rest", "休息"
    WORK = "work", "上班"


class CalendarDay(models.Model):
    """A day that differs from the week's plain pattern, or is a holiday with a name."""

    date = models.DateField("日期", unique=True)
    kind = models.CharField("安排", max_length=5, choices=DayKind.choices)
    name = models.CharField("名称", max_length=20)

    class Meta:
        verbose_name = "节假日与调休"
        verbose_name_plural = "节假日与调休"
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}（{self.get_kind_display()}）"

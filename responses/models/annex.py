"""Annex 附件 of a reply being written, its pictures, and the units that sign with the lead."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from documents.models import Picture
from responses.models.response import Response


class ResponseAnnex(models.Model):
    """One annex: its title and its text, one paragraph a line; a line “| … | … |” is a row of a table."""

    response = models.ForeignKey(Response, models.PROTECT, verbose_name="答复稿", related_name="annexes")
    order = models.PositiveSmallIntegerField("次序")
    title = models.CharField("标题", max_length=120)
    body = models.TextField("正文", blank=True)

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["response", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "order"],
                name="annex_order_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(title=""), name="annex_has_a_title"),
        ]

    def __str__(self) -> str:
        return f"附件{self.order} {self.title}"


class AnnexPicture(models.Model):
    """A picture of an annex, with its width on paper (at most 156 mm) and its caption."""

    annex = models.ForeignKey(ResponseAnnex, models.CASCADE, verbose_name="附件", related_name="pictures")
    order = models.PositiveSmallIntegerField("次序")
    picture = models.ForeignKey(Picture, models.PROTECT, verbose_name="图片", related_name="+")
    width_mm = models.DecimalField("宽（毫米）", max_digits=4, decimal_places=1, default=Decimal("140.0"))
    caption = models.CharField("图题", max_length=120, blank=True)

    class Meta:
        verbose_name = "附件图片"
        verbose_name_plural = "附件图片"
        ordering = ["annex", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["annex", "order"],
                name="annex_picture_order_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(width_mm__gte=20, width_mm__lte=156),
                name="annex_picture_fits",
                violation_error_message="图片宽度须在 20 到 156 毫米之间。",
            ),
        ]

    def __str__(self) -> str:
        return self.caption or f"图{self.order}"


class SigningUnit(models.Model):
    """联合署名: a unit that signs the letter with the lead, in the order of signing."""

    response = models.ForeignKey(
        Response, models.PROTECT, verbose_name="答复稿", related_name="signing_units"
    )
    order = models.PositiveSmallIntegerField("次序")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="联合署名单位", related_name="+")

    class Meta:
        verbose_name = "联合署名单位"
        verbose_name_plural = "联合署名单位"
        ordering = ["response", "order"]
        constraints = [
            models.UniqueConstraint(fields=["response", "unit"], name="signing_unit_once"),
            models.UniqueConstraint(
                fields=["response", "order"],
                name="signing_unit_order_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.unit.name

"""Stationery 用纸设置: how one unit's papers look; a unit without a row has the defaults."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from documents.content import CONTACT_PLACE_NAMES, LAYOUT_NAMES, PDF_KIND_NAMES, ContactPlace, Layout, PdfKind
from documents.models.picture import Picture


class Stationery(models.Model):
    """Layout, kind of file, place of the contact line, seal and QR code of a unit's papers.

    The seal is a print aid: its picture stands where the rules put the seal; it has no legal force. Of a paper that is
    signed digitally the signature shows it.
    """

    unit = models.OneToOneField(Unit, models.PROTECT, verbose_name="单位", related_name="stationery")
    layout = models.CharField("版式", max_length=10, choices=[*LAYOUT_NAMES.items()], default=Layout.FILE)
    pdf_kind = models.CharField(
        "文件格式", max_length=10, choices=[*PDF_KIND_NAMES.items()], default=PdfKind.ARCHIVE
    )
    contact_place = models.CharField(
        "联系方式位置",
        max_length=10,
        choices=[*CONTACT_PLACE_NAMES.items()],
        default=ContactPlace.BEFORE_SIGNATURE,
    )
    verify_qr = models.BooleanField("署名旁印核验二维码", default=False)
    seal = models.ForeignKey(
        Picture, models.PROTECT, verbose_name="印章图样", related_name="+", null=True, blank=True
    )
    seal_mm = models.DecimalField(
        "印章直径（毫米）", max_digits=3, decimal_places=1, default=Decimal("42.0"), help_text="36 至 45"
    )
    print_seal = models.BooleanField(
        "随文套印印章图样",
        default=False,
        help_text="仅供彩色打印，不是电子印章；加数字签名的函，图样由数字签名带出，点击可以核验",
    )

    unsealed = models.BooleanField(
        "不加盖印章", default=False, help_text="落款处不留盖章的位置（GB/T 9704-2012 7.3.5.2）；一般不选"
    )

    class Meta:
        verbose_name = "用纸设置"
        verbose_name_plural = "用纸设置"
        ordering = ["unit"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seal_mm__gte=36, seal_mm__lte=45),
                name="stationery_seal_size",
                violation_error_message="印章直径须在 36 到 45 毫米之间。",
            ),
            models.CheckConstraint(
                condition=Q(print_seal=False) | Q(seal__isnull=False),
                name="stationery_printed_seal_has_picture",
                violation_error_message="请先上传印章图样，再选择套印。",
            ),
            models.CheckConstraint(
                condition=Q(print_seal=False) | Q(unsealed=False),
                name="stationery_sealed_or_not",
                violation_error_message="“不加盖印章”和“随文套印印章图样”只能选一项。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.short_name}用纸设置"

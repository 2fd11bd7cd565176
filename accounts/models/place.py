"""City and Unit: where everybody belongs."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from accounts.roles import UnitKind

POSTCODE = "[0-9]{6}"


class City(models.Model):
    """The tenant: assemblies and units belong to one, and nothing is seen across two."""

    name = models.CharField("城市", max_length=40, unique=True)
    slug = models.SlugField("代码", max_length=40, unique=True)

    class Meta:
        verbose_name = "城市"
        verbose_name_plural = "城市"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A bureau or office (承办单位, 提案委, 代表工委, 市府办); a renamed one keeps its row and gets a new name."""

    city = models.ForeignKey(City, models.PROTECT, verbose_name="城市", related_name="units")
    name = models.CharField("全称", max_length=80)
    short_name = models.CharField("简称", max_length=40)
    kind = models.CharField("类型", max_length=20, choices=UnitKind.choices, default=UnitKind.HANDLING)
    letterhead = models.CharField(
        "发文机关标志", max_length=80, blank=True, help_text="如：温州市科学技术局文件"
    )
    imprint_office = models.CharField(
        "印发机关", max_length=80, blank=True, help_text="如：温州市科学技术局办公室"
    )
    phone = models.CharField("办公电话", max_length=40, blank=True)
    address = models.CharField(
        "通讯地址", max_length=120, blank=True, help_text="印在信封和地址标签上，邮件退回到这里"
    )
    postcode = models.CharField(
        "邮政编码",
        max_length=6,
        blank=True,
        validators=[RegexValidator(rf"\A{POSTCODE}\Z", "邮政编码请填六位数字。")],
    )
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["city", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "name"],
                name="unit_name_once_a_city",
                violation_error_message="本市已有同名单位。",
            ),
            models.UniqueConstraint(
                fields=["city", "short_name"],
                name="unit_short_name_once_a_city",
                violation_error_message="本市已有同简称的单位。",
            ),
            models.CheckConstraint(
                condition=Q(postcode="") | Q(postcode__regex=f"^{POSTCODE}$"),
                name="unit_postcode_six_digits",
                violation_error_message="邮政编码请填六位数字。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

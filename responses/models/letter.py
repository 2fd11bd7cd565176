"""ReplyLetter 答复函: the issued paper. Frozen by a database trigger (migration 0002); its PDF is filled in once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from documents.models import NumberSeries
from proposals.models import Proposer
from responses.models.response import Response


def letter_path(letter: "ReplyLetter", filename: str) -> str:
    """Return where a letter's PDF is kept: by its own hash."""
    return f"letters/{letter.sha256[:2]}/{letter.sha256}.pdf"


class ReplyLetter(models.Model):
    """One numbered letter: content frozen as JSON at issue, PDF rendered once after the commit."""

    response = models.OneToOneField(Response, models.PROTECT, verbose_name="答复", related_name="letter")
    series = models.ForeignKey(NumberSeries, models.PROTECT, verbose_name="字号", related_name="letters")
    serial = models.PositiveIntegerField("顺序号")
    number = models.CharField("发文字号", max_length=60)
    title = models.CharField("标题", max_length=200)
    written_on = models.DateField("成文日期")
    printed_on = models.DateField("印发日期")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="印发人", related_name="+"
    )
    issued_at = models.DateTimeField("编号时间")
    content = models.JSONField("内容")
    template_version = models.CharField("版式版本", max_length=20)
    font_digest = models.CharField("字体摘要", max_length=64, blank=True)
    pdf = models.FileField("文件", upload_to=letter_path, max_length=120, blank=True)
    sha256 = models.CharField("文件摘要", max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField("页数", null=True, blank=True)
    rendered_at = models.DateTimeField("成文件时间", null=True, blank=True)
    render_error = models.CharField("排版错误", max_length=300, blank=True)
    render_tries = models.PositiveSmallIntegerField("排版次数", default=0)

    class Meta:
        verbose_name = "答复函"
        verbose_name_plural = "答复函"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "serial"], name="letter_number_once"),
            models.CheckConstraint(
                condition=Q(rendered_at__isnull=True, sha256="", pdf="")
                | (Q(rendered_at__isnull=False) & ~Q(sha256="") & ~Q(pdf="")),
                name="letter_rendered_has_hash",
            ),
            models.CheckConstraint(
                condition=Q(printed_on__gte=models.F("written_on")), name="letter_printed_not_before_written"
            ),
        ]
        indexes = [
            models.Index(fields=["issued_at"], condition=Q(rendered_at__isnull=True), name="letter_waiting")
        ]

    def __str__(self) -> str:
        return self.number


class PrintRecord(models.Model):
    """One printing: who, when, how many copies; a second one needs a reason."""

    letter = models.ForeignKey(ReplyLetter, models.PROTECT, verbose_name="答复函", related_name="prints")
    copies = models.PositiveSmallIntegerField("份数")
    reason = models.CharField("重印理由", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="文印人员", related_name="+"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "打印记录"
        verbose_name_plural = "打印记录"
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(copies__gt=0), name="print_some_copies")]

    def __str__(self) -> str:
        return f"{self.letter} {self.copies} 份"


class Channel(models.TextChoices):
    ONLINE = "online", "网上送达"
    POST = "post", "邮寄"
    HAND = "hand", "当面送达"


class Delivery(models.Model):
    """送达: one row for each proposer who gets the letter; the way and the day."""

    letter = models.ForeignKey(ReplyLetter, models.PROTECT, verbose_name="答复函", related_name="deliveries")
    proposer = models.ForeignKey(Proposer, models.PROTECT, verbose_name="收件人", related_name="deliveries")
    channel = models.CharField("方式", max_length=10, choices=Channel.choices, blank=True)
    sent_on = models.DateField("发出日期", null=True, blank=True)
    received_on = models.DateField("收到日期", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="经手人",
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "送达"
        verbose_name_plural = "送达"
        ordering = ["letter", "proposer__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "proposer"], name="delivery_once_a_proposer"),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | ~Q(channel=""), name="delivery_sent_by_some_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} → {self.proposer}"

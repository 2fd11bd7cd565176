"""ReplyLetter 答复函: the issued paper. Frozen by a database trigger (migration 0009); its PDF is filled in once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from documents.models import NumberSeries, SignedPaper, Withdrawable, withdrawn_says_why
from proposals.models import Proposer
from responses.models.response import Response


class LetterStatus(models.TextChoices):
    VALID = "valid", "有效"
    SUPERSEDED = "superseded", "已被更正"
    WITHDRAWN = "withdrawn", "已作废"


class ReplyLetter(Withdrawable, SignedPaper):
    """One numbered letter: content frozen as JSON at issue, PDF rendered (and, where set up, signed) after the commit.

    A number of the bureau's own office system has no series (`is_external`). A letter is valid until a correction
    supersedes it or the bureau withdraws it; its number stays taken.
    """

    response = models.OneToOneField(Response, models.PROTECT, verbose_name="答复", related_name="letter")
    series = models.ForeignKey(
        NumberSeries, models.PROTECT, verbose_name="字号", related_name="letters", null=True, blank=True
    )
    serial = models.PositiveIntegerField("顺序号", null=True, blank=True)
    number = models.CharField("发文字号", max_length=60)
    title = models.CharField("标题", max_length=200)
    written_on = models.DateField("成文日期")
    printed_on = models.DateField("印发日期")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="印发人", related_name="+"
    )
    issued_at = models.DateTimeField("编号时间")
    verify_code = models.CharField("核验码", max_length=16, unique=True)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name="更正哪一份",
        related_name="superseded_by",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "答复函"
        verbose_name_plural = "答复函"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            *SignedPaper.Meta.constraints,
            models.UniqueConstraint(
                fields=["series", "serial"], condition=Q(series__isnull=False), name="letter_number_once"
            ),
            models.UniqueConstraint(
                fields=["number"], condition=Q(series__isnull=True), name="letter_external_number_once"
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=True, serial__isnull=True)
                | Q(series__isnull=False, serial__isnull=False),
                name="letter_number_whole",
            ),
            models.CheckConstraint(
                condition=Q(printed_on__gte=models.F("written_on")), name="letter_printed_not_before_written"
            ),
            withdrawn_says_why("letter_withdrawn_says_why"),
        ]
        indexes = [
            models.Index(fields=["issued_at"], condition=Q(rendered_at__isnull=True), name="letter_waiting"),
            models.Index(
                fields=["issued_at"],
                condition=Q(must_be_signed=True, signed_at__isnull=True),
                name="letter_waits_for_signature",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_external(self) -> bool:
        """Whether the number came from the bureau's own office system."""
        return self.series_id is None

    @property
    def status(self) -> LetterStatus:
        """有效, 已被更正 or 已作废 (lists: select_related superseded_by)."""
        if self.withdrawn_at is not None:
            return LetterStatus.WITHDRAWN
        return LetterStatus.SUPERSEDED if hasattr(self, "superseded_by") else LetterStatus.VALID

    @property
    def is_valid(self) -> bool:
        return self.status == LetterStatus.VALID


class AddressedLetter(SignedPaper):
    """The same letter under the same number, addressed to one co-signer (逐一答复联名人)."""

    letter = models.ForeignKey(ReplyLetter, models.PROTECT, verbose_name="答复函", related_name="addressed")
    proposer = models.ForeignKey(
        Proposer, models.PROTECT, verbose_name="主送", related_name="addressed_letters"
    )

    class Meta:
        verbose_name = "分送件"
        verbose_name_plural = "分送件"
        ordering = ["letter", "proposer__order", "pk"]
        constraints = [
            *SignedPaper.Meta.constraints,
            models.UniqueConstraint(fields=["letter", "proposer"], name="addressed_once_a_proposer"),
        ]

    def __str__(self) -> str:
        return f"{self.letter}（送{self.proposer}）"


class SealedOriginal(models.Model):
    """用印件: the scan of the sealed letter or of one co-signer's copy, as delivered; the newest counts."""

    letter = models.ForeignKey(
        ReplyLetter, models.PROTECT, verbose_name="答复函", related_name="sealed_originals"
    )
    addressed = models.ForeignKey(
        AddressedLetter,
        models.PROTECT,
        verbose_name="分送件",
        related_name="sealed_originals",
        null=True,
        blank=True,
    )
    file = models.FileField("扫描件", upload_to="sealed/%Y/", max_length=120)
    sha256 = models.CharField("摘要", max_length=64)
    size = models.PositiveIntegerField("字节数")
    pages = models.PositiveSmallIntegerField("页数")
    reason = models.CharField("更换理由", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+")
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = "用印件"
        verbose_name_plural = "用印件"
        ordering = ["letter", "-pk"]
        constraints = [models.UniqueConstraint(fields=["sha256"], name="sealed_original_once")]

    def __str__(self) -> str:
        return f"{self.addressed or self.letter}用印件"


class PrintRecord(models.Model):
    """One printing: who, when, how many copies; a second one needs a reason."""

    letter = models.ForeignKey(ReplyLetter, models.PROTECT, verbose_name="答复函", related_name="prints")
    copies = models.PositiveSmallIntegerField("份数")
    job = models.ForeignKey(
        "responses.PrintJob",
        models.PROTECT,
        verbose_name="打印任务",
        related_name="records",
        null=True,
        blank=True,
    )
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
            models.CheckConstraint(
                condition=Q(received_on__isnull=True)
                | Q(sent_on__isnull=False, received_on__gte=models.F("sent_on")),
                name="delivery_received_not_before_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} → {self.proposer}"

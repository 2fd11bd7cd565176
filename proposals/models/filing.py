"""What is filed with a proposal: who stands behind it, what it asks, its files."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from proposals.models.assembly import Member
from proposals.models.proposal import Proposal


class ProposerRole(models.TextChoices):
    LEAD = "lead", "领衔"
    CO_SIGNER = "co_signer", "联名"
    COLLECTIVE = "collective", "集体"


class Consent(models.TextChoices):
    PENDING = "pending", "待确认"
    GIVEN = "given", "已确认"
    REFUSED = "refused", "已谢绝"


class Proposer(models.Model):
    """One name under an item: a member or an organisation, as printed; never a link to an account."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, verbose_name="件", related_name="proposers")
    member = models.ForeignKey(
        Member, models.PROTECT, verbose_name="委员／代表", related_name="proposed", null=True, blank=True
    )
    organisation = models.CharField("组织", max_length=80, blank=True)
    name = models.CharField("署名", max_length=80, help_text="按印发时的写法")
    order = models.PositiveSmallIntegerField("次序", default=0)
    role = models.CharField("身份", max_length=12, choices=ProposerRole.choices, default=ProposerRole.LEAD)
    consent = models.CharField("联名确认", max_length=10, choices=Consent.choices, default=Consent.GIVEN)
    consented_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = "提出人"
        verbose_name_plural = "提出人"
        ordering = ["proposal", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(role__in=["lead", "collective"]),
                name="proposer_one_lead",
                violation_error_message="只能有一位领衔人。",
            ),
            models.UniqueConstraint(
                fields=["proposal", "member"],
                condition=Q(member__isnull=False),
                name="proposer_member_once",
                violation_error_message="同一人不能两次署名。",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=True) | Q(organisation=""), name="proposer_member_or_organisation"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Demand(models.Model):
    """诉求: one numbered ask; the reply gives each a verdict."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, verbose_name="件", related_name="demands")
    order = models.PositiveSmallIntegerField("序号")
    text = models.CharField("诉求", max_length=500)

    class Meta:
        verbose_name = "诉求"
        verbose_name_plural = "诉求"
        ordering = ["proposal", "order"]
        constraints = [models.UniqueConstraint(fields=["proposal", "order"], name="demand_order_once")]

    def __str__(self) -> str:
        return f"{self.order}. {self.text}"


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """Return where a file is kept: by its content's hash, so no name of the outside world reaches the disk."""
    return f"attachments/{attachment.sha256[:2]}/{attachment.sha256}"


class Attachment(models.Model):
    """A file of the item, checked by its content when it came (`services.files`)."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, verbose_name="件", related_name="attachments")
    name = models.CharField("文件名", max_length=120)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("字节")
    sha256 = models.CharField("文件摘要", max_length=64)
    file = models.FileField("文件", upload_to=attachment_path, max_length=120)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["proposal", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "sha256"], name="attachment_once_a_proposal"),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

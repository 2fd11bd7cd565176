"""Notice: what was told to whom, in the system and by e-mail."""

from django.db import models
from django.db.models import Q

from accounts.models.people import User


class Notice(models.Model):
    """One message to one person: written with the step it tells of, mailed after the commit."""

    recipient = models.ForeignKey(User, models.PROTECT, verbose_name="收件人", related_name="notices")
    subject = models.CharField("标题", max_length=200)
    body = models.TextField("内容", blank=True)
    path = models.CharField("链接", max_length=200, blank=True)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    mailed_at = models.DateTimeField("邮件发出时间", null=True, blank=True)
    mail_error = models.CharField("邮件错误", max_length=200, blank=True)
    mail_tries = models.PositiveSmallIntegerField("邮件尝试次数", default=0)

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notice_of_somebody"),
            models.Index(fields=["created_at"], condition=Q(mailed_at__isnull=True), name="notice_waiting"),
        ]

    def __str__(self) -> str:
        return self.subject

"""FindingDismissal 校核说明: a finding of the proofreading that somebody let stand, and why; append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from responses.models.response import Response


class FindingDismissal(models.Model):
    """The finding (by its fingerprint, so that it is known again after other edits), the quote, and the reason."""

    response = models.ForeignKey(Response, models.PROTECT, verbose_name="答复稿", related_name="dismissals")
    rule = models.CharField("规则", max_length=40)
    fingerprint = models.CharField("指纹", max_length=64)
    message = models.CharField("问题", max_length=300)
    quote = models.CharField("原文", max_length=120, blank=True)
    reason = models.CharField("理由", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="说明人", related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "校核说明"
        verbose_name_plural = "校核说明"
        ordering = ["response", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["response", "fingerprint"], name="finding_dismissed_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="finding_dismissed_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.message}（{self.reason}）"

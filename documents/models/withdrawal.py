"""Withdrawable: what a table of issued papers has where one may be declared void (作废)."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Withdrawable(models.Model):
    """Who declared a paper void, when and why; all or none of it (`withdrawn_says_why`)."""

    withdrawn_at = models.DateTimeField("作废时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="作废人",
        related_name="+",
        null=True,
        blank=True,
    )
    withdrawn_reason = models.CharField("作废理由", max_length=200, blank=True)

    class Meta:
        abstract = True


def withdrawn_says_why(name: str) -> models.CheckConstraint:
    """Return the constraint, of that name, that a void paper says by whom and why."""
    return models.CheckConstraint(
        condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
        | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
        name=name,
    )

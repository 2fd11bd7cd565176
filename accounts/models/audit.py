"""AuditEvent and AuditSeal: who did or read what; append-only by database triggers (migration 0002)."""

from django.db import models

from accounts.models.people import User
from accounts.models.place import Unit


class AuditEvent(models.Model):
    """One act, or one reading of a private file; inserted plain, sealed later by the clock."""

    at = models.DateTimeField("时间")
    by = models.ForeignKey(User, models.PROTECT, verbose_name="人员", related_name="+", null=True)
    acting_for = models.ForeignKey(User, models.PROTECT, verbose_name="代", related_name="+", null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="+", null=True)
    what = models.CharField("事项", max_length=40)
    object_type = models.CharField("对象类型", max_length=40, blank=True)
    object_id = models.BigIntegerField("对象编号", null=True)
    detail = models.JSONField("详情", default=dict)
    address = models.GenericIPAddressField("来自", null=True)

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_of_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by or '—'} {self.what}"


class AuditSeal(models.Model):
    """A link of the hash chain: this event's digest follows from its content and the link before."""

    event = models.OneToOneField(AuditEvent, models.PROTECT, verbose_name="审计记录", related_name="seal")
    position = models.BigIntegerField("序", unique=True)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = "审计封签"
        verbose_name_plural = "审计封签"
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position} {self.digest[:12]}"

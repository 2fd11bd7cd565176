"""ContactRecord 沟通（面商）记录: the talk with the proposer, as data."""

from django.conf import settings
from django.db import models

from accounts.models import Unit
from proposals.models.proposal import Proposal


class ContactWay(models.TextChoices):
    VISIT = "visit", "走访"
    MEETING = "meeting", "座谈"
    SURVEY = "survey", "调研"
    PHONE = "phone", "电话"
    MESSAGE = "message", "邮件、微信"
    VIDEO = "video", "视频"
    OTHER = "other", "其他"
    NOT_WANTED = "not_wanted", "提出人表示不必面商"


class LeaderLevel(models.TextChoices):
    PRINCIPAL = "principal", "主要领导"
    IN_CHARGE = "in_charge", "分管领导"
    SECTION = "section", "科室"


class ContactRecord(models.Model):
    """One talk of a unit with the proposers: when, how, who, what came of it."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, verbose_name="件", related_name="contacts")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="contacts")
    round_no = models.PositiveSmallIntegerField("轮次", default=1)
    held_on = models.DateField("日期")
    way = models.CharField("方式", max_length=12, choices=ContactWay.choices)
    place = models.CharField("地点", max_length=80, blank=True)
    people = models.CharField("参加人", max_length=200)
    leader_level = models.CharField(
        "我方最高层级", max_length=12, choices=LeaderLevel.choices, default=LeaderLevel.SECTION
    )
    content = models.TextField("沟通内容")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="记录人", related_name="+"
    )
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "沟通记录"
        verbose_name_plural = "沟通记录"
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.get_way_display()}"

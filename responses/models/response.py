"""Response 答复: the text of one round, every saved version of it, and its verdict on each demand."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from proposals.models import Assignment, Demand, Proposal

SECRET = ("秘密", "机密", "绝密")  # marks of state secrets: no text that bears one is kept here


class ResponseKind(models.TextChoices):
    REPLY = "reply", "答复"
    AGAIN = "again", "再次答复"
    CORRECTION = "correction", "更正"


class Urgency(models.TextChoices):
    """紧急程度 of a letter (GB/T 9704-2012 7.2.3)."""

    NONE = "", "不标注"
    URGENT = "加急", "加急"
    MOST_URGENT = "特急", "特急"


class Response(models.Model):
    """One round's reply being written; `is_open` until its letter is issued or its unit is released."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, verbose_name="件", related_name="responses")
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, verbose_name="承办记录", related_name="responses"
    )
    round_no = models.PositiveSmallIntegerField("轮次")
    kind = models.CharField("性质", max_length=10, choices=ResponseKind.choices, default=ResponseKind.REPLY)
    is_open = models.BooleanField("在办", default=True)

    body = models.TextField("正文", blank=True, help_text="每段一行；层次写作 一、（一）1.（1）")
    resolution_class = models.CharField("办理结果类别", max_length=2, blank=True)
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = models.CharField("联系电话", max_length=60, blank=True)
    addressee = models.CharField("主送", max_length=120, blank=True)
    urgency = models.CharField("紧急程度", max_length=4, choices=Urgency.choices, blank=True)
    secrecy = models.CharField(
        "保密标注", max_length=20, blank=True, help_text="本系统不得处理涉密件；内部资料可填“内部”"
    )
    copies = models.CharField("抄送", max_length=200, blank=True, help_text="照此印在版记中")
    note = models.CharField(
        "附注", max_length=100, blank=True, help_text="加圆括号印在成文日期之下，如“此件公开发布”"
    )
    # What proofreading found in the saved version and nobody dismissed; null until it was proofread.
    open_findings = models.PositiveSmallIntegerField("未处理的校核问题", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=0)
    pass_no = models.PositiveSmallIntegerField("第几次送审", default=0)

    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="签发人",
        related_name="+",
        null=True,
        blank=True,
    )
    signed_on = models.DateField("签发日期", null=True, blank=True, help_text="即成文日期")
    created_at = models.DateTimeField("建立时间")

    class Meta:
        verbose_name = "答复稿"
        verbose_name_plural = "答复稿"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "round_no"],
                condition=Q(is_open=True),
                name="response_one_open_a_round",
                violation_error_message="本轮已有一份在办的答复稿。",
            ),
            models.CheckConstraint(
                condition=~Q(secrecy__regex="|".join(SECRET)),
                name="response_bears_no_secret",
                violation_error_message="本系统不得处理涉密件，请按保密规定另行办理。",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_on__isnull=True)
                | Q(signed_by__isnull=False, signed_on__isnull=False),
                name="response_signed_by_and_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}{self.get_kind_display()}"

    @property
    def stages(self) -> "models.QuerySet":
        """The stages of the present pass through the review chain (earlier passes stay as history)."""
        return self.all_stages.filter(pass_no=self.pass_no)


class ResponseRevision(models.Model):
    """The text as somebody saved it; append-only."""

    response = models.ForeignKey(Response, models.PROTECT, verbose_name="答复稿", related_name="revisions")
    number = models.PositiveIntegerField("版本")
    body = models.TextField("正文")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="保存人", related_name="+"
    )
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "历次稿"
        verbose_name_plural = "历次稿"
        ordering = ["response", "-number"]
        constraints = [models.UniqueConstraint(fields=["response", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"第 {self.number} 稿"


class Verdict(models.TextChoices):
    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    DONE = "done", "已落实"
    PLANNED = "planned", "列入计划"
    UPWARD = "upward", "属上级职权"
    NOT_ADOPTED = "not_adopted", "不采纳"


class DemandAnswer(models.Model):
    """逐条办理结论: the round's verdict on one demand."""

    response = models.ForeignKey(
        Response, models.CASCADE, verbose_name="答复稿", related_name="demand_answers"
    )
    demand = models.ForeignKey(Demand, models.PROTECT, verbose_name="诉求", related_name="answers")
    verdict = models.CharField("办理结论", max_length=12, choices=Verdict.choices, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "逐条结论"
        verbose_name_plural = "逐条结论"
        ordering = ["response", "demand__order"]
        constraints = [models.UniqueConstraint(fields=["response", "demand"], name="demand_answered_once")]

    def __str__(self) -> str:
        return f"{self.demand}：{self.get_verdict_display()}"

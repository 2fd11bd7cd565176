"""The assembly side: Assembly > Term 届 > AssemblySession 次, its members, its lists of topics and reasons."""

from django.conf import settings
from django.db import models

from accounts.models import City, Unit
from proposals.states import KIND_OF_BODY, Body, Kind


class Assembly(models.Model):
    """One body of one city: its CPPCC committee or its people's congress."""

    city = models.ForeignKey(City, models.PROTECT, verbose_name="城市", related_name="assemblies")
    body = models.CharField("性质", max_length=10, choices=Body.choices)
    name = models.CharField("全称", max_length=80)
    short_name = models.CharField("简称", max_length=20, help_text="如：市政协")
    slug = models.SlugField("代码", max_length=40, unique=True)
    office = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="工作机构", related_name="office_of", help_text="提案委或代表工委"
    )
    distributor = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name="交办单位",
        related_name="distributes_for",
        help_text="通常为市府办",
    )

    class Meta:
        verbose_name = "机构"
        verbose_name_plural = "机构"
        ordering = ["city", "body"]
        constraints = [
            models.UniqueConstraint(fields=["city", "body"], name="assembly_one_of_each_body_a_city"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """What this body files: 提案 or 建议."""
        return KIND_OF_BODY[self.body]


class Term(models.Model):
    """届."""

    assembly = models.ForeignKey(Assembly, models.PROTECT, verbose_name="机构", related_name="terms")
    number = models.PositiveSmallIntegerField("届")
    starts_on = models.DateField("起", null=True, blank=True)
    ends_on = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "届"
        verbose_name_plural = "届"
        ordering = ["assembly", "-number"]
        constraints = [models.UniqueConstraint(fields=["assembly", "number"], name="term_once")]

    def __str__(self) -> str:
        return f"{self.assembly.short_name}第{self.number}届"


class AssemblySession(models.Model):
    """次会议: numbers start anew in each; items between two sessions hang on the one before."""

    term = models.ForeignKey(Term, models.PROTECT, verbose_name="届", related_name="sessions")
    number = models.PositiveSmallIntegerField("次")
    name = models.CharField("称谓", max_length=60, help_text="如：市政协十二届二次会议，印在答复函上")
    year = models.PositiveSmallIntegerField("年度")
    opens_on = models.DateField("开幕", null=True, blank=True)
    closes_on = models.DateField("闭幕", null=True, blank=True)
    is_open_for_filing = models.BooleanField("可提交", default=False)

    class Meta:
        verbose_name = "届次会议"
        verbose_name_plural = "届次会议"
        ordering = ["-year", "term", "-number"]
        constraints = [models.UniqueConstraint(fields=["term", "number"], name="session_once_a_term")]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A seat of one term: 委员 or 代表. One person may hold several, in several terms and in both bodies."""

    term = models.ForeignKey(Term, models.PROTECT, verbose_name="届", related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="账号",
        related_name="seats",
        null=True,
        blank=True,
    )
    name = models.CharField("姓名", max_length=40)
    group = models.CharField("界别／代表团", max_length=60, blank=True)
    phone = models.CharField("手机", max_length=20, blank=True)
    address = models.CharField("通讯地址", max_length=120, blank=True)

    class Meta:
        verbose_name = "委员／代表"
        verbose_name_plural = "委员／代表"
        ordering = ["term", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "user"],
                condition=models.Q(user__isnull=False),
                name="one_seat_a_user_a_term",
                violation_error_message="同一账号在同一届只能有一个席位。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """内容分类 of one assembly; a class that was used is retired, not deleted."""

    assembly = models.ForeignKey(Assembly, models.PROTECT, verbose_name="机构", related_name="topics")
    name = models.CharField("名称", max_length=40)
    order = models.PositiveSmallIntegerField("次序", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = "内容分类"
        verbose_name_plural = "内容分类"
        ordering = ["assembly", "order", "name"]
        constraints = [models.UniqueConstraint(fields=["assembly", "name"], name="topic_once_an_assembly")]

    def __str__(self) -> str:
        return self.name


class DeclineReason(models.Model):
    """A listed reason for 不予立案 / 不予受理."""

    kind = models.CharField("件类", max_length=10, choices=Kind.choices)
    code = models.SlugField("代码", max_length=40)
    words = models.CharField("理由", max_length=120)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = "不予立案理由"
        verbose_name_plural = "不予立案理由"
        ordering = ["kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="decline_reason_once")]

    def __str__(self) -> str:
        return self.words

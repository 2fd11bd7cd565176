"""AssemblyRules: what differs between assemblies, as dated rows; never edited after first use (trigger)."""

from django.db import models

from proposals.models.assembly import Assembly


class ContactRule(models.TextChoices):
    NONE = "none", "不要求"
    ANY = "any", "须有沟通记录"
    FACE = "face", "须有面商记录"


class PreCheck(models.TextChoices):
    """送审稿 before signing: whether somebody outside the unit looks at the draft, and who."""

    NONE = "none", "不要求"
    DISTRIBUTOR = "distributor", "送交办单位预审"
    PROPOSER = "proposer", "送领衔提出人预阅"


class AssemblyRules(models.Model):
    """One version of an assembly's rules, in force from a day on; an item keeps the version it began with."""

    assembly = models.ForeignKey(Assembly, models.PROTECT, verbose_name="机构", related_name="rules")
    valid_from = models.DateField("施行日期")
    source = models.CharField("依据", max_length=200)
    contact_required = models.CharField(
        "签发前沟通", max_length=10, choices=ContactRule.choices, default=ContactRule.ANY
    )
    co_opinion_required = models.BooleanField("送审前须收齐会办意见", default=True)
    answer_each_co_signer = models.BooleanField("逐一答复联名人", default=False)
    redo_on_any = models.BooleanField("任一项不满意即可重办", default=True)
    class_scheme = models.JSONField("类别", default=dict, help_text="代号 → 定义")
    class_on_letter = models.BooleanField("答复函印类别", default=False)
    signer_on_letter = models.BooleanField("答复函印签发人", default=False)
    pre_check = models.CharField("签发前预审", max_length=12, choices=PreCheck.choices, default=PreCheck.NONE)
    phrases = models.JSONField("函件用语", default=dict, help_text="只可用规定的 {槽位}")

    class Meta:
        verbose_name = "办理规则"
        verbose_name_plural = "办理规则"
        ordering = ["assembly", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["assembly", "valid_from"], name="rules_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.assembly.short_name}办理规则（{self.valid_from:%Y-%m-%d}起）"


class LimitKey(models.TextChoices):
    ACCEPT = "accept", "签收"
    ADJUST = "adjust", "申请调整"
    CO_OPINION = "co_opinion", "会办意见"
    REPLY = "reply", "答复"
    REPLY_LONG = "reply_long", "答复（难度大、涉及面广）"
    RATING = "rating", "评价"
    REDO = "redo", "重办"


class LimitUnit(models.TextChoices):
    DAYS = "days", "日"
    WORKDAYS = "workdays", "个工作日"
    MONTHS = "months", "个月"


class RuleLimit(models.Model):
    """One limit of one version of the rules: how long, from what to what, when to remind, and whence."""

    rules = models.ForeignKey(AssemblyRules, models.PROTECT, verbose_name="规则", related_name="limits")
    key = models.CharField("时限", max_length=20, choices=LimitKey.choices)
    length = models.PositiveSmallIntegerField("长度")
    unit = models.CharField("单位", max_length=10, choices=LimitUnit.choices)
    start_event = models.CharField("起算", max_length=20)
    end_event = models.CharField("止于", max_length=20)
    ladder = models.JSONField("提醒", default=list, help_text="到期前第几个工作日提醒，0 为当日")
    overdue_every = models.PositiveSmallIntegerField("逾期后每几个工作日提醒", default=5)
    source = models.CharField("依据", max_length=120, blank=True)

    class Meta:
        verbose_name = "时限"
        verbose_name_plural = "时限"
        ordering = ["rules", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rules", "key"], name="limit_once_a_rules"),
            models.CheckConstraint(
                condition=models.Q(length__gt=0, overdue_every__gt=0), name="limit_lengths_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()} {self.length} {self.get_unit_display()}"

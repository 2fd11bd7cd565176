"""Source documents as given, their paragraphs with line numbers, and what a plan assigns and promises."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from accounts.models import City, Unit
from references.prints import prints


class SourceKind(models.TextChoices):
    REPORT = "report", "工作报告"
    PLAN = "plan", "实施方案"
    REPLY = "reply", "答复函"
    SUMMARY = "summary", "工作总结"


class SourceDocument(models.Model):
    """One document: what it says of itself (what it does not say stays empty), its healed text, its file's hash."""

    key = models.CharField("编号", max_length=20, unique=True)
    kind = models.CharField("种类", max_length=10, choices=SourceKind.choices)
    title = models.CharField("标题", max_length=200, blank=True)
    number = models.CharField("发文字号", max_length=60, blank=True)
    issuing_body = models.CharField("发文机关", max_length=80, blank=True)
    written_on = models.DateField("成文日期", null=True, blank=True)
    published_on = models.DateField("发布日期", null=True, blank=True)
    city = models.ForeignKey(
        City, models.PROTECT, verbose_name="城市", related_name="sources", null=True, blank=True
    )
    text = models.TextField("全文")
    file_name = models.CharField("文件", max_length=80)
    sha256 = models.CharField("文件摘要", max_length=64)
    figures_usable = models.BooleanField("数据可引用", default=True)

    class Meta:
        verbose_name = "素材"
        verbose_name_plural = "素材"
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title or self.key


class PrintsField(ArrayField):
    """The prints of the row's text, taken anew at every save, in bulk too."""

    def pre_save(self, model_instance: models.Model, add: bool) -> list[int]:
        value = prints(model_instance.text)
        setattr(model_instance, self.attname, value)
        return value


class Passage(models.Model):
    """One paragraph of a source, with the line of the file it stands on."""

    source = models.ForeignKey(SourceDocument, models.CASCADE, verbose_name="素材", related_name="passages")
    line = models.PositiveIntegerField("行")
    text = models.TextField("内容")
    prints = PrintsField(models.BigIntegerField(), verbose_name="文字指纹", default=list, editable=False)

    class Meta:
        verbose_name = "段落"
        verbose_name_plural = "段落"
        ordering = ["source", "line", "pk"]
        indexes = [GinIndex(fields=["prints"], name="passage_prints")]

    def __str__(self) -> str:
        return f"{self.source.key}:{self.line} {self.text[:30]}"


class PlanTask(models.Model):
    """One numbered task of a plan."""

    source = models.ForeignKey(SourceDocument, models.CASCADE, verbose_name="方案", related_name="tasks")
    number = models.PositiveSmallIntegerField("任务")
    group = models.CharField("任务组", max_length=120)
    title = models.CharField("标题", max_length=120)
    body = models.TextField("内容")
    line = models.PositiveIntegerField("行")

    class Meta:
        verbose_name = "方案任务"
        verbose_name_plural = "方案任务"
        ordering = ["source", "number"]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="plan_task_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class PlanTaskUnit(models.Model):
    """A unit responsible for a task, as the plan writes it; the first is the lead (列第一位的为牵头单位)."""

    task = models.ForeignKey(PlanTask, models.CASCADE, verbose_name="任务", related_name="units")
    order = models.PositiveSmallIntegerField("次序")
    name = models.CharField("原文写法", max_length=60)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="单位", related_name="plan_tasks", null=True, blank=True
    )
    is_lead = models.BooleanField("牵头", default=False)

    class Meta:
        verbose_name = "责任单位"
        verbose_name_plural = "责任单位"
        ordering = ["task", "order"]
        constraints = [
            models.UniqueConstraint(fields=["task", "order"], name="plan_task_unit_order_once"),
            models.UniqueConstraint(fields=["task"], condition=Q(is_lead=True), name="plan_task_one_lead"),
            models.CheckConstraint(condition=Q(is_lead=False) | Q(order=1), name="plan_task_lead_is_first"),
        ]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """One indicator of a plan: its base year and its targets."""

    source = models.ForeignKey(SourceDocument, models.CASCADE, verbose_name="方案", related_name="indicators")
    number = models.PositiveSmallIntegerField("序号")
    name = models.CharField("指标", max_length=80)
    measure = models.CharField("单位", max_length=20)

    class Meta:
        verbose_name = "指标"
        verbose_name_plural = "指标"
        ordering = ["source", "number"]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="indicator_once")]

    def __str__(self) -> str:
        return f"{self.name}（{self.measure}）"


class IndicatorValue(models.Model):
    """The value of an indicator for one year, exactly as printed."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, verbose_name="指标", related_name="values")
    year = models.PositiveSmallIntegerField("年")
    value = models.DecimalField("数值", max_digits=12, decimal_places=2)
    printed = models.CharField("原文写法", max_length=20)
    line = models.PositiveIntegerField("行")

    class Meta:
        verbose_name = "指标值"
        verbose_name_plural = "指标值"
        ordering = ["indicator", "year"]
        constraints = [models.UniqueConstraint(fields=["indicator", "year"], name="indicator_year_once")]

    def __str__(self) -> str:
        return f"{self.year}：{self.printed}"

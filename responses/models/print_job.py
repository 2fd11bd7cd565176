"""PrintJob 打印任务: hundreds of letters as one pile of paper, made part by part so that it can stop and go on."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from responses.models.letter import AddressedLetter, ReplyLetter


class JobState(models.TextChoices):
    QUEUED = "queued", "等待"
    RUNNING = "running", "生成中"
    DONE = "done", "已完成"
    CANCELLED = "cancelled", "已取消"
    FAILED = "failed", "出错"


class JobFileKind(models.TextChoices):
    LETTERS = "letters", "函件合订"
    COVER = "cover", "封面清单"
    OPINION_FORMS = "opinions", "征询意见表"
    ENVELOPES = "envelopes", "信封"
    LABELS = "labels", "地址标签"
    SMALL_LABELS = "labels_24", "地址标签（小，每页 24 枚）"
    REGISTER = "register", "发文登记簿"


def job_path(file: "PrintJobFile", filename: str) -> str:
    """Return where a file of a job is kept: by the job and the file's hash."""
    return f"print_jobs/{file.job_id}/{file.sha256}.pdf"


class PrintJob(models.Model):
    """Who ordered what to be printed; written first, then made by the queue, one part after the other."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="文印人员", related_name="print_jobs"
    )
    created_at = models.DateTimeField("时间")
    state = models.CharField("状态", max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    copies_rule = models.JSONField("份数", default=dict, help_text="主送、抄送、存档各几份")
    wants = models.JSONField("随附", default=list, help_text="封面清单、征询意见表、信封、标签、登记簿")
    reason = models.CharField("重印理由", max_length=200, blank=True)
    cancel_asked = models.BooleanField("已要求取消", default=False)
    error = models.CharField("错误", max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField("次数", default=0)
    touched_at = models.DateTimeField("最近进展", null=True, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = "打印任务"
        verbose_name_plural = "打印任务"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("queued", "running"), finished_at__isnull=True)
                | Q(state__in=("done", "cancelled", "failed"), finished_at__isnull=False),
                name="print_job_finished_has_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(finished_at__isnull=True), name="print_job_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"打印任务 {self.pk}"

    def become(self, state: JobState, *, finished_at: datetime | None = None) -> None:
        """Change the state in memory: the one place that does; a finished state comes with its moment."""
        self.state, self.finished_at = state, finished_at


class PrintJobItem(models.Model):
    """One letter of the pile: how many copies, and on which sheet of the merged file it begins."""

    job = models.ForeignKey(PrintJob, models.CASCADE, verbose_name="打印任务", related_name="items")
    order = models.PositiveIntegerField("次序")
    letter = models.ForeignKey(ReplyLetter, models.PROTECT, verbose_name="答复函", related_name="job_items")
    addressed = models.ForeignKey(
        AddressedLetter,
        models.PROTECT,
        verbose_name="分送件",
        related_name="job_items",
        null=True,
        blank=True,
    )
    copies = models.PositiveSmallIntegerField("份数")
    part = models.PositiveSmallIntegerField("在第几册", null=True, blank=True)
    first_page = models.PositiveIntegerField("从第几面起", null=True, blank=True)

    class Meta:
        verbose_name = "打印件"
        verbose_name_plural = "打印件"
        ordering = ["job", "order"]
        constraints = [
            models.UniqueConstraint(fields=["job", "order"], name="print_item_order_once"),
            models.CheckConstraint(condition=Q(copies__gt=0), name="print_item_some_copies"),
            models.CheckConstraint(
                condition=Q(part__isnull=True, first_page__isnull=True)
                | Q(part__isnull=False, first_page__isnull=False),
                name="print_item_placed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressed or self.letter} {self.copies} 份"


class PrintJobFile(models.Model):
    """One finished file of a job: a part of the merged letters, or a list, envelopes, labels, the register."""

    job = models.ForeignKey(PrintJob, models.CASCADE, verbose_name="打印任务", related_name="files")
    kind = models.CharField("种类", max_length=10, choices=JobFileKind.choices)
    part = models.PositiveSmallIntegerField("第几册", default=1)
    file = models.FileField("文件", upload_to=job_path, max_length=120)
    sha256 = models.CharField("摘要", max_length=64)
    pages = models.PositiveIntegerField("页数")
    made_at = models.DateTimeField("完成时间")

    class Meta:
        verbose_name = "打印文件"
        verbose_name_plural = "打印文件"
        ordering = ["job", "kind", "part"]
        constraints = [models.UniqueConstraint(fields=["job", "kind", "part"], name="print_file_once_a_part")]

    def __str__(self) -> str:
        return f"{self.job} {self.get_kind_display()}"


class MissingPaper(models.Model):
    """A paper that goes with the letters and could not be made, with the reason; gone when the job goes on."""

    job = models.ForeignKey(PrintJob, models.CASCADE, verbose_name="打印任务", related_name="missing")
    kind = models.CharField("种类", max_length=10, choices=JobFileKind.choices)
    reason = models.CharField("原因", max_length=300)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "没有生成的随附文件"
        verbose_name_plural = "没有生成的随附文件"
        ordering = ["job", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["job", "kind"], name="missing_paper_once_a_job"),
            models.CheckConstraint(
                condition=~Q(kind="letters") & ~Q(reason=""), name="missing_paper_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}没有生成：{self.reason}"

"""Proposal: one item of either body. Its state moves only through services (docs/workflow.md)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from accounts.models import Unit
from proposals.models.assembly import AssemblySession, DeclineReason, Topic
from proposals.models.rules import AssemblyRules
from proposals.states import NUMBERED, STAGE_OF, WORDS, Kind, ProposalState, Stage, state_label
from proposals.workflow import STEPS

S = ProposalState


class Origin(models.TextChoices):
    FILED = "filed", "本系统提交"
    IMPORTED = "imported", "文件录入"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Refuses to set a state behind the workflow's back; django-fsm itself would not notice."""

    def update(self, **fields: object) -> int:
        if "state" in fields:
            raise TypeError("State changes go through proposals.services.perform(), never through update().")
        return super().update(**fields)

    def bulk_update(self, objs, fields, **options) -> int:
        if "state" in fields:
            raise TypeError(
                "State changes go through proposals.services.perform(), never through bulk_update()."
            )
        return super().bulk_update(objs, fields, **options)


class Proposal(models.Model):
    """政协提案 or 人大代表建议: what was asked, how far it is, and the days its road is measured by."""

    session = models.ForeignKey(
        AssemblySession, models.PROTECT, verbose_name="届次", related_name="proposals"
    )
    kind = models.CharField("件类", max_length=10, choices=Kind.choices)
    in_session = models.BooleanField("大会期间", default=True)
    number = models.PositiveIntegerField("案号（排序）", null=True, blank=True)
    number_text = models.CharField("案号", max_length=20, blank=True)
    part_no = models.PositiveSmallIntegerField("分件号", default=0)
    part_of = models.ForeignKey(
        "self", models.PROTECT, verbose_name="所属原件", related_name="parts", null=True, blank=True
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name="并入", related_name="merged_items", null=True, blank=True
    )
    state_before_merge = models.CharField("并案前状态", max_length=12, blank=True, editable=False)

    title = models.CharField("标题", max_length=120)
    body = models.TextField("正文", blank=True)
    topic = models.ForeignKey(
        Topic, models.PROTECT, verbose_name="内容分类", related_name="proposals", null=True, blank=True
    )
    may_publish = models.BooleanField("同意公开", default=True)
    is_key = models.BooleanField("重点件", default=False)
    is_long = models.BooleanField("难度大、涉及面广（6 个月）", default=False)
    origin = models.CharField("来源", max_length=10, choices=Origin.choices, default=Origin.FILED)
    source_note = models.CharField("出处", max_length=200, blank=True)
    imported_reply = models.TextField("原文答复", blank=True, help_text="只有文件、没有答复函的件")

    state = FSMField(
        "状态", max_length=12, choices=S.choices, default=S.DRAFT, protected=True, editable=False
    )
    round_no = models.PositiveSmallIntegerField("第几轮", default=1, editable=False)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="录入人", related_name="filed_proposals"
    )
    on_behalf = models.BooleanField("代录", default=False)
    rules = models.ForeignKey(
        AssemblyRules,
        models.PROTECT,
        verbose_name="适用规则",
        related_name="proposals",
        null=True,
        blank=True,
    )
    distributor = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="交办单位", related_name="distributed", null=True, blank=True
    )
    decline_reason = models.ForeignKey(
        DeclineReason, models.PROTECT, verbose_name="不予立案理由", null=True, blank=True
    )
    became_social_info = models.BooleanField("转社情民意", default=False)

    created_at = models.DateTimeField("建立时间")
    submitted_on = models.DateField("提交日期", null=True, blank=True)
    registered_on = models.DateField("立案日期", null=True, blank=True)
    handed_over_on = models.DateField("交办日期", null=True, blank=True)
    replied_on = models.DateField("答复日期", null=True, blank=True, help_text="首次答复，率以此计")
    closed_on = models.DateField("办结日期", null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "提案／建议"
        verbose_name_plural = "提案与建议"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "-id"], name="proposal_by_state"),
            models.Index(fields=["session", "number"], name="proposal_by_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "kind", "number", "part_no"],
                condition=Q(number__isnull=False),
                name="proposal_number_once",
                violation_error_message="本次会议已有这个案号。",
            ),
            models.CheckConstraint(condition=Q(state__in=S.values), name="proposal_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(NUMBERED))
                | (Q(number__isnull=False) & ~Q(number_text="") & Q(rules__isnull=False)),
                name="proposal_registered_has_number_and_rules",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.REPLIED]) | Q(replied_on__isnull=False) | Q(origin="imported"),
                name="proposal_replied_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.CLOSED) | Q(closed_on__isnull=False) | Q(origin="imported"),
                name="proposal_closed_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.ASSIGNED, S.DRAFTING, S.IN_REVIEW, S.SIGNED])
                | Q(handed_over_on__isnull=False)
                | Q(origin="imported"),
                name="proposal_assigned_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state=S.MERGED, merged_into__isnull=False)
                | (~Q(state=S.MERGED) & Q(merged_into__isnull=True)),
                name="proposal_merged_names_main_item",
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True, part_no=0) | Q(part_of__isnull=False, part_no__gt=0),
                name="proposal_part_is_numbered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}《{self.title}》" if self.number_text else f"《{self.title}》"

    # -- words -----------------------------------------------------------------------------------

    @property
    def words(self) -> dict[str, str]:
        """The words of its body (提案 / 建议, 委员 / 代表 …)."""
        return WORDS[self.kind]

    @property
    def label(self) -> str:
        """第426号提案, with its part where it is one; empty before registration."""
        if not self.number_text:
            return ""
        part = f"之{self.part_no}" if self.part_no else ""
        return f"第{self.number_text}号{self.words['item']}{part}"

    @property
    def state_label(self) -> str:
        return state_label(self.kind, self.state)

    @property
    def stage(self) -> Stage:
        return STAGE_OF[self.state]

    @property
    def assembly(self):
        """The assembly it was filed with (select_related session__term__assembly on lists)."""
        return self.session.term.assembly

    # -- the machine: each method changes this row in memory and nothing else (workflow.py is the table) ---------

    @transition(state, **STEPS["submit"].rule)
    def submit(self, *, today: date) -> None:
        self.submitted_on = today

    @transition(state, **STEPS["resubmit"].rule)
    def resubmit(self, *, today: date) -> None:
        self.submitted_on = today

    @transition(state, **STEPS["register"].rule)
    def register(self, *, today: date) -> None:
        self.registered_on = today

    @transition(state, **STEPS["give_back"].rule)
    def give_back(self, *, today: date) -> None:
        """The proposer has it again; nothing of the row changes but its state."""

    @transition(state, **STEPS["decline"].rule)
    def decline(self, *, today: date) -> None:
        self.closed_on = today

    @transition(state, **STEPS["merge"].rule)
    def merge(self, *, today: date) -> None:
        self.state_before_merge = self.state

    @transition(state, **STEPS["unmerge"].rule)
    def unmerge(self, *, today: date) -> str:
        self.merged_into = None
        return self.state_before_merge

    @transition(state, **STEPS["withdraw"].rule)
    def withdraw(self, *, today: date) -> None:
        self.closed_on = today

    @transition(state, **STEPS["split"].rule)
    def split(self, *, today: date) -> None:
        """Its parts go on by themselves."""

    @transition(state, **STEPS["assign"].rule)
    def assign(self, *, today: date) -> None:
        self.handed_over_on = self.handed_over_on or today

    @transition(state, **STEPS["accept"].rule)
    def accept(self, *, today: date) -> None:
        """The lead's 签收 is noted on its assignment."""

    @transition(state, **STEPS["release"].rule)
    def release(self, *, today: date) -> None:
        """Back on the distributor's desk; who held it stays on the assignment."""

    @transition(state, **STEPS["submit_for_review"].rule)
    def submit_for_review(self, *, today: date) -> None:
        """The text is with the first stage of the chain."""

    @transition(state, **STEPS["approve"].rule)
    def approve(self, *, today: date) -> None:
        """One stage further; the decision is on the ReviewStage row."""

    @transition(state, **STEPS["send_back"].rule)
    def send_back(self, *, today: date) -> None:
        """The clerk has it again."""

    @transition(state, **STEPS["sign"].rule)
    def sign(self, *, today: date) -> None:
        """The day of signing is the letter's 成文日期 and stands on the response."""

    @transition(state, **STEPS["recall"].rule)
    def recall(self, *, today: date) -> None:
        """A fault was found at numbering; the clerk has it again."""

    @transition(state, **STEPS["issue"].rule)
    def issue(self, *, today: date) -> None:
        self.replied_on = self.replied_on or today

    @transition(state, **STEPS["redo"].rule)
    def redo(self, *, today: date, reassign: bool = False) -> str:
        self.round_no += 1
        return S.REGISTERED if reassign else S.DRAFTING

    @transition(state, **STEPS["supplement"].rule)
    def supplement(self, *, today: date) -> None:
        self.round_no += 1
        self.closed_on = None

    @transition(state, **STEPS["correct"].rule)
    def correct(self, *, today: date) -> None:
        self.round_no += 1
        self.closed_on = None

    @transition(state, **STEPS["close"].rule)
    def close(self, *, today: date) -> None:
        self.closed_on = today

    def refresh_from_db(self, using=None, fields=None, from_queryset=None) -> None:
        """Read the row again, the protected state included.

        django-fsm's own mixin switches the protection off for the whole process while it reads, and leaves it off
        when the read fails; taking the value out of this instance first needs no switch. Django would take the value
        that is out for one never loaded and leave it alone, so the fields are named.
        """
        if "state" not in self.__dict__ or (fields is not None and "state" not in fields):
            super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)
            return
        if fields is None:
            deferred = self.get_deferred_fields()
            fields = [field.attname for field in self._meta.concrete_fields if field.attname not in deferred]
            self._prefetched_objects_cache = {}
        known = self.__dict__.pop("state")
        try:
            super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)
        finally:
            self.__dict__.setdefault("state", known)

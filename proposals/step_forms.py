"""What the pages of the steps ask. The services decide; nothing is required here that a need already names."""

from collections.abc import Iterable, Mapping

from django import forms
from django.db.models import Q, QuerySet

from accounts.models import Unit, User
from accounts.now import today
from accounts.queries import people_with
from accounts.roles import Role, UnitKind
from proposals import conditions as need
from proposals.models import AdjustRequest, DeclineReason, Proposal, RuleLimit, Topic
from proposals.models.assignment import Decision
from proposals.permissions import open_lead
from proposals.services.clocks import reply_key
from proposals.services.intake import next_number
from proposals.services.splitting import Part
from proposals.states import Kind

WHOLE_NUMBER = "请填整数。"
DAY_FORMAT = "日期请写作 2023-06-29。"
MOST_PARTS = 6
LONGEST_REASON = 500


def day_field(label: str, **options: object) -> forms.DateField:
    """Return a date field as the browser's own calendar, which also takes typed 2023-06-29."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label,
        widget=widget,
        required=False,
        error_messages={"invalid": DAY_FORMAT},
        **options,
    )


def reason_field(label: str = "理由", **options: object) -> forms.CharField:
    """Return the box in which a reason is written."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        **options,
    )


class StepForm(forms.Form):
    """The form of one step of one item; the plain one asks nothing.

    `intro` is the page's first line; `facts` are (label, text) lines of the item that the step turns on;
    `field_of` says at which field a service's sentence is shown; `done` is said afterwards, otherwise 已 and the step.
    """

    intro = ""
    done = ""
    field_of: Mapping[str, str] = {}

    def __init__(self, data: object = None, *, proposal: Proposal, user: User) -> None:
        super().__init__(data, label_suffix="")
        self.proposal = proposal
        self.user = user

    @property
    def facts(self) -> Iterable[tuple[str, str]]:
        return ()


class RegisterForm(StepForm):
    field_of = {need.has_number_and_rules.sentence: "number"}
    intro = "编定案号后，按今天施行的办理规则交由交办单位确定承办单位。"
    number = forms.IntegerField(
        label="案号（排序用的数字）", required=False, min_value=1, error_messages={"invalid": WHOLE_NUMBER}
    )
    number_text = forms.CharField(
        label="案号的写法",
        required=False,
        max_length=20,
        help_text="与数字相同的不必填；例如“2024009”“杭22”。",
    )
    topic = forms.ModelChoiceField(
        label="内容分类", queryset=Topic.objects.none(), required=False, empty_label="暂不分类"
    )

    def __init__(self, data: object = None, *, proposal: Proposal, user: User) -> None:
        super().__init__(data, proposal=proposal, user=user)
        self.fields["number"].initial = next_number(proposal.session)
        self.fields["topic"].initial = proposal.topic_id
        self.fields["topic"].queryset = Topic.objects.filter(
            assembly=proposal.session.term.assembly_id, is_active=True
        )

    @property
    def facts(self) -> Iterable[tuple[str, str]]:
        yield "交办单位", str(self.proposal.distributor or self.proposal.assembly.distributor)


class DeclineForm(StepForm):
    field_of = {need.has_decline_reason.sentence: "listed"}
    intro = "从规定的理由中选一条，并写明具体情况；提出人会收到理由。"
    listed = forms.ModelChoiceField(
        label="规定的理由", queryset=DeclineReason.objects.none(), required=False, empty_label="请选择"
    )
    reason = reason_field("具体情况")
    to_social_info = forms.BooleanField(label="转作社情民意信息", required=False)

    def __init__(self, data: object = None, *, proposal: Proposal, user: User) -> None:
        super().__init__(data, proposal=proposal, user=user)
        self.fields["listed"].queryset = DeclineReason.objects.filter(kind=proposal.kind, is_active=True)
        if proposal.kind != Kind.PROPOSAL:
            del self.fields["to_social_info"]


class MergeForm(StepForm):
    field_of = {need.has_main_item.sentence: "into"}
    intro = "本件并入另一件，随其办理；提出人不变，仍各收一份答复、各自评价。"
    into = forms.CharField(label="并入哪一件（案号）", required=False, max_length=20)
    reason = reason_field()

    def clean_into(self) -> Proposal | None:
        """Return the item of the same sitting that bears the number as it was typed."""
        typed = self.cleaned_data["into"].strip().removeprefix("第").removesuffix("号")
        if not typed:
            return None
        same_place = Proposal.objects.filter(
            session=self.proposal.session_id, kind=self.proposal.kind, part_no=0
        )
        main = same_place.filter(number_text=typed).first()
        if main is None and typed.isdecimal():
            main = same_place.filter(number=int(typed)).first()
        if main is None:
            raise forms.ValidationError(f"{self.proposal.session}没有第{typed}号，请核对案号。")
        return main


class AssignForm(StepForm):
    field_of = {need.has_lead_unit.sentence: "lead"}
    intro = "确定一个主办单位，需要的再选会办单位；签收、会办和答复的时限从交办之日起算。"
    lead = forms.ModelChoiceField(
        label="主办单位", queryset=Unit.objects.none(), required=False, empty_label="请选择"
    )
    co = forms.ModelMultipleChoiceField(
        label="会办单位",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    handed_over_on = day_field("交办日期", help_text="法定时限的起算日，不能晚于今天。")
    fixed_due = day_field("办理期限")
    is_long = forms.BooleanField(label="难度大、涉及面广，适用较长的答复时限", required=False)
    reason = reason_field("交办意见（可不填）")

    def __init__(self, data: object = None, *, proposal: Proposal, user: User) -> None:
        super().__init__(data, proposal=proposal, user=user)
        units = units_to_handle(proposal)
        for name in ("lead", "co"):
            self.fields[name].queryset = units
            self.fields[name].label_from_instance = short_name
        self.fields["handed_over_on"].initial = proposal.handed_over_on or today()
        self.fields["is_long"].initial = proposal.is_long
        limit = RuleLimit.objects.filter(rules=proposal.rules_id, key=reply_key(proposal)).first()
        counted = f"（{limit.length} {limit.get_unit_display()}）" if limit is not None else ""
        self.fields["fixed_due"].help_text = f"交办通知另有规定的才填；不填则按规则计算{counted}。"

    @property
    def facts(self) -> Iterable[tuple[str, str]]:
        for held in self.proposal.assignments.filter(released_at__isnull=False).select_related("unit"):
            yield "曾由", f"{held}承办，{held.release_reason}"


class AcceptForm(StepForm):
    intro = "签收后由本单位办理；可以同时指定经办人。"
    clerk = forms.ModelChoiceField(
        label="经办人", queryset=User.objects.none(), required=False, empty_label="暂不指定"
    )

    def __init__(self, data: object = None, *, proposal: Proposal, user: User) -> None:
        super().__init__(data, proposal=proposal, user=user)
        lead = open_lead(proposal)
        if lead is not None:
            self.fields["clerk"].queryset = people_with(Role.CLERK, lead.unit_id)
            self.fields["clerk"].initial = lead.clerk_id


class ReleaseForm(StepForm):
    intro = "同意后，现在的主办和会办单位都不再办理，回到待交办，请随后重新交办。"
    reason = reason_field("答复意见（可不填）")

    @property
    def facts(self) -> Iterable[tuple[str, str]]:
        waiting = AdjustRequest.objects.filter(
            assignment__proposal=self.proposal, decision=Decision.WAITING
        ).select_related("assignment__unit", "proposed_unit")
        for request in waiting:
            yield "申请单位", request.assignment.unit.name
            yield "理由", request.reason
            yield "建议承办单位", request.proposed_unit.name if request.proposed_unit else "未提出"


class SplitForm(StepForm):
    """Titles of the parts, and for each demand the part that takes it: so none is left out and none goes twice."""

    intro = "每项诉求选一个分件；分件各自交办、答复，全部办结后本件才办结。"

    def __init__(self, data: object = None, *, proposal: Proposal, user: User) -> None:
        super().__init__(data, proposal=proposal, user=user)
        self.demands = list(proposal.demands.all())
        self.part_count = max(2, min(len(self.demands), MOST_PARTS))
        parts = [(str(no), f"第 {no} 分件") for no in range(1, self.part_count + 1)]
        for demand in self.demands:
            self.fields[f"demand_{demand.pk}"] = forms.ChoiceField(
                label=str(demand), choices=[("", "请选择"), *parts], required=False
            )
        for no, label in parts:
            self.fields[f"title_{no}"] = forms.CharField(
                label=f"{label}的标题", required=False, max_length=120, help_text="不填则用原标题。"
            )

    def clean(self) -> dict[str, object]:
        """Return {"parts": …}: the parts that take a demand, in order."""
        typed = super().clean() or self.cleaned_data
        taken: dict[str, list[int]] = {}
        for demand in self.demands:
            part_no = typed.get(f"demand_{demand.pk}")
            if part_no:
                taken.setdefault(part_no, []).append(demand.pk)
        parts = [Part(typed.get(f"title_{part_no}", ""), keys) for part_no, keys in sorted(taken.items())]
        return {"parts": parts}


def units_to_handle(proposal: Proposal) -> QuerySet[Unit]:
    """Return the units of the item's city that may be given an item."""
    may_handle = Q(kind__in=(UnitKind.HANDLING, UnitKind.GOVERNMENT_OFFICE))
    return Unit.objects.filter(may_handle, city=proposal.assembly.city_id, is_active=True).order_by(
        "short_name"
    )


def short_name(unit: Unit) -> str:
    """Return the name lists of units use."""
    return unit.short_name

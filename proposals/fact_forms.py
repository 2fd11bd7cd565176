"""What the pages of the facts ask: what units note about an item that is no step of it."""

from django import forms
from django.db.models import Model

from accounts.models import Unit, User
from accounts.now import today
from accounts.queries import people_with
from accounts.roles import Role
from proposals.models import Proposal
from proposals.models.contact import ContactWay, LeaderLevel
from proposals.step_forms import day_field, reason_field, short_name, units_to_handle


class FactForm(forms.Form):
    """The form of one fact of one row (an assignment, a request, a proposer …); the plain one asks nothing."""

    intro = ""

    def __init__(self, data: object = None, *, proposal: Proposal, row: Model, user: User) -> None:
        super().__init__(data, label_suffix="")
        self.proposal = proposal
        self.row = row
        self.user = user


class ContactForm(FactForm):
    intro = "记下与提出人沟通的情况；规则要求面商的，登记后才能签发。"
    held_on = day_field("沟通日期")
    way = forms.ChoiceField(
        label="方式",
        choices=[("", "请选择"), *ContactWay.choices],
        error_messages={"required": "请选择沟通方式。"},
    )
    place = forms.CharField(label="地点（可不填）", required=False, max_length=80)
    people = forms.CharField(
        label="参加人", max_length=200, error_messages={"required": "请填写参加人，提出人和我方都要写上。"}
    )
    leader_level = forms.ChoiceField(
        label="我方最高层级", choices=LeaderLevel.choices, initial=LeaderLevel.SECTION
    )
    content = forms.CharField(
        label="沟通内容",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请填写沟通内容和提出人的意见。"},
    )

    def __init__(self, data: object = None, *, proposal: Proposal, row: Model, user: User) -> None:
        super().__init__(data, proposal=proposal, row=row, user=user)
        held_on = self.fields["held_on"]
        held_on.required = True
        held_on.error_messages["required"] = "请填写沟通日期。"
        held_on.widget.attrs["max"] = today().isoformat()


class OpinionForm(FactForm):
    intro = "写给主办单位的意见；签发以前可以修改。"
    text = forms.CharField(label="会办意见", required=False, widget=forms.Textarea(attrs={"rows": 8}))
    contact = forms.CharField(label="联系人及电话（可不填）", required=False, max_length=80)

    def __init__(self, data: object = None, *, proposal: Proposal, row: Model, user: User) -> None:
        super().__init__(data, proposal=proposal, row=row, user=user)
        given = getattr(row, "opinion", None)
        if given is not None:
            self.fields["text"].initial = given.text
            self.fields["contact"].initial = given.contact


class ClerkForm(FactForm):
    intro = "经办人会收到通知；以后可以更换。"
    clerk = forms.ModelChoiceField(
        label="经办人",
        queryset=User.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择经办人。", "invalid_choice": "请从本单位的经办人中选择。"},
    )

    def __init__(self, data: object = None, *, proposal: Proposal, row: Model, user: User) -> None:
        super().__init__(data, proposal=proposal, row=row, user=user)
        self.fields["clerk"].queryset = people_with(Role.CLERK, row.unit_id)
        self.fields["clerk"].initial = row.clerk_id


class CoAcceptForm(ClerkForm):
    intro = "签收后由本单位会办；可以同时指定经办人。"

    def __init__(self, data: object = None, *, proposal: Proposal, row: Model, user: User) -> None:
        super().__init__(data, proposal=proposal, row=row, user=user)
        self.fields["clerk"].required = False
        self.fields["clerk"].empty_label = "暂不指定"


class AskAdjustmentForm(FactForm):
    intro = "由交办单位决定；决定以前仍由本单位办理。"
    reason = reason_field("理由和依据")
    proposed_unit = forms.ModelChoiceField(
        label="建议承办单位", queryset=Unit.objects.none(), required=False, empty_label="不提出"
    )

    def __init__(self, data: object = None, *, proposal: Proposal, row: Model, user: User) -> None:
        super().__init__(data, proposal=proposal, row=row, user=user)
        self.fields["reason"].max_length = 300
        self.fields["proposed_unit"].queryset = units_to_handle(proposal).exclude(pk=row.unit_id)
        self.fields["proposed_unit"].label_from_instance = short_name


class RefuseAdjustmentForm(FactForm):
    intro = "不同意的，由原单位继续办理；理由会告知该单位。"
    words = forms.CharField(
        label="不同意的理由", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class ConsentForm(FactForm):
    intro = "凭本人签字的书面材料登记。"
    agree = forms.TypedChoiceField(
        label="本人意见",
        choices=[("yes", "确认联名"), ("no", "谢绝联名")],
        coerce=lambda typed: typed == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择本人意见。"},
    )

"""What people type about a text or a letter. The services decide; these forms say it early and kindly."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from django import forms

from accounts.now import today
from documents.models import NumberSeries
from documents.series import CODE, bears_code_of_another, wait_for_codes
from proposals import conditions as need
from proposals.models import Demand
from proposals.step_forms import StepForm, reason_field
from responses.models import Response
from responses.models.letter import Channel
from responses.models.response import Urgency, Verdict
from responses.services.drafting import (
    BRACKETS_AROUND_NOTE,
    LONGEST_BODY,
    MOST_PARAGRAPHS,
    NO_STATE_SECRETS,
    TOO_MANY_PARAGRAPHS,
    Draft,
)
from responses.services.printing import MOST_COPIES

HIGHEST_START = 99_999


class DraftForm(forms.Form):
    """The clerk's side of the workbench: the text, what is printed around it, a verdict on each demand."""

    body = forms.CharField(
        label="正文",
        required=False,
        strip=False,
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "false"}),
        help_text="每段一行。层次写作“一、”“（一）”“1.”“（1）”，版头、标题、落款、日期和版记自动生成，不必输入。",
    )
    addressee = forms.CharField(label="主送", required=False, max_length=120)
    contact_name = forms.CharField(label="联系人", required=False, max_length=40)
    contact_phone = forms.CharField(label="联系电话", required=False, max_length=60)
    copies = forms.CharField(label="抄送", required=False, max_length=200)
    urgency = forms.ChoiceField(
        label="紧急程度",
        required=False,
        choices=Urgency.choices,
        error_messages={"invalid_choice": "紧急程度请从“加急”“特急”中选择，或不标注。"},
    )
    secrecy = forms.CharField(label="保密标注", required=False, max_length=20)
    note = forms.CharField(label="附注", required=False, max_length=100)
    resolution_class = forms.ChoiceField(
        label="办理结果类别",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "所选类别不在本机构的类别之内。"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    FIELDS = (
        "body",
        "addressee",
        "contact_name",
        "contact_phone",
        "copies",
        "urgency",
        "secrecy",
        "note",
        "resolution_class",
    )
    # Where a sentence of a service belongs; those that begin with a field's label belong there too.
    FIELD_OF: Mapping[str, str] = MappingProxyType(
        {
            need.reply_has_text.sentence: "body",
            need.reply_has_addressee.sentence: "addressee",
            need.reply_names_contact.sentence: "contact_name",
            need.reply_has_class.sentence: "resolution_class",
            BRACKETS_AROUND_NOTE: "note",
            NO_STATE_SECRETS: "secrecy",
        }
    )

    def __init__(self, response: Response, data: object = None) -> None:
        self.demands: list[Demand] = list(response.proposal.demands.all())
        answers = {answer.demand_id: answer for answer in response.demand_answers.all()}
        initial = {name: getattr(response, name) for name in self.FIELDS} | {"version": response.version}
        for demand in self.demands:
            answer = answers.get(demand.pk)
            initial[f"verdict_{demand.pk}"] = answer.verdict if answer else ""
            initial[f"note_{demand.pk}"] = answer.note if answer else ""
        super().__init__(data, initial=initial, label_suffix="")
        scheme = response.proposal.rules.class_scheme
        self.fields["resolution_class"].choices = [
            (code, f"{code} 类：{words}") for code, words in sorted(scheme.items())
        ]
        for demand in self.demands:
            self.fields[f"verdict_{demand.pk}"] = forms.ChoiceField(
                label=f"诉求 {demand.order} 的办理结论",
                required=False,
                choices=[("", "请选择结论"), *Verdict.choices],
                error_messages={"invalid_choice": "请从所列结论中选择。"},
            )
            self.fields[f"note_{demand.pk}"] = forms.CharField(
                label=f"诉求 {demand.order} 的说明", required=False, max_length=300
            )
        self.fields["body"].widget.attrs["aria-describedby"] = "body-help"

    def clean_body(self) -> str:
        """Return the text with plain line ends, so that an unchanged text is seen to be unchanged."""
        body = self.cleaned_data["body"].replace("\r\n", "\n").replace("\r", "\n")
        if len(body.splitlines()) > MOST_PARAGRAPHS:
            raise forms.ValidationError(TOO_MANY_PARAGRAPHS)
        return body

    def demand_rows(self) -> Iterator[tuple[Demand, forms.BoundField, forms.BoundField]]:
        """Yield each demand with its two fields."""
        for demand in self.demands:
            yield demand, self[f"verdict_{demand.pk}"], self[f"note_{demand.pk}"]

    @classmethod
    def as_saved(cls, response: Response) -> "DraftForm":
        """Return the form filled with what is stored, so that a field of it can bear a sentence."""
        form = cls(response, cls(response).initial)
        form.full_clean()
        return form

    def field_of(self, sentence: str) -> str:
        """Return the field a sentence of a service speaks of; empty where it speaks of none."""
        if sentence == need.every_demand_answered.sentence:
            rows = self.demand_rows()
            return next((verdict.name for _, verdict, _ in rows if not verdict.value()), "")
        named = (name for name in self.FIELDS if sentence.startswith(str(self.fields[name].label)))
        return self.FIELD_OF.get(sentence) or next(named, "")

    def draft(self) -> Draft:
        """Return what was typed, once is_valid() has said yes."""
        typed = self.cleaned_data
        verdicts = {
            demand.pk: (typed[f"verdict_{demand.pk}"], typed[f"note_{demand.pk}"]) for demand in self.demands
        }
        return Draft(**{name: typed[name] for name in self.FIELDS}, verdicts=verdicts)

    def says_something_new(self) -> bool:
        """Say whether anything differs from what is stored."""
        return any(
            self.cleaned_data[name] != self.initial.get(name, "") for name in self.fields if name != "version"
        )


class RemarkForm(StepForm):
    """A reviewer's or signer's remark, which may stay empty."""

    remark = reason_field("意见（可不填）")


class CorrectForm(StepForm):
    """更正: says what begins, since nothing is corrected before the new letter is issued."""

    intro = "经办人从原函的文字开始改，照样送审、签发、编号；新函印发以前，原函仍然有效。"
    done = "已开始更正，请经办人拟写更正函。"


class RedoForm(StepForm):
    """重办: by the same unit, or handed over anew."""

    reassign = forms.TypedChoiceField(
        label="由谁重办",
        choices=[("", "原主办单位"), ("yes", "退回交办单位，重新确定主办单位")],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )


class NumberSeriesForm(forms.ModelForm):
    """A unit's 机关代字 and the first number of a year."""

    class Meta:
        model = NumberSeries
        fields = ("unit", "kind", "year", "code", "starts_at")

    def clean_code(self) -> str:
        """Take only what a document number may begin with (documents.series.parse_number), and no other unit's code."""
        code = self.cleaned_data["code"]
        if CODE.fullmatch(code) is None:
            raise forms.ValidationError("机关代字由 1 至 12 个汉字组成，如“温科提复”。")
        unit = self.cleaned_data.get("unit") or getattr(self.instance, "unit", None)
        if unit is not None:
            wait_for_codes(unit)  # the admin validates and saves in one transaction
        if unit is not None and bears_code_of_another(unit, code):
            raise forms.ValidationError("本市别的单位已在用这个机关代字，请换一个。")
        return code

    def clean_starts_at(self) -> int:
        if not 1 <= self.cleaned_data["starts_at"] <= HIGHEST_START:
            raise forms.ValidationError(f"起始号在 1 到 {HIGHEST_START} 之间。")
        return self.cleaned_data["starts_at"]


class PrintForm(forms.Form):
    """How many copies came out of the printer; why, when it is not the first time."""

    copies = forms.IntegerField(
        label="份数",
        min_value=1,
        max_value=MOST_COPIES,
        error_messages={
            "required": "请填写份数。",
            "invalid": "份数请填整数。",
            "min_value": f"份数须在 1 到 {MOST_COPIES} 之间。",
            "max_value": f"份数须在 1 到 {MOST_COPIES} 之间。",
        },
    )
    reason = forms.CharField(label="重印理由", required=False, max_length=200)

    def refused_at(self, sentence: str) -> str:
        """Return the field a service's sentence belongs to."""
        return "reason" if "理由" in sentence else "copies"


class DeliveryForm(forms.Form):
    """How and when one proposer's copy went out."""

    channel = forms.ChoiceField(
        label="方式",
        choices=[("", "请选择"), *Channel.choices],
        error_messages={"required": "请选择送达方式。", "invalid_choice": "请选择送达方式。"},
    )
    sent_on = forms.DateField(
        label="发出日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写发出日期。", "invalid": "发出日期请写作 2023-06-29。"},
    )
    received_on = forms.DateField(
        label="收到日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "收到日期请写作 2023-06-29。"},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        for name in ("sent_on", "received_on"):
            self.fields[name].widget.attrs["max"] = today().isoformat()

    def refused_at(self, sentence: str) -> str:
        """Return the field a service's sentence belongs to."""
        return "received_on" if "收到" in sentence else "sent_on"

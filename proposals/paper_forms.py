"""What the pages of the papers ask; the services decide."""

from django import forms

from proposals.models.paper import PaperKind
from proposals.services.reasons import LONGEST_REASON
from proposals.step_forms import day_field

LONGEST_TEXT = 2000
LONGEST_WAY = 30


def _text(label: str, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text="每段一行。",
    )


class PaperForm(forms.Form):
    """The form of one kind of paper; the plain one asks nothing. `field_of`: where a service's sentence is shown."""

    intro = "请核对下面的文字；印发后不能再改。"
    field_of: dict[str, str] = {}

    def __init__(self, data: object = None) -> None:
        super().__init__(data, label_suffix="")


class UrgeForm(PaperForm):
    intro = "期限和逾期天数由系统写入；印发后不能再改。"
    field_of = {
        "请写明催办要求。": "demand",
        "请填写回复期限，不能早于今天。": "reply_by",
    }
    demand = _text("催办要求", 4)
    reply_by = day_field("请在哪一天以前回复")


class ExtensionForm(PaperForm):
    intro = "延期函只是申请；交办单位同意以前，期限不变。印发后不能再改。"
    field_of = {
        "请写明申请延期的理由。": "reason",
        "请写明已开展的工作。": "steps",
        "请填写告知提出人的日期，不能早于交办之日，不能晚于今天。": "told_on",
        "请写明告知提出人的方式。": "told_how",
    }
    reason = _text("申请延期的理由", 4)
    steps = _text("已开展的工作", 4)
    asked = day_field("申请延至")
    told_on = day_field("告知提出人的日期", help_text="哪一天把要申请延期的情况告知了提出人。")
    told_how = forms.CharField(
        label="告知提出人的方式", required=False, max_length=LONGEST_WAY, help_text="例如：电话、当面、书面。"
    )


FORMS: dict[str, type[PaperForm]] = {
    PaperKind.HAND_OVER: PaperForm,
    PaperKind.URGE: UrgeForm,
    PaperKind.CO_OPINION: PaperForm,
    PaperKind.EXTENSION: ExtensionForm,
}


class WithdrawPaperForm(PaperForm):
    """Why an issued paper is void."""

    intro = "作废后，公文、文号和文件都保留，各处都会标明“已作废”，并通知收文单位。作废后不能恢复。"
    field_of = {"请写明作废的理由。": "reason"}
    reason = forms.CharField(
        label="作废理由",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

"""What an office types about an issued letter: its external number, why it is void, the scan of the sealed one."""

from collections.abc import Iterable

from django import forms

from documents.series import coming_number
from documents.wording import chinese_date
from proposals.permissions import open_response
from proposals.step_forms import StepForm
from responses.letters.frozen import letter_title
from responses.models import AddressedLetter, ReplyLetter


class IssueForm(StepForm):
    """编号印发: left empty, the number comes from the unit's own series."""

    intro = "编号以后，文号、文字和日期都不能再改；有误的，只能印发更正函，或者作废。"

    external_number = forms.CharField(
        label="外部文号（可不填）",
        required=False,
        max_length=60,
        help_text="单位办公系统已经编好的文号，如“温科提复〔2023〕125号”；不填则由本系统编号。",
    )

    @property
    def facts(self) -> Iterable[tuple[str, str]]:
        """What will be numbered, and with which number unless somebody issues another letter before."""
        response = open_response(self.proposal)
        if response is None or response.signed_on is None:
            return ()
        number = coming_number(response.assignment.unit, self.proposal.kind, response.signed_on)
        return (
            ("标题", letter_title(response)),
            ("主送", response.addressee),
            ("成文日期", chinese_date(response.signed_on)),
            ("文号", f"{number}（下一个号）" if number else "本单位还没有设置机关代字"),
        )


class WithdrawForm(forms.Form):
    """Why a letter is void."""

    reason = forms.CharField(
        label="作废理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "请写明作废的理由。",
            "max_length": "作废理由不超过 200 字。",
        },
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data, auto_id="id_void-%s")  # the page asks for another reason too

    def refused_at(self, _sentence: str) -> str:
        """Return the field a service's sentence belongs to."""
        return "reason"


class OriginalForm(forms.Form):
    """Which paper was scanned (asked only where co-signers have copies of their own), the scan, why it replaces one."""

    addressed = forms.ModelChoiceField(
        AddressedLetter.objects.none(),
        label="扫描的是",
        required=False,
        empty_label="答复函（主送第一提出人）",
    )
    file = forms.FileField(
        label="扫描件（PDF、JPG 或 PNG，不超过 30 MB）",
        allow_empty_file=True,  # the service says it in its own sentence
        max_length=None,
        error_messages={"required": "请选择扫描件。"},
    )
    reason = forms.CharField(label="更换理由（更换时填写）", required=False, max_length=200)

    def __init__(self, letter: ReplyLetter, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        copies = letter.addressed.select_related("letter", "proposer")
        self.fields["addressed"].queryset = copies
        self.fields["addressed"].label_from_instance = lambda copy: f"分送{copy.proposer.name}的一份"
        if not copies.exists():
            del self.fields["addressed"]

    def refused_at(self, sentence: str) -> str:
        """Return the field a service's sentence belongs to."""
        return "reason" if "理由" in sentence else "file"


class VoidNumberForm(forms.Form):
    """Which number is skipped, as the page showed it, and why."""

    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(
        label="作废理由",
        max_length=200,
        error_messages={
            "required": "请写明这个号作废的理由。",
            "max_length": "作废理由不超过 200 字。",
        },
    )

    def refused_at(self, _sentence: str) -> str:
        """Return the field a service's sentence belongs to."""
        return "reason"

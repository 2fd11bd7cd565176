"""What an office types about an issued letter: its external number, why it is void, the scan of the sealed one."""

from django import forms

from proposals.step_forms import StepForm


class IssueForm(StepForm):
    """编号印发: left empty, the number comes from the unit's own series."""

    external_number = forms.CharField(
        label="外部文号（可不填）",
        required=False,
        max_length=60,
        help_text="单位办公系统已经编好的文号，如“温科提复〔2023〕125号”；不填则由本系统编号。",
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


class OriginalForm(forms.Form):
    """The scan, and why it replaces an earlier one."""

    file = forms.FileField(
        label="扫描件（PDF、JPG 或 PNG，不超过 30 MB）",
        allow_empty_file=True,  # the service says it in its own sentence
        max_length=None,
        error_messages={"required": "请选择扫描件。"},
    )
    reason = forms.CharField(label="更换理由（更换时填写）", required=False, max_length=200)


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

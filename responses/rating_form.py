"""What a proposer thinks of the work and of the result, online or on paper: nothing is chosen beforehand."""

from typing import Any

from django import forms

from proposals.conditions import answered
from proposals.models import Proposer
from responses.models import Rating, Response


def grade_field(label: str, nothing_chosen: str) -> forms.ChoiceField:
    """Return a choice among the grades; `nothing_chosen` is said when none was."""
    return forms.ChoiceField(
        label=label,
        choices=Rating.choices,
        widget=forms.RadioSelect,
        error_messages={"required": nothing_chosen, "invalid_choice": "请从所列等次中选择。"},
    )


class RatingForm(forms.Form):
    """Both parts must be chosen; 不满意 in either needs words."""

    work = grade_field("您对办理工作是否满意？", "请评价办理工作。")
    result = grade_field("您对办理结果是否满意？", "请评价办理结果。")
    comment = forms.CharField(
        label="意见",
        widget=forms.Textarea(attrs={"rows": 5, "aria-describedby": "hint-comment"}),
        required=False,
        max_length=2000,
        error_messages={"max_length": "意见最多 %(limit_value)d 字，现有 %(show_value)d 字。"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = (cleaned.get("work"), cleaned.get("result"))
        if Rating.DISSATISFIED in chosen and not cleaned.get("comment") and "comment" not in self.errors:
            self.add_error("comment", "评价为不满意的，请写明意见，以便重新办理。")
        return cleaned

    def error_list(self) -> list[tuple[str, str]]:
        """Return each sentence with the id of the field it speaks of, in the order of the page."""
        anchors = {"work": "id_work_0", "result": "id_result_0", "comment": "id_comment"}
        return [
            (sentence, anchor) for name, anchor in anchors.items() for sentence in self.errors.get(name, [])
        ]


class PaperRatingForm(RatingForm):
    """What stands on a signed paper form, and whose it is."""

    proposer = forms.ModelChoiceField(
        label="评价人",
        queryset=Proposer.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择评价人。", "invalid_choice": "请从尚未评价的提出人中选择。"},
    )
    work = grade_field("对办理工作", "请评价办理工作。")
    result = grade_field("对办理结果", "请评价办理结果。")
    field_order = ("proposer", "work", "result", "comment")

    def __init__(self, response: Response, data: object = None) -> None:
        super().__init__(data, label_suffix="")
        waiting = answered(response.proposal).exclude(evaluations__response=response)
        self.fields["proposer"].queryset = waiting
        comment = self.fields["comment"]
        comment.help_text = "照纸质意见表原文录入；评价为不满意的必须有意见。"
        del comment.widget.attrs["aria-describedby"]  # the id of the deputies' hint

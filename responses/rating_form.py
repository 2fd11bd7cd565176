"""What a proposer thinks of the work and of the result: nothing is chosen beforehand."""

from typing import Any

from django import forms

from responses.models import Rating


class RatingForm(forms.Form):
    """Both parts must be chosen; 不满意 in either needs words."""

    work = forms.ChoiceField(
        label="您对办理工作是否满意？",
        choices=Rating.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请评价办理工作。", "invalid_choice": "请从所列等次中选择。"},
    )
    result = forms.ChoiceField(
        label="您对办理结果是否满意？",
        choices=Rating.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请评价办理结果。", "invalid_choice": "请从所列等次中选择。"},
    )
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

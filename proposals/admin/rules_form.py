"""The form of an assembly's rules: a field for each phrase, a line for each class, the ladder of reminders in words."""

import re
from collections.abc import Mapping

from django import forms

from proposals.models import AssemblyRules
from proposals.phrases import (
    LETTER_PHRASES,
    NOTICE_PHRASES,
    PHRASES,
    SLOT_NAMES,
    PatternRefused,
    Phrase,
    check_phrase,
    said,
)
from proposals.terms import END_EVENTS, START_EVENTS

LONGEST_CODE = 2  # Response.resolution_class
BETWEEN_DAYS = re.compile(r"[、，,\s]+")
LARGE = {"rows": 2, "class": "vLargeTextField"}
SLOTS_SAID = f"花括号中的名称印发时换成这一件的内容，每条用语都可用：{said(SLOT_NAMES)}。"


def field_of(key: str) -> str:
    """Return the name of the form's field for a phrase."""
    return f"phrase_{key}"


LETTER_FIELDS = tuple(field_of(key) for key in LETTER_PHRASES)
NOTICE_FIELDS = tuple(field_of(key) for key in NOTICE_PHRASES)


class SchemeField(forms.CharField):
    """Classes, one a line: the code, a blank, the definition."""

    widget = forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"})

    def prepare_value(self, value: object) -> object:
        if isinstance(value, Mapping):
            return "\n".join(f"{code} {words}" for code, words in value.items())
        return value

    def to_python(self, value: object) -> dict[str, str]:
        """Return code → definition; raise ValidationError naming the line that is not so."""
        scheme: dict[str, str] = {}
        for number, line in enumerate(super().to_python(value).splitlines(), 1):
            code, _, words = line.strip().partition(" ")
            if not line.strip():
                continue
            if not words.strip() or len(code) > LONGEST_CODE or not line.strip().isprintable():
                raise forms.ValidationError(
                    f"类别第 {number} 行请写成“A 定义”：代号一两个字，空一格，再写定义。"
                )
            if code in scheme:
                raise forms.ValidationError(f"类别第 {number} 行的代号“{code}”前面已经有了。")
            scheme[code] = words.strip()
        return scheme


class LadderField(forms.CharField):
    """Working days before the last day on which to remind: 15、7、3、1、0."""

    def prepare_value(self, value: object) -> object:
        return "、".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: object) -> list[int]:
        """Return the days; raise ValidationError for anything that is not one."""
        days = [day for day in BETWEEN_DAYS.split(super().to_python(value)) if day]
        if not all(day.isascii() and day.isdigit() and len(day) < 4 for day in days):
            raise forms.ValidationError("提醒请写成“15、7、3、1、0”的形式：到期前第几个工作日。")
        return [int(day) for day in days]


def phrase_field(phrase: Phrase) -> forms.CharField:
    """Return the field of one phrase, which says its default and its slots."""
    hints = []
    if phrase.default:
        hints.append(f"不填则用“{phrase.default}”{'' if phrase.default.endswith('。') else '。'}")
    elif phrase.instead:
        hints.append(f"不填则用“{PHRASES[phrase.instead].label}”的用语。")
    elif not phrase.required:
        hints.append("不填则不印。")
    if phrase.own:
        hints.append(f"另可用：{said(phrase.own)}。")
    if phrase.needed:
        hints.append(f"必须写：{said(phrase.needed)}。")
    return forms.CharField(
        label=phrase.label,
        required=phrase.required,
        widget=forms.Textarea(attrs=LARGE),
        help_text="".join(hints),
    )


class RulesWithoutPhrases(forms.ModelForm):
    """What the rules say beside the phrases; puts the phrases' fields together on the row."""

    class_scheme = SchemeField(
        label="类别",
        required=False,
        help_text="每行一类：代号、空格、定义，如“A 所提问题已经解决或者基本解决”。不分类的不填。",
    )

    class Meta:
        model = AssemblyRules
        fields = ()  # those of the admin page

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for key, pattern in (self.instance.phrases or {}).items():
            self.initial.setdefault(field_of(key), pattern)

    def clean(self) -> dict[str, object]:
        """Refuse a slot the paper does not fill and the lack of one it needs, before a clerk meets it."""
        cleaned = super().clean()
        worded = {key: pattern for key, pattern in self.instance.phrases.items() if key not in PHRASES}
        for key in PHRASES:
            pattern = cleaned.get(field_of(key), "")
            if not pattern:
                continue
            try:
                check_phrase(key, pattern)
            except PatternRefused as refused:
                self.add_error(field_of(key), str(refused))
            worded[key] = pattern
        self.instance.phrases = worded
        return cleaned


RulesForm = type(
    "RulesForm",
    (RulesWithoutPhrases,),
    {"__module__": __name__, **{field_of(key): phrase_field(phrase) for key, phrase in PHRASES.items()}},
)


class LimitForm(forms.ModelForm):
    """One limit: events from the lists that clocks know, a ladder of whole working days."""

    length = forms.IntegerField(
        label="长度", min_value=1, error_messages={"min_value": "时限的长度至少为 1。"}
    )
    ladder = LadderField(label="提醒", required=False, help_text="到期前第几个工作日提醒，0 为当日")
    overdue_every = forms.IntegerField(
        label="逾期后每几个工作日提醒",
        min_value=1,
        initial=5,
        error_messages={"min_value": "间隔至少为 1 个工作日。"},
    )
    start_event = forms.ChoiceField(label="起算", choices=list(START_EVENTS.items()))
    end_event = forms.ChoiceField(label="止于", choices=list(END_EVENTS.items()))

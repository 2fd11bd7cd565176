"""An assembly's rules with their limits: written by its office, read-only once an item goes by them."""

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from accounts.models import User
from proposals.admin.assembly import OfficeTable
from proposals.models import AssemblyRules, RuleLimit
from proposals.phrases import SLOTS, PatternRefused, check_pattern
from proposals.terms import END_EVENTS, START_EVENTS


class RulesForm(forms.ModelForm):
    """The shapes other rooms rely on: codes with their meanings, phrases by name."""

    def clean_class_scheme(self) -> dict[str, str]:
        return _words_by_code(self.cleaned_data["class_scheme"], '类别请写成 {"A": "定义"} 的形式。')

    def clean_phrases(self) -> dict[str, str]:
        """Refuse a slot that no letter fills, before a clerk meets it."""
        phrases = _words_by_code(self.cleaned_data["phrases"], '函件用语请写成 {"名称": "用语"} 的形式。')
        for name, pattern in phrases.items():
            try:
                check_pattern(pattern, SLOTS)
            except PatternRefused as refused:
                raise forms.ValidationError(f"{name}：{refused}") from refused
        return phrases


def _words_by_code(value: object, sentence: str) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(words, str) for words in value.values()):
        raise forms.ValidationError(sentence)
    return value


class LimitForm(forms.ModelForm):
    """One limit: events from the lists that clocks know, a ladder of whole working days."""

    length = forms.IntegerField(
        label="长度", min_value=1, error_messages={"min_value": "时限的长度至少为 1。"}
    )
    overdue_every = forms.IntegerField(
        label="逾期后每几个工作日提醒",
        min_value=1,
        initial=5,
        error_messages={"min_value": "间隔至少为 1 个工作日。"},
    )
    start_event = forms.ChoiceField(label="起算", choices=list(START_EVENTS.items()))
    end_event = forms.ChoiceField(label="止于", choices=list(END_EVENTS.items()))

    def clean_ladder(self) -> list[int]:
        ladder = self.cleaned_data["ladder"]
        if not isinstance(ladder, list) or not all(type(days) is int and days >= 0 for days in ladder):
            raise forms.ValidationError("提醒请写成 [15, 7, 3, 1, 0] 的形式：到期前第几个工作日。")
        return ladder


class RuleLimitInline(admin.TabularInline):
    """The limits of a version; they may be written as long as the version may."""

    model = RuleLimit
    form = LimitForm
    extra = 0
    fields = ("key", "length", "unit", "start_event", "end_event", "ladder", "overdue_every", "source")
    # What stands in place of the events' codes once the version is only read.
    said = {"start_event": "start_words", "end_event": "end_words"}

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        if self.has_change_permission(request, obj):
            return list(self.fields)
        return [self.said.get(name, name) for name in self.fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [] if self.has_change_permission(request, obj) else list(self.said.values())

    @admin.display(description="起算")
    def start_words(self, row: RuleLimit) -> str:
        return START_EVENTS.get(row.start_event, row.start_event)

    @admin.display(description="止于")
    def end_words(self, row: RuleLimit) -> str:
        return END_EVENTS.get(row.end_event, row.end_event)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return obj is None or not is_used(obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return obj is None or not is_used(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return obj is not None and not is_used(obj)


@admin.register(AssemblyRules)
class AssemblyRulesAdmin(OfficeTable):
    """Versions by the day they come into force; a change of rules is a new version."""

    list_display = ("__str__", "source", "in_use")
    list_select_related = ("assembly",)
    form = RulesForm
    inlines = (RuleLimitInline,)
    fields = (
        "assembly",
        "valid_from",
        "source",
        "contact_required",
        "co_opinion_required",
        "answer_each_co_signer",
        "redo_on_any",
        "class_scheme",
        "class_on_letter",
        "phrases",
    )

    def may_change(self, user: User, row: Model | None) -> bool:
        return row is None or not is_used(row)

    @admin.display(description="已有件适用", boolean=True)
    def in_use(self, row: AssemblyRules) -> bool:
        return is_used(row)


def is_used(rules: AssemblyRules) -> bool:
    """Say whether an item was registered under this version: then it stays as it is."""
    return rules.proposals.exists()

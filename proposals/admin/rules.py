"""An assembly's rules with their limits: written by its office, read-only once an item goes by them."""

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from proposals.admin.assembly import OfficeTable, own_assemblies
from proposals.admin.rules_form import (
    LETTER_FIELDS,
    NOTICE_FIELDS,
    SLOTS_SAID,
    LimitForm,
    RulesForm,
    field_of,
)
from proposals.models import AssemblyRules, RuleLimit
from proposals.phrases import PHRASES
from proposals.terms import END_EVENTS, START_EVENTS


def last_version(user: User) -> AssemblyRules | None:
    """Return the newest version of the rules somebody keeps."""
    rules = AssemblyRules.objects.filter(assembly__in=own_assemblies(user).values("pk"))
    return rules.order_by("-valid_from", "-pk").first()


def limits_of(rules: AssemblyRules | None) -> list[dict[str, object]]:
    """Return what the limits of a version say, in their order."""
    return list(rules.limits.order_by("pk").values(*RuleLimitInline.fields)) if rules is not None else []


class RuleLimitInline(admin.TabularInline):
    """The limits of a version; they may be written as long as the version may."""

    model = RuleLimit
    form = LimitForm
    fields = ("key", "length", "unit", "start_event", "end_event", "ladder", "overdue_every", "source")
    # What stands in place of the events' codes once the version is only read.
    said = {"start_event": "start_words", "end_event": "end_words", "ladder": "ladder_words"}

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

    @admin.display(description="提醒")
    def ladder_words(self, row: RuleLimit) -> str:
        return "、".join(map(str, row.ladder))

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: object) -> int:
        """Leave room for the limits a new version begins with."""
        return len(limits_of(last_version(request.user))) if request.method == "GET" and obj is None else 0

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
    plain = (
        "assembly",
        "valid_from",
        "source",
        "contact_required",
        "pre_check",
        "co_opinion_required",
        "answer_each_co_signer",
        "redo_on_any",
        "class_on_letter",
        "signer_on_letter",
    )

    def get_fieldsets(self, request: HttpRequest, obj: AssemblyRules | None = None) -> list:
        """Show a form while the version may be written, and its words once it is only read."""
        if self.may_change(request.user, obj):
            return [
                (None, {"fields": (*self.plain, "class_scheme")}),
                ("答复函用语", {"fields": LETTER_FIELDS, "description": SLOTS_SAID}),
                ("其他函件用语", {"fields": NOTICE_FIELDS, "description": SLOTS_SAID}),
            ]
        return [(None, {"fields": (*self.plain, "class_words", "phrase_words")})]

    def get_readonly_fields(self, request: HttpRequest, obj: AssemblyRules | None = None) -> tuple[str, ...]:
        """Take the form's own fields out as well while the version is only read: Django leaves them in."""
        if self.may_change(request.user, obj):
            return ()
        return ("class_words", "phrase_words", *RulesForm.declared_fields)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, object]:
        """Begin a new version with what the last one says; day and source are its own."""
        last = last_version(request.user)
        if last is None:
            return super().get_changeform_initial_data(request)
        kept = {name: getattr(last, name) for name in self.plain if name not in {"valid_from", "source"}}
        phrases = {field_of(key): pattern for key, pattern in last.phrases.items()}
        return {**kept, **phrases, "assembly": last.assembly_id, "class_scheme": last.class_scheme}

    def get_formset_kwargs(
        self, request: HttpRequest, obj: AssemblyRules, inline: RuleLimitInline, prefix: str
    ) -> dict[str, object]:
        """Begin a new version with the last one's limits; what was typed is compared with nothing, so all is kept."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "GET" and obj.pk is None:
            kwargs["initial"] = limits_of(last_version(request.user))
        return kwargs

    @admin.display(description="类别")
    def class_words(self, row: AssemblyRules) -> SafeString:
        return _lines(row.class_scheme.items())

    @admin.display(description="函件用语")
    def phrase_words(self, row: AssemblyRules) -> SafeString:
        """Return every phrase the version words, under its name."""
        return _lines((PHRASES[key].label, said) for key, said in row.phrases.items() if key in PHRASES)

    def may_change(self, user: User, row: Model | None) -> bool:
        return row is None or not is_used(row)

    @admin.display(description="已有件适用", boolean=True)
    def in_use(self, row: AssemblyRules) -> bool:
        return is_used(row)


def _lines(pairs: Iterable[tuple[str, str]]) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}：{}", pairs)


def is_used(rules: AssemblyRules) -> bool:
    """Say whether an item was registered under this version: then it stays as it is."""
    return rules.proposals.exists()

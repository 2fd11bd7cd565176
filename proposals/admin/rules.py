"""An assembly's rules with their limits: written by its office, read-only once an item goes by them."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from accounts.models import User
from proposals.admin.assembly import OfficeTable
from proposals.models import AssemblyRules, RuleLimit


class RuleLimitInline(admin.TabularInline):
    """The limits of a version; they may be written as long as the version may."""

    model = RuleLimit
    extra = 0
    fields = ("key", "length", "unit", "start_event", "end_event", "ladder", "overdue_every", "source")

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
        "rating_scale",
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

"""素材库 in the admin: everybody with a place in a unit may read it; it is filled by the loader."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.queries import is_staff_member
from references.models import Indicator, Passage, PlanTask, PlanTaskUnit, SourceDocument


class ReadOnly:
    """Seen by staff, changed by nobody."""

    def has_view_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return is_staff_member(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_staff_member(request.user)

    def has_add_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission


class PassageInline(ReadOnly, admin.TabularInline):
    model = Passage
    fields = ["line", "text"]


@admin.register(SourceDocument)
class SourceDocumentAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["key", "kind", "title", "number", "written_on", "figures_usable"]
    list_filter = ["kind"]
    search_fields = ["title", "number", "text"]
    inlines = [PassageInline]
    empty_value_display = "原文未载"


class PlanTaskUnitInline(ReadOnly, admin.TabularInline):
    model = PlanTaskUnit
    fields = ["order", "name", "unit", "is_lead"]


@admin.register(PlanTask)
class PlanTaskAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["number", "title", "group"]
    search_fields = ["title", "body"]
    inlines = [PlanTaskUnitInline]


@admin.register(Indicator)
class IndicatorAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["number", "name", "measure"]

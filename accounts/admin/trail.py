"""The audit trail, to read."""

from django.contrib import admin
from django.db.models import QuerySet

from accounts.models import AuditEvent, User
from accounts.scoping import ScopedAdmin


@admin.register(AuditEvent)
class AuditEventAdmin(ScopedAdmin):
    """The trail, for technical administrators, to read."""

    list_display = ("at", "by", "acting_for", "unit", "what", "object_type", "object_id", "address")
    list_select_related = ("by", "acting_for", "unit")
    search_fields = ("what", "by__username", "by__name")
    date_hierarchy = "at"
    ordering = ("-pk",)

    def visible(self, user: User) -> QuerySet[AuditEvent]:
        return AuditEvent.objects.all() if user.is_superuser else AuditEvent.objects.none()

    def may_enter(self, user: User) -> bool:
        return user.is_superuser

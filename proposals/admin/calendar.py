"""The official calendar: every reader of the offices sees it, the government's offices keep it."""

from django.contrib import admin
from django.db.models import Model, QuerySet

from accounts.models import User
from accounts.queries import has_role
from accounts.roles import Role
from accounts.scoping import ScopedAdmin
from proposals.models import CalendarDay, CalendarYear


class CalendarTable(ScopedAdmin):
    """Days are the State Council's and the same for every city."""

    def visible(self, user: User) -> QuerySet[Model]:
        return self.model._default_manager.all()

    def may_add(self, user: User) -> bool:
        return user.is_superuser or has_role(user, Role.GOVERNMENT_OFFICE)

    def may_change(self, user: User, row: Model | None) -> bool:
        return self.may_add(user)

    def may_enter(self, user: User) -> bool:
        return user.is_superuser or super().may_enter(user)


@admin.register(CalendarYear)
class CalendarYearAdmin(CalendarTable):
    list_display = ("year", "announced", "source")
    fields = ("year", "announced", "source")
    ordering = ("-year",)


@admin.register(CalendarDay)
class CalendarDayAdmin(CalendarTable):
    list_display = ("date", "name", "kind")
    list_filter = ("kind",)
    fields = ("date", "kind", "name")
    date_hierarchy = "date"
    ordering = ("-date",)

"""Cities and units."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from accounts.models import City, Unit, User
from accounts.queries import units_kept_by
from accounts.scoping import ScopedAdmin


@admin.register(City)
class CityAdmin(ScopedAdmin):
    list_display = ("name", "slug")
    search_fields = ("name",)

    def visible(self, user: User) -> QuerySet[City]:
        return City.objects.all() if user.is_superuser else City.objects.none()

    def may_enter(self, user: User) -> bool:
        return user.is_superuser

    def may_add(self, user: User) -> bool:
        return user.is_superuser

    def may_change(self, user: User, row: Model | None) -> bool:
        return user.is_superuser


@admin.register(Unit)
class UnitAdmin(ScopedAdmin):
    """Technical administrators found units and rename them; an office keeps its letterhead, telephone and address."""

    list_display = ("name", "short_name", "kind", "city", "is_active")
    list_filter = ("kind", "is_active")
    list_select_related = ("city",)
    search_fields = ("name", "short_name")
    OFFICE_FIELDS = ("letterhead", "imprint_office", "phone", "address", "postcode")
    fields = ("city", "name", "short_name", "kind", *OFFICE_FIELDS, "is_active")

    def visible(self, user: User) -> QuerySet[Unit]:
        return units_kept_by(user)

    def may_enter(self, user: User) -> bool:
        return units_kept_by(user).exists()

    def may_add(self, user: User) -> bool:
        return user.is_superuser

    def may_change(self, user: User, row: Model | None) -> bool:
        return True  # what is visible here is kept

    def get_readonly_fields(self, request: HttpRequest, obj: Unit | None = None) -> tuple[str, ...]:
        if not request.user.is_superuser:
            return tuple(field for field in self.fields if field not in self.OFFICE_FIELDS)
        # Which roles a unit can have hangs on its kind: with people in it, it is what it is.
        return ("kind", "city") if obj is not None and obj.memberships.exists() else ()

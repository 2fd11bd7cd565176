"""The tables a unit's office keeps: its review chain, its number series."""

from django.contrib import admin
from django.db.models import F, ForeignKey, Model, QuerySet
from django.forms import ChoiceField, ModelChoiceField, ModelForm
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from accounts.models import Unit, User
from accounts.queries import has_role, units_of
from accounts.roles import Role
from accounts.scoping import UnitOfficePage
from documents.models import NumberSeries
from responses.admin.readers import for_readers
from responses.forms import NumberSeriesForm
from responses.models import ReviewChainStage
from responses.views import series_numbers

# Who may stand in a chain: the drafting clerk and the printer decide nothing.
REVIEWING_ROLES = (
    Role.SECTION_HEAD,
    Role.UNIT_OFFICE,
    Role.LEADER_IN_CHARGE,
    Role.SIGNER,
    Role.GOVERNMENT_OFFICE,
)


@admin.register(ReviewChainStage)
class ReviewChainStageAdmin(UnitOfficePage):
    """Each unit's own chain; where it has none, the default one holds (科室负责人、办公室、分管领导)."""

    list_display = ("unit", "order", "role", "reviewing_unit")
    list_select_related = ("unit", "reviewing_unit")
    fields = ("unit", "order", "role", "reviewing_unit")

    def visible(self, user: User) -> QuerySet[ReviewChainStage]:
        if user.is_superuser and user.is_active:
            return ReviewChainStage.objects.all()
        return ReviewChainStage.objects.filter(unit__in=units_of(user, Role.UNIT_OFFICE).values("pk"))

    def may_enter(self, user: User) -> bool:
        return user.is_superuser or has_role(user, Role.UNIT_OFFICE)

    def may_add(self, user: User) -> bool:
        return True

    def may_change(self, user: User, row: Model | None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A stage may be taken out: texts on their way keep the rows they were sent with."""
        return self.has_change_permission(request, obj)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: object
    ) -> ModelChoiceField:
        return super().formfield_for_foreignkey(
            db_field, request, queryset=units_offered(request.user, db_field.name), **kwargs
        )

    def formfield_for_choice_field(
        self, db_field: object, request: HttpRequest, **kwargs: object
    ) -> ChoiceField:
        kwargs["choices"] = [("", "---------"), *((role.value, role.label) for role in REVIEWING_ROLES)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


def units_offered(user: User, field: str) -> QuerySet[Unit]:
    """Return the units somebody may set up (`unit`), or ask to review: those of the same cities."""
    active = Unit.objects.filter(is_active=True).order_by("city", "name")
    if user.is_superuser:
        return active
    own = units_of(user, Role.UNIT_OFFICE)
    if field == "unit":
        return active.filter(pk__in=own.values("pk"))
    return active.filter(city__in=own.values("city"))


@admin.register(NumberSeries)
class NumberSeriesAdmin(UnitOfficePage):
    """机关代字 and next numbers of a unit; code and first number are fixed once a number was taken."""

    list_display = ("unit", "kind", "year", "code", "starts_at", "next_number", "every_number")
    list_select_related = ("unit",)
    list_filter = ("kind", "year")
    form = NumberSeriesForm
    fields = ("unit", "kind", "year", "code", "starts_at", "next_number")

    def visible(self, user: User) -> QuerySet[NumberSeries]:
        return series_numbers.series_kept_by(user)

    def may_enter(self, user: User) -> bool:
        return has_role(user, Role.UNIT_OFFICE)

    def may_add(self, user: User) -> bool:
        return True

    def may_change(self, user: User, row: Model | None) -> bool:
        return row is None or not is_used(row)

    def get_readonly_fields(self, request: HttpRequest, obj: NumberSeries | None = None) -> tuple[str, ...]:
        return ("next_number",) if obj is None else ("unit", "kind", "year", "next_number")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: object
    ) -> ModelChoiceField:
        return super().formfield_for_foreignkey(
            db_field, request, queryset=units_offered(request.user, "unit"), **kwargs
        )

    def save_model(self, request: HttpRequest, obj: NumberSeries, form: ModelForm, change: bool) -> None:
        """Keep the next number at the first one while nothing was taken; a number taken meanwhile wins."""
        if not change:
            obj.next_number = obj.starts_at
            super().save_model(request, obj, form, change)
            return
        unused = NumberSeries.objects.filter(pk=obj.pk, next_number=F("starts_at"), letters__isnull=True)
        changed = unused.update(code=obj.code, starts_at=obj.starts_at, next_number=obj.starts_at)
        if not changed:
            self.message_user(request, "这一字号刚刚已有函件取号，不能再改代字和起始号。", level="ERROR")
        else:
            self.note_save(request.user, obj, form)

    def get_urls(self) -> list[URLPattern]:
        own = {
            "numbers/": ("numbers", series_numbers.numbers),
            "register.pdf": ("register", series_numbers.register),
        }
        pages = [
            path(f"<int:pk>/{address}", for_readers(view), name=f"documents_numberseries_{name}")
            for address, (name, view) in own.items()
        ]
        return pages + super().get_urls()

    @admin.display(description="逐号")
    def every_number(self, row: NumberSeries) -> str:
        address = reverse("admin:documents_numberseries_numbers", args=[row.pk])
        return format_html('<a href="{}">逐号查看</a>', address)


def is_used(series: NumberSeries) -> bool:
    """Say whether a number of the series was ever taken."""
    return series.next_number != series.starts_at or series.letters.exists()

"""Cities, units, people, roles, substitutions and the audit trail in the admin; every change goes through services."""

from functools import partialmethod
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache

from accounts import audit
from accounts.errors import AccountRefused
from accounts.forms.office import (
    GrantForm,
    LastDayForm,
    NewPersonForm,
    PersonForm,
    SubstituteForm,
    SubstitutionEndForm,
)
from accounts.models import AuditEvent, City, Membership, Substitution, Unit, User
from accounts.now import today
from accounts.queries import lasting, people_kept_by, people_seen_by, units_kept_by
from accounts.scoping import ReadOnlyInline, ScopedAdmin
from accounts.services.links import hand_out_link
from accounts.services.people import NOT_KEPT, Person, correct_account, masked, open_account
from accounts.services.posts import arrange_substitution, end_role, end_substitution, grant_role

# Roles come from memberships alone; a table of groups would promise what nothing reads.
admin.site.unregister(Group)


class KeepersAdmin(ScopedAdmin):
    """For whoever keeps accounts (accounts.queries.units_kept_by); what a service refuses is said on the page."""

    add_form: ClassVar[type[forms.ModelForm]]
    change_form: ClassVar[type[forms.ModelForm]]

    def may_enter(self, user: User) -> bool:
        return units_kept_by(user).exists()

    def may_add(self, user: User) -> bool:
        return True

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        if obj is None:
            kwargs["form"] = type(
                self.add_form.__name__,
                (self.add_form,),
                {"__init__": partialmethod(self.add_form.__init__, by=request.user)},
            )
        else:
            kwargs["form"] = self.change_form
        return super().get_form(request, obj, change, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say on the page what a service refused: somebody else changed the row since it was opened."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except AccountRefused as refused:
            for sentence in refused.sentences:
                messages.error(request, sentence)
            return redirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:
        saved = self.change(obj, form, request.user) if change else self.add(form.cleaned_data, request.user)
        obj.pk = saved.pk
        obj.refresh_from_db()

    def add(self, given: dict[str, Any], by: User) -> Model:
        """Add a row through a service and return it."""
        raise NotImplementedError

    def change(self, row: Any, form: forms.ModelForm, by: User) -> Model:
        """Change a row through a service and return it."""
        raise NotImplementedError


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
    """Technical administrators found units and rename them; an office keeps its own letterhead and telephone."""

    list_display = ("name", "short_name", "kind", "city", "is_active")
    list_filter = ("kind", "is_active")
    list_select_related = ("city",)
    search_fields = ("name", "short_name")
    fields = ("city", "name", "short_name", "kind", "letterhead", "imprint_office", "phone", "is_active")
    OFFICE_FIELDS = ("letterhead", "imprint_office", "phone")

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


class PostsInline(ReadOnlyInline):
    model = Membership
    fk_name = "user"
    fields = ("unit", "role", "starts_on", "ends_on")
    verbose_name_plural = "任职（在“任职”表中授予和结束）"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("unit").order_by("-starts_on", "pk")


@admin.register(User)
class PersonAdmin(KeepersAdmin):
    """Accounts. Passwords, groups and powers are nowhere on these pages; a link lets the owner set the password."""

    add_form, change_form = NewPersonForm, PersonForm
    list_display = ("name", "username", "posts", "phone_shown", "is_active", "opened")
    list_display_links = ("name", "username")
    list_filter = ("is_active",)
    search_fields = ("name", "username", "memberships__unit__short_name", "memberships__unit__name")
    ordering = ("username",)
    change_form_template = "admin/accounts/user/change_form.html"
    inlines = (PostsInline,)
    ADD_FIELDS = ("city", "username", "name", "email", "phone", "unit", "role", "starts_on")
    KEPT_FIELDS = ("username", "city", "name", "email", "phone", "is_active", "opened", "last_login")
    SEEN_FIELDS = ("username", "city", "name", "phone_shown", "is_active", "opened")
    READ_ONLY = ("username", "city", "opened", "last_login", "phone_shown")

    class Media:
        css = {"all": ("css/accounts.css",)}

    def visible(self, user: User) -> QuerySet[User]:
        held = Membership.objects.filter(lasting(today())).select_related("unit").order_by("pk")
        return people_seen_by(user).prefetch_related(
            Prefetch("memberships", held, to_attr="present_posts"), "seats__term__assembly"
        )

    def may_change(self, user: User, row: User | None) -> bool:
        return row is None or people_kept_by(user).filter(pk=row.pk).exists()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filters shown: a filter on any column would let a telephone number be guessed digit by digit."""
        return lookup.partition("__")[0] in self.list_filter

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        if obj is None:
            return self.ADD_FIELDS
        return self.KEPT_FIELDS if self.may_change(request.user, obj) else self.SEEN_FIELDS

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        return () if obj is None else self.READ_ONLY

    def get_inlines(self, request: HttpRequest, obj: User | None) -> tuple[type[ReadOnlyInline], ...]:
        return () if obj is None else self.inlines

    @admin.display(description="任职与席位")
    def posts(self, person: User) -> str:
        held = [f"{post.unit.short_name}{post.get_role_display()}" for post in person.present_posts]
        return "、".join([*held, *(str(seat.term) for seat in person.seats.all())])

    @admin.display(description="手机")
    def phone_shown(self, person: User) -> str:
        return masked(person.phone)

    @admin.display(description="已设密码", boolean=True)
    def opened(self, person: User) -> bool:
        return person.has_usable_password()

    def add(self, given: dict[str, Any], by: User) -> User:
        person = Person(name=given["name"], email=given["email"], phone=given["phone"])
        user = open_account(given["username"], person, city=given["city"], by=by)
        if given["role"]:
            grant_role(user, given["unit"], given["role"], by=by, starts_on=given["starts_on"])
        return user

    def change(self, row: User, form: forms.ModelForm, by: User) -> User:
        given = form.cleaned_data
        return correct_account(row, Person(**{name: given[name] for name in PersonForm.Meta.fields}), by=by)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: User | None = None,
    ) -> HttpResponse:
        kept = obj is not None and self.may_change(request.user, obj)
        if kept and obj.phone:
            audit.record("phone.read", by=request.user, about=obj)
        context["link_verb"] = _verb(obj) if kept else ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(never_cache(self.link_view))
        return [path("<int:pk>/link/", view, name="accounts_user_link"), *super().get_urls()]

    def link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask (GET), then make a new link and show it once, to be printed (POST)."""
        person = get_object_or_404(people_seen_by(request.user), pk=pk)
        if not self.may_change(request.user, person):
            raise PermissionDenied(NOT_KEPT)
        context = {"person": person, "verb": _verb(person), "errors": [], "heading": "现在不能发放链接"}
        if request.method != "POST":
            return render(request, "accounts/link_ask.html", context)
        try:
            link = hand_out_link(person, by=request.user)
        except AccountRefused as refused:
            context["errors"] = [(sentence, "") for sentence in refused.sentences]
            return render(request, "accounts/link_ask.html", context, status=refused.status)
        shown = {
            "title": f"{'密码重置' if link.is_reset else '账号开通'}：{person.name}",
            "person": person,
            "is_reset": link.is_reset,
            "site": settings.SITE_ADDRESS,
            "address": f"{settings.SITE_ADDRESS}{link.path}",
            "valid_until": link.valid_until,
        }
        return render(request, "accounts/link_show.html", shown)


def _verb(person: User) -> str:
    return "重置密码" if person.has_usable_password() else "发放开通链接"


class EndedOnlyAdmin(KeepersAdmin):
    """Rows that are added and ended; the last day is the only thing that changes, and not once it is past."""

    def may_change(self, user: User, row: Membership | Substitution | None) -> bool:
        return row is None or row.ends_on is None or row.ends_on >= today()

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return () if obj is None else tuple(field for field in self.fields if field != "ends_on")


@admin.register(Membership)
class MembershipAdmin(EndedOnlyAdmin):
    add_form, change_form = GrantForm, LastDayForm
    list_display = ("user", "unit", "role", "starts_on", "ends_on")
    list_select_related = ("user", "unit")
    list_filter = ("role",)
    search_fields = ("user__name", "user__username", "unit__name", "unit__short_name")
    fields = ("user", "unit", "role", "starts_on", "ends_on")
    ordering = ("unit", "role", "user", "pk")

    def visible(self, user: User) -> QuerySet[Membership]:
        return Membership.objects.filter(unit__in=units_kept_by(user).values("pk"))

    def add(self, given: dict[str, Any], by: User) -> Membership:
        return grant_role(
            given["user"],
            given["unit"],
            given["role"],
            by=by,
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
        )

    def change(self, row: Membership, form: forms.ModelForm, by: User) -> Membership:
        return end_role(row, by=by, ends_on=form.cleaned_data["ends_on"]) if form.has_changed() else row


@admin.register(Substitution)
class SubstitutionAdmin(EndedOnlyAdmin):
    add_form, change_form = SubstituteForm, SubstitutionEndForm
    list_display = ("membership", "stand_in", "starts_on", "ends_on", "reason")
    list_select_related = ("membership__user", "membership__unit", "stand_in")
    search_fields = ("stand_in__name", "membership__user__name")
    fields = ("membership", "stand_in", "starts_on", "ends_on", "reason")
    ordering = ("-starts_on", "-pk")

    def visible(self, user: User) -> QuerySet[Substitution]:
        return Substitution.objects.filter(membership__unit__in=units_kept_by(user).values("pk"))

    def add(self, given: dict[str, Any], by: User) -> Substitution:
        return arrange_substitution(
            given["membership"],
            given["stand_in"],
            by=by,
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            reason=given["reason"],
        )

    def change(self, row: Substitution, form: forms.ModelForm, by: User) -> Substitution:
        return (
            end_substitution(row, by=by, ends_on=form.cleaned_data["ends_on"]) if form.has_changed() else row
        )


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

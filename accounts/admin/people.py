"""Accounts and the links that open them."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.cache import never_cache

from accounts import audit
from accounts.admin.keepers import KeepersAdmin
from accounts.errors import AccountRefused
from accounts.forms.office import (
    NewPersonForm,
    PersonForm,
)
from accounts.models import Membership, User
from accounts.now import today
from accounts.queries import lasting, people_kept_by, people_seen_by
from accounts.scoping import ReadOnlyInline
from accounts.services.links import hand_out_link
from accounts.services.people import NOT_KEPT, Person, correct_account, masked, open_account
from accounts.services.posts import grant_role


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

"""Roles in units and stand-ins: added and ended, never changed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from accounts.admin.keepers import KeepersAdmin
from accounts.forms.office import (
    GrantForm,
    LastDayForm,
    SubstituteForm,
    SubstitutionEndForm,
)
from accounts.models import Membership, Substitution, User
from accounts.now import today
from accounts.queries import units_kept_by
from accounts.services.posts import arrange_substitution, end_role, end_substitution, grant_role


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

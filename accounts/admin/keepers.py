"""Pages for whoever keeps accounts: every change goes through a service."""

from functools import partialmethod
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.errors import AccountRefused
from accounts.models import User
from accounts.queries import units_kept_by
from accounts.scoping import ScopedAdmin


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

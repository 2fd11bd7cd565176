"""ScopedAdmin: an admin page shows and allows what the app's own queries and permissions say, nothing else."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.db import transaction
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.forms import Field as FormField
from django.forms import ModelChoiceField, ModelForm
from django.http import Http404, HttpRequest

from accounts import audit
from accounts.models import Unit, User
from accounts.queries import is_staff_member

ROWS_A_PAGE = 50


class ScopedAdmin(admin.ModelAdmin):
    """Rows and rights answered by four functions of the subclass; Django's permission table is not asked.

    A superuser gets what the functions say and no more. Nothing is deleted through the admin. A row outside
    `visible` is 404, a visible one without `may_change` is read-only, a foreign key offers what the admin of its
    own table would show.
    """

    list_per_page = ROWS_A_PAGE
    show_full_result_count = False
    actions = None

    def visible(self, user: User) -> QuerySet:
        """Return the rows this person may see; every subclass says it."""
        raise NotImplementedError(f"{type(self).__name__}.visible")

    def may_enter(self, user: User) -> bool:
        """Say whether this table is on the person's index page at all."""
        return is_staff_member(user)

    def may_add(self, user: User) -> bool:
        """Say whether the person may add a row; by default nobody."""
        return False

    def may_change(self, user: User, row: Model | None) -> bool:
        """Say whether the person may change this row (None: any row at all); by default nobody."""
        return False

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        """Save the row and write down who did it and which fields were given."""
        super().save_model(request, obj, form, change)
        self.note_save(request.user, obj, form)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Delete a row where a subclass allows it, and write down who did it and what it was."""
        with transaction.atomic():
            audit.record(
                f"{obj._meta.model_name}.delete",
                by=request.user,
                about=obj,
                unit=getattr(obj, "unit", None),
                row=str(obj),
            )
            super().delete_model(request, obj)

    def note_save(self, by: User, obj: Model, form: ModelForm) -> None:
        """Write the audit event of a row saved here, for a subclass that saves in its own way."""
        audit.record(
            f"{obj._meta.model_name}.change",
            by=by,
            about=obj,
            unit=obj if isinstance(obj, Unit) else None,
            fields=form.changed_data,
        )

    # -- what Django asks ---------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = self.visible(request.user)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may_enter(request.user)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Answer for the index and the side bar of every page, which ask after `has_module_permission` said yes."""
        user = request.user
        return {
            "add": self.may_add(user),
            "change": self.may_change(user, None),
            "delete": False,
            "view": True,
        }

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if not self.may_enter(request.user):
            return False
        return obj is None or self.visible(request.user).filter(pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_enter(request.user) and self.may_add(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_view_permission(request, obj) and self.may_change(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_field_queryset(
        self, db: str | None, db_field: ForeignKey, request: HttpRequest
    ) -> QuerySet | None:
        try:
            related = self.admin_site.get_model_admin(db_field.remote_field.model)
        except NotRegistered:
            return super().get_field_queryset(db, db_field, request)
        if isinstance(related, ScopedAdmin):
            return related.get_queryset(request)
        return super().get_field_queryset(db, db_field, request)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> None:
        """Answer 404 where Django would lead back to the index: what one may not see does not exist."""
        raise Http404


class UnitOfficePage(ScopedAdmin):
    """A table a unit's office keeps for its own unit; units are chosen from a list, not edited from there."""

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: object
    ) -> FormField | None:
        """Take the links beside a list of rows away; Django wraps the list only at this place."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, ModelChoiceField):
            for right in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{right}_related", False)
        return field


class ReadOnlyInline(admin.TabularInline):
    """Rows that hang on a page: whoever may see the page sees them, nobody changes them there."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

"""The admin page of stationery: each unit's office keeps its own."""

from django.contrib import admin
from django.db.models import ForeignKey, Model, QuerySet
from django.forms import ModelChoiceField, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.queries import has_role, units_of
from accounts.roles import Role
from accounts.scoping import UnitOfficePage
from documents import fonts
from documents.models import Stationery
from documents.pictures import PictureLost, bytes_of
from documents.stationery_form import StationeryForm


@admin.register(Stationery)
class StationeryAdmin(UnitOfficePage):
    """How a unit's papers look; the page also says which letter faces are missing on this machine."""

    form = StationeryForm
    list_display = ("unit", "layout", "pdf_kind", "contact_place", "print_seal", "verify_qr")
    list_select_related = ("unit",)
    fields = (
        "unit",
        "layout",
        "pdf_kind",
        "contact_place",
        "verify_qr",
        "present_seal",
        "seal_file",
        "seal_mm",
        "print_seal",
        "unsealed",
        "faces",
    )

    def visible(self, user: User) -> QuerySet[Stationery]:
        return Stationery.objects.filter(unit__in=units_of(user, Role.UNIT_OFFICE).values("pk"))

    def may_enter(self, user: User) -> bool:
        return has_role(user, Role.UNIT_OFFICE)

    def may_add(self, user: User) -> bool:
        return True

    def may_change(self, user: User, row: Model | None) -> bool:
        return True

    def get_readonly_fields(self, request: HttpRequest, obj: Stationery | None = None) -> tuple[str, ...]:
        return ("present_seal", "faces") if obj is None else ("unit", "present_seal", "faces")

    def get_form(
        self, request: HttpRequest, obj: Stationery | None = None, change: bool = False, **kwargs: object
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: object
    ) -> ModelChoiceField:
        own = units_of(request.user, Role.UNIT_OFFICE).order_by("city", "name")
        return super().formfield_for_foreignkey(db_field, request, queryset=own, **kwargs)

    @admin.display(description="现有图样")
    def present_seal(self, row: Stationery) -> str:
        """Show the seal that is kept."""
        if row.seal is None:
            return "还没有"
        address = reverse("admin:documents_stationery_seal", args=[row.pk])
        return format_html('<img src="{}" alt="本单位现有的印章图样" width="160" height="160">', address)

    def get_urls(self) -> list[URLPattern]:
        seal = self.admin_site.admin_view(require_GET(self.seal))
        own = path("<int:pk>/seal/", seal, name="documents_stationery_seal")
        return [own, *super().get_urls()]

    def seal(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a unit's seal to that unit's office alone, never cached; 404 for others and while none is kept."""
        row = get_object_or_404(self.visible(request.user).select_related("seal"), pk=pk, seal__isnull=False)
        try:
            data = bytes_of([row.seal.sha256])[row.seal.sha256]
        except PictureLost as lost:
            raise Http404(str(lost)) from lost
        return HttpResponse(
            data,
            content_type=row.seal.media_type,
            headers={"X-Content-Type-Options": "nosniff"},  # the admin site forbids keeping a copy
        )

    @admin.display(description="本机公文字体")
    def faces(self, row: Stationery) -> str:
        """Say which roles are set in a stand-in, and in which file."""
        return "".join(one.sentence for one in fonts.absent_roles()) or "齐全"

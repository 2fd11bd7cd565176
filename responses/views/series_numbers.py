"""A series number by number: what bears each, skipping the next one with a reason, the register on paper."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts import audit
from accounts.models import User
from accounts.queries import units_of
from accounts.roles import Role
from documents.forms import FormRefused
from documents.models import NumberSeries
from proposals.form_page import UNPROCESSABLE, Refusal
from responses.letter_forms import VoidNumberForm
from responses.letters.registers import register_of
from responses.queries import borne_numbers, gaps
from responses.services.void_numbers import void_number
from responses.views.pdf_file import pdf_file
from responses.views.posted import errors_of, taken_in


def series_kept_by(user: User) -> QuerySet[NumberSeries]:
    """Return the series of the units whose office somebody is."""
    return NumberSeries.objects.filter(unit__in=units_of(user, Role.UNIT_OFFICE).values("pk"))


@require_http_methods(["GET", "POST"])
def numbers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every number of a series with what bears it; a POST voids the next one. 404 for other units' series."""
    series = _series_or_404(request, pk)
    sent = request.POST if request.method == "POST" else None
    form = VoidNumberForm(sent, initial={"expected": series.next_number})

    def skip(**typed: object) -> str:
        return f"已登记作废：{void_number(series, by=request.user, **typed)}。"

    def page(refusal: Refusal | None = None) -> HttpResponse:
        return _page(request, series, form, refusal)

    if request.method == "GET":
        return page()
    return taken_in(request, form, skip, then=("admin:documents_numberseries_numbers", pk), again=page)


@require_GET
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Print 发文登记簿 of a series as PDF and note it; 404 for other units' series."""
    series = _series_or_404(request, pk)
    try:
        file = register_of(series)
    except FormRefused as refused:
        form = VoidNumberForm(initial={"expected": series.next_number})
        return _page(request, series, form, Refusal((str(refused),), UNPROCESSABLE))
    audit.record("sheet.print", by=request.user, about=series, unit=series.unit, sheet="register")
    return pdf_file(file, f"发文登记簿-{series}")


def _series_or_404(request: HttpRequest, pk: int) -> NumberSeries:
    return get_object_or_404(series_kept_by(request.user).select_related("unit"), pk=pk)


def _page(
    request: HttpRequest, series: NumberSeries, form: VoidNumberForm, refusal: Refusal | None
) -> HttpResponse:
    series.refresh_from_db()
    errors = errors_of(refusal, form)  # puts what the service said at its field
    context = {
        "series": series,
        "numbers": borne_numbers(series),
        "gaps": gaps(series),
        "reason": form["reason"].value() or "",
        "errors": errors,
        "reason_errors": form["reason"].errors,
    }
    status = refusal.status if refusal is not None else 200
    return render(request, "admin/responses/series_numbers.html", context, status=status)

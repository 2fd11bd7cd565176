"""A series number by number: what bears each, and skipping the next one with a reason."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.queries import units_of
from accounts.roles import Role
from documents.models import NumberSeries
from proposals.form_page import Refusal
from responses.letter_forms import VoidNumberForm
from responses.queries import borne_numbers, gaps
from responses.services.void_numbers import void_number
from responses.views.posted import errors_of, taken_in


def series_kept_by(user: User) -> QuerySet[NumberSeries]:
    """Return the series of the units whose office somebody is."""
    return NumberSeries.objects.filter(unit__in=units_of(user, Role.UNIT_OFFICE).values("pk"))


@require_http_methods(["GET", "POST"])
def numbers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every number of a series with what bears it; a POST voids the next one. 404 for other units' series."""
    series = get_object_or_404(series_kept_by(request.user).select_related("unit"), pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = VoidNumberForm(sent, initial={"expected": series.next_number})

    def skip(**typed: object) -> str:
        return f"已登记作废：{void_number(series, by=request.user, **typed)}。"

    def page(refusal: Refusal | None = None) -> HttpResponse:
        series.refresh_from_db()
        context = {
            "series": series,
            "numbers": borne_numbers(series),
            "gaps": gaps(series),
            "reason": form["reason"].value() or "",
            "errors": errors_of(refusal, form),
        }
        status = refusal.status if refusal is not None else 200
        return render(request, "admin/responses/series_numbers.html", context, status=status)

    if request.method == "GET":
        return page()
    return taken_in(request, form, skip, then=("admin:documents_numberseries_numbers", pk), again=page)

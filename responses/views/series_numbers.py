"""A series number by number: what bears each, and skipping the next one with a reason."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.queries import units_of
from accounts.roles import Role
from documents.models import NumberSeries
from proposals.errors import StepRefused
from responses.letter_forms import VoidNumberForm
from responses.queries import borne_numbers, gaps
from responses.services.void_numbers import void_number
from responses.views.workbench_page import field_errors, plain_errors


def series_kept_by(user: User) -> QuerySet[NumberSeries]:
    """Return the series of the units whose office somebody is."""
    return NumberSeries.objects.filter(unit__in=units_of(user, Role.UNIT_OFFICE).values("pk"))


@require_http_methods(["GET", "POST"])
def numbers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every number of a series with what bears it; a POST voids the next one. 404 for other units' series."""
    series = get_object_or_404(series_kept_by(request.user).select_related("unit"), pk=pk)
    form = VoidNumberForm(request.POST or None, initial={"expected": series.next_number})
    errors, status = [], 200
    if request.method == "POST":
        if form.is_valid():
            try:
                void = void_number(series, by=request.user, **form.cleaned_data)
            except StepRefused as refused:
                errors, status = plain_errors(refused.sentences), refused.status
            else:
                messages.success(request, f"已登记作废：{series}{void.serial}号。")
                return redirect("admin:documents_numberseries_numbers", pk)
        else:
            errors, status = field_errors(form), 422
        series.refresh_from_db()
    context = {
        "series": series,
        "numbers": borne_numbers(series),
        "gaps": gaps(series),
        "reason": form["reason"].value() or "",
        "errors": errors,
    }
    return render(request, "admin/responses/series_numbers.html", context, status=status)

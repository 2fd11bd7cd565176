"""文印: the queue of issued letters of the reader's units, and one letter with its printings and deliveries."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.queries import units_of
from accounts.roles import Role
from proposals.errors import NotYours, StepRefused
from responses.forms import DeliveryForm, PrintForm
from responses.models import Delivery, ReplyLetter
from responses.queries import print_queue
from responses.services.delivery import record_delivery
from responses.services.printing import record_print, set_again
from responses.views.workbench_page import plain_errors

ROWS_A_PAGE = 50
# What a letter waits for, in the order of the work; each is a tab of the queue.
WAITING, PRINTED, DELIVERED = "waiting", "printed", "delivered"
TABS: dict[str, tuple[str, Q]] = {
    WAITING: ("待打印", Q(is_printed=False)),
    PRINTED: ("已打印，待送达", Q(is_printed=True, is_delivered=False)),
    DELIVERED: ("已送达", Q(is_printed=True, is_delivered=True)),
}


@login_required
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Show the letters of one tab (?show=), of one unit (?unit=), fifty a page, the one waiting longest first."""
    units = list(units_of(request.user, Role.PRINT_STAFF, Role.UNIT_OFFICE).order_by("city", "name"))
    if not units:
        raise NotYours("文印由承办单位的文印人员和办公室办理。")
    show = request.GET.get("show", WAITING)
    if show not in TABS:
        show = WAITING
    letters = print_queue(request.user)
    unit = next((one for one in units if str(one.pk) == request.GET.get("unit")), None)
    if unit is not None:
        letters = letters.filter(response__assignment__unit=unit)
    counts = _counts(letters)
    page = Paginator(letters.filter(TABS[show][1]), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": [(key, label, counts[key]) for key, (label, _) in TABS.items()],
        "show": show,
        "show_label": TABS[show][0],
        "units": units,
        "unit": unit,
        "page": page,
    }
    return render(request, "print_office/queue.html", context)


def _counts(letters: QuerySet[ReplyLetter]) -> Mapping[str, int]:
    """Return how many letters stand in each tab, in one query."""
    wanted = {key: Count("pk", filter=condition) for key, (_, condition) in TABS.items()}
    return letters.order_by().aggregate(**wanted)


def _letter_or_404(request: HttpRequest, pk: int) -> ReplyLetter:
    return get_object_or_404(print_queue(request.user), pk=pk)


@login_required
@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one letter: its file, how often it was printed, to whom it went."""
    return _letter_page(request, _letter_or_404(request, pk))


@login_required
@require_POST
def mark_printed(request: HttpRequest, pk: int) -> HttpResponse:
    """Note one printing; a second one needs its reason."""
    shown = _letter_or_404(request, pk)
    form = PrintForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _letter_page(request, shown, print_form=form, status=422)
    try:
        record = record_print(shown, by=request.user, **form.cleaned_data)
    except StepRefused as refused:
        return _letter_page(
            request, shown, print_form=form, sentences=refused.sentences, status=refused.status
        )
    messages.success(request, f"已登记打印 {record.copies} 份。")
    return redirect("print_office:letter", pk)


@login_required
@require_POST
def mark_delivered(request: HttpRequest, pk: int, delivery_pk: int) -> HttpResponse:
    """Note how and when one proposer's copy went out; later perhaps the day it arrived."""
    shown = _letter_or_404(request, pk)
    delivery = get_object_or_404(shown.deliveries, pk=delivery_pk)
    form = DeliveryForm(request.POST, prefix=_prefix(delivery))
    if not form.is_valid():
        return _letter_page(request, shown, delivery_form=(delivery.pk, form), status=422)
    try:
        record_delivery(delivery, by=request.user, **form.cleaned_data)
    except StepRefused as refused:
        return _letter_page(
            request,
            shown,
            delivery_form=(delivery.pk, form),
            sentences=refused.sentences,
            status=refused.status,
        )
    messages.success(request, f"已登记送达：{delivery.proposer}。")
    return redirect("print_office:letter", pk)


@login_required
@require_POST
def render_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a letter again whose file failed or does not come."""
    shown = _letter_or_404(request, pk)
    try:
        set_again(shown, by=request.user)
    except StepRefused as refused:
        return _letter_page(request, shown, sentences=refused.sentences, status=refused.status)
    messages.success(request, "已重新送去排版，请稍后刷新本页。")
    return redirect("print_office:letter", pk)


def _prefix(delivery: Delivery) -> str:
    return f"delivery-{delivery.pk}"


def _letter_page(
    request: HttpRequest,
    shown: ReplyLetter,
    *,
    print_form: PrintForm | None = None,
    delivery_form: tuple[int, DeliveryForm] | None = None,
    sentences: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of one letter, with the refused form as it was typed."""
    key, typed = delivery_form or (None, None)
    rows = []
    for delivery in shown.deliveries.select_related("proposer", "by"):
        initial = {name: getattr(delivery, name) for name in ("channel", "sent_on", "received_on")}
        blank = DeliveryForm(initial=initial, prefix=_prefix(delivery))
        rows.append((delivery, typed if delivery.pk == key else blank))
    prints = list(shown.prints.select_related("by"))
    context = {
        "letter": shown,
        "proposal": shown.response.proposal,
        "prints": prints,
        "print_form": print_form or PrintForm(label_suffix=""),
        "deliveries": rows,
        "copies_line": shown.content["copies"].removeprefix("抄送："),
        "errors": plain_errors(sentences or []),
    }
    return render(request, "print_office/letter.html", context, status=status)

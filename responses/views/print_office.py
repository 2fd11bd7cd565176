"""文印: the queue of issued letters of the reader's units, and one letter with its printings and deliveries."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.models import Unit, User
from accounts.now import today
from accounts.posting import posted_from
from accounts.queries import units_of
from accounts.roles import PRINTING_ROLES
from documents import fonts
from proposals.errors import NotYours
from proposals.form_page import Refusal
from responses.forms import DeliveryForm, PrintForm
from responses.models import Delivery, ReplyLetter
from responses.print_forms import TABS, VOID, QueueFilter
from responses.queries import print_queue
from responses.services.delivery import record_delivery
from responses.services.print_job_copies import CopiesRule, copies_of
from responses.services.printing import record_print, set_again
from responses.views.letter_file import sent
from responses.views.posted import errors_of, plain_errors, taken_in

SHOWN_IN_QUEUE = "shown_in_print_queue"  # a key of the session
LONGEST_REMEMBERED = 1000  # characters of an address


@login_required
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Show the letters of one tab that fit the filter, fifty a page, the one waiting longest first."""
    units = print_units(request.user)
    asked = QueueFilter(request.GET, units)
    _remember_queue(request)
    letters = asked.narrowed(print_queue(request.user))
    counts = _counts(letters)
    page = asked.page_of(letters, request.GET.get("page"))
    context = {
        "tabs": [
            (key, label, counts[key], link(asked, show=key), key == asked.tab)
            for key, (label, _) in TABS.items()
        ],
        "show": asked.tab,
        "show_label": TABS[asked.tab][0],
        "may_print": asked.tab != VOID,
        "units": units,
        "filter": asked,
        "chosen": asked.choices_made(),
        "is_narrowed": len(asked.choices_made()) > 1,
        "page": page,
        "before": link(asked, page=page.previous_page_number()) if page.has_previous() else "",
        "after": link(asked, page=page.next_page_number()) if page.has_next() else "",
        "missing_faces": [one.sentence for one in fonts.absent_roles()],
        "errors": plain_errors(asked.day_errors),
    }
    return render(request, "print_office/queue.html", context)


def print_units(user: User) -> list[Unit]:
    """Return the units whose letters somebody prints; raise NotYours for who prints none."""
    units = list(units_of(user, *PRINTING_ROLES).order_by("city", "name"))
    if not units:
        raise NotYours("文印由承办单位的文印人员和办公室办理。")
    return units


def link(asked: QueueFilter, **changes: object) -> str:
    """Return the query of an address that keeps what was chosen, with something changed."""
    return "?" + urlencode(dict(asked.choices_made()) | changes)


def _remember_queue(request: HttpRequest) -> None:
    """Keep what the list shows (tab, filter, page) for the way back to it."""
    shown = request.GET.urlencode()
    shown = shown if len(shown) <= LONGEST_REMEMBERED else ""
    if request.session.get(SHOWN_IN_QUEUE, "") != shown:  # every write is a query
        request.session[SHOWN_IN_QUEUE] = shown


def queue_address(request: HttpRequest) -> str:
    """Return the address of the list as it was last looked at."""
    shown = request.session.get(SHOWN_IN_QUEUE, "")
    return reverse("print_office:queue") + (f"?{shown}" if shown else "")


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
@require_GET
def addressed_file(request: HttpRequest, pk: int, addressed_pk: int) -> FileResponse:
    """Show a co-signer's own copy of a letter to who prints the letter, and note it; 404 while there is none."""
    shown = _letter_or_404(request, pk)
    copy = get_object_or_404(shown.addressed.select_related("proposer"), pk=addressed_pk)
    if not copy.is_ready:
        raise Http404("The file is not there yet.")
    audit.record("letter.read", by=request.user, about=shown, form="pdf", addressed=copy.pk)
    return sent(copy.delivered_pdf, f"{shown.number}（送{copy.proposer.name}）")


@login_required
@posted_from("print_office:letter")
def mark_printed(request: HttpRequest, pk: int) -> HttpResponse:
    """Note one printing; a second one needs its reason."""
    shown = _letter_or_404(request, pk)
    form = PrintForm(request.POST, label_suffix="")
    return taken_in(
        request,
        form,
        lambda **typed: f"已登记打印 {record_print(shown, by=request.user, **typed).copies} 份。",
        then=("print_office:letter", pk),
        again=lambda refusal: _letter_page(request, shown, refusal, print_form=form),
    )


@login_required
@posted_from("print_office:letter")
def mark_delivered(request: HttpRequest, pk: int, delivery_pk: int) -> HttpResponse:
    """Note how and when one proposer's copy went out; later perhaps the day it arrived."""
    shown = _letter_or_404(request, pk)
    delivery = get_object_or_404(shown.deliveries, pk=delivery_pk)
    form = DeliveryForm(request.POST, prefix=_prefix(delivery))
    return taken_in(
        request,
        form,
        lambda **typed: f"已登记送达：{record_delivery(delivery, by=request.user, **typed).proposer}。",
        then=("print_office:letter", pk),
        again=lambda refusal: _letter_page(request, shown, refusal, delivery_form=(delivery.pk, form)),
    )


@login_required
@posted_from("print_office:letter")
def render_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a letter again whose file failed or does not come."""
    shown = _letter_or_404(request, pk)

    def set_it() -> str:
        set_again(shown, by=request.user)
        return "已重新送去排版，请稍后刷新本页。"

    return taken_in(
        request,
        None,
        set_it,
        then=("print_office:letter", pk),
        again=lambda refusal: _letter_page(request, shown, refusal),
    )


def _prefix(delivery: Delivery) -> str:
    return f"delivery-{delivery.pk}"


def _letter_page(
    request: HttpRequest,
    shown: ReplyLetter,
    refusal: Refusal | None = None,
    *,
    print_form: PrintForm | None = None,
    delivery_form: tuple[int, DeliveryForm] | None = None,
) -> HttpResponse:
    """Return the page of one letter, with the refused form as it was typed."""
    key, typed = delivery_form or (None, None)
    rows = []
    for delivery in shown.deliveries.select_related("proposer", "by"):
        initial = {name: getattr(delivery, name) for name in ("channel", "sent_on", "received_on")}
        initial["sent_on"] = initial["sent_on"] or today()
        blank = DeliveryForm(initial=initial, prefix=_prefix(delivery))
        rows.append((delivery, typed if delivery.pk == key else blank))
    copies = list(shown.addressed.select_related("proposer"))
    prints = list(shown.prints.select_related("by"))
    whose, rule = copies_of(shown), CopiesRule()
    usual = sum(item.copies for item in whose.items(rule))
    context = {
        "letter": shown,
        "proposal": shown.response.proposal,
        "addressed_made": [one for one in copies if one.is_ready],
        "addressed_left": [one for one in copies if not one.is_ready],
        "prints": prints,
        "print_form": print_form or PrintForm(label_suffix="", initial={} if prints else {"copies": usual}),
        "whose": whose,
        "rule": rule,
        "usual": usual,
        "deliveries": rows,
        "queue_address": queue_address(request),
        "copies_line": shown.content["copies"].removeprefix("抄送："),
        "errors": errors_of(refusal, print_form, typed),
    }
    return render(request, "print_office/letter.html", context, status=refusal.status if refusal else 200)

"""打印任务: which letters are chosen, what a job for them would hold, and the order for it."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Unit
from proposals.errors import StaleStep
from proposals.form_page import UNPROCESSABLE, Refusal, attempt
from proposals.step_pages import Typed
from responses.letters.piles import LETTERS_A_PART
from responses.letters.recipients import address_troubles, recipient_of, with_addresses
from responses.models import Delivery, ReplyLetter
from responses.print_forms import ALL, PAGE, SCOPES, TABS, TICKED, JobForm, QueueFilter
from responses.queries import print_queue
from responses.services.print_job_copies import copies_of
from responses.services.print_jobs import (
    create_job,
    hindrances,
    letters_to_print,
    order_of_number,
    sentence_of,
)
from responses.views.posted import errors_of, plain_errors
from responses.views.print_office import print_units, queue_address


class _Choice:
    """Which letters somebody chose: ticked ones, those of a page of the queue, or all that fit its filter."""

    def __init__(self, request: HttpRequest, data: QueryDict, units: Sequence[Unit]) -> None:
        self.scope = data.get("scope") if data.get("scope") in SCOPES else TICKED
        self.filter = QueueFilter(data, units)
        self.expected = data.get("expected", "")
        queue = print_queue(request.user)
        if self.scope == TICKED:
            keys = [int(key) for key in data.getlist("letter") if key.isdecimal() and len(key) < 18]
            found = queue.filter(pk__in=keys)
            if found.count() != len(set(keys)):
                raise Http404("A letter that is not this reader's.")
        elif self.scope == PAGE:
            found = self.filter.page_of(self.filter.narrowed(queue), data.get("page")).object_list
        else:
            found = self.filter.narrowed(queue).filter(TABS[self.filter.tab][1])
        self.keys = [letter.pk for letter in found] if not self.filter.day_errors else []

    def has_changed(self) -> bool:
        """Whether more or fewer letters fit now than the page said when it was sent."""
        return self.scope == ALL and self.expected != str(len(self.keys))

    def carried(self) -> list[tuple[str, str]]:
        """Return what the next form sends so that the same letters are meant: the filter, or the keys."""
        if self.scope == ALL:
            return [("scope", ALL), ("expected", str(len(self.keys))), *self.filter.choices_made()]
        return [("scope", TICKED), *(("letter", str(key)) for key in self.keys)]


@login_required
@require_http_methods(["GET", "POST"])
def new_job(request: HttpRequest) -> HttpResponse:
    """Show what a job for the chosen letters would hold (GET), and order it (POST)."""
    units = print_units(request.user)
    if request.method == "GET":
        choice = _Choice(request, request.GET, units)
        return _new_page(request, choice, JobForm(), Refusal(status=200 if choice.keys else UNPROCESSABLE))
    choice, form = _Choice(request, request.POST, units), JobForm(request.POST)

    def order(typed: Typed) -> HttpResponse:
        if choice.has_changed():
            raise StaleStep(f"符合条件的函件现在是 {len(choice.keys)} 件，与刚才看到的不同，请核对后再提交。")
        chosen = {name: typed[name] for name in ("wants", "reason", "leave_out")}
        made = create_job(choice.keys, rule=form.rule(), by=request.user, **chosen)
        return redirect("print_office:job", made.pk)

    outcome = attempt(form, order)
    return _new_page(request, choice, form, outcome) if isinstance(outcome, Refusal) else outcome


def _new_page(request: HttpRequest, choice: _Choice, form: JobForm, refusal: Refusal) -> HttpResponse:
    letters = sorted(letters_to_print(choice.keys), key=order_of_number)
    hindered = hindrances(letters)
    stopped = {letter.pk for group in hindered.values() for letter in group}
    printable = [letter for letter in letters if letter.pk not in stopped]
    context = {
        "form": form,
        "letters": letters,
        "again": [letter for letter in letters if letter.is_printed],
        "hindered": [sentence_of(what, group) for what, group in hindered.items()],
        "hindered_count": len(stopped),
        "pile": _pile(printable, form),
        "letters_a_part": LETTERS_A_PART,
        "addresses": _address_troubles(printable),
        "carried": choice.carried(),
        "queue_address": queue_address(request),
        "errors": [*plain_errors(choice.filter.day_errors), *errors_of(refusal, form)],
    }
    return render(request, "print_office/job_new.html", context, status=refusal.status)


def _pile(letters: Sequence[ReplyLetter], form: JobForm) -> dict[str, object]:
    """Return how many copies of each letter the boxes of the form ask for, and in how many volumes they are bound.

    Volumes are cut by items: a co-signer's own letter is one of its own.
    """
    rule, rows, items = form.shown_rule(), [], 0
    for letter in letters:
        whose = copies_of(letter)
        of_letter = whose.items(rule)
        items += len(of_letter)
        rows.append((whose, sum(item.copies for item in of_letter)))
    return {
        "rows": rows,
        "copies": sum(copies for _, copies in rows),
        "own": sum(len(whose.own) for whose, _ in rows),
        "volumes": -(-items // LETTERS_A_PART),
    }


def _address_troubles(letters: Sequence[ReplyLetter]) -> list[str]:
    """Return what is wrong with the addresses these letters go to, said before the envelopes are made."""
    deliveries = with_addresses(Delivery.objects.filter(letter__in=[letter.pk for letter in letters]))
    return address_troubles(
        recipient_of(one) for one in deliveries.order_by("letter", "proposer__order", "pk")
    )

"""打印任务: order a pile of letters, watch it being made, fetch its files, note printing and delivery."""

from collections.abc import Callable, Sequence

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import audit
from accounts.models import Unit
from proposals.conditions import letter_in_force
from proposals.errors import StaleStep
from proposals.form_page import UNPROCESSABLE, Refusal, attempt
from proposals.step_pages import Typed
from responses.letters.piles import LETTERS_A_PART
from responses.models import PrintJob, PrintRecord
from responses.models.print_job import JobState
from responses.print_forms import (
    ALL,
    PAGE,
    SCOPES,
    TABS,
    TICKED,
    BatchDeliveryForm,
    JobForm,
    JobPrintedForm,
    QueueFilter,
)
from responses.queries import print_queue, visible_jobs
from responses.services.print_job_records import deliveries_of, record_job_deliveries, record_job_printed
from responses.services.print_jobs import (
    cancel_job,
    create_job,
    hindrances,
    letters_to_print,
    order_of_number,
    resume_job,
    sentence_of,
)
from responses.views.posted import errors_of, plain_errors, taken_in
from responses.views.print_office import print_units

JOBS_A_PAGE = 20


def _jobs(request: HttpRequest) -> QuerySet[PrintJob]:
    """Return the jobs the reader may see; what was declared void before it came into a part is not counted."""
    placed = Q(items__part__isnull=False)
    in_force = letter_in_force("items__letter__")
    counts = {"total": Count("items", filter=placed | in_force), "placed": Count("items", filter=placed)}
    return visible_jobs(request.user).select_related("by").annotate(**counts)


def _job_or_404(request: HttpRequest, pk: int) -> PrintJob:
    return get_object_or_404(_jobs(request), pk=pk)


@login_required
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """Show the print jobs of the reader's units, the newest first."""
    print_units(request.user)
    page = Paginator(_jobs(request).order_by("-pk"), JOBS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "print_office/jobs.html", {"page": page})


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
    context = {
        "form": form,
        "letters": letters,
        "again": [letter for letter in letters if letter.is_printed],
        "hindered": [sentence_of(what, group) for what, group in hindered.items()],
        "hindered_count": sum(len(group) for group in hindered.values()),
        "letters_a_part": LETTERS_A_PART,
        "carried": choice.carried(),
        "errors": [*plain_errors(choice.filter.day_errors), *errors_of(refusal, form)],
    }
    return render(request, "print_office/job_new.html", context, status=refusal.status)


@login_required
@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one job: how far it is, its files, whether it was printed, to whom its letters go."""
    return _job_page(request, _job_or_404(request, pk))


def _job_page(
    request: HttpRequest,
    shown: PrintJob,
    refusal: Refusal | None = None,
    *,
    printed_form: JobPrintedForm | None = None,
    delivery_form: BatchDeliveryForm | None = None,
    ticked: Sequence[int] | None = None,
) -> HttpResponse:
    printed = shown.records.select_related("by").order_by("pk").first()
    deliveries = (
        [one for one in deliveries_of(shown) if one.sent_on or one.letter.is_valid] if printed else []
    )
    waiting = [one.pk for one in deliveries if one.sent_on is None]
    rows = shown.items.select_related("letter__superseded_by", "addressed__proposer").order_by("order")
    items = list(rows)
    void = [item for item in items if not item.letter.is_valid]
    earlier = PrintRecord.objects.filter(letter__in=shown.items.values("letter"))
    context = {
        "job": shown,
        "is_open": shown.finished_at is None,
        "is_done": shown.state == JobState.DONE,
        "may_go_on": shown.state in (JobState.CANCELLED, JobState.FAILED),
        "items": items,
        "addressed": sum(1 for item in items if item.addressed_id is not None),
        "void": void,
        "void_parts": {item.part for item in void},
        "files": list(shown.files.order_by("pk")),
        "printed": printed,
        "asks_reason": not printed and not shown.reason and earlier.exists(),
        "printed_form": printed_form or JobPrintedForm(),
        "deliveries": deliveries,
        "waiting": len(waiting),
        "ticked": waiting if ticked is None else ticked,
        "delivery_form": delivery_form or BatchDeliveryForm(),
        "errors": errors_of(refusal, printed_form, delivery_form),
    }
    return render(request, "print_office/job.html", context, status=refusal.status if refusal else 200)


@login_required
@require_GET
def progress(request: HttpRequest, pk: int) -> JsonResponse:
    """Say how far a job is: its state, letters placed and letters in all, files made."""
    shown = _job_or_404(request, pk)
    return JsonResponse(
        {
            "state": shown.state,
            "label": shown.get_state_display(),
            "placed": shown.placed,
            "total": shown.total,
            "files": shown.files.count(),
            "finished": shown.finished_at is not None,
        }
    )


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a job."""
    shown = _job_or_404(request, pk)

    def stop() -> str:
        stopped = cancel_job(shown, by=request.user).finished_at is not None
        return "已取消打印任务。" if stopped else "正在停下：生成完手上这一册就停。"

    return _pressed(request, shown, stop)


@login_required
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a stopped job."""
    shown = _job_or_404(request, pk)

    def go_on() -> str:
        resume_job(shown, by=request.user)
        return "打印任务继续生成。"

    return _pressed(request, shown, go_on)


def _pressed(request: HttpRequest, shown: PrintJob, act: Callable[[], str]) -> HttpResponse:
    """Do what a button of the job's page says, which asks nothing more, and show the page again."""
    return taken_in(
        request,
        None,
        act,
        then=("print_office:job", shown.pk),
        again=lambda refusal: _job_page(request, shown, refusal),
    )


@login_required
@require_GET
def job_file(request: HttpRequest, pk: int, file_pk: int) -> FileResponse:
    """Hand out one file of a job and note who took it."""
    shown = _job_or_404(request, pk)
    row = get_object_or_404(shown.files, pk=file_pk)
    name = f"打印任务{shown.pk}-{row.get_kind_display()}{row.part}.pdf"
    answer = FileResponse(row.file.open("rb"), filename=name, content_type="application/pdf")
    audit.record("print_job.read", by=request.user, about=shown, kind=row.kind, part=row.part)
    return answer


@login_required
@require_POST
def job_printed(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the pile was printed; what is void by now is left out, and the sentence says so."""
    shown = _job_or_404(request, pk)

    form = JobPrintedForm(request.POST)

    def note(reason: str) -> str:
        records = record_job_printed(shown, by=request.user, reason=reason)
        said = f"已登记打印 {len(records)} 件，共 {sum(record.copies for record in records)} 份。"
        left_out = shown.items.values("letter").distinct().count() - len(records)
        return f"{said}有 {left_out} 件已作废或更正，没有登记。" if left_out else said

    return taken_in(
        request,
        form,
        note,
        then=("print_office:job", pk),
        again=lambda refusal: _job_page(request, shown, refusal, printed_form=form),
    )


@login_required
@require_POST
def job_delivered(request: HttpRequest, pk: int) -> HttpResponse:
    """Note for the ticked recipients how and when their copies went out."""
    shown = _job_or_404(request, pk)
    form = BatchDeliveryForm(request.POST)
    ticked = [int(key) for key in request.POST.getlist("delivery") if key.isdecimal() and len(key) < 18]

    def note(**typed: object) -> str:
        return f"已登记送达 {record_job_deliveries(shown, ticked, by=request.user, **typed)} 位收件人。"

    return taken_in(
        request,
        form,
        note,
        then=("print_office:job", pk),
        again=lambda refusal: _job_page(request, shown, refusal, delivery_form=form, ticked=ticked),
    )

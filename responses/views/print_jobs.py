"""打印任务: order a pile of letters, watch it being made, fetch its files, note printing and delivery."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import audit
from accounts.models import Unit
from proposals.errors import StepRefused
from responses.models import PrintJob, PrintRecord
from responses.models.print_job import JobState
from responses.print_forms import ALL, PAGE, SCOPES, TABS, TICKED, BatchDeliveryForm, JobForm, QueueFilter
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
from responses.views.print_office import print_units
from responses.views.workbench_page import plain_errors

JOBS_A_PAGE = 20


def _jobs(request: HttpRequest) -> QuerySet[PrintJob]:
    placed = Count("items", filter=Q(items__part__isnull=False))
    return visible_jobs(request.user).select_related("by").annotate(total=Count("items"), placed=placed)


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
        return _new_page(request, choice, JobForm(), status=200 if choice.keys else 422)
    choice, form = _Choice(request, request.POST, units), JobForm(request.POST)
    if not form.is_valid():
        return _new_page(request, choice, form, status=422)
    if choice.has_changed():
        sentence = f"符合条件的函件现在是 {len(choice.keys)} 件，与刚才看到的不同，请核对后再提交。"
        return _new_page(request, choice, form, sentences=[sentence], status=409)
    typed = form.cleaned_data
    try:
        job = create_job(
            choice.keys,
            rule=form.rule(),
            wants=typed["wants"],
            reason=typed["reason"],
            leave_out=typed["leave_out"],
            by=request.user,
        )
    except StepRefused as refused:
        return _new_page(request, choice, form, sentences=refused.sentences, status=refused.status)
    return redirect("print_office:job", job.pk)


def _new_page(
    request: HttpRequest, choice: _Choice, form: JobForm, *, sentences: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    letters = sorted(letters_to_print(choice.keys), key=order_of_number)
    hindered = hindrances(letters)
    context = {
        "form": form,
        "letters": letters,
        "again": [letter for letter in letters if letter.is_printed],
        "hindered": [sentence_of(what, group) for what, group in hindered.items()],
        "hindered_count": sum(len(group) for group in hindered.values()),
        "carried": choice.carried(),
        "errors": plain_errors([*choice.filter.day_errors, *sentences]),
    }
    return render(request, "print_office/job_new.html", context, status=status)


@login_required
@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one job: how far it is, its files, whether it was printed, to whom its letters go."""
    return _job_page(request, _job_or_404(request, pk))


def _job_page(
    request: HttpRequest,
    shown: PrintJob,
    *,
    delivery_form: BatchDeliveryForm | None = None,
    ticked: Sequence[int] | None = None,
    sentences: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    printed = list(shown.records.select_related("by").order_by("pk")[:1])
    deliveries = list(deliveries_of(shown)) if printed else []
    waiting = [one.pk for one in deliveries if one.sent_on is None]
    items = shown.items.select_related("letter", "addressed__proposer").order_by("order")
    earlier = PrintRecord.objects.filter(letter__in=shown.items.values("letter"))
    context = {
        "job": shown,
        "is_open": shown.finished_at is None,
        "is_done": shown.state == JobState.DONE,
        "may_go_on": shown.state in (JobState.CANCELLED, JobState.FAILED),
        "items": list(items),
        "files": list(shown.files.order_by("pk")),
        "printed": printed[0] if printed else None,
        "asks_reason": not printed and not shown.reason and earlier.exists(),
        "deliveries": deliveries,
        "waiting": len(waiting),
        "ticked": waiting if ticked is None else ticked,
        "delivery_form": delivery_form or BatchDeliveryForm(),
        "errors": plain_errors([*sentences]),
    }
    return render(request, "print_office/job.html", context, status=status)


@login_required
@require_GET
def progress(request: HttpRequest, pk: int) -> JsonResponse:
    """Say how far a job is: its state, letters placed and letters in all, files made."""
    shown = _job_or_404(request, pk)
    answer = JsonResponse(
        {
            "state": shown.state,
            "label": shown.get_state_display(),
            "placed": shown.placed,
            "total": shown.total,
            "files": shown.files.count(),
            "finished": shown.finished_at is not None,
        }
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a job."""
    shown = _job_or_404(request, pk)
    try:
        row = cancel_job(shown, by=request.user)
    except StepRefused as refused:
        return _job_page(request, shown, sentences=refused.sentences, status=refused.status)
    stopped = row.finished_at is not None
    messages.success(request, "已取消打印任务。" if stopped else "正在停下：生成完手上这一册就停。")
    return redirect("print_office:job", pk)


@login_required
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a stopped job."""
    shown = _job_or_404(request, pk)
    try:
        resume_job(shown, by=request.user)
    except StepRefused as refused:
        return _job_page(request, shown, sentences=refused.sentences, status=refused.status)
    messages.success(request, "打印任务继续生成。")
    return redirect("print_office:job", pk)


@login_required
@require_GET
def job_file(request: HttpRequest, pk: int, file_pk: int) -> FileResponse:
    """Hand out one file of a job and note who took it."""
    shown = _job_or_404(request, pk)
    row = get_object_or_404(shown.files, pk=file_pk)
    name = f"打印任务{shown.pk}-{row.get_kind_display()}{row.part}.pdf"
    answer = FileResponse(row.file.open("rb"), filename=name, content_type="application/pdf")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    audit.record("print_job.read", by=request.user, about=shown, kind=row.kind, part=row.part)
    return answer


@login_required
@require_POST
def job_printed(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the whole pile was printed."""
    shown = _job_or_404(request, pk)
    try:
        records = record_job_printed(shown, by=request.user, reason=request.POST.get("reason", "")[:200])
    except StepRefused as refused:
        return _job_page(request, shown, sentences=refused.sentences, status=refused.status)
    copies = sum(record.copies for record in records)
    messages.success(request, f"已登记打印 {len(records)} 件，共 {copies} 份。")
    return redirect("print_office:job", pk)


@login_required
@require_POST
def job_delivered(request: HttpRequest, pk: int) -> HttpResponse:
    """Note for the ticked recipients how and when their copies went out."""
    shown = _job_or_404(request, pk)
    form = BatchDeliveryForm(request.POST)
    ticked = [int(key) for key in request.POST.getlist("delivery") if key.isdecimal() and len(key) < 18]
    if not form.is_valid():
        return _job_page(request, shown, delivery_form=form, ticked=ticked, status=422)
    try:
        noted = record_job_deliveries(shown, ticked, by=request.user, **form.cleaned_data)
    except StepRefused as refused:
        return _job_page(
            request,
            shown,
            delivery_form=form,
            ticked=ticked,
            sentences=refused.sentences,
            status=refused.status,
        )
    messages.success(request, f"已登记送达 {noted} 位收件人。")
    return redirect("print_office:job", pk)

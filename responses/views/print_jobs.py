"""打印任务: watch a pile being made, fetch its files, note printing and delivery."""

from collections.abc import Callable, Sequence

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.posting import posted_from
from proposals.conditions import LETTER_IN_FORCE, letter_in_force
from proposals.form_page import Refusal
from responses.models import Delivery, MissingPaper, PrintJob, PrintRecord
from responses.models.print_job import JobState
from responses.print_forms import (
    BatchDeliveryForm,
    JobPrintedForm,
)
from responses.queries import visible_jobs
from responses.services.print_job_records import deliveries_of, record_job_deliveries, record_job_printed
from responses.services.print_jobs import (
    cancel_job,
    resume_job,
)
from responses.views.posted import errors_of, taken_in
from responses.views.print_office import print_units

JOBS_A_PAGE = 20
RECIPIENTS_A_PAGE = 500  # boxes of one form: of more than a thousand fields Django takes none


def _jobs(request: HttpRequest) -> QuerySet[PrintJob]:
    """Return the jobs the reader may see; what was declared void before it came into a part is not counted."""
    placed = Q(items__part__isnull=False)
    in_force = letter_in_force("items__letter__")
    counts = {"total": Count("items", filter=placed | in_force), "placed": Count("items", filter=placed)}
    facts = {
        "lacks": Exists(MissingPaper.objects.filter(job=OuterRef("pk"))),
        "is_printed": Exists(PrintRecord.objects.filter(job=OuterRef("pk"))),
        "is_waiting": Exists(
            Delivery.objects.filter(
                LETTER_IN_FORCE, letter__job_items__job=OuterRef("pk"), sent_on__isnull=True
            )
        ),
    }
    return visible_jobs(request.user).select_related("by").annotate(**counts, **facts)


def _job_or_404(request: HttpRequest, pk: int) -> PrintJob:
    return get_object_or_404(_jobs(request), pk=pk)


@login_required
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """Show the print jobs of the reader's units, the newest first."""
    print_units(request.user)
    page = Paginator(_jobs(request).order_by("-pk"), JOBS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "print_office/jobs.html", {"page": page})


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
    waiting = [one for one in deliveries if one.sent_on is None]
    recipients = Paginator(waiting, RECIPIENTS_A_PAGE).get_page(request.GET.get("recipients"))
    rows = shown.items.select_related("letter__superseded_by", "addressed__proposer").order_by("order")
    items = list(rows)
    void = [item for item in items if not item.letter.is_valid]
    missing = list(shown.missing.all())
    earlier = PrintRecord.objects.filter(letter__in=shown.items.values("letter"))
    context = {
        "job": shown,
        "is_open": shown.finished_at is None,
        "is_made": shown.placed > 0 and shown.placed == shown.total,
        "may_go_on": shown.state in (JobState.CANCELLED, JobState.FAILED)
        or (shown.state == JobState.DONE and bool(missing)),
        "missing": missing,
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
        "recipients": recipients,
        "ticked": [one.pk for one in recipients] if ticked is None else ticked,
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
@posted_from("print_office:job")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a job."""
    shown = _job_or_404(request, pk)

    def stop() -> str:
        stopped = cancel_job(shown, by=request.user).finished_at is not None
        return "已取消打印任务。" if stopped else "正在停下：生成完手上这一册就停。"

    return _pressed(request, shown, stop)


@login_required
@posted_from("print_office:job")
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
@posted_from("print_office:job")
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
@posted_from("print_office:job")
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

"""Make the files of a print job, one part a transaction: leaf work, called by the queue; a second run goes on.

The work on one job is kept apart by an advisory lock and not by the job's row, so that 取消 never waits for a part.
"""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from io import BytesIO

import pikepdf
from django.db import connection, transaction
from django.db.models import Max
from django.urls import reverse

from accounts.notices import notify
from accounts.now import now
from documents import fonts
from documents.content import TEMPLATE_VERSION, UnreadableContent
from documents.forms import FormRefused
from documents.layout import lay_out
from documents.models import SignedPaper
from documents.pictures import PictureLost, bytes_of
from documents.render import Joined, PaperToJoin, RenderingFailed, engine_name, joined
from documents.storing import store
from proposals.conditions import LETTER_IN_FORCE
from responses.letters.binding import Pile, Sheets, bind
from responses.letters.pile_papers import companion, companion_parts
from responses.models import MissingPaper, PrintJob, PrintJobFile, PrintJobItem
from responses.models.print_job import JobFileKind, JobState

logger = logging.getLogger(__name__)
LETTERS_A_PART = 50
MOST_TRIES = 5
BROKEN = (RenderingFailed, pikepdf.PdfError, OSError)
TRY_AGAIN = "文件没有生成成功。请点“继续”再试一次，仍不行请告诉系统管理员。"
LOCK_CLASS = 7_304_008  # arbitrary, stands only here
LOCK_RANGE = 2**31


class FileLost(Exception):
    """A letter's stored file is gone or cannot be read; the text names the letter."""


class NothingLeft(Exception):
    """Every letter of the job was declared void or corrected since it was ordered."""


def working_alone(job_id: int) -> bool:
    """Take the work on a job for the running transaction, and say whether nobody else has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_CLASS, job_id % LOCK_RANGE])
        return cursor.fetchone()[0]


def make(job_id: int) -> bool:
    """Make what is missing of a job, part after part, and say whether it came to its end (done, stopped or failed).

    False when the job is finished already or somebody else works on it. A killed worker loses the part in work and
    nothing else; after MOST_TRIES beginnings without a finished part the job fails with a sentence.
    """
    if not _begin(job_id):
        return False
    while _go_on(job_id):
        pass
    return PrintJob.objects.filter(pk=job_id, finished_at__isnull=False).exists()


@transaction.atomic
def _begin(job_id: int) -> bool:
    """Note that work on a job begins; it fails when too many beginnings came to nothing."""
    job = _taken(job_id)
    if job is None:
        return False
    if job.tries >= MOST_TRIES:
        _finish(job, JobState.FAILED, f"生成中断了 {MOST_TRIES} 次。请稍后点“继续”，仍不行请告诉系统管理员。")
        return False
    job.become(JobState.RUNNING)
    job.tries += 1
    job.touched_at = now()
    job.save(update_fields=["state", "tries", "touched_at"])
    return True


def _taken(job_id: int) -> PrintJob | None:
    """Return an unfinished job whose work the running transaction has now; None for any other."""
    if not working_alone(job_id):
        return None
    return PrintJob.objects.filter(pk=job_id, finished_at__isnull=True).first()


@transaction.atomic
def _go_on(job_id: int) -> bool:
    """Make the next file of a job, and say whether there may be more to make."""
    job = _taken(job_id)
    if job is None:
        return False
    if job.cancel_asked:
        _finish(job, JobState.CANCELLED)
        return False
    try:
        with transaction.atomic():
            made = _next_file(job)
    except (FileLost, NothingLeft) as refused:
        _finish(job, JobState.FAILED, str(refused))
        return False
    except BROKEN:
        logger.exception("print job %s stopped", job_id)
        _finish(job, JobState.FAILED, TRY_AGAIN)
        return False
    if not made:
        _finish(job, JobState.DONE)
        return False
    job.tries = 0
    job.touched_at = now()
    job.save(update_fields=["tries", "touched_at"])
    return True


def _finish(job: PrintJob, state: JobState, error: str = "") -> None:
    """Close a job and tell the person who ordered it, unless they stopped it themselves."""
    job.become(state, finished_at=now())
    job.error = error[:300]
    job.save(update_fields=["state", "error", "finished_at"])
    if state != JobState.CANCELLED:
        missing = list(job.missing.all())
        without = f"，{'、'.join(one.get_kind_display() for one in missing)}没有生成" if missing else ""
        said = "\n".join([error, *(str(one) for one in missing)]).strip()
        path = reverse("print_office:job", args=[job.pk])
        notify([job.by], f"打印任务 {job.pk} {state.label}{without}", said, path)


def _next_file(job: PrintJob) -> bool:
    """Make the next part of the letters, or the next paper that goes with them; False when nothing is missing.

    A letter that was declared void or corrected since the job was ordered gets into no part any more.
    """
    valid = job.items.filter(LETTER_IN_FORCE)
    items = list(
        valid.filter(part__isnull=True)
        .select_related("letter", "addressed__proposer")
        .order_by("order")[:LETTERS_A_PART]
    )
    if items:
        _make_part(job, items)
        return True
    if not valid.exists():
        raise NothingLeft("所选函件在生成以前都已作废或更正，没有可印的。")
    left = _companions_left(job)
    if left:
        _make_companion(job, *left[0])
    return bool(left)


def _companions_left(job: PrintJob) -> list[tuple[JobFileKind, int]]:
    """Return the papers, with the numbers of their files, that were neither made nor found impossible to make."""
    made = set(job.files.values_list("kind", "part"))
    missing = set(job.missing.values_list("kind", flat=True))
    return [
        (JobFileKind(kind), part)
        for kind in job.wants
        if kind not in missing
        for part in companion_parts(job, JobFileKind(kind))
        if (kind, part) not in made
    ]


def _make_companion(job: PrintJob, kind: JobFileKind, part: int) -> None:
    """Make a paper that goes with the letters, or keep why it cannot be made: one bad address stops no letter."""
    try:
        with transaction.atomic():
            _keep(job, kind, part, companion(job, kind, part))
        return
    except FormRefused as refused:
        reason = str(refused)
    except BROKEN:
        logger.exception("print job %s goes on without %s", job.pk, kind)
        reason = TRY_AGAIN
    MissingPaper.objects.create(job=job, kind=kind, reason=reason[:300], at=now())


def _make_part(job: PrintJob, items: Sequence[PrintJobItem]) -> None:
    """Bind these letters as the next part, and note on which page of it each begins.

    Where one of them was declared void while they were bound, nothing is kept: the part is made anew without it.
    """
    part = (job.items.aggregate(last=Max("part"))["last"] or 0) + 1
    pile = bound(items, title=f"打印任务 {job.pk} 第 {part} 册")
    if job.items.filter(LETTER_IN_FORCE, pk__in=[item.pk for item in items]).count() < len(items):
        return
    for item, page in zip(items, pile.first_pages, strict=True):
        item.part, item.first_page = part, page
    PrintJobItem.objects.bulk_update(items, ["part", "first_page"])
    _keep(job, JobFileKind.LETTERS, part, pile.file, pile.pages)


def bound(items: Sequence[PrintJobItem], *, title: str) -> Pile:
    """Return the letters of these items as one pile.

    Letters that this machine still sets exactly as their frozen files were set (same template, fonts and engine, no
    digital signature) are set together as one document, which shares its fonts; of all others the frozen file itself
    is taken.
    Raises FileLost.
    """
    alike = [item for item in items if sets_alike(item)]
    together = _set_together(alike, title)
    with ExitStack() as open_files:
        places: dict[int, tuple[pikepdf.Pdf, int]] = {}
        if together is not None:
            whole = open_files.enter_context(pikepdf.open(BytesIO(together.file)))
            firsts = zip(alike, together.first_pages, strict=True)
            places = {item.pk: (whole, first - 1) for item, first in firsts}
        sheets = []
        for item in items:
            if item.pk in places:
                source, first = places[item.pk]
                pages = paper_of(item).pages
            else:
                source, first = open_files.enter_context(_frozen_file(item)), 0
                pages = len(source.pages)
            sheets.append(
                Sheets(source=source, first=first, pages=pages, copies=item.copies, title=name_of(item))
            )
        return bind(sheets)


def paper_of(item: PrintJobItem) -> SignedPaper:
    """Return the frozen paper an item prints: the co-signer's own letter, or the letter itself."""
    return item.addressed or item.letter


def name_of(item: PrintJobItem) -> str:
    """Return how an item is called in lists: the number, with the co-signer's name for their own letter."""
    return (
        f"{item.letter.number}（送{item.addressed.proposer.name}）" if item.addressed else item.letter.number
    )


def sets_alike(item: PrintJobItem) -> bool:
    """Say whether setting the item's words again gives the pages of its frozen file."""
    paper = paper_of(item)
    then = (paper.template_version, paper.font_digest, paper.engine)
    return paper.signed_at is None and then == (str(TEMPLATE_VERSION), fonts.digest(), engine_name())


def _set_together(items: Sequence[PrintJobItem], title: str) -> Joined | None:
    """Return the items' letters set as one document; None when there are none, or when the engine complains."""
    if not items:
        return None
    try:
        return joined(_papers(items), title=title)
    except (RenderingFailed, PictureLost, UnreadableContent) as failed:
        logger.warning("%s is bound from the frozen files: %s", title, failed)
        return None


def _papers(items: Sequence[PrintJobItem]) -> Iterator[PaperToJoin]:
    for item in items:
        paper = paper_of(item)
        document = paper.document
        laid = lay_out(document)
        yield PaperToJoin(
            html=laid.html,
            pages=paper.pages,
            title=name_of(item),
            pictures=bytes_of(document.picture_names()) | laid.pictures,
        )


def _frozen_file(item: PrintJobItem) -> pikepdf.Pdf:
    """Return the item's file as it was issued, the digitally signed one where there is one."""
    try:
        with paper_of(item).delivered_pdf.open("rb") as file:
            read = pikepdf.open(BytesIO(file.read()))
        read.flatten_annotations("print")  # a bound page bears no signature, only its look: the seal
        return read
    except (OSError, ValueError, pikepdf.PdfError) as broken:
        raise FileLost(f"{name_of(item)}的文件读不出来，请告诉系统管理员。") from broken


def _keep(job: PrintJob, kind: JobFileKind, part: int, file: bytes, pages: int | None = None) -> None:
    """Write a file of the job under its hash, and its row."""
    if pages is None:
        with pikepdf.open(BytesIO(file)) as read:
            pages = len(read.pages)
    row = PrintJobFile(
        job=job,
        kind=kind,
        part=part,
        sha256=hashlib.sha256(file).hexdigest(),
        pages=pages,
        made_at=now(),
    )
    store(row.file, file)
    row.save()

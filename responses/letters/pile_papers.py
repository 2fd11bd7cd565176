"""What goes with a pile of letters: cover list, opinion forms, envelopes, address labels, the dispatch register."""

from collections import defaultdict
from collections.abc import Sequence
from io import BytesIO

import pikepdf
from django.db.models import Min, QuerySet

from accounts.models import Unit
from accounts.now import today
from documents.forms import (
    CoverList,
    CoverRow,
    LabelSheet,
    RegisterPage,
    RegisterRow,
    cover_list,
    envelopes,
    labels,
    register,
)
from proposals.conditions import LETTER_IN_FORCE
from responses.letters.opinion_forms import opinion_forms_of_pile
from responses.letters.recipients import recipient_of, with_addresses
from responses.models import Delivery, PrintJob, PrintJobItem, ReplyLetter
from responses.models.print_job import JobFileKind

SHEETS = {
    JobFileKind.LABELS: LabelSheet.TWO_BY_SEVEN,
    JobFileKind.SMALL_LABELS: LabelSheet.THREE_BY_EIGHT,
}


def companion_parts(job: PrintJob, kind: JobFileKind) -> list[int]:
    """Return the numbers of the files a paper is made as: opinion forms, slow as the letters, have one a volume."""
    if kind != JobFileKind.OPINION_FORMS:
        return [1]
    return sorted(set(_first_volumes(job).values_list("volume", flat=True)))


def companion(job: PrintJob, kind: JobFileKind, part: int = 1) -> bytes:
    """Return one of the papers that go with a job's letters as PDF; raises FormRefused with a sentence.

    part: which of companion_parts().
    """
    if kind == JobFileKind.COVER:
        return _cover(job)
    if kind == JobFileKind.REGISTER:
        return _register(job)
    if kind == JobFileKind.OPINION_FORMS:
        return opinion_forms_of_pile(_letters(job, part))
    recipients = [recipient_of(one) for one in _deliveries(job)]
    if kind == JobFileKind.ENVELOPES:
        return envelopes(recipients)
    return labels(recipients, SHEETS[kind])


def _items(job: PrintJob) -> list[PrintJobItem]:
    """Return what lies in the pile: a letter that was declared void before it was bound does not."""
    return list(
        job.items.filter(part__isnull=False)
        .select_related("letter__response__assignment__unit", "letter__superseded_by", "addressed__proposer")
        .order_by("order")
    )


def _first_volumes(job: PrintJob) -> QuerySet[PrintJobItem, dict[str, int]]:
    """Return for each letter that goes out (its key) its first volume: a co-signer's own may lie in the next."""
    placed = job.items.filter(LETTER_IN_FORCE, part__isnull=False)
    return placed.order_by().values("letter").annotate(volume=Min("part"), first=Min("order"))


def _letters(job: PrintJob, volume: int) -> list[ReplyLetter]:
    """Return the letters that lie first in a volume of the pile and go out, in its order."""
    order = {row["letter"]: row["first"] for row in _first_volumes(job).filter(volume=volume)}
    rows = ReplyLetter.objects.filter(pk__in=order).select_related(
        "response__assignment__unit", "response__proposal__session__term__assembly__office"
    )
    return sorted(rows, key=lambda letter: order[letter.pk])


def _deliveries(job: PrintJob) -> list[Delivery]:
    """Return the recipients of the job's letters in the order of the pile: envelopes lie as the letters do.

    What is void or was corrected goes to nobody.
    """
    place = {letter: order for order, letter in job.items.order_by("-order").values_list("order", "letter")}
    rows = with_addresses(Delivery.objects.filter(LETTER_IN_FORCE, letter__in=place))
    return sorted(rows, key=lambda one: (place[one.letter_id], one.proposer.order, one.pk))


def _names(job: PrintJob) -> dict[int, list[tuple[int, str]]]:
    """Return each letter's recipients as (key of the proposer, name)."""
    names: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for delivery in _deliveries(job):
        names[delivery.letter_id].append((delivery.proposer_id, delivery.proposer.name))
    return names


def _cover(job: PrintJob) -> bytes:
    """Return the cover list, each part's letters on pages of their own: it lies on that part of the pile."""
    names = _names(job)
    by_part: dict[int, list[PrintJobItem]] = defaultdict(list)
    for item in _items(job):
        by_part[item.part].append(item)
    with_own = {
        (item.letter_id, item.addressed.proposer_id)
        for items in by_part.values()
        for item in items
        if item.addressed
    }
    lists = []
    for part, items in by_part.items():
        units = dict.fromkeys(item.letter.response.assignment.unit.name for item in items)
        lists.append(
            CoverList(
                unit="、".join(units),
                made_on=today(),
                rows=[_cover_row(item, names[item.letter_id], with_own) for item in items],
                made_by=job.by.name,
                title="打印封面清单"
                + (f"（第 {part} 册，共 {len(by_part)} 册）" if len(by_part) > 1 else ""),
            )
        )
    return _one_after_the_other([cover_list(one) for one in lists])


def _cover_row(
    item: PrintJobItem, people: Sequence[tuple[int, str]], with_own: set[tuple[int, int]]
) -> CoverRow:
    """Return the line of one letter; with_own: (letter, proposer) of those who get one in their own name."""
    if not item.letter.is_valid:
        recipients = [f"{item.letter.status.label}，请抽出销毁"]  # it lies in the pile and goes to nobody
    elif item.addressed:
        recipients = [item.addressed.proposer.name]
    else:
        recipients = [name for key, name in people if (item.letter_id, key) not in with_own]
    return CoverRow(
        number=item.letter.number,
        title=item.letter.title,
        recipients=recipients,
        copies=item.copies,
        pages=(item.addressed or item.letter).pages,
        first_page=item.first_page,
    )


def _register(job: PrintJob) -> bytes:
    """Return the register, each unit's letters on pages of their own."""
    names = _names(job)
    copies: dict[int, int] = defaultdict(int)
    letters = {}
    for item in _items(job):
        if not item.letter.is_valid:
            continue
        copies[item.letter_id] += item.copies
        letters[item.letter_id] = item.letter
    by_unit: dict[Unit, list[RegisterRow]] = defaultdict(list)
    for letter in letters.values():
        row = RegisterRow(
            number=letter.number,
            title=letter.title,
            addressee="、".join(name for _, name in names[letter.pk]),
            copies=copies[letter.pk],
            written_on=letter.written_on,
            printed_on=letter.printed_on,
        )
        by_unit[letter.response.assignment.unit].append(row)
    return _one_after_the_other(
        [register(RegisterPage(unit=unit.name, made_on=today(), rows=rows)) for unit, rows in by_unit.items()]
    )


def _one_after_the_other(files: Sequence[bytes]) -> bytes:
    """Return several PDFs as one; a single one stays as it is."""
    if len(files) == 1:
        return files[0]
    whole, written = pikepdf.new(), BytesIO()
    for file in files:
        with pikepdf.open(BytesIO(file)) as one:
            whole.pages.extend(one.pages)
    whole.save(written, deterministic_id=True)
    return written.getvalue()

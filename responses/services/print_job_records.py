"""打印任务 afterwards: note that the whole pile was printed, and how its copies went out."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.models import User
from accounts.now import now
from proposals.conditions import LETTER_IN_FORCE
from proposals.errors import StepBlocked, StepNotOpen, StepRefused
from proposals.services.reasons import stated
from responses.models import Delivery, PrintJob, PrintRecord, ReplyLetter
from responses.services.delivery import record_delivery
from responses.services.print_job_copies import copies_by_letter
from responses.services.print_jobs import locked_letters, own_job, sentence_of
from responses.services.validity import why_not_sent


def letters_are_made(job: PrintJob) -> bool:
    """Say whether every letter of a job that is in force lies in one of its volumes; False for a job of none."""
    placed = job.items.filter(part__isnull=False)
    waiting = job.items.filter(LETTER_IN_FORCE, part__isnull=True)
    return placed.exists() and not waiting.exists()


@transaction.atomic
def record_job_printed(job: PrintJob, *, by: User, reason: str = "") -> list[PrintRecord]:
    """Note that the whole pile was printed: one record a letter, with all its copies.

    A letter that was declared void or corrected since the job was ordered is left out; its paper is to be destroyed.
    reason: for letters that were printed since the job was ordered; the job's own reason stands for the others.
    What goes with the letters may be missing still: they are printed without it.
    Raises NotYours; StepNotOpen when letters of the job are not made, it was noted already or has no letter in force;
    StepBlocked for a reason that is missing or too long.
    """
    row = own_job(job, by)
    if not letters_are_made(row):
        raise StepNotOpen("打印任务的函件还没有全部生成，不能登记打印。")
    if row.records.exists():
        raise StepNotOpen("这个打印任务已经登记过打印。")
    why = stated(reason, name="重印理由") or row.reason
    copies = copies_by_letter(row.items.all())
    letters = [letter for letter in locked_letters(copies.keys()) if not why_not_sent(letter)]
    if not letters:
        raise StepNotOpen("这个打印任务的函件都已作废或更正，不能登记打印；印出的纸件请销毁。")
    again = [letter for letter in letters if letter.is_printed]
    if again and not why:
        raise StepBlocked(sentence_of("已打印过，重印请写明理由", again))
    records = PrintRecord.objects.bulk_create(
        PrintRecord(
            letter=letter,
            copies=copies[letter.pk],
            job=row,
            reason=why if letter.is_printed else "",
            by=by,
            at=now(),
        )
        for letter in letters
    )
    for record in records:
        audit.record(
            "letter.print",
            by=by,
            about=record.letter,
            copies=record.copies,
            again=bool(record.reason),
            job=row.pk,
        )
    return records


def deliveries_of(job: PrintJob) -> QuerySet[Delivery]:
    """Return the recipients of a job's letters, in the order of the pile's letters."""
    return (
        Delivery.objects.filter(letter__in=job.items.values("letter"))
        .select_related("letter__series", "letter__superseded_by", "proposer__member", "by")
        .order_by("letter__series__code", "letter__series__year", "letter__serial", "proposer__order", "pk")
    )


@transaction.atomic
def record_job_deliveries(
    job: PrintJob,
    deliveries: Collection[int],
    *,
    channel: str,
    sent_on: date,
    by: User,
    received_on: date | None = None,
) -> int:
    """Note for these recipients (keys of deliveries of the job) how and when their copies went out; return how many.

    All or nothing: one wrong day leaves every row as it was. Who has a day already is not noted again. Raises NotYours,
    or StepBlocked with sentences that name the letters.
    """
    row = own_job(job, by)
    chosen = [one for one in deliveries_of(row) if one.pk in set(deliveries)]
    if not chosen:
        raise StepBlocked("请至少勾选一位收件人。")
    sentences: dict[str, list[ReplyLetter]] = defaultdict(list)
    noted = 0
    for delivery in chosen:
        if delivery.sent_on is not None:
            continue
        if why_not_sent(delivery.letter):
            sentences[why_not_sent(delivery.letter)].append(delivery.letter)
            continue
        try:
            record_delivery(delivery, channel=channel, sent_on=sent_on, by=by, received_on=received_on)
        except StepRefused as refused:
            for sentence in refused.sentences:
                sentences[sentence.rstrip("。")].append(delivery.letter)
        else:
            noted += 1
    if sentences:
        raise StepBlocked(*(_said_of(what, letters, chosen) for what, letters in sentences.items()))
    return noted


def _said_of(what: str, letters: Sequence[ReplyLetter], chosen: Sequence[Delivery]) -> str:
    """Return the sentence with the letters it is said of; of every one of several it is said without their numbers."""
    named = list(dict.fromkeys(letters))
    everywhere = len(letters) == len(chosen) and len(named) > 1
    return f"{what}。" if everywhere else sentence_of(what, named)

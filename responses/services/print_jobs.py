"""打印任务: order a pile of letters, stop it, go on with it; what comes after stands in print_job_records."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts import audit
from accounts.models import User
from accounts.now import now
from accounts.queue import queue_on_commit
from proposals.errors import NotYours, StepBlocked, StepNotOpen
from proposals.services.reasons import stated
from responses.letters.piles import working_alone
from responses.models import PrintJob, PrintJobItem, PrintRecord, ReplyLetter
from responses.models.print_job import JobFileKind, JobState
from responses.permissions import may_print
from responses.queries import visible_jobs
from responses.services.locking import lock_letters
from responses.services.print_job_copies import CopiesRule, copies_by_letter, items_of
from responses.services.printing import MOST_COPIES
from responses.services.validity import why_not_sent
from responses.tasks import make_print_job

MOST_LETTERS = 1000
NAMED_AT_MOST = 10
EXTRAS = tuple(kind for kind in JobFileKind if kind != JobFileKind.LETTERS)
OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


@transaction.atomic
def create_job(
    letters: Collection[int],
    *,
    rule: CopiesRule,
    wants: Iterable[str],
    by: User,
    reason: str = "",
    leave_out: bool = False,
) -> PrintJob:
    """Write a job for these letters (keys), in the order of their numbers, and queue it.

    A co-signer's own addressed letter is printed for them where there is one; everybody else, the 抄送 line and the
    archive get the letter itself. leave_out: pass over letters that cannot be printed instead of refusing the job.
    Raises NotYours for a letter of another unit, StepBlocked with a sentence for each thing that is wrong.
    """
    reason = stated(reason, name="重印理由")
    rows = locked_letters(letters)
    if len(rows) != len(set(letters)):
        raise StepBlocked("所选函件中有的已经找不到了，请回到文印页面重新选择。")
    _refuse_foreign(rows, by)
    hindered = hindrances(rows)
    if leave_out:
        stopped = {letter.pk for group in hindered.values() for letter in group}
        rows, hindered = [letter for letter in rows if letter.pk not in stopped], {}
    items = items_of(rows, rule)
    sentences = [sentence_of(what, group) for what, group in hindered.items()]
    sentences += _wrong_in_order(rows, items, wants, reason)
    if sentences:
        raise StepBlocked(*sentences)
    job = PrintJob.objects.create(
        by=by,
        created_at=now(),
        copies_rule=asdict(rule),
        wants=[kind.value for kind in EXTRAS if kind in set(wants)],
        reason=reason,
    )
    for item in items:
        item.job = job
    PrintJobItem.objects.bulk_create(items)
    audit.record("print_job.create", by=by, about=job, letters=len(rows), again=bool(reason))
    queue_on_commit(make_print_job, job.pk)
    return job


def locked_letters(letters: Collection[int]) -> list[ReplyLetter]:
    """Return the letters by number, locked: two orders for the same letters come one after the other."""
    lock_letters(letters)
    return sorted(letters_to_print(letters), key=order_of_number)


def letters_to_print(letters: Collection[int]) -> QuerySet[ReplyLetter]:
    """Return these letters (keys) with all that an order asks of them, is_printed and is_in_work too."""
    waiting = PrintJobItem.objects.filter(letter=OuterRef("pk"), job__state__in=OPEN_STATES)
    return (
        ReplyLetter.objects.filter(pk__in=letters)
        .annotate(
            is_printed=Exists(PrintRecord.objects.filter(letter=OuterRef("pk"))),
            is_in_work=Exists(waiting),
        )
        .select_related("series", "response__assignment", "superseded_by")
        .prefetch_related("addressed", "deliveries")
        .order_by("pk")
    )


def order_of_number(letter: ReplyLetter) -> tuple[str, int, int, str]:
    """Return what letters are piled by: code, year, serial; numbers of another system by their text, last."""
    if letter.series is None:
        return "\U0010ffff", 0, 0, letter.number
    return letter.series.code, letter.series.year, letter.serial, letter.number


def _refuse_foreign(rows: Iterable[ReplyLetter], by: User) -> None:
    one_of_each = {letter.response.assignment.unit_id: letter for letter in rows}
    if not all(may_print(by, letter) for letter in one_of_each.values()):
        raise NotYours("由印发单位的文印人员和办公室生成打印任务。")


def hindrances(rows: Iterable[ReplyLetter]) -> dict[str, list[ReplyLetter]]:
    """Return why some letters cannot be printed, each reason with its letters (rows of letters_to_print)."""
    found: dict[str, list[ReplyLetter]] = defaultdict(list)
    for letter in rows:
        if why_not_sent(letter):
            found[why_not_sent(letter)].append(letter)
        elif not letter.is_ready or not all(one.is_ready for one in letter.addressed.all()):
            found["文件还没有生成好，请稍候再打印"].append(letter)
        elif letter.is_in_work:
            found["正在另一个打印任务中生成，不必重复"].append(letter)
    return found


def sentence_of(what: str, letters: Sequence[ReplyLetter]) -> str:
    """Return 甲科提复〔2026〕1号等 12 件：文件还没有生成好。 with at most ten numbers."""
    named = "、".join(letter.number for letter in letters[:NAMED_AT_MOST])
    more = f"等 {len(letters)} 件" if len(letters) > NAMED_AT_MOST else ""
    return f"{named}{more}：{what}。"


def _wrong_in_order(
    rows: Sequence[ReplyLetter], items: Sequence[PrintJobItem], wants: Iterable[str], reason: str
) -> list[str]:
    """Return a sentence for everything that is wrong with the order as a whole."""
    sentences = []
    if not rows:
        sentences.append("没有可以打印的函件，请回到文印页面重新选择。")
    if len(rows) > MOST_LETTERS:
        sentences.append(f"一个打印任务最多 {MOST_LETTERS} 件，请分几次生成。")
    missing = sorted({item.letter_id for item in items} ^ {letter.pk for letter in rows})
    if missing:
        sentences.append("按所填份数，有的函件一份也不印；请至少填写一项份数。")
    if any(copies > MOST_COPIES for copies in copies_by_letter(items).values()):
        sentences.append(f"每份函最多印 {MOST_COPIES} 份，请改少份数。")
    if not set(wants) <= {kind.value for kind in EXTRAS}:
        sentences.append("请从所列的随附文件中选择。")
    again = [letter for letter in rows if letter.is_printed]
    if again and not reason:
        sentences.append(sentence_of("已打印过，重印请写明理由", again))
    return sentences


def own_job(job: PrintJob, by: User) -> PrintJob:
    """Return the job's row, locked; raise NotYours when somebody may not see it."""
    row = PrintJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if not visible_jobs(by).filter(pk=row.pk).exists():
        raise NotYours("打印任务由印发单位的文印人员和办公室办理。")
    return row


@transaction.atomic
def cancel_job(job: PrintJob, *, by: User) -> PrintJob:
    """Stop a job: at once while nobody works on it, otherwise after the part in work; finished parts stay.

    Asking twice is the same as once. Raises NotYours; StepNotOpen when the job is finished.
    """
    row = own_job(job, by)
    if row.finished_at is not None:
        raise StepNotOpen(f"这个打印任务{row.get_state_display()}，不能再取消。")
    row.cancel_asked = True
    if working_alone(row.pk):
        row.become(JobState.CANCELLED, finished_at=now())
    row.save(update_fields=["cancel_asked", "state", "finished_at"])
    audit.record("print_job.cancel", by=by, about=row)
    return row


@transaction.atomic
def resume_job(job: PrintJob, *, by: User) -> PrintJob:
    """Go on with a cancelled or failed job after its last finished part, or make anew what a finished one lacks.

    Raises NotYours or StepNotOpen.
    """
    row = own_job(job, by)
    lacks = row.state == JobState.DONE and row.missing.exists()
    if row.state not in (JobState.CANCELLED, JobState.FAILED) and not lacks:
        raise StepNotOpen(f"这个打印任务{row.get_state_display()}，不需要继续。")
    row.missing.all().delete()
    row.become(JobState.QUEUED)
    row.touched_at = now()
    row.cancel_asked, row.error, row.tries = False, "", 0
    row.save()
    audit.record("print_job.resume", by=by, about=row)
    queue_on_commit(make_print_job, row.pk)
    return row

"""Print office: set a letter again whose file or signature failed, note what was printed."""

from celery import Task
from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.now import now
from accounts.queue import queue_on_commit
from documents.models import SignedPaper
from proposals.errors import NotYours, StepBlocked, StepNotOpen
from proposals.services.reasons import stated
from responses.models import PrintRecord, ReplyLetter
from responses.permissions import may_print
from responses.services.locking import locked_letter
from responses.services.validity import refuse_invalid
from responses.tasks import render_addressed, render_letter, sign_addressed, sign_letter

MOST_COPIES = 500


@transaction.atomic
def set_again(letter: ReplyLetter, *, by: User) -> None:
    """Queue a letter whose PDF or digital signature failed or does not come, and its 分送件; the frozen words stay.

    Raises NotYours, or StepNotOpen for a letter that has all its files.
    """
    row = locked_letter(letter)
    if not may_print(by, row):
        raise NotYours("由印发单位的文印人员重新排版。")
    left = [one for one in row.addressed.all() if not one.is_ready]
    if row.is_ready and not left:
        raise StepNotOpen("这份函的文件已经生成，不需要重新排版。")
    audit.record("letter.set_again", by=by, about=row)
    for one in left:
        _queue(one, render_addressed, sign_addressed)
    if not row.is_ready:
        _queue(row, render_letter, sign_letter)


def _queue(paper: SignedPaper, rendering: Task, signing: Task) -> None:
    """Queue what the paper lacks: its file, else its signature, of which a refusal is forgotten."""
    if paper.rendered_at is None:
        queue_on_commit(rendering, paper.pk)
        return
    paper.render_error = ""
    paper.save(update_fields=["render_error"])
    queue_on_commit(signing, paper.pk)


@transaction.atomic
def record_print(letter: ReplyLetter, *, copies: int, by: User, reason: str = "") -> PrintRecord:
    """Note that a letter was printed: who, when, how many; a second printing says why.

    Raises NotYours, StepBlocked, or StepNotOpen for a letter that is void or was corrected.
    """
    row = locked_letter(letter)
    if not may_print(by, row):
        raise NotYours("由印发单位的文印人员登记打印。")
    refuse_invalid(row)
    if not row.is_ready:
        raise StepBlocked("文件还没有生成好，请稍候再打印。")
    if not 1 <= copies <= MOST_COPIES:
        raise StepBlocked(f"份数须在 1 到 {MOST_COPIES} 之间。")
    missing = "这份函已打印过，重印请写明理由。" if row.prints.exists() else ""
    reason = stated(reason, missing=missing, name="重印理由")
    record = PrintRecord.objects.create(letter=row, copies=copies, reason=reason, by=by, at=now())
    audit.record("letter.print", by=by, about=row, copies=copies, again=bool(reason))
    return record

"""What may still be done about an issued paper: its file set again, 作废. Its words and its number stay."""

from django.db import transaction
from django.urls import reverse

from accounts import audit
from accounts.models import User
from accounts.notices import notify
from accounts.now import now
from accounts.queue import queue_on_commit
from proposals.errors import NotYours, StepNotOpen
from proposals.models import Paper
from proposals.services.paper_offices import issuer, readers
from proposals.services.perform import OFFICE_PAGE, locked
from proposals.services.reasons import stated
from proposals.tasks import print_paper

NOT_YOURS_TO_SET = "公文由印发它的单位办公室重新排版。"
NOT_YOURS_TO_WITHDRAW = "公文由印发它的单位办公室作废。"
WITHDRAWN = "这份公文已经作废。"


@transaction.atomic
def set_again(paper: Paper, *, by: User) -> None:
    """Queue a paper whose file failed or does not come; its frozen words stay.

    Raises NotYours for whoever is not of the office that issued it, StepNotOpen for a paper that has its file.
    """
    row = _locked(paper)
    standing = issuer(row, by)
    if standing is None:
        raise NotYours(NOT_YOURS_TO_SET)
    if row.rendered_at is not None:
        raise StepNotOpen("这份公文的文件已经生成，不需要重新排版。")
    audit.record("paper.set_again", by=by, about=row, acting_for=standing.acting_for, unit=standing.unit)
    queue_on_commit(print_paper, row.pk)


@transaction.atomic
def withdraw_paper(paper: Paper, *, by: User, reason: str) -> Paper:
    """Declare an issued paper void, with the reason; the paper, its number and its file stay as they are.

    reason: 1 to 200 characters. Whoever it was sent to is told; no limit changes, and another may be issued in its
    place. Raises NotYours for whoever is not of the office that issued it, StepNotOpen for a paper that is void
    already, StepBlocked for a reason that is missing or too long.
    """
    # Under the item's lock, as issuing is: nobody issues anew from what is declared void at that moment.
    proposal = locked(paper.proposal)
    row = _locked(paper)
    row.proposal = proposal
    standing = issuer(row, by)
    if standing is None:
        raise NotYours(NOT_YOURS_TO_WITHDRAW)
    if row.withdrawn_at is not None:
        raise StepNotOpen(WITHDRAWN)
    reason = stated(reason, missing="请写明作废的理由。", name="作废理由")
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = now(), by, reason
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    audit.record(
        "paper.withdraw",
        by=by,
        about=row,
        acting_for=standing.acting_for,
        unit=standing.unit,
        number=row.number,
        reason=reason,
    )
    told = [person for person in readers(row) if person.pk != by.pk]
    named = f"{row.number}《{row.title}》" if row.number else f"《{row.title}》"
    notify(
        told,
        f"{row.get_kind_display()}作废：{proposal}",
        f"{named}已作废。理由：{reason}",
        reverse(OFFICE_PAGE, args=[proposal.pk]),
    )
    return row


def _locked(paper: Paper) -> Paper:
    return (
        Paper.objects.select_for_update(of=("self",))
        .select_related("proposal", "assignment", "unit")
        .get(pk=paper.pk)
    )

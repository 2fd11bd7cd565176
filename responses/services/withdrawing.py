"""作废: an issued letter that is no longer valid stays, with its number, and says so everywhere."""

from django.db import transaction
from django.urls import reverse

from accounts import audit
from accounts.models import User
from accounts.notices import notify
from accounts.now import now
from proposals import recipients as tell
from proposals.errors import NotYours, StepNotOpen
from proposals.services.clocks import stop_clocks
from proposals.services.perform import OFFICE_PAGE, PORTAL_PAGE
from proposals.services.reasons import stated
from proposals.states import ProposalState as S
from responses.models import ReplyLetter
from responses.permissions import may_withdraw
from responses.services.correcting import is_being_corrected
from responses.services.locking import locked_letter

BEING_CORRECTED = "这份函正在更正：更正函印发后，原函即废止，不用另行作废。"


@transaction.atomic
def withdraw_letter(letter: ReplyLetter, *, by: User, reason: str) -> ReplyLetter:
    """Declare an issued letter void, with the reason; the letter, its number and its files stay as they are.

    reason: 1 to 200 characters. Clocks that run for the letter's round stop: nobody is asked to rate a void letter.
    Proposers and both offices are told. Raises NotYours, StepBlocked, or StepNotOpen for a letter that is void already
    or is being corrected: the correction says in its first words which letter it puts out of force.
    """
    row = locked_letter(letter)
    proposal = row.response.proposal
    if not may_withdraw(by, row):
        raise NotYours("由印发单位办公室作废答复函。")
    if row.withdrawn_at is not None:
        raise StepNotOpen("这份函已经作废。")
    if is_being_corrected(row):
        raise StepNotOpen(BEING_CORRECTED)
    reason = stated(reason, missing="请写明作废的理由。", name="作废理由")
    row.withdrawn_at = now()
    row.withdrawn_by = by
    row.withdrawn_reason = reason
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    if proposal.state == S.REPLIED and proposal.round_no == row.response.round_no:
        stop_clocks(proposal)
    audit.record("letter.withdraw", by=by, about=row, unit=row.response.assignment.unit, reason=reason)
    subject, words = f"答复函作废：{proposal}", f"{row.number}已作废。理由：{reason}"
    on_paper = f"{words}\n已经印出、还没有送出的纸件，请销毁。"
    deputies = [one for one in tell.proposers(proposal) if one.pk != by.pk]
    known = {one.pk for one in deputies}
    offices = [
        one
        for told in (tell.assembly_office, tell.print_staff, tell.lead_unit_office)
        for one in told(proposal)
        if one.pk != by.pk and one.pk not in known
    ]
    notify(deputies, subject, words, reverse(PORTAL_PAGE, args=[proposal.pk]))
    notify(offices, subject, on_paper, reverse(OFFICE_PAGE, args=[proposal.pk]))
    return row

"""更正: a new round that begins from the text of the letter it will supersede."""

from django.db import transaction

from accounts.models import User
from accounts.now import now
from proposals.models import Assignment, Proposal
from proposals.services.clocks import stop_clocks
from proposals.services.perform import perform
from proposals.states import ProposalState as S
from responses.letters.frozen import opening_of_correction
from responses.models import (
    AnnexPicture,
    DemandAnswer,
    ReplyLetter,
    Response,
    ResponseAnnex,
    SigningUnit,
)
from responses.models.response import ResponseKind
from responses.queries import letter_to_correct

# What a correction takes over from the response whose letter it corrects.
KEPT_FIELDS = (
    "addressee",
    "contact_name",
    "contact_phone",
    "copies",
    "resolution_class",
    "urgency",
    "secrecy",
    "note",
)


@transaction.atomic
def correct(proposal: Proposal, *, by: User, seen: int, reason: str) -> Proposal:
    """更正: the letter has a fault; a new round begins, whose letter supersedes it. Ratings given so far stay."""
    row = perform("correct", proposal, by=by, seen=seen, reason=reason)
    stop_clocks(row)
    return row


def is_correction(proposal: Proposal) -> bool:
    """Say whether the present round was begun to correct a letter."""
    return proposal.steps.filter(action="correct", round_no=proposal.round_no).exists()


def is_being_corrected(letter: ReplyLetter) -> bool:
    """Say whether the present round of the letter's item writes its correction, which is not issued yet."""
    proposal = letter.response.proposal
    writing = proposal.state not in (S.REPLIED, S.CLOSED, S.WITHDRAWN) and is_correction(proposal)
    return writing and letter_to_correct(proposal) == letter


def begin_correction(proposal: Proposal, lead: Assignment) -> Response:
    """Write the round's text from the frozen words of the letter to correct, with all that was decided about it.

    proposal: locked by the caller, in a round begun by 更正, where a letter to correct exists (the step needs one).
    """
    former = letter_to_correct(proposal)
    earlier = former.response
    kept = {name: getattr(earlier, name) for name in KEPT_FIELDS}
    response = Response.objects.create(
        proposal=proposal,
        assignment=lead,
        round_no=proposal.round_no,
        kind=ResponseKind.CORRECTION,
        body="\n".join([opening_of_correction(proposal, lead.unit), *former.content["paragraphs"]]),
        created_at=now(),
        **kept,
    )
    DemandAnswer.objects.bulk_create(
        DemandAnswer(response=response, demand_id=one.demand_id, verdict=one.verdict, note=one.note)
        for one in earlier.demand_answers.all()
    )
    SigningUnit.objects.bulk_create(
        SigningUnit(response=response, order=one.order, unit_id=one.unit_id)
        for one in earlier.signing_units.all()
    )
    _copy_annexes(former, response)
    return response


def _copy_annexes(former: ReplyLetter, response: Response) -> None:
    for annex in former.response.annexes.order_by("order"):
        copy = ResponseAnnex.objects.create(
            response=response, order=annex.order, title=annex.title, body=annex.body
        )
        AnnexPicture.objects.bulk_create(
            AnnexPicture(
                annex=copy,
                order=one.order,
                picture_id=one.picture_id,
                width_mm=one.width_mm,
                caption=one.caption,
            )
            for one in annex.pictures.all()
        )

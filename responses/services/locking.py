"""The one way to lock: the item first, then the row of one's own; what decides is read only after that.

What makes a letter void or superseded holds the item, so whoever has locked its letter or its delivery sees whether it
is in force. A pile's letters are locked without their items: it only notes what it finds.
"""

from collections.abc import Collection

from proposals.models import Proposal
from proposals.services.perform import locked
from responses.models import Delivery, ReplyLetter, Response


def locked_text(response: Response) -> Response:
    """Return a text freshly read and locked with its item until the end of the transaction."""
    proposal = locked(response.proposal)
    row = (
        Response.objects.select_for_update(of=("self",))
        .select_related("assignment__unit")
        .get(pk=response.pk)
    )
    row.proposal = proposal
    return row


def locked_letter(letter: ReplyLetter) -> ReplyLetter:
    """Return a letter freshly read and locked with its item until the end of the transaction."""
    proposal = locked(letter.response.proposal)
    ReplyLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    return _of(proposal, ReplyLetter.objects.select_related("response__assignment__unit").get(pk=letter.pk))


def locked_delivery(delivery: Delivery) -> Delivery:
    """Return a delivery freshly read and locked with its item until the end of the transaction."""
    proposal = locked(delivery.letter.response.proposal)
    row = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("letter__response__assignment", "proposer__member")
        .get(pk=delivery.pk)
    )
    _of(proposal, row.letter)
    return row


def lock_letters(letters: Collection[int]) -> None:
    """Lock these letters (keys), always in the same order; what is asked of them is to be read afterwards."""
    rows = ReplyLetter.objects.select_for_update(of=("self",)).filter(pk__in=letters)
    list(rows.order_by("pk").values_list("pk"))


def _of(proposal: Proposal, letter: ReplyLetter) -> ReplyLetter:
    letter.response.proposal = proposal
    return letter

"""What a text may have been copied from: passages of plans and reports, and letters its unit issued in earlier years.

Only the unit's own letters: whoever works on a text there may read them. Readers of another unit, which signs along or
reviews, are told that it is one and not which (`names_letters`). Letters of the same item are left out, since a
further reply and a correction rightly repeat what was said before. A letter about another body's item is named by its
number alone.
"""

from accounts.now import today
from references.queries import passages_like, places_named
from responses.letters.proofread.facts import KnownText
from responses.models import ReplyLetter, Response
from responses.queries import IN_FORCE

EARLIER_LETTER = "主办单位往年的答复函"
MOST_LETTERS = 400  # the newest of a unit: two years of the unit with the most items in a city


def known_texts(response: Response, *, names_letters: bool = True) -> tuple[KnownText, ...]:
    """Return the texts to hold a text against, each with its name; at most four queries, bounded in rows."""
    letters = _earlier_letters(response)
    if not names_letters:
        letters = [KnownText(letter.text, EARLIER_LETTER) for letter in letters]
    return (*_passages(response), *letters)


def _passages(response: Response) -> list[KnownText]:
    city = response.assignment.unit.city
    found = passages_like(response.body.split("\n"), city)
    names = places_named(found)
    return [KnownText(passage.text, name) for passage, name in zip(found, names, strict=True)]


def _earlier_letters(response: Response) -> list[KnownText]:
    year = (response.signed_on or today()).year
    assembly = response.proposal.session.term.assembly_id
    letters = (
        ReplyLetter.objects.filter(
            IN_FORCE, response__assignment__unit=response.assignment.unit_id, written_on__year__lt=year
        )
        .exclude(response__proposal=response.proposal_id)
        .order_by("-written_on", "-pk")
        .values_list(
            "response__body",
            "number",
            "title",
            "written_on__year",
            "response__proposal__session__term__assembly",
        )[:MOST_LETTERS]
    )
    return [
        KnownText(body, f"{written}年的{number}" + (f"《{title}》" if body_of == assembly else ""))
        for body, number, title, written, body_of in letters
    ]

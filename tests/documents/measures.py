"""What the standard asks of a printed paper, as a table: name, clause, expected length, tolerance, how it is read.

Clauses are those of GB/T 9704-2012; em and pitch follow from 28 characters in 156 mm and 22 lines in 225 mm (5.2).
"""

from collections.abc import Iterator

from documents.content import OfficialDocument
from tests.documents.measures_of_ends import FOOT_PARTS, MORE, SEALS
from tests.documents.measures_of_pages import HEAD, LETTER, MARK, PAGE
from tests.documents.parts import Paper
from tests.documents.ruler import read

# Those that look at drawn ink, which takes longest, last.
MEASURES = (*SEALS, *MORE, *PAGE, *FOOT_PARTS, *HEAD, *LETTER, *MARK)


def measure(document: OfficialDocument, file: bytes) -> tuple[set[str], list[str]]:
    """Return the names of the measures that the printed file shows, and a sentence for each that it misses."""
    taken = list(_taken(Paper(document, read(file))))
    return {name for name, _ in taken}, [sentence for _, sentence in taken if sentence]


def missed(paper: Paper) -> list[str]:
    """Return a sentence for every measure that the paper misses, with its worst place."""
    return [sentence for _, sentence in _taken(paper) if sentence]


def first_missed(document: OfficialDocument, file: bytes) -> str:
    """Return the sentence for the first measure that the printed file misses, empty when it keeps all."""
    return next((sentence for _, sentence in _taken(Paper(document, read(file))) if sentence), "")


def _taken(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield the name of each measure found, with a sentence when it is missed.

    A part that cannot be found where it must be is a miss of all that hangs on it.
    """
    for one in MEASURES:
        try:
            found = list(one.found(paper))
        except LookupError as lost:
            yield one.name, f"{one.name}: {lost}"
            continue
        if not found:
            continue
        worst = max(found, key=lambda value, wanted=one.expected: abs(value - wanted))
        within = abs(worst - one.expected) <= one.tolerance
        yield one.name, "" if within else f"{one.name}: {worst:.2f} instead of {one.expected:.2f} ({one.how})"

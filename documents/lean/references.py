"""What a file says of its pages by number: the list is spelt once, not for each heading and each tag."""

import pydyf

from documents.lean.swap import Swap

_page_references = pydyf.PDF.page_references
OF_EACH = 3  # entries of the list of pages: number, generation, "R"


def page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """Return how the file refers to each of its pages."""
    known: tuple[bytes, ...] = vars(pdf).get("known_references", ())
    if len(known) * OF_EACH != len(pdf.pages["Kids"]):
        known = pdf.known_references = _page_references.fget(pdf)
    return known


SWAPS = (Swap.of(pydyf.PDF, "page_references", property(page_references)),)

"""The letters of benchmarks/_shapes.py printed once in a test run, and which of them an ordinary run looks at."""

from functools import lru_cache

import pytest

from benchmarks._shapes import shapes
from documents.content import OfficialDocument
from documents.layout import lay_out
from documents.render import pdf
from tests.documents.parts import Paper
from tests.documents.ruler import read

SHAPES = shapes()
FORTY_PAGES = max(range(len(SHAPES)), key=lambda place: sum(map(len, SHAPES[place].paragraphs)))
ORDINARY = {0, 1, FORTY_PAGES, *range(2, len(SHAPES), 3)}
EVERY_SHAPE = [
    pytest.param(place, marks=[] if place in ORDINARY else pytest.mark.slow, id=f"{place}")
    for place in range(len(SHAPES))
]


def printed(document: OfficialDocument) -> bytes:
    """Print a document as the office does; the pages must be those counted."""
    laid = lay_out(document)
    return pdf(laid.html, pages=laid.pages, pictures=laid.pictures)


@lru_cache(maxsize=len(SHAPES))
def paper(place: int) -> Paper:
    """Return the shape of that place, printed and read back."""
    return Paper(SHAPES[place], read(printed(SHAPES[place])))

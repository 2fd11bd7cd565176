"""Twelve typical papers page by page against pictures that were looked at by eye at full size.

tests/documents/make_references.py draws them anew. Tolerance: one dot in a hundred thousand may differ by more than
two of the sixteen shades (another build of poppler rounds an edge); the same machine kind draws every dot alike.
"""

from functools import lru_cache

import pytest
from PIL import Image, ImageChops

from tests.documents import references
from tests.documents.references import FOLDER, KEPT, drawn, file_of

MOST_DOTS = 10  # of 966 000 on a page
SHADES_APART = 34  # two of the sixteen shades


def dots_apart(one: Image.Image, other: Image.Image) -> int:
    """How many dots differ by more than two shades."""
    assert one.size == other.size
    return sum(ImageChops.difference(one, other).histogram()[SHADES_APART + 1 :])


@lru_cache
def printed(name: str) -> bytes:
    return references.printed(name)


@pytest.mark.parametrize(("name", "page"), KEPT)
def test_the_page_looks_as_it_did(name, page):
    with Image.open(file_of(name, page)) as kept:
        assert dots_apart(drawn(printed(name), page), kept.convert("L")) <= MOST_DOTS


def test_every_kept_picture_is_compared():
    assert {file.name for file in FOLDER.glob("*.png")} == {file_of(name, page).name for name, page in KEPT}


@pytest.mark.parametrize(("across", "down"), [(4, 0), (0, 4), (1, 0), (0, 1)])
def test_a_page_shifted_by_a_millimetre_or_by_a_dot_is_seen(across, down):
    """Four dots are a millimetre."""
    name, page = KEPT[0]
    with Image.open(file_of(name, page)) as kept:
        page_as_kept = kept.convert("L")
    shifted = ImageChops.offset(page_as_kept, across, down)
    assert dots_apart(page_as_kept, shifted) > 100 * MOST_DOTS

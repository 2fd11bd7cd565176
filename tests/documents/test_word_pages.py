"""Page for page: the .docx as LibreOffice sets it beside the PDF, for 426 and papers of many shapes.

The .docx of a paper with a code is held against the PDF it would have without.
"""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pdfplumber
import pytest
from PIL import Image

from benchmarks._shapes import shapes
from documents.content import OfficialDocument
from documents.layout.signature import set_signature
from documents.printing import print_document
from documents.word.out import docx
from documents.word.reading import read
from tests.documents.office import pdf_of
from tests.documents.test_word_out import pages_of
from tests.documents.word_shapes import PICTURES, SHAPES
from tests.responses.letters.letter_426 import letter_426

NEAR = 1.6  # mm: LibreOffice shows a text a millimetre lower in its line
FAST = ("everything", "letter-class", "joint-5", "blank-page", "coded-below")
OFTEN = 0.8  # of the lines begin with the same characters


SAMPLES = (
    pytest.param(FAST, id="fast"),
    pytest.param(tuple(SHAPES), id="all", marks=pytest.mark.slow),
)


@pytest.fixture(scope="module", params=SAMPLES)
def pairs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, tuple[bytes, bytes]]]:
    """Return (our PDF, LibreOffice's of our .docx) of each shape, made in one call."""
    papers: dict[str, OfficialDocument] = {name: SHAPES[name] for name in request.param}
    if len(papers) == len(SHAPES):
        papers["426"] = letter_426()
    made = pdf_of(
        [docx(paper, PICTURES) for paper in papers.values()], Path(tmp_path_factory.mktemp("office"))
    )
    return {
        name: (print_document(replace(paper, verify_address=""), dict(PICTURES)).file, file)
        for (name, paper), file in zip(papers.items(), made, strict=True)
    }


def test_every_page_says_the_same(pairs: dict[str, tuple[bytes, bytes]]) -> None:
    for name, (wanted, seen) in pairs.items():
        said = [["".join(line[2] for line in page) for page in pages_of(file)] for file in (wanted, seen)]
        assert said[1] == said[0], name


def test_lines_stand_where_the_pdf_has_them(pairs: dict[str, tuple[bytes, bytes]]) -> None:
    for name, (wanted, seen) in pairs.items():
        alike = []
        for page, other in zip(pages_of(wanted), pages_of(seen), strict=True):
            for here, there in zip(page, other, strict=False):
                alike.append(here[2][:2] == there[2][:2])
                # A table that begins a page has no blank above it in Word: its lines are told by their own test.
                if alike[-1] and name != "table-before-signature":
                    assert there[:2] == pytest.approx(here[:2], abs=NEAR), (name, here[2])
        assert sum(alike) / len(alike) >= OFTEN, name


def rules(file: bytes) -> list[list[float]]:
    """Return of each page how far from its top (mm) something as wide as the type area is painted, once each rule."""
    with pdfplumber.open(BytesIO(file)) as book:
        return [_rules(page.to_image(resolution=100).original.convert("L")) for page in book.pages]


def _rules(picture: Image.Image) -> list[float]:
    found: list[float] = []
    for row in range(picture.height):
        dark = sum(value < 200 for value in picture.crop((0, row, picture.width, row + 1)).tobytes())
        place = row * 25.4 / 100
        if dark > picture.width * 0.7 and (not found or place - found[-1] > 1.2):
            found.append(place)
    return found


def test_the_rules_stand_where_the_pdf_has_them(pairs: dict[str, tuple[bytes, bytes]]) -> None:
    for name, (wanted, seen) in pairs.items():
        if name == "table-before-signature":
            continue  # as above
        for page, (mine, other) in enumerate(zip(rules(wanted), rules(seen), strict=True), 1):
            assert other == pytest.approx(mine, abs=NEAR), (name, page)


FACES = {
    "GWFangsong": "FandolFang",
    "GWXiaobiaosong": "FandolSong",
    "GWHeiti": "FandolHei",
    "GWKaiti": "FandolKai",
}


def faces(file: bytes) -> set[tuple[str, str]]:
    """Return every Chinese character with the face it is set in."""
    with pdfplumber.open(BytesIO(file)) as book:
        used = {
            (one["text"], one["fontname"].partition("+")[2].split("-")[0])
            for page in book.pages
            for one in page.chars
            if "一" <= one["text"] <= "鿿"
        }
    return {(text, FACES.get(face, face)) for text, face in used}


def test_faces_are_those_of_the_pdf(pairs: dict[str, tuple[bytes, bytes]]) -> None:
    for name, (wanted, seen) in pairs.items():
        assert faces(seen) == faces(wanted), name


@pytest.mark.slow
def test_letters_of_many_lengths_have_as_many_pages_and_mostly_the_same_on_each(tmp_path: Path) -> None:
    """Lines that hold an address on the Web, or little but Western letters, may end otherwise in another program."""
    papers = [paper for paper in shapes()[::3] if not paper.picture_names()][:30]
    made = pdf_of([docx(paper, {}) for paper in papers], tmp_path)
    alike = []
    for paper, file in zip(papers, made, strict=True):
        said = [
            ["".join(line[2] for line in page) for page in pages_of(one)]
            for one in (print_document(paper, {}).file, file)
        ]
        assert len(said[1]) == len(said[0]), paper.title
        alike.append(said[1] == said[0])
    assert sum(alike) / len(alike) >= 0.6  # measured: 0.7


@pytest.mark.parametrize("shape", ["coded", "coded-below"])
def test_a_code_is_not_put_in_and_leaves_no_hole(shape: str) -> None:
    """As if there were none: in the PDF the second one's stands on three lines of its own."""
    coded = SHAPES[shape]
    plain = replace(coded, verify_address="")
    below = set_signature(coded).rows - set_signature(plain).rows
    assert below == (3 if shape == "coded-below" else 0)
    made = docx(coded, {})
    assert made == docx(plain, {})
    shown = read(made)
    assert "7K2M" not in "".join((*shown.paragraphs, *shown.unknown))
    with ZipFile(BytesIO(made)) as package:
        assert [name for name in package.namelist() if "media" in name] == []

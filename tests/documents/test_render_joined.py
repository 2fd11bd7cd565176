"""Many papers as one file: each on a right-hand page, numbered and drawn as in its own file, fonts kept once."""

import subprocess
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from benchmarks._shapes import shapes
from documents import render
from documents.content import OfficialDocument, PdfKind
from documents.layout import lay_out
from documents.render import Joined, PaperToJoin, joined
from tests.documents.witnesses import ILLUSTRATED, JOINT, LETTER, PICTURES, SMALL_SEAL

PAGE = '<!doctype html><html lang="zh-CN"><head><title>函</title></head><body>{}</body></html>'
DPI = 150


def pages_of(*texts: str) -> str:
    """One page for each text."""
    return PAGE.format("".join(f'<p style="break-after: page">{text}</p>' for text in texts))


def drawn(file: bytes, folder: Path) -> list[bytes]:
    """Return the pages of a file as pictures."""
    folder.mkdir()
    (folder / "file.pdf").write_bytes(file)
    command = ["pdftoppm", "-r", str(DPI), folder / "file.pdf", folder / "page"]
    subprocess.run(command, check=True, capture_output=True)
    return [Image.open(page).tobytes() for page in sorted(folder.glob("page*.ppm"))]


def papers(documents: Sequence[OfficialDocument]) -> list[PaperToJoin]:
    """Return the documents laid out, with the pictures they show."""
    return [
        PaperToJoin(laid.html, laid.pages, d.title, {**PICTURES, **laid.pictures})
        for d in documents
        if (laid := lay_out(d))
    ]


def check_looks(documents: Sequence[OfficialDocument], tmp_path: Path) -> None:
    """Every page of the joined file looks as in the paper's own file, to the pixel; blank ones are white."""
    laid = papers(documents)
    whole = joined(laid, title="合订")
    pages = drawn(whole.file, tmp_path / "joined")
    assert len(pages) == whole.pages
    expected: list[bytes] = []
    for number, paper in enumerate(laid):
        assert whole.first_pages[number] == len(expected) + 1
        file = render.pdf(paper.html, pages=paper.pages, pictures=paper.pictures)
        own = drawn(file, tmp_path / f"own{number}")
        expected += own
        if len(own) % 2:
            expected.append(b"\xff" * len(own[0]))
    differing = [
        number for number, pair in enumerate(zip(pages, expected, strict=True)) if pair[0] != pair[1]
    ]
    assert differing == []


def test_each_paper_begins_on_an_odd_page_and_the_outline_names_it():
    result = joined(
        [
            PaperToJoin(pages_of("一"), 1, "第一件"),
            PaperToJoin(pages_of("二", "三"), 2, "第二件"),
            PaperToJoin(pages_of("四", "五", "六"), 3, "第三件"),
        ],
        title="合订本",
    )
    assert (result.pages, result.first_pages) == (8, (1, 3, 5))
    with pikepdf.open(BytesIO(result.file)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "合订本"
        assert len(pdf.pages) == 8
        with pdf.open_outline() as outline:
            found = [(str(entry.title), pdf.pages.index(entry.destination[0]) + 1) for entry in outline.root]
    assert found == [("第一件", 1), ("第二件", 3), ("第三件", 5)]


@pytest.mark.parametrize("kind", [None, *PdfKind])
def test_a_joined_file_is_sound_whatever_it_claims(kind, tmp_path):
    file = tmp_path / "joined.pdf"
    file.write_bytes(joined([PaperToJoin(pages_of("一"), 1, "函")] * 3, title="合订", kind=kind).file)
    subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)


def test_the_same_papers_give_the_same_bytes():
    once: Joined = joined(
        [PaperToJoin(pages_of("一"), 1, "甲"), PaperToJoin(pages_of("二"), 1, "乙")], title="合订"
    )
    again = joined([PaperToJoin(pages_of("一"), 1, "甲"), PaperToJoin(pages_of("二"), 1, "乙")], title="合订")
    assert once == again


def test_each_paper_sees_its_own_pictures_only():
    file = BytesIO()
    Image.new("RGB", (32, 32), "red").save(file, "PNG")
    page = PAGE.format('<p><img src="picture:aa" alt="章"></p>')
    with_picture = PaperToJoin(page, 1, "甲", {"aa": file.getvalue()})
    assert joined([with_picture, with_picture], title="合订").pages == 4
    with pytest.raises(render.RenderingFailed, match="Not allowed"):
        joined([PaperToJoin(page, 1, "乙"), with_picture], title="合订")


def test_nothing_and_a_wrong_count_are_refused():
    with pytest.raises(ValueError, match="nothing to join"):
        joined([], title="合订")
    with pytest.raises(render.RenderingFailed, match="1 pages came out where 2 were counted"):
        joined([PaperToJoin(pages_of("一"), 2, "函")], title="合订")


def test_three_letters_look_as_in_their_own_files(tmp_path):
    check_looks(sorted(shapes(), key=lambda letter: sum(map(len, letter.paragraphs)))[2:5], tmp_path)


def test_letters_with_seals_codes_and_pictures_look_as_in_their_own_files(tmp_path):
    """What the engine keeps of one paper's pictures must not get into another's."""
    check_looks(
        (JOINT, LETTER, ILLUSTRATED, SMALL_SEAL, replace(LETTER, verify_address="https://a.cn/v/B/")),
        tmp_path,
    )


@pytest.mark.slow
def test_thirty_letters_look_as_in_their_own_files(tmp_path):
    check_looks(shapes()[:30], tmp_path)

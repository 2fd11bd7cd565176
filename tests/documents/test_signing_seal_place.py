"""The seal of a letter that is signed digitally: its room in the frozen file, its picture in the signature's field."""

import hashlib
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw

from documents import pictures
from documents.content import ContactPlace, Layout, OfficialDocument, PdfKind, SigningBody
from documents.models import Picture
from documents.printing import print_document
from documents.signing.provider import SigningRefused
from documents.signing.seal import seal_place, see_through
from tests.documents import signing_kit as kit
from tests.documents import signing_readers as readers
from tests.documents.ruler import Box, read
from tests.documents.sample_papers import FINANCE, LABOUR, PAPER, PICTURES, SCIENCE, SEAL, SEAL_FILE
from tests.documents.signing_kit import SIGNED_AT
from tests.world import World

POINTS_A_MM = 72 / 25.4
LONG = ("国" * 26,) * 30
PAPERS = {
    "file": PAPER,
    "letter with code and note": replace(
        PAPER,
        layout=Layout.LETTER,
        letterheads=(SCIENCE,),
        verify_address="https://suggestions.example.cn/verify/7K2M9QX4ABCD/",
        contact="联系人：刘晓　　电话：88960000",
        contact_place=ContactPlace.NOTE,
        pdf_kind=PdfKind.ACCESSIBLE,
    ),
    "on the third page": replace(PAPER, paragraphs=LONG + PAPER.paragraphs),
    "of three bodies": replace(PAPER, letterheads=(SCIENCE, FINANCE), paragraphs=LONG),
}
NAMES = {"of three bodies": (SCIENCE, FINANCE, LABOUR)}


def sealed(name: str, seal: str, **first: object) -> OfficialDocument:
    """Return the paper with a seal for each body; first: what else is said of the first one's."""
    bodies = [SigningBody(name=one, seal=seal) for one in NAMES.get(name, (SCIENCE,))]
    return replace(PAPERS[name], signing=(replace(bodies[0], **first), *bodies[1:]))


def seals(file: bytes) -> list[tuple[int, Box]]:
    """The seals drawn in the pages, each with its page."""
    return [
        (page.number, box) for page in read(file).pages for box in page.pictures if box.right - box.left > 30
    ]


def drawn(file: bytes, page: int) -> Image.Image:
    """Draw a page, 100 dots an inch, with what the signature's field shows."""
    command = ["pdftoppm", "-r", "100", "-f", str(page), "-l", str(page), "-"]
    return Image.open(BytesIO(subprocess.run(command, input=file, check=True, capture_output=True).stdout))


@pytest.fixture
def kept(world: World) -> Picture:
    return pictures.accept(SEAL_FILE, by=world["jia_tech_office"])


@pytest.mark.parametrize("name", PAPERS)
def test_the_signature_shows_the_seal_where_it_would_be_printed(name: str, kept: Picture, tmp_path: Path):
    files = {kept.sha256: SEAL_FILE}
    printed = print_document(sealed(name, kept.sha256), files).file
    paper = sealed(name, kept.sha256, seal_by_signature=True)
    frozen = print_document(paper, files).file
    assert len(seals(frozen)) == len(seals(printed)) - 1
    assert read(frozen).text == read(printed).text

    place = seal_place(frozen, paper)
    page, box = seals(printed)[0]
    assert place.page == page
    assert (place.x, place.y) == pytest.approx(
        ((box.left + box.right) / 2, (box.top + box.foot) / 2), abs=0.1
    )
    assert place.diameter == pytest.approx(box.right - box.left, abs=0.1)

    signed = kit.office(tmp_path, "rsa").sign(frozen, reason="印发", place=place, at=SIGNED_AT)
    opened, field = readers.widget_of(signed)
    assert field.P.objgen == opened.pages[page - 1].obj.objgen
    height = float(opened.pages[page - 1].MediaBox[3]) / POINTS_A_MM
    left, low, right, high = (float(edge) / POINTS_A_MM for edge in field.Rect)
    assert (left, height - high, right, height - low) == pytest.approx(
        (box.left, box.top, box.right, box.foot), abs=0.1
    )
    # Looked at, the page is the printed one but for the ink that crosses the text.
    apart = ImageChops.difference(drawn(signed, page), drawn(printed, page)).convert("L").histogram()
    assert sum(apart[100:]) < 60
    assert ImageChops.difference(drawn(frozen, page), drawn(signed, page)).getbbox() is not None
    assert readers.openssl_says(signed, kit.authority().pem, tmp_path)[0] == 0


def test_a_paper_whose_seal_is_printed_or_that_has_none_leaves_nothing_to_the_signature(kept: Picture):
    for paper in (PAPER, sealed("file", kept.sha256)):
        assert seal_place(b"never read", paper) is None


def test_a_lost_picture_and_a_file_without_the_place_are_said(world: World):
    paper = sealed("file", SEAL, seal_by_signature=True)
    with pytest.raises(SigningRefused) as refused:
        seal_place(print_document(paper, PICTURES).file, paper)
    assert refused.value.sentence == "印章图样在系统里找不到了，请在“用纸设置”中重新上传后重试。"
    kept = pictures.accept(SEAL_FILE, by=world["jia_tech_office"])
    paper = sealed("file", kept.sha256, seal_by_signature=True)
    for file in (b"no pdf", kit.unsigned("pdf/ua-1")):
        with pytest.raises(SigningRefused, match="没有标明落款的位置"):
            seal_place(file, paper)


def test_white_paper_around_the_ink_lets_the_text_show_through():
    photograph = Image.new("RGB", (100, 100), "white")
    ImageDraw.Draw(photograph).rectangle((40, 40, 59, 59), fill=(230, 0, 18))
    file = BytesIO()
    photograph.save(file, "PNG")
    cleared = Image.open(BytesIO(see_through(file.getvalue())))
    assert (cleared.getpixel((5, 5))[3], cleared.getpixel((50, 50))) == (0, (230, 0, 18, 255))
    own = see_through(SEAL_FILE)
    with Image.open(BytesIO(own)) as kept, Image.open(BytesIO(SEAL_FILE)) as given:
        assert ImageChops.difference(kept, given.convert("RGBA")).getbbox() is None
    assert hashlib.sha256(own).hexdigest() == hashlib.sha256(see_through(SEAL_FILE)).hexdigest()

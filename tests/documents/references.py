"""Twelve typical papers and the pages of them that are kept as pictures (tests/documents/references/)."""

import io
import subprocess
from dataclasses import replace
from pathlib import Path

from PIL import Image

from documents.content import OfficialDocument, SigningBody
from documents.layout import lay_out
from documents.render import pdf
from tests.documents.printed_shapes import SHAPES
from tests.documents.witnesses import BODY, COPIES, DRAFT, FILE, JOINT, LETTER, PICTURES, SEALED

FOLDER = Path(__file__).parent / "references"
RESOLUTION = 100  # dots an inch: one is a quarter of a millimetre
SHADES = 16

FIVE = (
    "云溪市教育局",
    "云溪市财政局",
    "云溪市人力资源和社会保障局",
    "云溪市卫生健康委员会",
    "云溪市综合行政执法局（云溪市城市管理局）",
)

# Name: the paper and the pages kept of it.
TYPICAL: dict[str, tuple[OfficialDocument, tuple[int, ...]]] = {
    "file_426": (SHAPES[0], (1, 2, 8)),
    "letter_jinhua": (SHAPES[1], (1, 2)),
    "file_with_everything": (FILE, (1, 3, 6)),
    "letter_with_everything": (LETTER, (1, 3, 4)),
    "joint_under_seals": (JOINT, (1, 3)),
    "draft": (DRAFT, (1,)),
    "one_line": (SHAPES[2], (1, 2)),
    "joint_of_five_bodies": (SHAPES[10], (1, 9)),
    "joint_letter_without_seals": (SHAPES[43], (1, 2)),
    "letter_of_one_page": (
        replace(LETTER, paragraphs=(BODY[0], BODY[-1]), copy_number="", verify_address=""),
        (1,),
    ),
    "joint_under_five_seals": (
        replace(
            JOINT,
            letterheads=FIVE,
            signers=(),
            paragraphs=(BODY[0], BODY[-1]),
            signing=tuple(SigningBody(name=name, seal=SEALED) for name in FIVE),
            copies=COPIES,
        ),
        (1, 2),
    ),
    "title_of_four_lines": (SHAPES[5], (1,)),
}
KEPT = [(name, page) for name, (_, pages) in TYPICAL.items() for page in pages]


def file_of(name: str, page: int) -> Path:
    return FOLDER / f"{name}-{page}.png"


def printed(name: str) -> bytes:
    laid = lay_out(TYPICAL[name][0])
    return pdf(laid.html, pages=laid.pages, pictures={**PICTURES, **laid.pictures})


def drawn(file: bytes, page: int) -> Image.Image:
    """Draw a page as it is kept: grey, in sixteen shades."""
    ppm = subprocess.run(
        ["pdftoppm", "-gray", "-r", str(RESOLUTION), "-f", str(page), "-l", str(page), "-"],
        input=file,
        check=True,
        capture_output=True,
    ).stdout
    step = 256 // SHADES
    return Image.open(io.BytesIO(ppm)).point(lambda grey: min(255, grey // step * 255 // (SHADES - 1)))

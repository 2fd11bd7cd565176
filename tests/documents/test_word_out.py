"""The .docx of a paper: what LibreOffice makes of it against the PDF, what is read back, the same bytes always."""

import os
import re
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pdfplumber
import pytest
from docx import Document
from lxml import etree
from PIL import Image

from documents.content import Annex, ContactPlace, Layout, OfficialDocument, PlacedPicture, SigningBody
from documents.pictures import PictureLost
from documents.printing import print_document
from documents.word.markup import NAMESPACES, OFFICIAL_NAMES
from documents.word.out import docx
from documents.word.reading import read
from tests.documents.office import pdf_of
from tests.responses.letters.letter_426 import letter_426

MM = 25.4 / 72
W = f"{{{NAMESPACES['w']}}}"
NEAR_MM = 1.5
# The order CT_PPr and CT_RPr of the schema want, as far as they are used.
PPR = "pStyle keepNext keepLines pageBreakBefore widowControl pBdr tabs kinsoku overflowPunct autoSpaceDE autoSpaceDN"
PPR += " adjustRightInd snapToGrid spacing ind jc outlineLvl rPr sectPr"
RPR = "rFonts color spacing sz szCs lang"


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (60, 40), "navy").save(file, "PNG")
    return file.getvalue()


FIGURE = "f" * 64


def paper(**changes: object) -> OfficialDocument:
    """Return a paper with everything in it."""
    values = {
        "letterheads": ("甲市科学技术局文件",),
        "copy_number": "000001",
        "secrecy": "机密★1年",
        "urgency": "特急",
        "number": "甲科提复〔2026〕5号",
        "signers": ("张一一", "李二二"),
        "class_mark": "A",
        "title": "关于市政协十届二次会议第12号提案的答复函",
        "addressee": "王三三委员：",
        "paragraphs": (
            "您提出的建议收悉。", "一、总体情况", "（一）进展。已办结。",
            "| 项目 | 数量 |", "|---|---|", "| 孵化器 | 3 |",
        ),
        "contact": "联系人：赵四 联系电话：0577-00000000",
        "signing": (SigningBody(name="甲市科学技术局"),),
        "written_on": date(2026, 3, 2),
        "notes": ("此件公开发布",),
        "copies": "抄送：市府办，市政协提案委。",
        "imprint_office": "甲市科学技术局办公室",
        "printed_on": date(2026, 3, 3),
        "annexes": (
            Annex(title="项目清单", paragraphs=("说明。", "| 甲 | 乙 |", "| 1 | 2 |")),
            Annex(title="示意图", pictures=(PlacedPicture(sha256=FIGURE, width_mm=60, height_mm=40, caption="图1"),)),
        ),
    }  # fmt: skip
    return OfficialDocument(**(values | changes))


def pages_of(file: bytes) -> list[list[tuple[float, float, str]]]:
    """Return each page's lines: baseline and left edge in mm from the paper's edges, text without blanks."""
    found = []
    with pdfplumber.open(BytesIO(file)) as pdf:
        for page in pdf.pages:
            lines: list[list] = []
            for letter in sorted(page.chars, key=lambda letter: (-letter["matrix"][5], letter["x0"])):
                if lines and abs(lines[-1][0]["matrix"][5] - letter["matrix"][5]) < 4:
                    lines[-1].append(letter)
                else:
                    lines.append([letter])
            found.append([_line(page, line) for line in lines])
    return found


def _line(page: pdfplumber.page.Page, letters: list[dict]) -> tuple[float, float, str]:
    letters = sorted(letters, key=lambda letter: letter["x0"])
    text = re.sub(r"\s", "", "".join(letter["text"] for letter in letters))
    return (float(page.height) - letters[0]["matrix"][5]) * MM, letters[0]["x0"] * MM, text


def test_letter_426_comes_out_page_for_page_as_the_pdf(tmp_path: Path) -> None:
    document = letter_426()
    wanted, seen = (
        pages_of(print_document(document, {}).file),
        pages_of(pdf_of([docx(document, {})], tmp_path)[0]),
    )
    assert len(seen) == len(wanted) == 8
    assert [page[0][2][:1] for page in seen] == [page[0][2][:1] for page in wanted]
    assert ["".join(line[2] for line in page) for page in seen] == [
        "".join(line[2] for line in page) for page in wanted
    ]
    # 22 lines and the page number on every full page.
    assert [len(page) for page in seen[1:7]] == [23] * 6
    for here, there in zip(seen[0], wanted[0], strict=True):
        assert here[:2] == pytest.approx(there[:2], abs=NEAR_MM)
    for here, there in zip(seen[7], wanted[7], strict=True):
        assert here[:2] == pytest.approx(there[:2], abs=NEAR_MM)
    starts = [
        here[2][:2] == there[2][:2]
        for page, other in zip(seen, wanted, strict=True)
        for here, there in zip(page, other, strict=True)
    ]
    assert sum(starts) / len(starts) >= 0.8  # measured: 129 of 158 lines begin alike


@pytest.mark.slow
@pytest.mark.parametrize("layout", list(Layout))
def test_papers_of_both_layouts_have_the_pages_of_the_pdf(layout: Layout, tmp_path: Path) -> None:
    papers = [
        paper(layout=layout, annexes=()),
        paper(layout=layout, copies="", annexes=(), secrecy="", urgency="", copy_number="", signers=()),
        paper(
            layout=layout, annexes=(), paragraphs=[f"第{n}段。" + "办理情况良好。" * 30 for n in range(12)]
        ),
    ]
    made = pdf_of([docx(one, {FIGURE: picture()}) for one in papers], tmp_path)
    for one, file in zip(papers, made, strict=True):
        assert len(pages_of(file)) == len(pages_of(print_document(one, {FIGURE: picture()}).file))


def test_what_was_written_is_read_back() -> None:
    document = paper()
    draft = read(docx(document, {FIGURE: picture()}))
    assert draft.paragraphs == (
        "000001\u3000A",
        "机密★1年",
        "特急",
        "甲市科学技术局文件",
        "甲科提复〔2026〕5号\u3000签发人：张一一　李二二",
        "关于市政协十届二次会议第12号提案的答复函",
        "王三三委员：",
        "您提出的建议收悉。",
        "一、总体情况",
        "（一）进展。已办结。",
        "| 项目 | 数量 |",
        "|---|---|",
        "| 孵化器 | 3 |",
        "联系人：赵四\u3000\u3000联系电话：0577-00000000",
        "附件：1. 项目清单",
        "2. 示意图",
        "甲市科学技术局",
        "2026年3月2日",
        "（此件公开发布）",
        "附件1",
        "项目清单",
        "说明。",
        "| 甲 | 乙 |",
        "| 1 | 2 |",
        "附件2",
        "示意图",
        "图1",
    )
    assert [one.data for one in draft.pictures] == [picture()]
    boxes = [sentence for sentence in draft.unknown if not sentence.startswith("页脚")]
    assert len(boxes) == 2
    assert "抄送：市府办，市政协提案委。" in boxes[1]


def test_nothing_of_the_head_is_left_out_in_the_letter_format() -> None:
    draft = read(docx(paper(layout=Layout.LETTER, annexes=()), {}))
    assert draft.paragraphs[:4] == (
        "000001\u3000甲科提复〔2026〕5号",
        "机密★1年",
        "特急",
        "签发人：张一一\u3000李二二",
    )
    boxes = [sentence.partition("其中文字：")[2] for sentence in draft.unknown if "文本框" in sentence]
    assert boxes == ["甲市科学技术局文件", "A", "抄送：市府办，市政协提案委。"]


def test_letter_426_is_read_back_word_for_word() -> None:
    document = letter_426()
    draft = read(docx(document, {}))
    start = draft.paragraphs.index(document.addressee) + 1
    assert draft.paragraphs[start : start + len(document.paragraphs)] == document.paragraphs
    assert draft.changes == 0


def test_the_contact_stands_below_the_date_where_it_is_a_note() -> None:
    document = paper(contact_place=ContactPlace.NOTE, annexes=(), notes=())
    assert read(docx(document, {})).paragraphs[-2:] == (
        "2026年3月2日",
        "（联系人：赵四\u3000\u3000联系电话：0577-00000000）",
    )


def test_joint_names_and_several_signing_bodies_stand_in_order() -> None:
    names = ("甲市科学技术局", "甲市财政局", "甲市教育局", "甲市人力资源和社会保障局")
    document = paper(letterheads=names, signing=[SigningBody(name=name) for name in names], annexes=())
    words = "".join(read(docx(document, {})).paragraphs)
    places = [words.index(name) for name in names]
    assert places == sorted(places)
    assert [words.count(name) for name in names] == [2, 2, 2, 2]
    assert "文件" in words


def test_a_draft_says_so_on_every_page() -> None:
    draft = read(docx(paper(number="", watermark="草稿"), {FIGURE: picture()}))
    assert "页眉没有读入：草稿" in draft.unknown
    assert "页眉没有读入：草稿" not in read(docx(paper(), {FIGURE: picture()})).unknown


def test_a_picture_that_is_missing_stops_it() -> None:
    with pytest.raises(PictureLost, match="找不到文中的图片"):
        docx(paper(), {})


def test_no_seal_is_ever_put_in() -> None:
    document = paper(signing=(SigningBody(name="甲市科学技术局", seal=FIGURE),), annexes=())
    with ZipFile(BytesIO(docx(document, {FIGURE: picture()}))) as package:
        assert [name for name in package.namelist() if "media" in name] == []


@pytest.mark.parametrize("text", ["<w:p>&amp;{{ x }}]]>", "a\"b'c", "\x00\x0b\ufffe\u202e控制", "𫖯𬤊堃"])
def test_any_text_stays_text(text: str) -> None:
    kept = re.sub("[\x00\x0b\ufffe]", "\ufffd", " ".join(text.split()))
    draft = read(docx(paper(paragraphs=(text,), annexes=(), title=text, addressee=text), {}))
    assert "".join(kept.split()) in "".join("".join(draft.paragraphs).split())


def test_children_stand_in_the_order_of_the_schema() -> None:
    with ZipFile(BytesIO(docx(paper(watermark="草稿"), {FIGURE: picture()}))) as package:
        parts = [etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")]
    checked = 0
    for name, order in (("pPr", PPR.split()), ("rPr", RPR.split())):
        for properties in (found for part in parts for found in part.iter(f"{W}{name}")):
            places = [order.index(etree.QName(child).localname) for child in properties]
            assert places == sorted(set(places))
            checked += 1
    assert checked > 60


def test_page_margins_faces_and_habits() -> None:
    opened = Document(BytesIO(docx(paper(annexes=()), {})))
    section = opened.sections[0]
    edges = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [edge.mm for edge in edges] == pytest.approx([34.56, 26, 32.4, 28], abs=0.03)
    assert opened.settings.odd_and_even_pages_header_footer is True
    assert (opened.core_properties.title, opened.core_properties.author) == (paper().title, "甲市科学技术局")
    assert opened.core_properties.created.date() == opened.core_properties.modified.date() == date(2026, 3, 2)
    asked = {fonts.get(f"{W}eastAsia") for fonts in opened.element.iter(f"{W}rFonts")}
    assert asked <= set(OFFICIAL_NAMES.values())
    lines = {
        (one.get(f"{W}line"), one.get(f"{W}lineRule"))
        for one in opened.element.iter(f"{W}spacing")
        if one.get(f"{W}line")
    }
    assert ("592", "exact") in lines  # 29.6 points


def test_the_same_paper_is_the_same_file_in_another_process(settings: object, tmp_path: Path) -> None:
    once = docx(letter_426(), {})
    assert docx(letter_426(), {}) == once
    script = (
        "import django, sys; django.setup()\n"
        "from documents.word.out import docx\n"
        "from tests.responses.letters.letter_426 import letter_426\n"
        "sys.stdout.buffer.write(docx(letter_426(), {}))"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONHASHSEED": "7",
        "TZ": "America/New_York",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    made = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True)
    assert made.stdout == once

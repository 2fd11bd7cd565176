"""The printed letter 426 read back from its PDF and measured with a ruler (GB/T 9704-2012), in millimetres."""

import io
import subprocess
import sys
import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pdfplumber
import pytest

from documents.content import SigningBody
from documents.layout import lay_out, missing_characters, preview_html
from documents.printing import print_document
from documents.render import RenderingFailed
from tests.responses.letters.letter_426 import healed_lines, letter_426

MM = 25.4 / 72
EM, PITCH = 156 / 28, (225 - 156 / 28) / 21
TYPE_AREA_FOOT = 262.0
HALF_MM = 0.5


@pytest.fixture(scope="module")
def printed() -> bytes:
    return print_document(letter_426(), {}).file


@pytest.fixture(scope="module")
def pages(printed):
    with pdfplumber.open(io.BytesIO(printed)) as document:
        yield document.pages


def squeezed(text: str) -> str:
    """Text as it is compared: NFKC, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def baseline(character) -> float:
    """Distance of the character's baseline from the paper's upper edge."""
    return 297 - character["matrix"][5] * MM


def rows(page) -> list[list[dict]]:
    """The characters of the type area line by line: the page number below it is left out."""
    found: dict[int, list[dict]] = {}
    for character in page.chars:
        if baseline(character) < TYPE_AREA_FOOT:
            found.setdefault(round(baseline(character)), []).append(character)
    return [sorted(found[place], key=lambda character: character["x0"]) for place in sorted(found)]


def read(pages) -> str:
    return "".join(character["text"] for page in pages for row in rows(page) for character in row)


def ink_top(page, *, size_over: float) -> float:
    """The upper edge of the highest ink of letters above that size, found by drawing the page."""
    image = page.to_image(resolution=300).original.convert("L")
    first = min(character["top"] for character in page.chars if character["size"] > size_over)
    start = int((first / 72 - 0.2) * 300)
    drawn = image.crop((0, start, image.width, image.height)).point(lambda grey: 255 if grey < 160 else 0)
    return (start + drawn.getbbox()[1]) / 300 * 25.4


def test_the_printed_text_is_the_letter_as_given(pages):
    assert squeezed(read(pages)) == squeezed("".join(healed_lines()))


def test_the_stream_is_in_reading_order(pages):
    """What a screen reader or a copy gets: the file's own order, page numbers apart."""
    stream = "".join(
        character["text"]
        for page in pages
        for character in page.chars
        if baseline(character) < TYPE_AREA_FOOT
    )
    assert squeezed(stream) == squeezed("".join(healed_lines()))


def test_eight_pages_of_a4(pages):
    assert [(round(page.width * MM), round(page.height * MM)) for page in pages] == [(210, 297)] * 8


def test_the_first_em_box_stands_at_37_and_28(pages):
    first = rows(pages[1])[0]
    assert first[0]["x0"] * MM == pytest.approx(28 + 2 * EM, abs=HALF_MM)
    assert rows(pages[1])[1][0]["x0"] * MM == pytest.approx(28, abs=HALF_MM)
    # FandolFang's em box reaches 0.88 em above the baseline.
    assert baseline(first[0]) - 0.88 * EM == pytest.approx(37, abs=HALF_MM)


def test_full_pages_hold_22_lines_a_pitch_apart(pages):
    for page in pages[1:7]:
        lines = [baseline(row[0]) for row in rows(page)]
        assert len(lines) == 22
        assert [round(low - high, 2) for high, low in pairwise(lines)] == [
            pytest.approx(PITCH, abs=0.05)
        ] * 21
        assert lines[-1] + 0.12 * EM == pytest.approx(262, abs=HALF_MM)


def test_every_line_that_goes_on_ends_at_184(pages):
    ends = [row[-1]["x1"] * MM for page in pages[1:7] for row in rows(page)]
    full = [end for end in ends if end > 180]
    assert full == [pytest.approx(184, abs=HALF_MM)] * len(full)
    assert len(full) == 110
    assert max(ends) < 184 + HALF_MM


def test_the_head_stands_where_the_standard_puts_it(pages):
    first = pages[0]
    assert ink_top(first, size_over=30) == pytest.approx(72, abs=HALF_MM)
    mark, number, *_ = rows(first)
    for row in (mark, number):
        assert (row[0]["x0"] + row[-1]["x1"]) / 2 * MM == pytest.approx(28 + 78, abs=HALF_MM)
    assert {character["non_stroking_color"] for character in mark} == {(0.901961, 0, 0.070588)}
    (red,) = {
        (round(rule["x0"] * MM, 1), round(rule["x1"] * MM, 1), round(rule["top"] * MM, 1))
        for rule in first.rects
        if rule["non_stroking_color"] == (0.901961, 0, 0.070588)
    }
    assert red == pytest.approx((28, 184, 117.5), abs=HALF_MM)
    # 4 mm below the number, whose em box ends 0.12 em under its baseline.
    assert red[2] - (baseline(number[0]) + 0.12 * EM) == pytest.approx(4, abs=HALF_MM)


def test_the_title_has_two_lines_on_the_grid(pages):
    title = [row for row in rows(pages[0]) if row[0]["size"] == pytest.approx(22, abs=0.1)]
    assert ["".join(character["text"] for character in row) for row in title] == [
        "关于市政协十二届二次会议",
        "第426号提案的答复函",
    ]
    assert baseline(title[1][0]) - baseline(title[0][0]) == pytest.approx(PITCH, abs=0.1)


def test_name_over_date_four_ems_from_the_margin(pages):
    contact, name, date_row, *_ = rows(pages[7])
    assert "".join(character["text"] for character in name) == "温州市科学技术局"
    assert date_row[-1]["x1"] * MM == pytest.approx(184 - 4 * EM, abs=HALF_MM)
    centres = [(row[0]["x0"] + row[-1]["x1"]) / 2 * MM for row in (name, date_row)]
    assert centres[0] == pytest.approx(centres[1], abs=HALF_MM)
    assert baseline(name[0]) - baseline(contact[0]) == pytest.approx(3 * PITCH, abs=0.1)


def test_the_imprint_ends_the_last_page(pages):
    rules = sorted({round(edge * MM, 2) for rule in pages[7].rects for edge in (rule["top"], rule["bottom"])})
    assert rules[-1] == pytest.approx(262, abs=HALF_MM)
    assert {round(rule["x0"] * MM) for rule in pages[7].rects} == {28}
    assert {round(rule["x1"] * MM) for rule in pages[7].rects} == {184}
    copies, issue = rows(pages[7])[-2:]
    assert copies[0]["x0"] * MM == pytest.approx(28 + 14 * MM, abs=HALF_MM)
    assert issue[-1]["x1"] * MM == pytest.approx(184 - 14 * MM, abs=HALF_MM)


def test_page_numbers_stand_outside_and_7_mm_below(pages):
    for number, page in enumerate(pages, start=1):
        foot = [character for character in page.chars if baseline(character) > TYPE_AREA_FOOT]
        assert "".join(character["text"] for character in foot).split() == ["—", str(number), "—"]
        if number % 2:
            assert foot[-1]["x1"] * MM == pytest.approx(184 - 14 * MM, abs=HALF_MM)
        else:
            assert foot[0]["x0"] * MM == pytest.approx(28 + 14 * MM, abs=HALF_MM)


def test_every_face_is_in_the_file_and_tells_its_characters(printed, tmp_path):
    file = tmp_path / "letter.pdf"
    file.write_bytes(printed)
    table = subprocess.run(["pdffonts", str(file)], check=True, capture_output=True, text=True).stdout
    faces = {line.split()[0].split("+")[1]: line.split()[-5:-2] for line in table.splitlines()[2:]}
    assert set(faces) == {"GWXiaobiaosong-Bold", "GWFangsong", "GWLatin", "GWHeiti", "GWSongti"}
    assert all(says == ["yes", "yes", "yes"] for says in faces.values()), (
        "embedded, a subset, with its Unicode table"
    )


def test_the_same_letter_gives_the_same_bytes(printed):
    assert print_document(letter_426(), {}).file == printed


def test_another_process_gives_the_same_bytes(printed):
    program = (
        "import django, sys; django.setup();"
        "from tests.responses.letters.letter_426 import letter_426;"
        "from documents.printing import print_document;"
        "sys.stdout.buffer.write(print_document(letter_426(), {}).file)"
    )
    other = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, env=None)
    assert other.stdout == printed
    assert other.stderr == b""


def text_of(content) -> str:
    with pdfplumber.open(io.BytesIO(print_document(content, {}).file)) as document:
        return squeezed(read(document.pages))


def short_letter(**changes):
    return replace(letter_426(), paragraphs=("您的提案收悉，现答复如下：", "感谢您的支持。"), **changes)


def test_rare_characters_come_out_as_themselves():
    letter = short_letter(addressee="堃喆㛃䶮委员：", title="关于堃喆㛃䶮同志提案的答复函")
    assert missing_characters(letter) == []
    assert Counter(text_of(letter))["䶮"] == 2
    assert "堃喆㛃䶮委员:" in text_of(letter)


def test_a_character_without_a_glyph_is_named_and_never_printed():
    letter = short_letter(addressee="\ue863委员：")
    assert missing_characters(letter) == [("\ue863", "主送")]
    with pytest.raises(RenderingFailed, match="E863"):
        print_document(letter, {})


def test_markup_in_the_text_is_printed_not_obeyed():
    evil = '<img src="file:///etc/passwd"><b>“）&amp;{{ letter }}</b>'
    signing = (SigningBody(name="<i>局</i>"),)
    letter = short_letter(addressee=evil, contact=evil, copies=evil, signing=signing, class_mark="<u>")
    assert "<img" not in lay_out(letter).html.replace("&lt;img", "")
    assert text_of(letter).count(squeezed(evil)) == 3
    assert evil not in preview_html(letter)


def test_an_unusual_letter_keeps_its_order():
    letter = short_letter(
        class_mark="A类",
        letterheads=("温州市综合行政执法局（温州市城市管理局）文件",),
        copies="抄送：" + "市府办，" * 30 + "市政协提案委。",
        signing=(SigningBody(name="温州市综合行政执法局（温州市城市管理局）"),),
        contact="",
        written_on=date(2024, 12, 11),
    )
    assert text_of(letter) == squeezed(
        "".join(
            (
                letter.class_mark,
                *letter.letterheads,
                letter.number,
                letter.title,
                letter.addressee,
                *letter.paragraphs,
                letter.signing[0].name,
                "2024年12月11日",
                letter.copies,
                letter.imprint_office,
                "2023年6月30日印发",
            )
        )
    )


@pytest.mark.parametrize("extra", range(16))
def test_wherever_the_text_ends_the_pages_come_out_as_counted(extra):
    """print_document raises unless the pages are those of the plan; the last one is even and holds the imprint."""
    letter = short_letter()
    letter = replace(letter, paragraphs=letter.paragraphs + ("国" * 26,) * extra)
    with pdfplumber.open(io.BytesIO(print_document(letter, {}).file)) as document:
        assert len(document.pages) % 2 == 0
        ends = [rows(page)[-1][-1]["text"] if rows(page) else "" for page in document.pages]
        assert ends[-1] == "发"
        sign = [page for page in document.pages if "2023年6月29日" in squeezed(read([page]))]
        above = [row for row in rows(sign[0]) if row[0]["text"] not in "温2抄"]
        assert above, "the signature stands alone"


def test_a_draft_needs_no_number_and_says_that_it_is_one():
    draft = short_letter(number="", watermark="草稿")
    with pdfplumber.open(io.BytesIO(print_document(draft, {}).file)) as document:
        assert [
            {"草", "稿"} <= {character["text"] for character in page.chars} for page in document.pages
        ] == [True, True]
    with pytest.raises(ValueError, match="is a draft"):
        replace(draft, watermark="")


def test_the_preview_is_a_page_without_inline_styles():
    page = preview_html(short_letter(number="", watermark="草稿"))
    assert "style=" not in page
    assert "<script" not in page
    for words in ("（文号待编）", "王忠权委员：", "2023年6月29日", "2023年6月30日印发", "草稿"):
        assert words in page


def test_without_the_fetched_faces_the_letter_is_set_in_the_systems(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    file = tmp_path / "letter.pdf"
    file.write_bytes(print_document(letter_426(), {}).file)
    with pdfplumber.open(file) as document:
        assert squeezed(read(document.pages)) == squeezed("".join(healed_lines()))
        faces = {character["fontname"].split("+")[1] for page in document.pages for character in page.chars}
    assert faces == {
        "Noto-Serif-CJK-SC-Bold",
        "Noto-Serif-CJK-SC",
        "GWFangBack-Light",
        "GWLatin",
        "Noto-Sans-CJK-SC",
    }

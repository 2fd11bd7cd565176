"""附件说明, the annexes, their tables and pictures, read back from the PDF (GB/T 9704-2012 7.3.4, 7.3.8)."""

import pytest

from documents.content import Annex, Layout, PlacedPicture
from documents.tables import parse, set_table
from tests.documents.readings import EM, FOOT, LEFT, PITCH, RIGHT, TOP
from tests.documents.sample_papers import PICTURE, SCIENCE, SEAL, bodies, printed

HALF_MM = 0.5
LONG = "温州市关于进一步加快推进科技成果转化平台建设若干政策措施实施情况的报告。"
DATE = "2023年6月29日"


def table(rows, words="已采纳，安排专项资金并按季度通报进展"):
    """A table of so many rows below a head, each with a number of its own."""
    return (
        "| 序号 | 建议 | 办理情况 |",
        "|---|:---:|---|",
        *(f"| 第{row}行 | 建议第{row}条 | {words * 2} |" for row in range(rows)),
    )


def rows_at(sheets, text, start=0):
    return sheets.rows_at(sheets.place(text, start), text)


def test_one_annex_is_named_below_the_text_without_a_number_and_a_closing_mark():
    annexes = (Annex(title="任务分解表。", paragraphs=("正文。",)),)
    sheets = printed(annexes=annexes, paragraphs=("感谢您对科技工作的关心和支持。",))
    (line,) = rows_at(sheets, "附件：任务分解表")
    (text,) = rows_at(sheets, "感谢您对科技工作的关心和支持。")
    assert line.left == pytest.approx(LEFT + 2 * EM, abs=HALF_MM)
    assert line.baseline - text.baseline == pytest.approx(2 * PITCH, abs=0.1)
    assert "附件：任务分解表。" not in sheets.text


def test_several_are_numbered_and_turned_lines_begin_under_the_name():
    sheets = printed(annexes=(Annex(title="任务分解表"), Annex(title=LONG)))
    (first,) = rows_at(sheets, "附件：1.任务分解表")
    second = rows_at(sheets, "2." + LONG.rstrip("。"))
    assert len(second) == 2
    name = next(glyph for glyph in second[0].glyphs if glyph.text == "温")
    assert first.glyphs[-5].left == pytest.approx(name.left, abs=HALF_MM)
    assert second[1].left == pytest.approx(name.left, abs=HALF_MM)
    assert second[0].right == pytest.approx(RIGHT, abs=HALF_MM)


def test_each_annex_begins_a_page_and_the_imprint_follows_the_last_on_an_even_one():
    sheets = printed(
        annexes=(Annex(title="任务分解表", paragraphs=("一、总体要求", "正文。")), Annex(title=LONG))
    )
    labels = {
        page.rows[0].text: page for page in sheets.pages if page.rows and page.rows[0].text.startswith("附件")
    }
    assert [page.number for page in labels.values()] == [3, 4]
    label, title, heading, text = labels["附件1"].rows
    assert label.left == pytest.approx(LEFT, abs=HALF_MM)
    assert label.top == pytest.approx(TOP, abs=HALF_MM)
    assert {glyph.face for glyph in label.glyphs} <= {"GWHeiti"}
    assert title.middle == pytest.approx((LEFT + RIGHT) / 2, abs=HALF_MM)
    assert title.centre == pytest.approx(TOP + 2 * PITCH + EM / 2, abs=HALF_MM)
    assert title.size == pytest.approx(22, abs=0.1)
    assert heading.centre - title.centre == pytest.approx(2 * PITCH, abs=HALF_MM)
    assert {glyph.face for glyph in heading.glyphs} == {"GWHeiti"}
    assert text.left == pytest.approx(LEFT + 2 * EM, abs=HALF_MM)
    assert [page.foot.text.split()[1] for page in sheets.pages] == ["1", "2", "3", "4"]
    assert sheets.pages[-1].rows[-1].text.endswith("印发")
    assert DATE in "".join(row.text for row in sheets.pages[1].rows)


@pytest.mark.parametrize("lines", range(1, 12))
def test_the_annex_note_never_begins_a_page_with_its_blank_line(lines):
    sheets = printed(
        paragraphs=("国" * 26,) * lines,
        annexes=(Annex(title="任务分解表", paragraphs=("正文。",)),),
        signing=bodies(SCIENCE, seal=SEAL),
    )
    (line,) = rows_at(sheets, "附件：任务分解表")
    above = [row for row in sheets.pages[line.page - 1].rows if row.top < line.top]
    if above:
        assert line.top - above[-1].top == pytest.approx(2 * PITCH, abs=0.1)
    else:
        assert line.top == pytest.approx(TOP, abs=HALF_MM)
    assert line.page == rows_at(sheets, DATE)[0].page


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("rows", [1, 3, 8, 20, 41])
def test_every_row_of_a_table_is_printed_once_within_the_type_area_and_the_head_on_each_page(rows, layout):
    sheets = printed(
        layout=layout, annexes=(Annex(title="任务分解表", paragraphs=("如下：", *table(rows), "以上。")),)
    )
    assert [sheets.text.count(f"第{row}行") for row in range(rows)] == [1] * rows
    assert [sheets.text.count(f"建议第{row}条") for row in range(rows)] == [1] * rows
    with_rows = [page for page in sheets.pages if any("行" in row.text for row in page.rows)]
    for page in with_rows:
        assert "".join(row.text for row in page.rows).count("办理情况") == 1
        rules = [
            rule for rule in page.rules if not rule.red and rule.foot < 263 and page is not sheets.pages[-1]
        ]
        assert all(rule.left > LEFT - 0.1 and rule.right < RIGHT + 0.1 for rule in rules)
        assert all(rule.top > TOP - 0.1 and rule.foot < FOOT + 0.1 for rule in rules)
    (after,) = rows_at(sheets, "以上。")
    line = (after.top - TOP) / PITCH
    assert line == pytest.approx(round(line), abs=0.05), "the text goes on on the grid"


def test_a_table_in_the_text_keeps_its_last_row_with_the_signature():
    for rows in range(1, 12):
        sheets = printed(
            paragraphs=("您的提案收悉，办理情况如下：", *table(rows)), signing=bodies(SCIENCE, seal=SEAL)
        )
        (page,) = (page for page in sheets.pages if DATE in "".join(row.text for row in page.rows))
        assert f"第{rows - 1}行" in "".join(row.text for row in page.rows)
        assert [sheets.text.count(f"第{row}行") for row in range(rows)] == [1] * rows


def test_no_row_of_a_table_stands_alone_on_the_next_page():
    for lines in range(8, 18):
        sheets = printed(annexes=(Annex(title="表", paragraphs=("正文。",) * lines + table(4, words="办")),))
        counts = ["".join(row.text for row in page.rows).count("建议第") for page in sheets.pages]
        assert [count for count in counts if count][-1] > 1, lines
        assert sum(counts) == 4


def test_cells_do_not_reach_into_their_neighbours():
    words = "A" * 60
    sheets = printed(paragraphs=("如下：", f"| {words} | 乙 | {'国' * 50} |", "| 甲 |", "以上。"))
    rules = sorted(
        {round(rule.left, 1) for rule in sheets.pages[0].rules if rule.foot - rule.top > 3 and not rule.red}
    )
    for row in sheets.pages[0].rows:
        letters = [glyph for glyph in row.glyphs if glyph.text == "A"]
        assert all(glyph.right < rules[1] for glyph in letters)
    assert sheets.text.count("国") == 50
    assert sheets.text.count("A") == 60


def test_a_cell_longer_than_a_page_goes_on_on_the_next():
    sheets = printed(annexes=(Annex(title="表", paragraphs=(f"| 甲 | {'国' * 2000} |",)),))
    assert sheets.text.count("国") == 2000


@pytest.mark.parametrize("size", [(120, 80), (300, 100), (100, 900), (5, 5)])
def test_a_picture_stands_centred_over_its_caption_within_the_type_area(size):
    picture = PlacedPicture(sha256=PICTURE, width_mm=size[0], height_mm=size[1], caption="图1 技术转移中心")
    sheets = printed(annexes=(Annex(title="图片", paragraphs=("见图。",), pictures=(picture,)),))
    (page,) = (page for page in sheets.pages if page.pictures)
    (box,) = page.pictures
    (caption,) = (row for row in page.rows if row.text.startswith("图1"))
    assert (box.left + box.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=HALF_MM)
    assert caption.middle == pytest.approx((LEFT + RIGHT) / 2, abs=HALF_MM)
    assert box.left > LEFT - 0.1
    assert box.right < RIGHT + 0.1
    assert box.top > TOP - 2.5
    assert 0 < caption.top - box.foot < 2 * PITCH
    assert (box.right - box.left) / (box.foot - box.top) == pytest.approx(size[0] / size[1], rel=0.02)


def test_ragged_rows_are_filled_up_and_rules_left_out():
    assert parse(["| 甲 | 乙 |", "|---|---|", "| 丙 |"]) == ([["甲", "乙"], ["丙", ""]], True)
    assert parse(["| 甲 |", "| 乙 | 丙 |"]) == ([["甲", ""], ["乙", "丙"]], False)
    assert set_table(["|---|", "|---|"]) is None

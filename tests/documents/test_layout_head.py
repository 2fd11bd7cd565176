"""版头 in 文件式 and 信函式, read back from the PDF (GB/T 9704-2012 7.2, 10.1)."""

from itertools import pairwise

import pytest

from documents.content import Layout
from documents.layout.head import LOWEST_INK, MARK_TOP, STACK_FOOT, single_mark
from tests.documents.readings import EM, LEFT, PITCH, RIGHT, TOP
from tests.documents.sample_papers import FINANCE, LABOUR, SCIENCE, printed

HALF_MM = 0.5


def part(sheets, text):
    """The glyphs of a text, as one row."""
    (found,) = sheets.rows_at(sheets.place(text), text)
    return found


def test_copy_number_secrecy_and_urgency_stand_flush_left_one_a_line():
    sheets = printed(copy_number="000012", secrecy="机密★1年", urgency="特急", class_mark="A类")
    lines = [part(sheets, text) for text in ("000012", "机密★1年", "特急")]
    assert [line.left for line in lines] == [pytest.approx(LEFT, abs=HALF_MM)] * 3
    assert [line.top for line in lines] == [
        pytest.approx(TOP + place * PITCH, abs=HALF_MM) for place in range(3)
    ]
    assert {glyph.face for glyph in lines[2].glyphs} == {"GWHeiti"}
    assert part(sheets, "A类").right == pytest.approx(RIGHT, abs=HALF_MM)


def test_the_marks_that_are_used_close_up():
    assert part(printed(urgency="特急"), "特急").top == pytest.approx(TOP, abs=HALF_MM)


def test_the_marks_move_nothing_below_them():
    plain, marked = printed(), printed(copy_number="000012", secrecy="机密★1年", urgency="特急")
    for text in ("温科提复〔2023〕125号", "王忠权委员："):
        assert part(plain, text).baseline == pytest.approx(part(marked, text).baseline, abs=0.01)


@pytest.mark.parametrize(
    ("signers", "lines"),
    [(("张三丰",), 1), (("张三丰", "李四"), 1), (("张三丰", "李四", "王五六"), 2)],
)
def test_signers_stand_right_of_the_number_two_a_line(signers, lines):
    sheets = printed(signers=signers)
    number, label = part(sheets, "温科提复〔2023〕125号"), part(sheets, "签发人：")
    names = [part(sheets, name) for name in signers]
    assert number.left == pytest.approx(LEFT + EM, abs=HALF_MM)
    assert max(name.right for name in names) == pytest.approx(RIGHT - EM, abs=HALF_MM)
    assert {glyph.face for name in names for glyph in name.glyphs} == {"GWKaiti"}
    assert {glyph.face for glyph in label.glyphs} == {"GWFangsong"}
    assert label.baseline == pytest.approx(names[0].baseline, abs=0.1)
    assert number.baseline == pytest.approx(names[-1].baseline, abs=0.1)
    assert number.baseline - label.baseline == pytest.approx((lines - 1) * PITCH, abs=0.1)
    for first in names[2::2]:
        assert first.left == pytest.approx(names[0].left, abs=HALF_MM)


@pytest.mark.parametrize(
    "names",
    [
        (SCIENCE, FINANCE),
        (SCIENCE, LABOUR, FINANCE),
        (LABOUR, SCIENCE, FINANCE, "温州市教育局", "温州市司法局"),
    ],
)
def test_a_joint_mark_is_stacked_evenly_with_文件_in_the_middle(names):
    sheets = printed(letterheads=names)
    rows = [part(sheets, name) for name in names]
    assert all(glyph.red for line in rows for glyph in line.glyphs)
    assert [line.left for line in rows] == [pytest.approx(rows[0].left, abs=HALF_MM)] * len(rows)
    assert [line.right for line in rows] == [pytest.approx(rows[0].right, abs=HALF_MM)] * len(rows)
    steps = [low.baseline - high.baseline for high, low in pairwise(rows)]
    assert steps == [pytest.approx(steps[0], abs=0.1)] * len(steps)
    file = part(sheets, "文件")
    assert file.left > rows[0].right
    assert file.baseline == pytest.approx((rows[0].baseline + rows[-1].baseline) / 2, abs=HALF_MM)
    _, top, _, foot = sheets.ink(1, (20, 60, 195, rows[-1].foot + 3), red=True)
    assert top == pytest.approx(72, abs=HALF_MM)
    number = part(sheets, "温科提复〔2023〕125号")
    assert number.top - foot == pytest.approx(2 * PITCH, abs=HALF_MM)
    grid_line = (part(sheets, "王忠权委员：").top - TOP) / PITCH
    assert grid_line == pytest.approx(round(grid_line), abs=0.05)


def test_the_letter_form_prints_the_lead_alone_and_its_first_page_has_no_number():
    sheets = printed(layout=Layout.LETTER, letterheads=(SCIENCE, FINANCE), paragraphs=("国" * 26,) * 40)
    first, second, *_ = sheets.pages
    assert FINANCE not in sheets.text
    assert first.foot is None
    assert second.foot.text.split() == ["—", "2", "—"]
    assert [page.number for page in sheets.pages if any(rule.red for rule in page.rules)] == [1]
    body = [row for row in first.rows if row.text.startswith("国")]
    assert (body[-1].top - TOP) / PITCH == pytest.approx(22, abs=0.05), "the 23rd line"
    assert part(sheets, "关于市政协十二届二次会议").centre == pytest.approx(
        TOP + 4 * PITCH + EM / 2, abs=HALF_MM
    )


def test_the_letter_form_sets_number_right_and_marks_left_on_one_line():
    sheets = printed(
        layout=Layout.LETTER, copy_number="000012", secrecy="秘密", urgency="加急", signers=("张三丰",)
    )
    lines = [part(sheets, text) for text in ("000012", "秘密", "加急", "签发人：张三丰")]
    assert [line.left for line in lines] == [pytest.approx(LEFT, abs=HALF_MM)] * 4
    number = part(sheets, "温科提复〔2023〕125号")
    assert number.right == pytest.approx(RIGHT, abs=HALF_MM)
    assert number.baseline == pytest.approx(lines[0].baseline, abs=0.1)
    title = part(sheets, "关于市政协十二届二次会议")
    assert title.centre == pytest.approx(TOP + 7 * PITCH + EM / 2, abs=HALF_MM)


@pytest.mark.parametrize(("lines", "pages"), [(1, 1), (9, 1), (10, 2), (20, 2), (45, 4)])
def test_the_letter_form_ends_with_copies_alone(lines, pages):
    """One page keeps them above its second double line, 7/8 of a character from it; longer ones end an even page."""
    sheets = printed(layout=Layout.LETTER, paragraphs=("国" * 26,) * lines)
    last = sheets.pages[-1]
    assert last.number == pages
    assert last.rows[-1].text == "抄送：市府办，市政协提案委。"
    assert [rule for rule in last.rules if not rule.red] == []
    assert "印发" not in sheets.text
    foot = 262 + PITCH if pages == 1 else 262
    assert last.rows[-1].foot == pytest.approx(foot, abs=HALF_MM)
    line = max(rule.foot for rule in sheets.pages[0].rules if rule.red)
    assert line == pytest.approx(277, abs=HALF_MM)
    if pages == 1:
        assert line - last.rows[-1].foot == pytest.approx(7 / 8 * EM, abs=HALF_MM)


def test_a_letter_form_nobody_gets_a_copy_of_has_no_imprint_and_no_page_for_it():
    assert len(printed(layout=Layout.LETTER, copies="").pages) == 1


@pytest.mark.parametrize("name", ["一", "\x1b", "\u3000", "—"])
def test_a_mark_of_little_ink_is_no_larger_than_half_an_em_of_ink_makes_it(name):
    size, narrowed = single_mark(name)
    assert size == pytest.approx((STACK_FOOT - MARK_TOP) / LOWEST_INK)
    assert narrowed == 1.0

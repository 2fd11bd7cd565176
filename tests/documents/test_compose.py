"""Line composition: measures and marks, told by made-up widths, so that no font is needed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.compose import CLOSING, NEVER_FIRST, NEVER_LAST, TIGHTEST, WIDEST, clusters, compose, squeezes
from documents.headings import Heading, heading_of
from documents.pages import Flow, PagePlan


def ems(text: str) -> list[float]:
    """Hanzi and their marks one em, ASCII half, as in the letter's faces."""
    return [0.5 if character.isascii() else 1.0 for character in text]


def lines_of(text: str, **how: float) -> list[str]:
    return [line.text for line in compose(text, ems(text), **how)]


def set_width(line, squeeze: float = 0.5) -> float:
    natural = sum(ems(line.text)) - squeeze * len(line.squeezed)
    return natural + line.spacing * (len(line.text) - 1 - len(line.squeezed))


def test_a_line_is_28_ems_and_the_first_two_less():
    assert [len(line) for line in lines_of("国" * 60)] == [26, 28, 6]


def test_an_empty_paragraph_has_no_line():
    assert compose("", []) == []


def test_a_closing_mark_is_drawn_into_the_line_it_ends():
    line, rest = compose("国" * 28 + "。" + "国" * 3, ems("国" * 28 + "。" + "国" * 3), indent=0)
    assert (line.text, rest.text) == ("国" * 28 + "。", "国" * 3)
    assert line.spacing == pytest.approx(-1 / 28, abs=1e-4)


def test_an_opening_mark_goes_to_the_next_line():
    text = "国" * 27 + "（《" + "国" * 5
    first, second = compose(text, ems(text), indent=0)
    assert (first.text, second.text) == ("国" * 27, "（《" + "国" * 5)
    assert set_width(first) == pytest.approx(28, abs=0.02)


@pytest.mark.parametrize(
    ("text", "squeezed"),
    [
        ("国》，国", (1,)),
        ("国。”国", (1,)),
        ("国”（国", (1,)),
        ("国（《国", (1,)),
        ("国》”，国", (1, 2)),
        ("国（）国", ()),
        ("国，国。", ()),
    ],
)
def test_of_two_neighbouring_marks_the_first_gives_half_an_em(text, squeezed):
    assert tuple(place for place, given_up in enumerate(squeezes(text, ems(text))) if given_up) == squeezed


def test_narrow_marks_give_nothing():
    assert squeezes("国”，国", [1.0, 0.35, 1.0, 1.0]) == [0.0] * 4


@pytest.mark.parametrize(
    "whole",
    [
        "〔2023〕125号",
        "2023年",
        "6月",
        "29日",
        "11.25",
        "137.59%",
        "5,093.63",
        "科技——成果"[2:4],
        "……",
        "13757791015",
        "www.wenzhou.gov.cn",
    ],
)
def test_what_belongs_together_is_one_cluster(whole):
    text = f"国{whole}国"
    assert [text[start:stop] for start, stop in clusters(text)] == ["国", whole, "国"]


def test_a_run_longer_than_a_line_is_set_all_the_same():
    text = "a" * 200
    assert "".join(lines_of(text, indent=0)) == text
    assert all(len(line) <= 58 for line in lines_of(text, indent=0))


@pytest.mark.parametrize("before", range(30))
def test_an_address_too_long_for_a_line_is_parted_behind_slashes_and_dots_alone(before):
    address = "https://www.yunxi.example.cn/zwgk/2025/1201.html"
    text = "国" * before + address + "查阅" + "国" * 30
    lines = compose(text, ems(text))
    for line, following in pairwise(lines):
        if line.text[-1].isascii() and following.text[0].isascii():
            assert line.text[-1] in "/."
        assert set_width(line) == pytest.approx(28 if line.start else 26, abs=0.02)


def test_blanks_at_a_line_end_are_dropped():
    text = "国" * 28 + " " + "国" * 5
    assert lines_of(text, indent=0) == ["国" * 28, "国" * 5]


def test_later_lines_of_copies_stand_under_the_first_name():
    lines = compose("抄送：" + "国" * 40, ems("抄送：" + "国" * 40), measure=20, indent=-3, even=False)
    assert [len(line.text) for line in lines] == [20, 17, 6]
    assert {line.spacing for line in lines} == {0.0}


@pytest.mark.parametrize("before", range(60))
def test_no_line_stays_short_before_a_document_number_and_none_is_torn(before):
    text = "国" * before + "（云政发〔2024〕7号），" + "家" * 40
    lines = compose(text, ems(text))
    assert [set_width(line) for line in lines[:-1]] == [
        pytest.approx(28 if line.start else 26, abs=0.02) for line in lines[:-1]
    ]
    ends = [line.text for line in lines[:-1] if "〔" in line.text[-7:] and "号" not in line.text[-6:]]
    assert all(end.endswith("〔2024〕") for end in ends)
    assert all(not line.text.startswith(("号", "2024", "〕")) for line in lines)


def test_a_document_number_stays_whole_where_the_lines_above_can_give_way():
    """One line after the other, 云政发 would end a line two and a half characters short."""
    text = "自2023年起，" + "国" * 42 + "云政发〔2024〕7号文件印发以来，" + "家" * 30
    lines = compose(text, ems(text))
    assert [set_width(line) for line in lines[:-1]] == pytest.approx([26, 28, 28], abs=0.02)
    assert any("〔2024〕7号" in line.text for line in lines)


LETTER_TEXT = st.text(
    alphabet=st.sampled_from("国家市科技局会同有关部门，。、；：！？（）《》“”〔〕—…0123456789年月日号%abc "),
    max_size=200,
)


@given(LETTER_TEXT)
def test_no_character_is_lost_and_the_marks_stand_where_they_may(text):
    text = " ".join(text.split())
    lines = compose(text, ems(text))
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert text[line.start : line.start + len(line.text)] == line.text
        assert -TIGHTEST <= line.spacing <= WIDEST
    for before, after in pairwise(lines):
        gap = text[before.start + len(before.text) : after.start]
        if not gap:
            assert before.text[-1] not in NEVER_LAST
            assert after.text[0] not in NEVER_FIRST


@given(st.text(alphabet=st.sampled_from("国家市科技，。、（）“”0123456789"), min_size=80, max_size=160))
def test_every_line_but_the_last_fills_its_measure_when_letters_are_moved(text):
    for line in compose(text, ems(text), indent=0)[:-1]:
        if line.spacing:
            assert set_width(line) == pytest.approx(28, abs=0.02)


@pytest.mark.parametrize(
    ("paragraph", "heading"),
    [
        ("一、关于“提高专利实施率和转化率，加大力度”的建议", Heading(1, 25)),
        ("十二、存在问题", Heading(1, 7)),
        ("（一）提纲挈领，优化顶层设计。持续深化改革。", Heading(2, 15)),
        ("(三)战略布局", Heading(2, 7)),
        ("1. 完善机制。", Heading(3, 8)),
        ("2．完善机制", Heading(3, 6)),
        ("（1）完善机制", Heading(4, 7)),
        ("3.0版网上技术市场", Heading(0, 0)),
        ("一是完善技术要素市场化配置机制。", Heading(0, 0)),
        ("2022年，全市", Heading(0, 0)),
        ("（政协提案426号）收悉", Heading(0, 0)),
        ("一、" + "长" * 100, Heading(1, 0)),
    ],
)
def test_the_level_is_read_from_the_numbering(paragraph, heading):
    assert heading_of(paragraph) == heading


@pytest.mark.parametrize(
    ("rows", "plan"),
    [
        (22, PagePlan(2, turn_over=False, blank_before=False)),  # the signature and one line go over
        (18, PagePlan(2, turn_over=True, blank_before=False)),  # one page of text, the imprint behind it
        (40 - 2, PagePlan(2, turn_over=False, blank_before=False)),
        (40 - 1, PagePlan(4, turn_over=True, blank_before=True)),  # no room for the imprint on page 2
        (41, PagePlan(4, turn_over=True, blank_before=False)),
    ],
)
def test_the_imprint_stands_on_an_even_page(rows, plan):
    flow = Flow()
    flow.lines(rows)
    flow.with_last_line(4)
    assert flow.finish(2) == plan


@pytest.mark.parametrize(
    ("used", "pages"),
    [(21, 1), (22, 2), (23 + 1, 2), (23 + 22 + 1, 4)],
)
def test_a_letter_of_one_page_keeps_its_imprint_there_and_a_longer_one_ends_on_an_even_page(used, pages):
    flow = Flow(first_rows=23)
    flow.lines(used)
    assert flow.finish(2, one_sided=True).total == pages


def test_marks_and_opening_marks_are_apart():
    assert not CLOSING & NEVER_LAST

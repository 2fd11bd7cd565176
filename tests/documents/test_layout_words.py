"""What a paper prints is checked in the face it is printed in, and shown on the screen without inline styles."""

import re
from dataclasses import replace

import pytest

from documents.content import Annex, ContactPlace, Layout, PlacedPicture
from documents.fonts import Role
from documents.layout import lay_out, missing_characters, preview_html
from tests.documents.sample_papers import FINANCE, PAPER, PICTURE, SCIENCE, bodies

RARE = "\ue863"
ROW = ("| 序号 | 建议 |", "|---|---|", "| 1 | <b>意见</b> |")


def test_headings_titles_of_annexes_and_heads_of_tables_are_checked_in_their_own_faces():
    paper = replace(
        PAPER,
        paragraphs=("一、总体情况", "（一）主要做法。已经落实。", "正文。"),
        annexes=(Annex(title="任务表", paragraphs=ROW),),
    )
    faces = [(name, role) for name, role, _ in paper.printed_texts() if name in {"正文", "附件"}]
    assert faces == [
        ("正文", Role.FANGSONG),
        ("正文", Role.HEITI),
        ("正文", Role.KAITI),
        ("附件", Role.FANGSONG),
        ("附件", Role.XIAOBIAOSONG),
        *[("附件", Role.HEITI)] * 3,
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"paragraphs": (f"一、{RARE}",)}, "正文"),
        ({"annexes": (Annex(title=f"表{RARE}"),)}, "附件"),
        ({"signing": bodies(SCIENCE, f"局{RARE}")}, "署名"),
        ({"signers": (f"张{RARE}",)}, "签发人"),
        ({"notes": (RARE,)}, "附注"),
    ],
)
def test_a_character_without_a_glyph_is_named_once_with_its_field(changes, field):
    assert missing_characters(replace(PAPER, **changes)) == [(RARE, field)]


def test_the_letter_form_does_not_ask_for_what_it_does_not_print():
    paper = replace(PAPER, letterheads=(SCIENCE, RARE), imprint_office=RARE)
    assert missing_characters(paper) == [(RARE, "发文机关标志"), (RARE, "印发机关")]
    assert missing_characters(replace(paper, layout=Layout.LETTER)) == []


@pytest.mark.parametrize(
    ("paragraphs", "tags"),
    [
        (("一、总体情况", "（一）主要做法", "二、下一步"), ["h1", "h2", "h3", "h2"]),
        (("（一）主要做法", "（二）主要成效"), ["h1", "h2", "h2"]),
        (("正文。", "一、总体情况。已经落实。", "（一）主要做法"), ["h1", "h2"]),
    ],
)
def test_no_heading_is_more_than_one_rank_below_the_one_before_it(paragraphs, tags):
    """Readers of PDF/UA ask for it (ISO 14289-1 7.4.2)."""
    ranks = re.findall(r"<(h\d)", lay_out(replace(PAPER, paragraphs=paragraphs)).html)
    assert ranks == tags


def test_an_annex_opens_with_its_title_as_a_heading_of_the_second_rank():
    paper = replace(
        PAPER, annexes=(Annex(title="说明", paragraphs=("（一）做法", "一、做法", "（一）做法")),)
    )
    assert re.findall(r"<(h\d)", lay_out(paper).html) == ["h1", "h2", "h3", "h3", "h4"]


@pytest.mark.parametrize("layout", list(Layout))
def test_the_screen_shows_joint_names_tables_annexes_and_notes(layout):
    picture = PlacedPicture(sha256=PICTURE, width_mm=50, height_mm=50, caption="图1 中心")
    page = preview_html(
        replace(
            PAPER,
            layout=layout,
            letterheads=(SCIENCE, FINANCE),
            signing=bodies(SCIENCE, FINANCE),
            signers=("张三丰",),
            copy_number="000012",
            notes=("此件公开发布",),
            contact="联系人：刘晓",
            contact_place=ContactPlace.NOTE,
            annexes=(Annex(title="任务表", paragraphs=ROW, pictures=(picture,)), Annex(title="说明")),
        )
    )
    for words in (
        "签发人：张三丰",
        "000012",
        "（此件公开发布）",
        "（联系人：刘晓）",
        "附件：1. 任务表",
        "2. 说明",
        "附件1",
    ):
        assert page.count(words) == 1
    assert "<td>&lt;b&gt;意见&lt;/b&gt;</td>" in page
    assert "图1 中心" in page
    assert page.count(f"<p>{FINANCE}</p>") == 1
    assert (f"<span>{FINANCE}</span>" in page) is (layout is Layout.FILE)
    assert ("2023年6月30日印发" in page) is (layout is Layout.FILE)
    assert "style=" not in page

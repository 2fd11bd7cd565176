"""What no page can hold is said in a sentence, and everything that is not refused comes out as counted."""

from dataclasses import replace

import pytest

from documents.content import Layout
from documents.layout import lay_out, refusals
from tests.documents.sample_papers import FINANCE, PAPER, SCIENCE, SEAL, bodies, printed

NAMES = [f"温州市第{number}局" for number in range(13)]


def copies(names: int) -> str:
    return "抄送：" + "，".join(["市自然资源和规划局"] * names) + "。"


def longest_copies(layout: Layout) -> int:
    """How many names 抄送 may have at most."""
    return next(n for n in range(1, 400) if refusals(replace(PAPER, layout=layout, copies=copies(n)))) - 1


@pytest.mark.parametrize("layout", list(Layout))
def test_copies_longer_than_a_page_are_refused_and_the_longest_allowed_are_printed(layout):
    most = longest_copies(layout)
    assert most > 70
    [sentence] = refusals(replace(PAPER, layout=layout, copies=copies(most + 1)))
    assert sentence == (
        f"抄送有 {len(copies(most + 1))} 个字，版记一页排不下，不能印发；"
        "请精简抄送单位，或改用“各县（市、区）人民政府，市政府各部门”一类的统称。"
    )
    sheets = printed(layout=layout, copies=copies(most))
    assert len(sheets.pages) == 2
    assert sheets.text.count("市自然资源和规划局") == most
    assert [row.page for row in sheets.pages[0].rows if "市自然资源" in row.text] == []


@pytest.mark.parametrize(("many", "refused"), [(12, False), (13, True)])
def test_more_seals_than_a_page_holds_are_refused(many, refused):
    paper = replace(PAPER, signing=bodies(*NAMES[:many], seal=SEAL), letterheads=(SCIENCE, FINANCE))
    assert refusals(paper) == (
        [
            f"有 {many} 个单位联合署名，套印的印章一页排不下，不能印发；"
            "请减少联合署名单位，或在“用纸设置”中取消“随文套印印章图样”，印好后再盖章。"
        ]
        if refused
        else []
    )


def test_so_many_names_without_seals_and_a_single_seal_are_not_refused():
    assert refusals(replace(PAPER, signing=bodies(*NAMES), letterheads=(SCIENCE, FINANCE))) == []
    assert refusals(replace(PAPER, signing=bodies(SCIENCE, seal=SEAL))) == []


def test_what_is_not_refused_bears_every_seal():
    paper = replace(PAPER, signing=bodies(*NAMES[:12], seal=SEAL), letterheads=(SCIENCE, FINANCE))
    assert lay_out(paper).html.count(f"picture:{SEAL}") == 12

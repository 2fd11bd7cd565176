"""Proofreading the two given replies: every defect recorded for them is found, the corrected texts stay quiet.

Two views of each file are read, as a clerk would bring it in. PASTED is the whole file in the box of the body: there
the letterhead, blank lines, the title and the date stand as text. PARTS is what the parser cuts the file into, raw:
what it heals for display (half-width marks, spaces, paragraphs cut at a page) is still wrong there, and counted there.
The case gives no form of its number (number_label), so that two forms in one letter are told.
"""

import json
from pathlib import Path

import pytest

from responses.letters.proofread import Finding, proofread
from tests.responses.letters.given_letters import FACTS, corrected, in_parts, pasted

EXPECTED = json.loads((Path(__file__).parents[2] / "seeds" / "expected.json").read_text(encoding="utf-8"))
VIEWS = {"pasted": pasted, "parts": in_parts}
MOST_FALSE_ALARMS = 2

# Defect (its `raw`) -> the findings that answer it: view, rule, words of the quote (empty: something is missing).
ANSWERS = {
    "002": {
        "李训根代表(领衔代表):": [
            ("parts", "missing_parts", ""),  # title, signature, date, copies: see the test below
        ],
        "产业高发展契合度": [("parts", "lost_characters", "高发展")],
        "市科培育和弘扬": [("parts", "lost_characters", "市科")],
        "若干政策意见)》": [("parts", "brackets", ")")],
        "在金华落地产业化": [("parts", "unfinished", "在金华落地产业化")],
        "下一步,一是构建": [("parts", "next_step_inline", "下一步,")],
        # the recorded passage begins with 有; the finding with the total
        "有省级研发机构947家,其中省新型研发机构6家、全省重点实验室4家、省工程技术研究中心5家、省重点企业研究院28家、"
        "省企业研究院184家,省高新技术企业研发中心725家": [("parts", "sums", "947家,其中省新型研发机构6家")],
        "1.强化科技企业培育": [("parts", "levels", "1.")],
        "(2024年9号)": [("parts", "half_width", "("), ("parts", "half_width", ")")],
        "联系人:郎荣旗 联系电话:13958480026": [
            ("pasted", "frame_in_body", "联系人:郎荣旗 联系电话:13958480026"),
            ("parts", "private_numbers", "13958480026"),
        ],
    },
    "003": {
        "\n\n温州市科学技术局文件": [
            ("pasted", "blank_lines", ""),
            ("pasted", "frame_in_body", "温州市科学技术局文件"),
        ],
        "提案的 答复函": [("pasted", "spaces", " "), ("parts", "spaces", " ")],
        "技术转移部门，提": [("parts", "cut", "技术转移部门，提")],
        "支持大孵化": [("parts", "cut", "支持大孵化")],
        "会同县（市、": [
            ("parts", "cut", "会同县（市、"),
            ("parts", "brackets", "（"),
        ],
        "“关键小国”以": [("parts", "cut", "“关键小国”以")],
        "高校、科研机构 and 科技企业": [("parts", "foreign_words", " and ")],
        "区)科技部门对接中关村硬创空间、北大科技园等国内知名科技成果转化服务机构,引进": [
            ("parts", "brackets", ")"),
            ("parts", "half_width", ")"),
            ("parts", "half_width", ","),
        ],
        "到 2025 年": [("parts", "spaces", " ")],
        "科研院所所在德国": [("parts", "doubled_characters", "所所")],
        "中国(温州)华商华侨": [("parts", "half_width", "("), ("parts", "half_width", ")")],
        "弗朗恩霍夫协会": [("parts", "near_names", "弗朗恩霍夫")],
        "二、关于“提高专利实施率和转化率，加大力度激励专利的实施和转化”": [
            ("parts", "uneven_headings", "一、关于“制定发展规划")
        ],
        "联系人：刘晓 联系电话：88962022，13757791015": [
            ("pasted", "frame_in_body", "联系人：刘晓 联系电话：88962022，13757791015"),
            ("parts", "contact", "，"),
            ("parts", "private_numbers", "13757791015"),
        ],
        "2023 年 6 月 29 日": [("pasted", "spaces", " ")],
        "（政协提案426号）": [("parts", "number_form", "提案426号")],
    },
}


def defects(name: str) -> list[dict]:
    return EXPECTED["seeds"][name]["defects"]


CASES = [(name, defect["raw"]) for name in ANSWERS for defect in defects(name)]


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, str], list[Finding]]:
    """The findings of each view of each file."""
    return {
        (name, view): proofread(read(name), FACTS[name]) for name in ANSWERS for view, read in VIEWS.items()
    }


def around(name: str, view: str, finding: Finding) -> str:
    """The finding's words with what stands beside them, to tell one bracket from another."""
    if not finding.quote:
        return finding.quote
    letter = VIEWS[view](name)
    text = letter.text_at(finding.field, finding.paragraph)
    return text[max(finding.start - 40, 0) : finding.stop + 40]


def test_every_recorded_defect_has_its_answers():
    assert {name: set(ANSWERS[name]) for name in ANSWERS} == {
        name: {defect["raw"] for defect in defects(name)} for name in ("002", "003")
    }


@pytest.mark.parametrize(("name", "raw"), CASES)
def test_finds_the_defect(name, raw, found):
    missing = []
    for view, rule, words in ANSWERS[name][raw]:
        hits = [each for each in found[name, view] if each.rule == rule and words in each.quote]
        # A finding as short as a bracket or a space has to stand at the defect itself.
        if words and len(words) < 4:
            place = raw.strip()[:12]
            hits = [each for each in hits if place in around(name, view, each)]
        if not hits:
            missing.append((view, rule, words))
    assert missing == []


def test_names_every_part_002_lacks(found):
    lacking = {each.field for each in found["002", "parts"] if each.rule == "missing_parts"}
    # The number is given at issue; letterhead and class come from the unit and the case.
    assert lacking == {"标题", "署名", "成文日期", "抄送", "办理结果类别"}


def test_finds_all_half_width_marks_and_spaces_of_003(found):
    rules = [each.rule for each in found["003", "parts"]]
    # As counted in the file: 31 half-width marks; of its 43 spaces 5 stand in the date, which is no text here, 2 around
    # "and", 1 between contact and telephone.
    assert (rules.count("half_width"), rules.count("spaces")) == (31, 35)


def test_a_day_of_printing_after_the_day_of_writing_is_right(found):
    assert [each for each in found["003", "parts"] if each.rule == "order"] == []


@pytest.mark.parametrize("name", ["002", "003"])
def test_the_corrected_text_gives_at_most_two_alarms(name):
    alarms = [(each.rule, each.quote, each.message) for each in proofread(corrected(name), FACTS[name])]
    assert len(alarms) <= MOST_FALSE_ALARMS, alarms

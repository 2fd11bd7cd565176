"""Annexes and the 附注 are read as the text is, rows of tables cell by cell; what only a letter has is not asked."""

from dataclasses import replace

import pytest

from responses.letters.proofread import (
    AnnexText,
    CaseFacts,
    Finding,
    LetterText,
    Severity,
    apply_fix,
    apply_fixes,
    place_of,
    proofread,
)

CASE = CaseFacts(kind="proposal", proposers=("林晓岚",))
BODY = ("您提出的提案收悉，现答复如下：", "感谢您对我局工作的关心和支持。")
LETTER = LetterText(paragraphs=BODY)


def read(letter: LetterText, case: CaseFacts = CASE) -> list[Finding]:
    """What is found in the annexes and the note."""
    found = proofread(letter, case)
    return [one for one in found if one.field.startswith(("附件", "附注"))]


def annexed(*paragraphs: str, title: str = "名单", captions: tuple[str, ...] = ()) -> LetterText:
    return replace(LETTER, annexes=(AnnexText(title, paragraphs, captions),))


def told(letter: LetterText) -> list[tuple[str, str]]:
    return [(one.rule, one.quote) for one in read(letter)]


# rule, a text with the fault, the words quoted, a text that only looks like it
IN_ANNEX = [
    ("half_width", "甲,乙两处", ",", "比例为1:1，上午9:30开始"),
    ("repeated_marks", "完成验收。。", "。。", "完成验收。"),
    ("spaces", "到 2025年完成。", " ", "到2025年完成。"),
    ("spaces", "到2025 年完成，效果好。", " ", "联系人：张三 联系电话：88001200"),
    ("spaces", "加大 投入，抓好落实。", " ", "加大R&D 投入，抓好落实。"),
    ("foreign_words", "高校 and 企业", " and ", "APP和R&D"),
    ("doubled_characters", "在科研院所所在德国建站", "所所", "家家户户"),
    ("doubled_words", "推进推进改革", "推进推进", "一步一步推进"),
    ("brackets", "依据《若干意见)》", ")", "县（市、区）"),
    ("quotes", "“三位一体建设", "“", "“三位一体”建设"),
    ("cited_numbers", "云政发[2024]6号", "[2024]6", "云政发〔2024〕6号"),
    ("impossible_dates", "2023年2月29日", "2023年2月29日", "2024年2月29日"),
    (
        "sums",
        "共19项，包括甲1项、乙4项、丙13项",
        "19项，包括甲1项、乙4项、丙13项",
        "共18项，包括甲1项、乙4项、丙13项",
    ),
    ("private_numbers", "联系电话13912345678", "13912345678", "联系电话88001200"),
    ("private_numbers", "身份证号330102199003071234", "330102199003071234", "编号330102199013071234"),
    ("year_range", "2024-2027年", "-", "2024—2027年"),
    ("wide_digits", "１２个", "１２", "12个"),
    ("unseen", "已\u200b建成", "\u200b", "已建成"),
    ("slips", "截止目前", "截止目前", "截至目前"),
]
PLACES = {
    "paragraph": (lambda text: annexed("首段。", "", text), "附件第 2 段"),
    "title": (lambda text: annexed(title=text), "附件标题"),
    "caption": (lambda text: annexed(captions=("", text)), "附件图2的图题"),
    "cell": (lambda text: annexed("| 单位 | 情况 |", "|---|---|", f"| 甲 | {text} |"), "附件第 3 段"),
    "note": (lambda text: replace(LETTER, note=text), "附注"),
}


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize(("rule", "wrong", "quote", "right"), IN_ANNEX)
def test_each_text_of_an_annex_and_the_note_are_read(where, rule, wrong, quote, right):
    made, place = PLACES[where]
    letter = made(wrong)
    (found,) = [one for one in read(letter) if one.rule == rule]
    assert (found.quote, place_of(letter, found)) == (quote, place)
    assert rule not in {key for key, _ in told(made(right))}


def test_columns_of_a_list_and_names_of_figures_are_set_apart_by_blanks():
    lines = ("张三 市科技局 科长", "| 张三 李四 | 王五 |", "表1 各县（市、区）完成情况")
    assert told(annexed(*lines, captions=("图2 乡镇图书室",))) == []
    assert told(annexed("甲县 乙县都已完成。")) == [("spaces", " ")]
    assert told(annexed(title="人员 名单", captions=("乡镇 图书室",))) == [("spaces", " "), ("spaces", " ")]


@pytest.mark.parametrize("where", PLACES)
def test_private_numbers_are_an_error_wherever_they_stand(where):
    (found,) = read(PLACES[where][0]("手机13912345678"))
    assert (found.rule, found.severity, found.fix) == ("private_numbers", Severity.ERROR, None)


@pytest.mark.parametrize(
    "line",
    [
        "云溪市民生事务局文件",
        "2025年7月1日",
        "林晓岚委员：",
        "三、关于其他方面",
        "各地都已出台办法，成效明显，群众满意",
        "近年来我局加大投入，提",
        "共6件，附后",
        "下一步，计划2020年底前建成。",
    ],
)
def test_what_only_a_letter_has_is_not_asked_of_an_annex(line: str):
    assert told(annexed(line, "", "", "升服务水平。", title="办理情况")) == []


@pytest.mark.parametrize(
    "row",
    [
        "| 序号 | 姓　名 | 单 位 | 备 注 |",
        "|---|:---:|---:|---|",
        "| 1 | 张　三 | 市科技局 | — |",
        "| 2 | 刘洋洋 | 王磊磊、李明 |  |",
        "|1、|李四|%|“|”|".replace("|“|”", ""),
        "| （1） | 合 计 | 1,200 | 98.5 % |",
        "| 人 | 人 | 所 | 所 | 推进 | 推进 |",
        "| 一、总体情况 |  |  | 2024—2025年 |",
        "|甲|乙|",
        "||||",
        "| 139 | 1234 | 5678 |",
        "| 共9家 | 其中甲3家 | 乙5家 |",
    ],
)
def test_bars_columns_and_fillings_of_a_table_are_no_faults(row: str):
    in_body = replace(LETTER, paragraphs=(BODY[0], row, BODY[1]))
    cells = {
        "half_width",
        "spaces",
        "doubled_characters",
        "doubled_words",
        "quotes",
        "brackets",
        "misplaced_marks",
    }
    cells |= {"repeated_marks", "heading_forms", "box_drawing", "foreign_words", "sums", "private_numbers"}
    assert told(annexed(row)) == []
    assert cells & {one.rule for one in proofread(in_body, CASE)} == set()


def test_a_doubled_character_is_a_name_only_where_a_name_may_stand():
    assert told(annexed("| 市财政局张磊磊负责 |", "刘磊磊")) == [
        ("doubled_characters", "磊磊"),
        ("doubled_characters", "磊磊"),
    ]


def test_a_cell_of_the_body_is_read_too():
    letter = replace(LETTER, paragraphs=(BODY[0], "| 甲,乙 | 13912345678 |", BODY[1]))
    found = {
        one.rule: one for one in proofread(letter, CASE) if one.rule in ("half_width", "private_numbers")
    }
    assert {rule: one.quote for rule, one in found.items()} == {
        "half_width": ",",
        "private_numbers": "13912345678",
    }
    assert place_of(letter, found["half_width"]) == "正文第 2 段"


def test_a_fix_is_put_where_its_finding_stands():
    letter = replace(
        LETTER,
        note="此件公开发布,请勿转载",
        annexes=(
            AnnexText("甲,乙名单", ("", "| 甲,乙 | 1,200 |"), ("", "甲:乙")),
            AnnexText("图册", ("丙;丁。",)),
        ),
    )
    found = {place_of(letter, one): one for one in read(letter)}
    assert list(found) == ["附注", "附件1标题", "附件1第 1 段", "附件1图2的图题", "附件2第 1 段"]
    one = apply_fix(letter, found["附件1第 1 段"])
    assert one == replace(
        letter, annexes=(replace(letter.annexes[0], paragraphs=("", "| 甲，乙 | 1,200 |")), letter.annexes[1])
    )
    mended = apply_fixes(letter, found.values())
    assert (mended.note, mended.paragraphs) == ("此件公开发布，请勿转载", BODY)
    assert mended.annexes == (
        AnnexText("甲，乙名单", ("", "| 甲，乙 | 1,200 |"), ("", "甲：乙")),
        AnnexText("图册", ("丙；丁。",)),
    )


def test_a_finding_is_the_same_when_another_annex_comes_before_it():
    one = annexed("甲,乙")
    two = replace(one, annexes=(AnnexText("图册"), *one.annexes))
    (alone,), (second,) = read(one), read(two)
    assert (alone.field, second.field) == ("附件", "附件2")
    assert alone.fingerprint == second.fingerprint


def test_both_percent_signs_are_told_across_text_and_annex():
    letter = replace(annexed("| 甲 | 7％ |"), paragraphs=(BODY[0], "甲占5%，乙占6%。", BODY[1]))
    assert [(one.field, one.quote, one.fix) for one in read(letter)] == [("附件", "％", "%")]


def test_blank_lines_are_not_counted_in_a_place():
    letter = replace(LETTER, paragraphs=("", "", BODY[0], "", "", "甲,乙。", BODY[1]))
    found = [(one.rule, place_of(letter, one)) for one in proofread(letter, CASE) if one.field == "正文"]
    assert found == [
        ("blank_lines", "正文开头"),
        ("blank_lines", "正文第 1 段之后"),
        ("half_width", "正文第 2 段"),
    ]

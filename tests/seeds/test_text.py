"""Reading the given files, healing text, and the small grammars the parsers are made of."""

import ast
import re
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seeds.parsers import Document, SeedAltered, letter_text, match_key, parse_reply_letter, read_document
from seeds.parsers import __file__ as parsers_file
from seeds.parsers.citations import DocNumber, number_parts, read_citations
from seeds.parsers.dates import read_date, read_moment, read_period
from seeds.parsers.figure_checks import check_figures
from seeds.parsers.joins import continues, heal
from seeds.parsers.labels import read_fields
from seeds.parsers.line_checks import check_lines
from seeds.parsers.numbering import chinese_number, mark_of, read_sections
from seeds.parsers.punctuation import close_title, display, full_width
from seeds.parsers.reply_letter import reply_letter
from seeds.parsers.text import DOCUMENTS
from seeds.parsers.units import read_co_units, read_units

SEEDS = ("000", "001", "002", "003", "004")
quick = settings(max_examples=60, deadline=None, database=None)


def document(text: str) -> Document:
    return Document("t", "t.txt", "", len(text.encode()), text)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DOCUMENTS, tmp_path / "documents"))


class TestReading:
    @pytest.mark.parametrize("name", SEEDS)
    def test_the_given_files_are_read(self, name: str) -> None:
        read = read_document(name)
        assert (DOCUMENTS / read.file).read_bytes() == "\n".join(read.lines).encode()

    @pytest.mark.parametrize("name", SEEDS)
    def test_one_changed_byte_is_refused(self, copied: Path, name: str) -> None:
        path = next(copied.glob(f"{name}_*.txt"))
        path.write_bytes(path.read_bytes()[:-1] + b"!")
        with pytest.raises(SeedAltered) as refused:
            read_document(name, copied)
        assert str(refused.value) == f"种子文件“{path.name}”与登记的校验值不一致，可能已被改动，不能读取。"

    def test_a_parser_refuses_it_too(self, copied: Path) -> None:
        path = next(copied.glob("003_*.txt"))
        path.write_text(path.read_text("utf-8").replace("第426号", "第427号"), "utf-8")
        with pytest.raises(SeedAltered, match=path.name):
            parse_reply_letter("003", copied)

    def test_a_missing_file_is_named(self, copied: Path) -> None:
        path = next(copied.glob("002_*.txt"))
        path.unlink()
        with pytest.raises(SeedAltered) as refused:
            read_document("002", copied)
        assert str(refused.value) == f"种子文件“{path.name}”不存在。"

    def test_an_unknown_name_is_refused(self) -> None:
        with pytest.raises(SeedAltered) as refused:
            read_document("999")
        assert str(refused.value) == "校验清单中没有编号为“999”的种子文件。"

    def test_no_checksums_no_reading(self, copied: Path) -> None:
        (copied / "SHA256SUMS").unlink()
        with pytest.raises(SeedAltered) as refused:
            read_document("003", copied)
        assert str(refused.value) == "种子文件的校验清单“SHA256SUMS”不存在，无法核对，不能读取。"


class TestHealing:
    @pytest.mark.parametrize(
        ("first", "second", "joined"),
        [
            ("督促科技企业设立技术转移部门，提", "升技术服务机构能力。", True),
            ("会同县（市、", "区)科技部门对接。", True),
            ("加强与“关键小国”以", "及沿线国家的合作。", True),
            ("现将办理情况答复如下：", "近年来，我局加大力度。", False),
            ("全部完成。", "近年来，我局加大力度。", False),
            ("引用“先投后股”", "近年来，我局加大力度。", False),
            ("在本市落地产业化", "五、关于营造环境方面", False),
            ("在本市落地产业化", "（二）加强保护", False),
            ("在本市落地产业化", "2.加强保护。", False),
            ("在本市落地产业化", "二是加强保护。", False),
            ("感谢您的关心和支持", "联系人：张三", False),
            ("感谢您的关心和支持", "抄送：市府办", False),
            ("感谢您的关心和支持", "2023 年 6 月 29 日", False),
            ("感谢您的关心和支持", "某市科学技术局", False),
            ("一、关于培育企业方面", "近年来，我局加大力度。", False),
            ("某市科学技术局文件", "某科提复〔2023〕1号", False),
            ("关于第1号提案的 答复函", "张三委员：", False),
        ],
    )
    def test_what_is_joined(self, first: str, second: str, joined: bool) -> None:
        assert continues(first, second) is joined

    def test_a_join_is_a_finding_that_can_be_undone(self) -> None:
        text = "督促科技企业设立技术转移部门，提\n\n升技术服务机构能力。"
        paragraphs, findings = heal("t.txt", document(text).nonblank)
        (paragraph,), (finding,) = paragraphs, findings
        assert paragraph.text == "督促科技企业设立技术转移部门，提升技术服务机构能力。"
        assert (paragraph.lines, finding.lines, finding.rule) == ((1, 3), (1, 3), "page_break_join")
        assert finding.applied
        undone = paragraph.text.replace(finding.after or "", finding.before or "")
        assert undone == text.replace("\n\n", "\n")

    def test_a_bracket_open_across_a_join_is_reported(self) -> None:
        _, findings = heal("t.txt", [(1, "会同县（市、"), (3, "区)科技部门对接。")])
        assert [each.rule for each in findings] == ["page_break_join", "bracket_across_join"]

    @quick
    @given(st.data())
    def test_a_paragraph_cut_anywhere_between_two_characters_is_whole_again(
        self, data: st.DataObject
    ) -> None:
        letter = parse_reply_letter("003")
        long = [each.raw for each in letter.body if len(each.raw) > 100]
        raw = data.draw(st.sampled_from(long))
        cuts = [
            m.start() + 1
            for m in re.finditer(r"(?<=[\u4e00-\u9fff])[\u4e00-\u9fff](?=[\u4e00-\u9fff]{4})", raw)
        ]
        cut = data.draw(st.sampled_from([each for each in cuts if 20 < each < len(raw) - 20]))
        paragraphs, findings = heal("t.txt", [(1, raw[:cut]), (3, raw[cut:])])
        starts_anew = mark_of(raw[cut:]) is not None or raw[cut:].startswith("下一步")
        assert [each.raw for each in paragraphs] == ([raw[:cut], raw[cut:]] if starts_anew else [raw])
        assert any(each.rule == "page_break_join" for each in findings) is not starts_anew

    @pytest.mark.parametrize(
        ("raw", "shown"),
        [
            ("到 2025 年，建设 3.0 版", "到2025年，建设3.0版"),
            ("2023 年 6 月 29 日", "2023年6月29日"),
            ("引进,服务;办好(240亿元)的137.59%。", "引进，服务；办好（240亿元）的137.59%。"),
            ("行动方案(2023-2025)》", "行动方案（2023-2025）》"),
            ("时间16:30,见 http://a.cn/b,c 与1,200家", "时间16:30，见 http://a.cn/b,c 与1,200家"),
            ("联系人：刘晓 联系电话：88962022", "联系人：刘晓 联系电话：88962022"),
            ("会同县（市、区)科技部门", "会同县（市、区）科技部门"),
            ("高校 and 企业", "高校 and 企业"),
        ],
    )
    def test_display(self, raw: str, shown: str) -> None:
        assert display(raw) == shown

    def test_a_title_loses_its_inner_space(self) -> None:
        assert close_title("第426号提案的 答复函") == "第426号提案的答复函"

    @quick
    @given(st.text(alphabet="中文提案办 \u00a0,:;()（），0123.%abX“”《》", max_size=40))
    def test_healing_never_changes_the_words(self, text: str) -> None:
        assert match_key(display(text)) == match_key(text)
        assert full_width(full_width(text)) == full_width(text)

    @pytest.mark.parametrize("name", SEEDS)
    def test_healed_lines_stay_as_they_are(self, name: str) -> None:
        healed = [display(line) for line in read_document(name).lines]
        assert [full_width(line) for line in healed] == healed

    @quick
    @given(st.text(max_size=30), st.text(max_size=30))
    def test_match_key_ignores_spaces_only(self, first: str, second: str) -> None:
        assert match_key(f"{first} \u3000\n{second}") == match_key(first + " " + second)
        assert match_key("（２０２３）") == "(2023)"


class TestNumbering:
    @pytest.mark.parametrize(
        ("text", "value"), [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99)]
    )
    def test_chinese_numbers(self, text: str, value: int) -> None:
        assert chinese_number(text) == value

    @pytest.mark.parametrize(
        ("line", "kind"),
        [
            ("一、总体要求", "chapter"),
            ("(三)培育", "section"),
            ("（三）培育", "section"),
            ("12.培育企业。", "item"),
            ("二是加快", "point"),
            ("2.6", None),
            ("3.0版", None),
            ("一一是", None),
            ("正文", None),
        ],
    )
    def test_marks(self, line: str, kind: str | None) -> None:
        mark = mark_of(line)
        assert (mark.kind if mark else None) == kind

    def test_numbers_must_follow_and_begin_again(self) -> None:
        lines = list(
            enumerate(["一、甲", "1.子", "2.丑", "4.漏", "二、乙", "1.寅", "四、跳", "三、丙", "3.卯"], 1)
        )
        found = [(each.path, each.line) for each in read_sections("t", lines, ("chapter", "item"))]
        assert found == [("一", 1), ("一.1", 2), ("一.2", 3), ("二", 5), ("二.1", 6), ("三", 8)]

    def test_a_sentence_that_counts_its_parts_is_no_heading(self) -> None:
        lines = [(1, "一、甲"), (2, "一是力量不足,还需加强;二是转化不够。"), (3, "一是完善机制。深化改革。")]
        found = [(each.path, each.heading.value) for each in read_sections("t", lines, ("chapter", "point"))]
        assert found == [("一", "甲"), ("一.一是", "完善机制")]


class TestUnits:
    @pytest.mark.parametrize(
        ("text", "units"),
        [
            ("市教育局", ("市教育局",)),
            ("市教育局、市科技局", ("市教育局", "市科技局")),
            ("市委组织部〈市委人才办〉、市科协", ("市委组织部（市委人才办）", "市科协")),
            ("市科技局,各县〈市、区〉政府", ("市科技局", "各县（市、区）政府")),
            ("甲区、乙区〈丙区〉管委会", ("甲区管委会", "乙区（丙区）管委会")),
            (
                "市科协、各县〈市、区〉政府,甲区、乙区管委会",
                ("市科协", "各县（市、区）政府", "甲区管委会", "乙区管委会"),
            ),
            ("市科技局、甲区管委会", ("市科技局", "甲区管委会")),
        ],
    )
    def test_splitting(self, text: str, units: tuple[str, ...]) -> None:
        assert read_units(text).units == units

    def test_a_sentence_in_the_list_is_taken_out(self) -> None:
        read = read_units("市科技局、市经信局,列第一位的为牵头单位,下同")
        assert (read.units, read.rule_text) == (("市科技局", "市经信局"), "列第一位的为牵头单位,下同")

    def test_co_units(self) -> None:
        assert read_co_units("市经信局、市财政局和市教育局") == ("市经信局", "市财政局", "市教育局")
        assert read_co_units("市发展和改革委员会") == ("市发展和改革委员会",)
        assert read_co_units("有关部门") == ()

    @quick
    @given(
        st.lists(st.sampled_from(["市科技局", "市教育局", "市科协", "各县〈市、区〉政府"]), min_size=1),
        st.data(),
    )
    def test_any_list_comes_apart_again(self, names: list[str], data: st.DataObject) -> None:
        text = names[0]
        for name in names[1:]:
            text += data.draw(st.sampled_from([",", "，", "、"])) + name
        assert [match_key(each) for each in read_units(text).units] == [
            match_key(each).replace("〈", "(").replace("〉", ")") for each in names
        ]


class TestSmallGrammars:
    def test_dates(self) -> None:
        assert read_date("2023 年 6 月 29 日") == date(2023, 6, 29)
        assert read_date("发布日期: 2023- 04- 21") == date(2023, 4, 21)
        assert read_date("8月1*日") is None
        assert read_moment("2023- 04- 21 16: 30") == datetime(2023, 4, 21, 16, 30)  # noqa: DTZ001
        assert read_moment("2023-04-21") is None
        assert read_period("方案(2023—2027年)") == (2023, 2027)

    def test_document_numbers(self) -> None:
        assert number_parts("温科提复〔2023〕125号") == DocNumber("温科提复", 2023, 125)
        assert number_parts("第426号提案") is None

    def test_citations(self) -> None:
        lines = [(1, "《甲办法)》(某政发〔2021〕7号)、《乙意见》《甲办法)》(试行)"), (2, "《丙》")]
        read = [
            (c.title.value, c.title.raw, c.number and c.number.value)
            for c in read_citations("t", lines, ["丙"])
        ]
        assert read == [("甲办法", "甲办法)", "某政发〔2021〕7号"), ("乙意见", "乙意见", None)]

    def test_fields(self) -> None:
        read = [(f.label, f.value) for f in read_fields(1, "文 号: 某政发〔2023〕1号 来源: 市政府 作者:")]
        assert read == [("文号", "某政发〔2023〕1号"), ("来源", "市政府"), ("作者", "")]
        assert read_fields(1, "张三委员：") == ()
        assert read_fields(1, "会议强调 来源: 市政府") == ()

    @pytest.mark.parametrize(
        ("text", "rules"),
        [
            ("机构9家,其中甲类6家、乙类4家。", ["sum_differs"]),
            ("机构10家,其中甲类6家、乙类4家。", []),
            ("机构10家,其中甲类2家、乙类3家。", []),
            ("获奖 19 项，包括一等奖 1 项、二等奖 4 项、三等奖 14 项，位居全省第三。", []),
            ("获奖 19 项，包括一等奖 2 项、二等奖 4 项、三等奖 14 项，位居全省第三。", ["sum_differs"]),
            ("实现技术交易额330.22亿元,完成年度任务(240亿元)的137.59%。", []),
            ("实现技术交易额330.22亿元,完成年度任务(240亿元)的137.95%。", ["ratio_differs"]),
        ],
    )
    def test_figures(self, text: str, rules: list[str]) -> None:
        assert [each.rule for each in check_figures("t", 1, text)] == rules

    @pytest.mark.parametrize(
        ("line", "rule", "raw"),
        [
            ("甲”乙丙“丁", "reversed_quotes", "”乙丙“"),
            ("甲“乙”、“丙", "reversed_quotes", "“"),
            ("甲《乙（丙》丁", "unmatched_bracket", "甲《乙（丙"),
            ("科研院所所在", "doubled_character", "研院所所在"),
            ("企业 and 高校", "foreign_word", " and "),
            ("金额20xx万元", "masked_text", "20xx"),
            ("开展ramp;d活动", "entity_residue", "ramp;d"),
        ],
    )
    def test_line_checks(self, line: str, rule: str, raw: str) -> None:
        assert [(each.rule, each.raw) for each in check_lines(document(line))] == [(rule, raw)]

    @pytest.mark.parametrize(
        "line", ["甲“乙”、“丙”", "牢牢抓住，三年年均增长", "市市场监管局（市、区）", "R&D经费占2.6%"]
    )
    def test_sound_lines_have_no_findings(self, line: str) -> None:
        assert check_lines(document(line)) == ()


class TestGrammarNotPlaces:
    """The parsers read by grammar: other papers of the same kind, and the same paper with other line numbers."""

    def test_another_letter(self) -> None:
        text = (
            "海州市教育局文件\n海教提复〔2022〕8号\n关于市政协九届一次会议第17号提案的答复\n欧阳一鸣委员：\n"
            "您提出的《关于改善校门口交通的提案》（政协提案17号）收悉，我局会同市公安局、市交通局研究，答复如下：\n"
            "一、关于“错峰放学”\n我局已安排 12 所学校\n错峰放学。\n"
            "联系人：赵小山 联系电话：0555-1234567/13800000000\n海州市教育局\n2022年5月6日\n"
            "抄送：市政府办公室、市政协提案委。\n海州市教育局办公室 2022年5月7日印发"
        )
        letter = reply_letter(document(text))
        assert (letter.issuing_body.value, letter.number.value) == ("海州市教育局", "海教提复〔2022〕8号")
        assert (letter.addressee.name.value, letter.original.number.value) == ("欧阳一鸣", 17)
        assert [each.value for each in letter.co_units] == ["市公安局", "市交通局"]
        assert [each.text for each in letter.body[-1:]] == ["我局已安排12所学校错峰放学。"]
        assert [each.value for each in letter.phones] == ["0555-1234567", "13800000000"]
        assert [each.value for each in letter.cc] == ["市政府办公室", "市政协提案委"]
        assert (letter.signed_by.value, letter.imprint_office.value) == ("海州市教育局", "海州市教育局办公室")
        assert (letter.written_on.value, letter.printed_on.value) == (date(2022, 5, 6), date(2022, 5, 7))
        assert letter.region.value == "海州市"

    def test_a_letter_to_nobody_is_refused(self) -> None:
        with pytest.raises(ValueError, match=r"t\.txt greets no member"):
            reply_letter(document("今天天气很好。"))

    @quick
    @given(st.lists(st.integers(0, 78), max_size=8))
    def test_blank_lines_change_no_value(self, places: list[int]) -> None:
        given_letter = read_document("003")
        lines = list(given_letter.lines)
        for place in sorted(places, reverse=True):
            lines.insert(place, "")
        moved = reply_letter(document("\n".join(lines)))
        first = reply_letter(given_letter)
        assert letter_text(moved) == letter_text(first)
        assert [each.heading.value for each in moved.sections] == [
            each.heading.value for each in first.sections
        ]
        assert (moved.written_on.value, moved.printed_on.value) == (
            first.written_on.value,
            first.printed_on.value,
        )

    def test_no_parser_quotes_a_given_paper(self) -> None:
        """No text in the code, docstrings aside, shares eight Chinese characters in a row with a given paper."""
        papers = "\n".join(read_document(name).text for name in SEEDS)
        shared = [
            (path.name, text)
            for path in Path(parsers_file).parent.glob("*.py")
            for text in code_texts(path)
            for run in re.findall(r"[\u4e00-\u9fff]{8,}", text)
            if any(run[start : start + 8] in papers for start in range(len(run) - 7))
        ]
        assert shared == []


def code_texts(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]

"""The table of rules: one line each, with its name for people, its weight and where it comes from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from responses.letters.proofread import (
    answers,
    case,
    characters,
    copied,
    dates,
    doubling,
    headings,
    kinds,
    numbering,
    pairs,
    paragraphs,
    parts,
    percentages,
    privacy,
    punctuation,
    shares,
    spacing,
    sums,
    totals,
    words,
)
from responses.letters.proofread.annexed import ANNEX
from responses.letters.proofread.facts import (
    ADDRESSEE,
    BODY,
    CONTACT,
    COPIES,
    NOTE,
    NUMBER,
    SIGNATURE,
    TITLE,
    CaseFacts,
    LetterText,
    Note,
    Passage,
    Severity,
)
from responses.letters.proofread.passages import all_passages

_PROSE = frozenset({TITLE, BODY, NOTE, ANNEX})
_TEXT = _PROSE | {ADDRESSEE, CONTACT, SIGNATURE, COPIES}
_ALL = _TEXT | {NUMBER}
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

OfPassage = Callable[[Passage], Iterable[Note]]
OfLetter = Callable[[LetterText, CaseFacts], Iterable[Note]]


@dataclass(frozen=True)
class Rule:
    """One rule: `run` reads the whole letter with its case.

    name: Chinese, as a page lists it; severity: of its findings unless a finding says otherwise; source: the standard's
    clause, or what was seen in letters.
    """

    key: str
    name: str
    severity: Severity
    source: str
    run: OfLetter = field(repr=False)


def _each(check: OfPassage, fields: frozenset[str], *, cells: bool = True) -> OfLetter:
    """Return the check run on every passage of these fields, the cells of their tables among them unless told not."""

    def run(letter: LetterText, _case: CaseFacts) -> Iterable[Note]:
        for passage in all_passages(letter):
            if passage.part in fields and (cells or not passage.is_cell):
                yield from check(passage)

    return run


def _percent_signs(letter: LetterText, _case: CaseFacts) -> Iterable[Note]:
    return characters.percent_signs(all_passages(letter))


def _sums(passage: Passage) -> Iterable[Note]:
    yield from sums.sums(passage)
    yield from totals.totals(passage)


def _percentages(passage: Passage) -> Iterable[Note]:
    yield from percentages.percentages(passage)
    yield from shares.shares(passage)


_SEEN = "复函实例"
_TABLE = (
    Rule("unseen", "控制字符", _ERROR, "GB/T 9704 5.2.2", _each(characters.unseen, _ALL)),
    Rule("wide_digits", "全角数字字母", _ERROR, "GB/T 15835", _each(characters.wide_digits, _ALL)),
    Rule(
        "box_drawing",
        "制表符作连接号",
        _ERROR,
        f"{_SEEN}：2024─2027年",
        _each(characters.box_drawing, _PROSE),
    ),
    Rule("year_range", "年份连接号", _WARNING, "GB/T 15834 4.13.3", _each(characters.year_range, _PROSE)),
    Rule(
        "angle_brackets", "半角尖括号", _ERROR, f"{_SEEN}：规定<二>", _each(characters.angle_brackets, _PROSE)
    ),
    Rule("percent_signs", "百分号不一", _WARNING, "GB/T 15835", _percent_signs),
    Rule("half_width", "半角标点", _ERROR, "GB/T 15834 5.1", _each(punctuation.half_width, _TEXT)),
    Rule("repeated_marks", "标点重复", _ERROR, "GB/T 15834 4", _each(punctuation.repeated_marks, _TEXT)),
    Rule("misplaced_marks", "标点错位", _ERROR, "GB/T 15834 5.1", _each(punctuation.misplaced_marks, _TEXT)),
    Rule("brackets", "括号书名号不配对", _ERROR, "GB/T 15834 4.9、4.15", _each(pairs.brackets, _TEXT)),
    Rule("nested_titles", "书名号套用", _WARNING, "GB/T 15834 4.15.3.5", _each(pairs.nested_titles, _PROSE)),
    Rule("quotes", "引号不配对或反向", _ERROR, "GB/T 15834 4.8", _each(pairs.quotes, _TEXT)),
    Rule(
        "spaces", "多余空格", _ERROR, f"{_SEEN}：到 2025 年", _each(spacing.stray_spaces, _TEXT - {SIGNATURE})
    ),
    Rule("blank_lines", "多余空行", _WARNING, f"{_SEEN}：文件开头空行", paragraphs.blank_lines),
    Rule("cut", "段落断开", _ERROR, f"{_SEEN}：换页处断句", paragraphs.cut),
    Rule("unfinished", "段末缺标点", _ERROR, "GB/T 15834 4.1", paragraphs.unfinished),
    Rule(
        "next_step_inline",
        "打算夹在段中",
        _WARNING,
        f"{_SEEN}：下一步夹在成效段落",
        paragraphs.next_step_inline,
    ),
    Rule("frame_in_body", "版头版记写进正文", _ERROR, "GB/T 9704 7", paragraphs.frame_in_body),
    Rule(
        "foreign_words",
        "夹外文单词",
        _ERROR,
        f"{_SEEN}：科研机构 and 科技企业",
        _each(words.foreign_words, _PROSE),
    ),
    Rule(
        "doubled_characters",
        "叠字",
        _WARNING,
        f"{_SEEN}：院所所在",
        _each(doubling.doubled_characters, _PROSE),
    ),
    Rule("doubled_words", "叠词", _WARNING, _SEEN, _each(doubling.doubled_words, _PROSE)),
    Rule("lost_characters", "疑似漏字", _WARNING, f"{_SEEN}：市科培育", _each(words.lost_characters, _PROSE)),
    Rule("slips", "易错词", _WARNING, "现代汉语词典", _each(words.slips, _PROSE)),
    Rule("near_names", "译名有异", _WARNING, f"{_SEEN}：弗朗恩霍夫", _each(words.near_names, _PROSE)),
    Rule("cited_numbers", "文号写法", _ERROR, "GB/T 9704 7.2.5", _each(numbering.cited_numbers, _PROSE)),
    Rule("own_number", "本函文号", _ERROR, "GB/T 9704 7.2.5", numbering.own_number),
    Rule("impossible_dates", "日期有误", _ERROR, "GB/T 9704 7.3.5.4", _each(dates.impossible_dates, _TEXT)),
    Rule("order", "日期先后", _ERROR, "办理期限", dates.order),
    Rule("past_promises", "承诺时间已过", _WARNING, "办理规定：写明时限", dates.past_promises),
    Rule("sums", "分项之和", _WARNING, f"{_SEEN}：947家", _each(_sums, _PROSE)),
    Rule("percentages", "百分比", _WARNING, f"{_SEEN}：137.59%", _each(_percentages, _PROSE)),
    Rule("number", "编号不符", _ERROR, "与本件核对", case.number),
    Rule("number_form", "编号写法不一", _WARNING, f"{_SEEN}：第426号提案、政协提案426号", case.number_form),
    Rule("session", "届次不符", _ERROR, "与本件核对", case.session),
    Rule("item_title", "标题不符", _ERROR, "与本件核对", case.item_title),
    Rule("kind_words", "称谓混用", _WARNING, "委员、提案；代表、建议", kinds.kind_words),
    Rule("missing_parts", "缺少部分", _ERROR, "GB/T 9704 7", parts.missing_parts),
    Rule("opening_and_thanks", "开头结尾", _WARNING, "办理规定：复函格式", parts.opening_and_thanks),
    Rule("addressee", "主送", _ERROR, "GB/T 9704 7.3.2", parts.addressee),
    Rule("contact", "联系方式", _WARNING, "办理规定：复函格式", parts.contact),
    Rule("copies", "抄送", _ERROR, "GB/T 9704 7.4.2", parts.copies),
    Rule("signature", "署名", _WARNING, "GB/T 9704 7.3.5", parts.signature),
    Rule(
        "heading_forms",
        "层次序号写法",
        _WARNING,
        "GB/T 9704 7.3.3",
        _each(headings.forms, frozenset({BODY}), cells=False),
    ),
    Rule("levels", "标题层次跳级", _WARNING, "GB/T 9704 7.3.3", headings.levels),
    Rule("gaps", "标题序号不连续", _ERROR, "GB/T 9704 7.3.3", headings.gaps),
    Rule("points", "分点序号不连续", _ERROR, _SEEN, headings.points),
    Rule("uneven_headings", "同级标题不一", _WARNING, f"{_SEEN}：有的以“的建议”结尾", headings.uneven),
    Rule(
        "private_numbers",
        "个人号码",
        _ERROR,
        "个人信息保护",
        _each(privacy.private_numbers, _TEXT),
    ),
    Rule("copied", "照抄原文", _WARNING, f"{_SEEN}：与方案成段相同", copied.copied),
    Rule("verdicts", "逐条结论", _ERROR, "办理规定：逐条答复", answers.verdicts),
    Rule("demands", "诉求未回应", _WARNING, "办理规定：逐条答复", answers.demands),
    Rule("co_handlers", "会办单位未提及", _ERROR, "办理规定：综合会办意见", answers.co_handlers),
    Rule("result_class", "类别与内容", _WARNING, "办理规定：结果类别", answers.result_class),
)
RULES: Mapping[str, Rule] = MappingProxyType({rule.key: rule for rule in _TABLE})

"""Headings and counted points: 一、（一）1.（1） in this order, without gaps (GB/T 9704 7.3.3)."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from documents.headings import heading_of
from responses.letters.proofread.facts import CaseFacts, LetterText, Note, Passage, Severity
from responses.letters.proofread.passages import body_passages
from responses.letters.proofread.script import number_of

_NUMBER = re.compile(r"[（(]?([〇零一二三四五六七八九十百]+|\d{1,2})[）)、.．]")
_POINT = re.compile(r"(?:^|(?<=[。；：，]))([一二三四五六七八九十]{1,3})是(?![否指因个的])")
_ORDINAL = re.compile(r"(?:^|(?<=[。；：]))第([一二三四五六七八九十]{1,3})，")
_FORMS = (
    (re.compile(r"([一二三四五六七八九十]{1,3})[.．,](?!\d)"), "{}、"),
    (re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)][、.．，,]"), "（{}）"),
    (re.compile(r"(\d{1,2})(?:、|[.．]、)"), "{}."),
    (re.compile(r"[（(](\d{1,2})[）)][、.．，,]"), "（{}）"),
)
_SHAPES = ("", "一、", "（一）", "1.", "（1）")
_QUOTED = re.compile(r"[一二三四五六七八九十]+、关于“.+”([^“”。]{0,12})")


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A paragraph that opens with a number: level 1 to 4, its value, how long the number is."""

    passage: Passage
    level: int
    value: int
    length: int


def _numbered(letter: LetterText) -> Iterator[_Numbered]:
    for passage in body_passages(letter):
        level = heading_of(passage.text).level
        match = _NUMBER.match(passage.text) if level else None
        value = number_of(match[1]) if match else None
        if match and value is not None:
            yield _Numbered(passage, level, value, match.end())


def levels(letter: LetterText, _case: CaseFacts) -> Iterator[Note]:
    """A level that is left out: 1. straight under 一、; said once for each pair of levels."""
    last = 0
    told: set[tuple[int, int]] = set()
    for each in _numbered(letter):
        if last and each.level > last + 1 and (last, each.level) not in told:
            told.add((last, each.level))
            shape, upper, right = _SHAPES[each.level], _SHAPES[last], _SHAPES[last + 1]
            message = f"标题层次由“{upper}”直接到了“{shape}”，“{upper}”下面一层应为“{right}”（全文同样的地方一并改）。"
            yield each.passage.note(0, each.length, message)
        # An upper level that was never used is no level to come back to.
        last = each.level if (last, each.level) not in told else last


def gaps(letter: LetterText, _case: CaseFacts) -> Iterator[Note]:
    """A number that follows neither the one before it under the same heading nor the last one on its level."""
    before: dict[int, int] = {}
    anywhere: dict[int, int] = {}
    for each in _numbered(letter):
        expected = before.get(each.level, 0) + 1
        # 1. to 24. may run on over all sections.
        runs_on = each.value == anywhere.get(each.level, 0) + 1
        for deeper in [level for level in before if level > each.level]:
            del before[deeper]
        before[each.level] = anywhere[each.level] = each.value
        again = each.level == 1 and each.value == 1 and expected > 1
        if again or (each.value not in (1, expected) and not runs_on):
            number = each.passage.text[: each.length]
            fault = "重复出现" if again else "与前面不连续"
            message = f"序号“{number}”{fault}，此处应为第{expected}项，请核对。"
            yield each.passage.note(0, each.length, message)


def points(letter: LetterText, _case: CaseFacts) -> Iterator[Note]:
    """一是、二是、三是 and 第一，第二， counted without a gap, within a paragraph or over several."""
    for pattern in (_POINT, _ORDINAL):
        last = 0
        for passage in body_passages(letter):
            if heading_of(passage.text).level in (1, 2):
                last = 0
            for match in pattern.finditer(passage.text):
                value = number_of(match[1])
                if value is None:
                    continue
                if value not in (1, last + 1):
                    said = match.group().rstrip("，")
                    message = f"“{said}”与前面的序号不连续（前面数到第{last}），请核对。"
                    yield passage.note(*match.span(), message)
                last = value


def forms(passage: Passage) -> Iterator[Note]:
    """The mark after a number: 一、 but （一） without one and 1. with a point."""
    for pattern, shape in _FORMS:
        if match := pattern.match(passage.text):
            right = shape.format(match[1])
            message = f"层次序号“{match.group()}”应写作“{right}”。"
            yield passage.note(*match.span(), message, right, Severity.WARNING)


def uneven(letter: LetterText, _case: CaseFacts) -> Iterator[Note]:
    """Headings that quote the demands (关于“…”的建议) and do not all end alike: the rarer ones."""
    found = [(p, m) for p in body_passages(letter) if (m := _QUOTED.fullmatch(p.text.strip()))]
    endings = Counter(match[1] for _, match in found)
    if len(endings) < 2:
        return
    usual = endings.most_common(1)[0][0]
    for passage, match in found:
        if match[1] != usual:
            other = f"“{usual}”" if usual else "引号"
            message = f"这个标题与同级标题的写法不一致，其余以{other}结尾，请统一。"
            yield passage.note(0, len(passage.text), message)

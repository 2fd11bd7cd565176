"""Percentages that the numbers beside them do not give: 330.22亿元，完成年度任务（240亿元）的137.59%."""

import re
from collections.abc import Iterator
from decimal import Decimal

from responses.letters.proofread.amounts import INEXACT, Amount, amount, amount_pattern, decimals
from responses.letters.proofread.facts import Note, Passage

_PERCENT = r"(?P<percent>(?<![\d.])\d{1,5}(?:\.\d{1,4})?)\s?[%％]"
_GAP = r"[^，,。；;\d]"
_RATES = (
    "(?:办结|完成|办复|答复|面商|合格|通过|开工|竣工|达标|采纳|落实|解决|满意|兑现|整改|处置)率|占比|比例"
)
_PART, _WHOLE = amount_pattern("part"), amount_pattern("whole")
_YEAR = r"(?:20\d{2}年(?:底|末)?的?)?"

# part / whole
_SHARES = (
    re.compile(
        rf"{_PART}[，,]已?(?:完成|占){_GAP}{{0,16}}?[（(][^（）()\d]{{0,8}}{_WHOLE}[）)]{_GAP}{{0,6}}?的?{_PERCENT}"
    ),
    re.compile(rf"{_PART}{_GAP}{{0,16}}[，,]占{_GAP}{{0,16}}?{_WHOLE}{_GAP}{{0,10}}?的?{_PERCENT}"),
    re.compile(
        rf"{_WHOLE}[^。；;\d（(]{{0,20}}[，,（(]其中{_GAP}{{0,20}}?{_PART}{_GAP}{{0,10}}?[，,]"
        rf"占(?:比|总数的?|全部的?|总量的?|的)?(?:为|达到|达)?{_PERCENT}"
    ),
    re.compile(
        rf"{_WHOLE}{_GAP}{{0,20}}[，,；;](?!新){_GAP}{{0,20}}?{_PART}{_GAP}{{0,10}}[，,](?:{_RATES})(?:为|达到|达|是)?{_PERCENT}"
    ),
    re.compile(
        rf"(?:计划|任务|目标|应){_GAP}{{0,12}}?{_WHOLE}{_GAP}{{0,20}}[，,；;](?:实际|已|目前){_GAP}{{0,12}}?{_PART}{_GAP}{{0,10}}[，,]"
        rf"完成(?:计划|任务|年度计划|年度任务|目标|年度目标)的?{_PERCENT}"
    ),
    re.compile(
        rf"{_PART}{_GAP}{{0,6}}?[，,](?:已?完成|达到?|为){_GAP}{{0,8}}?(?:计划|任务|目标|预算)(?:数|总数)?(?:为|是)?"
        rf"{_WHOLE}的{_PERCENT}"
    ),
)
_OF_TOTAL = re.compile(
    rf"总(?P<what>投资|量|数|额|面积|人口|人数){_GAP}{{0,4}}?{_WHOLE}[，,；;]{_GAP}{{0,16}}?{_PART}{_GAP}{{0,10}}[，,]"
    rf"占总(?P=what)的?{_PERCENT}"
)
_OF_PLANS = (_SHARES[0], _SHARES[4], _SHARES[5])
_OF_WHICH = re.compile(r"其中[^。；;\d]{0,20}$")  # such a part is not what fulfils the task named after it
_MORE_OR_LESS = "增长|增幅|增加|增|上升|提高|提升|扩大|下降|减少|降低|降幅|缩减|压减|压缩|缩短|减|降"
_GROWN = re.compile(
    rf"(?:由|从){_GAP}{{0,12}}?{_YEAR}{_GAP}{{0,4}}?{_WHOLE}{_GAP}{{0,8}}?"
    r"(?P<way>增加|增长|提高|上升|提升|扩大|下降|减少|降低|缩减|压减|压缩|缩短|降|减|增|升)(?:到|至)"
    rf"{_GAP}{{0,6}}?{_YEAR}{_GAP}{{0,4}}?{_PART}{_GAP}{{0,10}}?"
    rf"[，,、（(](?!年均)(?:同比|累计|总体|比上年|较上年)?(?:{_MORE_OR_LESS})(?:率|了|达到|达|为)?{_PERCENT}"
)
_BY = re.compile(
    rf"{_PART}{_GAP}{{0,12}}[，,](?:比|较)(?:上年|去年|上一年)(?:同期)?{_GAP}{{0,4}}?(?P<way>增加|增长|多|减少|下降|少)了?"
    rf"{_WHOLE}[，,](?:同比)?(?:增长|增幅|上升|下降|减少|降幅)(?:了|达到|达|为)?{_PERCENT}"
)
# What is a share of a whole by its name; 完成率 and 增长率 may exceed it.
_BOUNDED = re.compile(rf"(?:满意|办结|合格|覆盖|达标|整改|面商|答复|采纳)率{_GAP}{{0,6}}?{_PERCENT}")
_GROWTH = re.compile("增|升|高|降|倍")
_WHOLE_PERCENT = 100
_LESS = frozenset({"下降", "减少", "降低", "缩减", "压减", "压缩", "缩短", "降", "减", "少"})


def percentages(passage: Passage) -> Iterator[Note]:
    """A percentage that differs from its quotient by more than rounding or cutting off can explain."""
    text = passage.text
    if "%" not in text and "％" not in text:
        return
    for match in _BOUNDED.finditer(text):
        if Decimal(match["percent"]) > _WHOLE_PERCENT and not _GROWTH.search(match.group()):
            yield passage.note(*match.span(), f"“{match.group()}”超过了100%，请核对。")
    told: set[int] = set()
    for pattern in (*_SHARES, _OF_TOTAL, _GROWN, _BY):
        for match in pattern.finditer(text):
            if match.end() in told or INEXACT.search(text[max(match.start() - 1, 0) : match.end()]):
                continue
            if (
                pattern in (_SHARES[0], _SHARES[5])
                and _OF_WHICH.search(text, max(match.start() - 30, 0), match.start())
                and "任务" in match.group()
            ):
                continue
            told.add(match.end())
            bounds = _bounds(pattern, match)
            if bounds is None:
                continue
            low, high = bounds
            stated = Decimal(match["percent"])
            step = Decimal(10) ** -decimals(match["percent"])
            # Cut off it may lie a whole step below, rounded half a step above.
            if not low - step < stated <= high + step / 2:
                right = ((low + high) / 2).quantize(step)
                message = f"百分比与前后数字不符：按所写数字算是{right}%，文中写的是{stated}%，请核对。"
                yield passage.note(*match.span(), message)


def _bounds(pattern: re.Pattern[str], match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    """Return the least and the greatest percentage that the rounded numbers allow; None when they do not compare."""
    part, whole = amount(match, "part"), amount(match, "whole")
    if part.measure != whole.measure:
        return None
    if pattern in _OF_PLANS:
        whole = Amount(
            whole.value, Decimal(0), whole.measure
        )  # a task is a figure that was set, not measured
    if pattern in _SHARES or pattern is _OF_TOTAL:
        return _quotient(part, whole)
    less = match["way"] in _LESS
    if pattern is _GROWN:
        grown = _quotient(part, whole)
        if grown is None:
            return None
        low, high = (each - 100 for each in grown)
        return (-high, -low) if less else (low, high)
    before = Amount(
        part.value + whole.value if less else part.value - whole.value, part.slack + whole.slack, part.measure
    )
    return _quotient(whole, before)


def _quotient(part: Amount, whole: Amount) -> tuple[Decimal, Decimal] | None:
    if whole.value - whole.slack <= 0:
        return None
    low = (part.value - part.slack) / (whole.value + whole.slack)
    high = (part.value + part.slack) / (whole.value - whole.slack)
    return low * 100, high * 100

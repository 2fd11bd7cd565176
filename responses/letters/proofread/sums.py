"""Sums whose total comes first: 19项，包括一等奖1项、二等奖4项、三等奖14项.

Only what cannot be right is said to be wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from responses.letters.proofread.amounts import (
    BETWEEN_PARTS,
    END_OF_LIST,
    INEXACT,
    PART,
    Amount,
    amount,
    amount_pattern,
    read_amount,
    without_asides,
)
from responses.letters.proofread.facts import Note, Passage, Severity

_TOTAL = re.compile(
    rf"{amount_pattern('total')}(?P<noun>(?:县（市、区）|[^，,。；;：:、（）()\d]){{0,16}})[，,（(]?\s?(?P<word>其中|包括|分别为|分别是|即)[：:]?"
)
# A clause that says what was done, not what the whole consists of.
_ANOTHER = re.compile(
    "新增|增长|增加|减少|比|较|同比|占|达|累计|共|完成|实现|帮助|举办|培训|发放|建成|通过|引进|促成|评定|认定|验收|其中|下降|投入|位居|涉及"
)
_SERIES = re.compile(
    r"一等奖.*二等奖.*三等奖|[Aa]类.*[Bb]类.*[Cc]类|国家级.*省级.*市级|(?:已办结|已完成|已解决).*(?:正在|未)|男.*女"
    r"|类\d[^类]{1,12}类\d[^类]{1,12}类\d"
)
_CHANGE = re.compile("[增减净降]")
_LONGEST = 400
_NEAR = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a list: the last place it reaches, those before the first comma, whether it is surely all."""

    amounts: tuple[Amount, ...]
    first_run: int
    stop: int
    is_whole: bool


def sums(passage: Passage) -> Iterator[Note]:
    """Parts that do not add up to the total named before them."""
    text = passage.text
    for match in _TOTAL.finditer(text):
        total = amount(match, "total")
        parts = _parts(text, match.end(), total.measure)
        if _is_too_great(match, total, parts):
            more, whole = parts.amounts[0].written(parts.amounts[0].value), total.written(total.value)
            yield passage.note(match.start(), parts.stop, f"其中的{more}比总数{whole}还多，请核对。")
        if len(parts.amounts) < 2 or INEXACT.search(text[max(match.start() - 1, 0) : match.end()]):
            continue
        every = sum(each.value for each in parts.amounts)
        runs = {every, sum(each.value for each in parts.amounts[: parts.first_run])}
        slack = total.slack + sum(each.slack for each in parts.amounts)
        if any(abs(run - total.value) <= slack for run in runs):
            continue
        severity = _judge(match["word"], text[match.end() : parts.stop], total.value, Decimal(every), parts)
        if severity is not None:
            added, said = total.written(Decimal(every)), total.written(total.value)
            message = f"分项之和与总数不符：各分项合计{added}，总数写的是{said}，请核对。"
            yield passage.note(match.start(), parts.stop, message, severity=severity)


def _is_too_great(match: re.Match[str], total: Amount, parts: _Parts) -> bool:
    """Say whether the only part named is more than its whole; what grew or shrank may have parts that did more."""
    if match["word"] != "其中" or len(parts.amounts) != 1:
        return False
    before = match.string[max(match.start() - 6, 0) : match.start()]
    part = parts.amounts[0]
    return part.value - part.slack > total.value + total.slack and not _CHANGE.search(before)


def _judge(word: str, said: str, total: Decimal, every: Decimal, parts: _Parts) -> Severity | None:
    """包括 and 分别为 name all parts, when the list is read to its end; 其中 may name some of them only."""
    if word != "其中" and parts.is_whole:
        return Severity.ERROR
    if every > total:
        return Severity.WARNING
    off = total - every
    is_near = parts.is_whole and (off <= total * _NEAR or (off == 1 and len(parts.amounts) > 2))
    return Severity.WARNING if is_near or (parts.is_whole and _SERIES.search(said)) else None


def _parts(text: str, start: int, measure: str) -> _Parts:
    rest = text[start : start + _LONGEST]
    plain = without_asides(rest)
    ends = END_OF_LIST.search(plain)
    plain = plain[: ends.start()] if ends else plain
    amounts: list[Amount] = []
    first_run, stop, at, mark = 0, start, 0, ""
    is_whole = True
    for piece in (*BETWEEN_PARTS.finditer(plain), None):
        clause = plain[at : piece.start() if piece else len(plain)]
        read = PART.fullmatch(clause.strip())
        fits = (
            read is not None and read["u"] == measure and not INEXACT.search(read["noun"][-2:] + read["tail"])
        )
        ends_list = mark in "，," and mark and bool(amounts)
        if ends_list and first_run == 0:
            first_run = len(amounts)
        if not fits or read is None or (ends_list and _ANOTHER.search(clause)):
            is_whole = bool(ends_list) or not clause.strip()
            break
        amounts.append(read_amount(read["n"], read["x"], read["u"]))
        stop = start + at + len(clause.rstrip())
        at, mark = (piece.end(), piece.group()) if piece else (len(plain), "")
        if read["tail"].strip().endswith("等"):
            is_whole = False
            break
    return _Parts(tuple(amounts), first_run or len(amounts), stop, is_whole)

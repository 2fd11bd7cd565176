"""Sums whose total comes last: 企业3家、高校5家，合计8家; 2021年10家、2022年20家，两年共30家.

Where such a list begins is not said, so a total is wrong only when no run of parts before it gives it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from responses.letters.proofread.amounts import (
    BETWEEN_PARTS,
    END_OF_LIST,
    ENDS_OF_MEASURES,
    INEXACT,
    PART,
    Amount,
    amount,
    amount_pattern,
    read_amount,
    without_asides,
)
from responses.letters.proofread.facts import Note, Passage
from responses.letters.proofread.script import HAN, NUMERALS, number_of

# 全市共50家 or 目前共50家 may count more than the parts named; 三年共50家 counts them, if there are three.
_TOTAL = re.compile(
    rf"(?:[，,、；;]|(?<=[{ENDS_OF_MEASURES}）)]))"
    rf"(?:以上|上述|(?P<count>[{NUMERALS}]{{1,2}}|\d{{1,2}})个?[{HAN}]{{1,2}})?"
    rf"(?:合计|共计|总计|总共|共)(?:有|为|是|达|(?<=[年月度批期]共)[{HAN}]{{2}})?[：:]?\s?{amount_pattern('total')}(?!次)(?P<noun>[{HAN}]{{0,6}})"
)
_LONGEST = 400
# What is taken off, compared or shared is no part; a list that ends in 等 is not whole.
_NO_PART = re.compile("减少|关停|退出|注销|撤销|拆除|淘汰|下降|合并|扣除|剔除|除外|比|较|增长|增幅|占|等$")
_FIRST = re.compile("其中|包括|分别")
_ABOUT = re.compile("左右|以上|以下|余|多")


@dataclass(frozen=True, slots=True)
class _Part:
    """One part, read backwards from the total: where it begins, the mark before it, the noun after its measure."""

    amount: Amount
    start: int
    before: str
    noun: str


def totals(passage: Passage) -> Iterator[Note]:
    """A total after its parts (合计, 共计, 总计, 共) that they do not add up to."""
    text = passage.text
    for match in _TOTAL.finditer(text):
        total = amount(match, "total")
        if INEXACT.search(match.group()) or _ABOUT.match(match["noun"]):
            continue
        parts = _parts_before(text, match.start(), total.measure)
        if len(parts) < 2 or not _counts_them(match, parts):
            continue
        runs = list(accumulate(each.amount.value for each in parts))
        slack = total.slack + sum(each.amount.slack for each in parts)
        # The list is what 、 joins; a comma joins its parts too, or the list to what was said before.
        whole = len(parts) - 1
        begins = [at for at, each in enumerate(parts) if at and (at == whole or each.before in "，,")]
        if any(abs(runs[at] - total.value) <= slack for at in begins):
            continue
        last = begins[0]
        added, said = total.written(runs[last]), total.written(total.value)
        message = f"分项之和与总数不符：各分项合计{added}，总数写的是{said}，请核对。"
        yield passage.note(parts[last].start, match.start("noun"), message)


def _counts_them(match: re.Match[str], parts: list[_Part]) -> bool:
    """Say whether the total is one of these parts: as many as it names, and not of another thing (2个镇，共12个村)."""
    named = match["count"]
    if named and number_of(named.replace("两", "二")) != len(parts):
        return False
    nouns = {each.noun for each in parts if each.noun}
    return not nouns or not match["noun"] or match["noun"] in nouns


def _parts_before(text: str, stop: int, measure: str) -> list[_Part]:
    """Return the parts of the list that ends at `stop`, the last one first; none where it cannot be read whole."""
    first = max(stop - _LONGEST, 0)
    plain = without_asides(text[first:stop])
    begin = max((end.end() for end in END_OF_LIST.finditer(plain)), default=0)
    parts: list[_Part] = []
    end, after = len(plain), ""
    for mark in (*reversed(list(BETWEEN_PARTS.finditer(plain, begin))), None):
        at = mark.end() if mark else begin
        clause = plain[at:end]
        read = PART.fullmatch(clause.strip())
        if read is None or read["u"] != measure or _NO_PART.search(clause.strip()) or INEXACT.search(clause):
            goes_on = after not in ("，", ",") and re.search(r"\d", clause)
            return [] if goes_on else parts
        start = first + at + len(clause) - len(clause.lstrip())
        noun = read["tail"].strip()
        parts.append(
            _Part(read_amount(read["n"], read["x"], read["u"]), start, mark.group() if mark else "，", noun)
        )
        if mark is None or _FIRST.search(clause):
            break
        end, after = mark.start(), mark.group()
    return parts

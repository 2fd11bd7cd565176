"""Figures that contradict their own sentence: flagged for a person, never corrected."""

import re
from collections.abc import Iterator
from decimal import Decimal

from seeds.parsers.found import Finding

_MEASURE = "家|个|项|件|人|名|所|条"
_PARTS = re.compile(
    rf"[^，,。；;、]*?(?P<total>\d+)\s*(?P<measure>{_MEASURE})[，,]?(?P<word>其中|包括)(?P<parts>[^。；;]+)"
)
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")
_RATIO = re.compile(
    r"(?P<done>\d+(?:\.\d+)?)\s*(?P<unit>亿元|万元|元)[，,]完成[^。；，,]*?[(（](?P<task>\d+(?:\.\d+)?)\s*(?P=unit)[)）]"
    r"的\s*(?P<percent>\d+(?:\.\d+)?)\s*%"
)


def check_figures(file: str, number: int, text: str) -> Iterator[Finding]:
    """List sums and percentages in one paragraph that do not come out.

    Parts named after 其中 may be some of a whole, so only a sum above the total is wrong; after 包括 they are
    all of it. A percentage must agree to the decimals it is printed with.
    """
    for match in _PARTS.finditer(text):
        parts = [int(each) for each in _part_numbers(match["parts"], match["measure"])]
        over = sum(parts) > int(match["total"])
        unequal = match["word"] == "包括" and sum(parts) != int(match["total"])
        if len(parts) > 1 and (over or unequal):
            yield Finding(file, (number,), "sum_differs", match.group())
    for match in _RATIO.finditer(text):
        stated = Decimal(match["percent"])
        exact = Decimal(match["done"]) / Decimal(match["task"]) * 100
        if exact.quantize(stated) != stated:
            yield Finding(file, (number,), "ratio_differs", match.group())


def _part_numbers(parts: str, measure: str) -> list[str]:
    """The numbers of the list itself: it ends where a clause no longer ends in a number with the measure."""
    numbers = []
    for clause in re.split(r"[、，,]", _ASIDE.sub("", parts)):
        match = re.search(rf"(\d+)\s*{measure}$", clause.strip())
        if match is None:
            break
        numbers.append(match[1])
    return numbers

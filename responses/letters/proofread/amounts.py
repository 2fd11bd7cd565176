"""Numbers with a unit as letters write them (184个, 330.22亿元), exact or rounded; pieces for patterns."""

import re
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

NUMBER = r"(?<![\d.])\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,6})?"
MEASURE = (
    "人次|户次|千瓦时|千瓦|平方公里|平方米|立方米|公里|公顷|千米|家|个|项|件|人|名|所|条|场|次|处|座|套|台|辆|亩|户|元|吨|米"
    "|篇|门|期|批|起|份|宗|笔|间|栋|支|位|对|株|只|张|种|类|款|例|度|艘|架|枚|本|册|幅|面"
)
MULTIPLES = MappingProxyType(
    {"": Decimal(1), "千": Decimal(1000), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
)
INEXACT = re.compile("[约近余多逾超几]")
# A part of a list, 2021年10家, and what stands between two parts; what is said aside of one is no part.
PART = re.compile(
    r"(?P<noun>(?:(?:19|20)\d{2}年|\d{1,2}月|[^\d]){0,40}?)"
    rf"(?P<n>\d{{1,9}}(?:\.\d{{1,6}})?)\s?(?P<x>[千万亿]?)\s?(?P<u>{MEASURE})(?P<tail>[^\d]{{0,14}})"
)
ENDS_OF_MEASURES = "".join(sorted({measure[-1] for measure in MEASURE.split("|")}))
BETWEEN_PARTS = re.compile(rf"[、，,]|(?<=[{ENDS_OF_MEASURES} ])(?:以及|和|及|与)")
_ASIDE = re.compile(r"[（(][^（）()]{0,60}[）)]")
END_OF_LIST = re.compile("[。；;！？!?\n]")


def amount_pattern(name: str) -> str:
    """Return the pattern of a number, its multiple and its measure, as the groups name_n, name_x, name_u."""
    return rf"(?P<{name}_n>{NUMBER})\s?(?P<{name}_x>[千万亿]?)\s?(?P<{name}_u>{MEASURE})"


@dataclass(frozen=True, slots=True)
class Amount:
    """A value, half the step it was rounded to (0 for a count), its measure and the multiple it is written with."""

    value: Decimal
    slack: Decimal
    measure: str
    multiple: str = ""

    def written(self, value: Decimal) -> str:
        """Return another value as this one is written: in 万元 where this one is in 万元."""
        exact = (value / MULTIPLES[self.multiple]).normalize()
        return f"{exact:f}{self.multiple}{self.measure}"


def without_asides(text: str) -> str:
    """Return the text, as long as before, with blanks in place of what stands in brackets."""
    return _ASIDE.sub(lambda aside: " " * len(aside.group()), text)


def decimals(text: str) -> int:
    """Return how many digits stand after the point."""
    return len(text.partition(".")[2])


def amount(match: re.Match[str], name: str) -> Amount:
    """Return the amount that the groups of `amount_pattern(name)` have caught."""
    return read_amount(match[f"{name}_n"], match[f"{name}_x"], match[f"{name}_u"])


def read_amount(number: str, multiple: str, measure: str) -> Amount:
    """Return the amount written so; a count without point and multiple is exact."""
    digits, factor = number.replace(",", ""), MULTIPLES[multiple]
    is_count = not decimals(digits) and not multiple and measure != "元"
    slack = Decimal(0) if is_count else factor * Decimal(10) ** -decimals(digits) / 2
    return Amount(Decimal(digits) * factor, slack, measure, multiple)

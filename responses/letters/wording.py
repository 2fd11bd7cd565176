"""Make the letter's Chinese words from plain values and from the assembly's phrases; pure."""

import string
from collections.abc import Collection
from datetime import date


class PatternRefused(ValueError):
    """A phrase asks for something it may not have; the message is a sentence for the person who wrote it."""


def chinese_date(day: date) -> str:
    """Return 2023年6月29日: Arabic digits, full year, no leading zeros (GB/T 9704 7.3.5)."""
    return f"{day.year}年{day.month}月{day.day}日"


def check_pattern(pattern: str, allowed: Collection[str]) -> None:
    """Raise PatternRefused unless the phrase only holds slots of the closed list, each as plain {name}."""
    try:
        pieces = list(string.Formatter().parse(pattern))
    except ValueError as wrong:
        raise PatternRefused("句式中的花括号不成对，请检查。") from wrong
    for _, slot, form, conversion in pieces:
        if slot is None:
            continue
        if slot not in allowed:
            known = "、".join(f"{{{name}}}" for name in sorted(allowed))
            raise PatternRefused(f"句式中不能使用“{{{slot}}}”，可用的有：{known}。")
        if form or conversion:
            raise PatternRefused(f"句式中的“{{{slot}}}”只能单独书写，不能带格式说明。")


def fill(pattern: str, **slots: object) -> str:
    """Return the phrase with its slots filled; raise PatternRefused for any slot that is not given here."""
    check_pattern(pattern, slots.keys())
    return pattern.format(**{name: str(value) for name, value in slots.items()})

"""The phrases of an assembly's letters: patterns with slots from a closed list, checked when they are written; pure."""

import string
from collections.abc import Collection

# What a phrase of AssemblyRules may name (responses/letters/frozen.py fills them).
SLOTS = frozenset({"session", "number", "title", "kind", "name", "unit", "unit_short", "co_units", "former"})


class PatternRefused(ValueError):
    """A phrase asks for something it may not have; the message is a sentence for the person who wrote it."""


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

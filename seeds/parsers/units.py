"""Lists of units in charge: 市科技局、市发展改革委,各县〈市、区〉政府,… with the lead unit first."""

import re
import unicodedata
from dataclasses import dataclass

from seeds.parsers.punctuation import display

_OPEN, _CLOSE = "(（〈<", ")）〉>"
_RULE_TEXT = re.compile(r"牵头单位|下同$|^排名")
_SUFFIX = "管委会"
_VAGUE = re.compile(r"^(?:有关|相关|各有关|各相关)(?:部门|单位)$")
_AND = re.compile(r"(?<=[局委办会府部院])(?:以及|和|及|与)(?=[省市县区州])")
_SHARED_ENDING = re.compile(r"区(?:[(（〈][^)）〉]*[)）〉])?$")


@dataclass(frozen=True, slots=True)
class UnitList:
    """Units in order (the first leads), the sentence that was no unit, and which names borrowed a suffix."""

    units: tuple[str, ...]
    rule_text: str | None
    suffixed: tuple[str, ...]


def split_outside_brackets(text: str, separators: str) -> list[str]:
    """Split at the separators that stand outside every bracket; empty pieces are dropped."""
    pieces, depth = [""], 0
    for char in text:
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth <= 0 and char in separators:
            pieces.append("")
        else:
            pieces[-1] += char
    return [piece.strip() for piece in pieces if piece.strip()]


def read_units(text: str) -> UnitList:
    """Split a unit list, take out a sentence about the list itself and give each name its whole form.

    温州海经区、温州高新区〈经开区〉管委会 are two units that share 管委会; only names in 区 of the same group
    take it. Names keep their brackets, angle ones turned round.
    """
    units: list[str] = []
    rules: list[str] = []
    suffixed: list[str] = []
    for group in split_outside_brackets(text, ",，;；"):
        if _RULE_TEXT.search(group):
            rules.append(group)
            continue
        names = split_outside_brackets(group, "、")
        if names[-1].endswith(_SUFFIX):
            shared = [name for name in names[:-1] if _SHARED_ENDING.search(name)]
            names = [name + _SUFFIX if name in shared else name for name in names]
            suffixed += [name + _SUFFIX for name in shared]
        units += [_round(name) for name in names]
    return UnitList(tuple(units), ",".join(rules) or None, tuple(_round(name) for name in suffixed))


def read_co_units(text: str) -> tuple[str, ...]:
    """Split the units a letter says it worked with; 有关部门 names nobody and is left out."""
    names = split_outside_brackets(_AND.sub("、", text), ",，、")
    return tuple(display(name) for name in names if not _VAGUE.match(name))


def _round(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).translate(str.maketrans("〈〉<>", "()()"))
    return display(plain)

"""Compare two versions of a Chinese text, paragraph by paragraph and character by character; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest

SAME, ADDED, REMOVED = "same", "added", "removed"
# A number or a Latin word is one thing; in Chinese every character stands for itself.
TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*%?|[A-Za-z]+|.", re.DOTALL)
# Beyond this the matcher may take frequent characters for noise, which keeps it fast.
EXACT_UP_TO = 1_000  # tokens

# Paragraphs that share less than this are another paragraph, not a changed one.
LIKE = 0.35

# What one comparison may cost: for each matching, pairs of equal tokens times the shorter side, which bounds what the
# matcher does on a text made to keep it busy (13 ns each, measured). A changed paragraph of 300 characters asks for
# about 300,000, so several hundred of them are told apart; what is beyond is shown as removed and added whole.
MOST_WORK = 100_000_000


@dataclass(frozen=True)
class Piece:
    """A run of characters that both versions share, or only one of them has."""

    kind: str
    text: str


@dataclass(frozen=True)
class Paragraph:
    """One line of the comparison; `pieces` is never empty, even for an empty line."""

    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        return all(piece.kind == SAME for piece in self.pieces)


@dataclass(frozen=True)
class Block:
    """Neighbouring paragraphs that all are, or all are not, the same in both versions."""

    is_same: bool
    paragraphs: tuple[Paragraph, ...]


class _Budget:
    """What is left of MOST_WORK for one comparison."""

    def __init__(self) -> None:
        self.left = MOST_WORK

    def covers(self, matcher: SequenceMatcher) -> bool:
        """Take what matching would cost at worst; say no, and take nothing, where that is more than is left."""
        equal = sum(len(matcher.b2j.get(one, ())) for one in matcher.a)
        cost = equal * min(len(matcher.a), len(matcher.b))
        if cost > self.left:
            return False
        self.left -= cost
        return True


def compare(before: str, after: str) -> list[Block]:
    """Return the newer text with what was added and removed, grouped into changed and unchanged blocks.

    Takes about a second at most: what is too repetitive to be told apart in that time is shown whole.
    """
    paragraphs = list(_paragraphs(before.splitlines(), after.splitlines()))
    return [Block(same, tuple(run)) for same, run in groupby(paragraphs, key=lambda one: one.is_same)]


def _paragraphs(old: list[str], new: list[str]) -> Iterator[Paragraph]:
    budget = _Budget()
    matcher = SequenceMatcher(None, old, new)
    whole = [("replace", 0, len(old), 0, len(new))]
    for kind, i1, i2, j1, j2 in matcher.get_opcodes() if budget.covers(matcher) else whole:
        if kind == "equal":
            yield from (Paragraph((Piece(SAME, line),)) for line in new[j1:j2])
            continue
        for left, right in zip_longest(old[i1:i2], new[j1:j2]):
            if right is None:
                yield Paragraph((Piece(REMOVED, left),))
            elif left is None:
                yield Paragraph((Piece(ADDED, right),))
            elif left == right:  # not told apart from its neighbours above
                yield Paragraph((Piece(SAME, right),))
            else:
                yield Paragraph(tuple(_pieces(left, right, budget)))


def _pieces(left: str, right: str, budget: _Budget) -> Iterator[Piece]:
    old, new = TOKEN.findall(left), TOKEN.findall(right)
    matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > EXACT_UP_TO)
    if not budget.covers(matcher) or matcher.ratio() < LIKE:
        yield from (Piece(kind, line) for kind, line in ((REMOVED, left), (ADDED, right)) if line)
        return
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            yield Piece(SAME, "".join(new[j1:j2]))
            continue
        if i2 > i1:
            yield Piece(REMOVED, "".join(old[i1:i2]))
        if j2 > j1:
            yield Piece(ADDED, "".join(new[j1:j2]))

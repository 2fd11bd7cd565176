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


def compare(before: str, after: str) -> list[Block]:
    """Return the newer text with what was added and removed, grouped into changed and unchanged blocks."""
    paragraphs = list(_paragraphs(before.splitlines(), after.splitlines()))
    return [Block(same, tuple(run)) for same, run in groupby(paragraphs, key=lambda one: one.is_same)]


def _paragraphs(old: list[str], new: list[str]) -> Iterator[Paragraph]:
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            yield from (Paragraph((Piece(SAME, line),)) for line in new[j1:j2])
            continue
        for left, right in zip_longest(old[i1:i2], new[j1:j2]):
            if right is None:
                yield Paragraph((Piece(REMOVED, left),))
            elif left is None:
                yield Paragraph((Piece(ADDED, right),))
            else:
                yield Paragraph(tuple(_pieces(left, right)))


def _pieces(left: str, right: str) -> Iterator[Piece]:
    old, new = TOKEN.findall(left), TOKEN.findall(right)
    matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > EXACT_UP_TO)
    if matcher.ratio() < LIKE:
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

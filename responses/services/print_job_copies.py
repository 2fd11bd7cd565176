"""份数 of a print job: for whom each letter is printed and how many times, as items of the pile."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from responses.models import AddressedLetter, PrintJobItem, ReplyLetter

MARKS = str.maketrans("，；,;", "、、、、")
OPENING, CLOSING = "（(〔\\[【《“", "）)〕\\]】》”"
# The innermost pair: taken away until none is left, and an odd bracket takes nothing with it.
IN_BRACKETS = re.compile(f"[{OPENING}][^{OPENING}{CLOSING}]*[{CLOSING}]")


@dataclass(frozen=True, kw_only=True)
class CopiesRule:
    """份数: for each proposer addressed, for each office of the 抄送 line, for the unit's own archive."""

    to_each: int = 1
    to_copied: int = 1
    archive: int = 2


def copied_offices(copies_line: str) -> int:
    """Return how many offices a 抄送 line names: 抄送：市府办，各县（市、区）人民政府。 is two.

    A mark inside brackets parts nothing.
    """
    names = copies_line.removeprefix("抄送：").strip().rstrip("。")
    while (bare := IN_BRACKETS.sub("", names)) != names:
        names = bare
    return sum(1 for name in names.translate(MARKS).split("、") if name.strip())


@dataclass(frozen=True)
class LetterCopies:
    """Who gets a letter: people who get itself, offices of its 抄送 line, co-signers with a letter of their own."""

    letter: ReplyLetter
    people: int
    offices: int
    own: tuple[AddressedLetter, ...]

    @property
    def copies_line(self) -> str:
        """The 抄送 line without its head."""
        return self.letter.content["copies"].removeprefix("抄送：")

    def items(self, rule: CopiesRule) -> list[PrintJobItem]:
        """Return the unsaved items of the letter: itself, then the co-signers' own letters; none of no copies."""
        copies = self.people * rule.to_each + self.offices * rule.to_copied + rule.archive
        papers = [(None, copies), *((one, rule.to_each) for one in self.own)]
        return [
            PrintJobItem(letter=self.letter, addressed=one, copies=count, order=0)
            for one, count in papers
            if count
        ]


def copies_of(letter: ReplyLetter) -> LetterCopies:
    """Return who gets a letter (a row of letters_to_print, which knows its deliveries and addressed letters)."""
    own = tuple(letter.addressed.all())
    with_own = {one.proposer_id for one in own}
    people = sum(1 for one in letter.deliveries.all() if one.proposer_id not in with_own)
    return LetterCopies(letter, people, copied_offices(letter.content["copies"]), own)


def items_of(letters: Iterable[ReplyLetter], rule: CopiesRule) -> list[PrintJobItem]:
    """Return the unsaved items of a pile in the order of its letters, numbered from 1."""
    items = [item for letter in letters for item in copies_of(letter).items(rule)]
    for order, item in enumerate(items, start=1):
        item.order = order
    return items


def copies_by_letter(items: Iterable[PrintJobItem]) -> dict[int, int]:
    """Return how many copies of each letter (its key) a pile holds, those to single co-signers counted in."""
    copies: dict[int, int] = defaultdict(int)
    for item in items:
        copies[item.letter_id] += item.copies
    return copies

"""Know the pages of a document before it is set: which page the signature and the imprint come to stand on.

Rules: 22 lines a page (GB/T 9704 5.2.3), the signature shares its page with text (7.3.5), the imprint stands on
the last, even page (7.4 with duplex printing); a blank page before it, and its own page then, bear no number (7.5).
"""

from dataclasses import dataclass

ROWS = 22


@dataclass(frozen=True, slots=True)
class PagePlan:
    """How many pages there are, and how the imprint gets to its place."""

    total: int
    turn_over: bool  # the imprint starts a new left page instead of standing under the text
    blank_before: bool  # an empty right page lies between the text and the imprint


@dataclass(slots=True)
class Flow:
    """Where on the grid the next line comes to stand: filled in reading order, part by part.

    first_rows: lines of the first page (信函式 has one more); page: counted from 1; used: its lines taken so far.
    """

    first_rows: int = ROWS
    page: int = 1
    used: int = 0

    @property
    def room(self) -> int:
        """Return how many lines are free on this page."""
        return (self.first_rows if self.page == 1 else ROWS) - self.used

    def turn(self) -> None:
        """Go on at the top of the next page."""
        self.page, self.used = self.page + 1, 0

    def lines(self, rows: int) -> None:
        """Take lines that may be parted between any two."""
        while rows > self.room:
            rows -= self.room
            self.turn()
        self.used += rows

    def block(self, rows: int) -> None:
        """Take lines that stay together: on this page, or on the next when they do not fit."""
        if rows > self.room:
            self.turn()
        self.used += rows

    def with_last_line(self, rows: int) -> None:
        """Take the lines of the signature: where they do not fit, the last line of text goes along."""
        if rows > self.room:
            self.turn()
            self.used = 1
        self.used += rows

    def finish(self, imprint_rows: int, *, one_sided: bool = False) -> PagePlan:
        """Return how the imprint, of so many lines, gets to the foot of the last page; without one nothing is added.

        one_sided: a paper of one page keeps the imprint there: its only side is its last one (信函式, 10.1).
        """
        if not imprint_rows:
            return PagePlan(self.page, turn_over=False, blank_before=False)
        if one_sided and self.page == 1 and imprint_rows <= self.room:
            return PagePlan(1, turn_over=False, blank_before=False)
        if self.page % 2:
            return PagePlan(self.page + 1, turn_over=True, blank_before=False)
        if imprint_rows <= self.room:
            return PagePlan(self.page, turn_over=False, blank_before=False)
        return PagePlan(self.page + 2, turn_over=True, blank_before=True)

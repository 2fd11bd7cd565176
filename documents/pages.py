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


def plan_pages(rows: int, sign_rows: int, imprint_rows: int) -> PagePlan:
    """Return the plan for so many lines before the signature, of the signature, and of the imprint."""
    full, used = divmod(rows - 1, ROWS)
    page, used = full + 1, used + 1
    if used + sign_rows <= ROWS:
        used += sign_rows
    else:
        page, used = page + 1, 1 + sign_rows  # the last line of text goes along
    if page % 2:
        return PagePlan(page + 1, turn_over=True, blank_before=False)
    if used + imprint_rows <= ROWS:
        return PagePlan(page, turn_over=False, blank_before=False)
    return PagePlan(page + 2, turn_over=True, blank_before=True)

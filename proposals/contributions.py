"""What rooms above add to the deputies' pages without being imported here: duties of a reader, panels of an item.

Each is registered once, when the views of that room are loaded with the addresses of the site.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from proposals.models import Proposal


@dataclass(frozen=True)
class Duty:
    """Something a deputy is asked to do: one sentence with the page on which it is done."""

    words: str
    address: str
    until: date | None = None


@dataclass(frozen=True)
class Panel:
    """A part of the item page: the template that draws it and what it is given under the name `panel`."""

    template: str
    content: object


DutiesOf = Callable[[User], list[Duty]]
PanelOf = Callable[[Proposal, User], Panel | None]

_duties: list[DutiesOf] = []
_panels: list[PanelOf] = []


def register_duties(find: DutiesOf) -> DutiesOf:
    """Add what a room asks of deputies; it must cost the same queries for one duty and for fifty."""
    if find not in _duties:
        _duties.append(find)
    return find


def register_panel(draw: PanelOf) -> PanelOf:
    """Add a panel to the page of one item; it returns None where it has nothing to show."""
    if draw not in _panels:
        _panels.append(draw)
    return draw


def duties_of(user: User) -> list[Duty]:
    """Return everything asked of somebody, in the order the rooms were registered."""
    return [duty for find in _duties for duty in find(user)]


def panels_of(proposal: Proposal, user: User) -> list[Panel]:
    """Return the panels the rooms above show for an item to this reader."""
    return [panel for draw in _panels if (panel := draw(proposal, user)) is not None]

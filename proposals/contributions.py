"""What rooms above add to the pages of items without being imported here: duties, panels, events of an item.

Each is registered once, when the views of that room are loaded with the addresses of the site.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Unit, User
from proposals.models import Proposal


@dataclass(frozen=True)
class Duty:
    """Something a deputy is asked to do: one sentence with the page on which it is done."""

    words: str
    address: str
    until: date | None = None


@dataclass(frozen=True)
class Panel:
    """A part of the item page: the template that draws it and what it is given under the name `panel`.

    todo: address and words of what this reader does there before any step is open; empty where there is nothing.
    """

    template: str
    content: object
    todo: tuple[str, str] | None = None


@dataclass(frozen=True)
class Event:
    """Something that befell an item beside its steps.

    label, by, acting_for, unit: as the office's trail shows a step; words: the sentence that its proposers read.
    """

    at: datetime
    label: str
    words: str
    reason: str
    by: User
    unit: Unit
    acting_for: User | None = None


EventsOf = Callable[[Proposal], list[Event]]
DutiesOf = Callable[[User], list[Duty]]
PanelOf = Callable[[Proposal, User], Panel | None]

_duties: list[DutiesOf] = []
_panels: list[PanelOf] = []
_events: list[EventsOf] = []


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


def register_events(find: EventsOf) -> EventsOf:
    """Add what a room knows of an item's past beside its steps."""
    if find not in _events:
        _events.append(find)
    return find


def events_of(proposal: Proposal) -> list[Event]:
    """Return what befell an item beside its steps, as the rooms above tell it."""
    return [event for find in _events for event in find(proposal)]


def duties_of(user: User) -> list[Duty]:
    """Return everything asked of somebody, in the order the rooms were registered."""
    return [duty for find in _duties for duty in find(user)]


def panels_of(proposal: Proposal, user: User) -> list[Panel]:
    """Return the panels the rooms above show for an item to this reader."""
    return [panel for draw in _panels if (panel := draw(proposal, user)) is not None]

"""What rooms above add to the office's page of an item without being imported here: replies, letters, ratings.

Each is registered once, when the admin of that room is loaded.
"""

from accounts.models import User
from proposals.contributions import Panel, PanelOf
from proposals.models import Proposal

_panels: list[PanelOf] = []


def register_office_panel(draw: PanelOf) -> PanelOf:
    """Add a panel to the office's page of an item; it returns None where this reader is to see nothing of it."""
    if draw not in _panels:
        _panels.append(draw)
    return draw


def office_panels_of(proposal: Proposal, user: User) -> list[Panel]:
    """Return the panels the rooms above show for an item to this reader, in the order they were registered."""
    return [panel for draw in _panels if (panel := draw(proposal, user)) is not None]

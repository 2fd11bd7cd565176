"""Links that rooms above put on the office page of an item without being imported here (拟写答复, 代录纸质评价)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from proposals.models import Proposal

Shown = Callable[[Proposal, User], bool]


@dataclass(frozen=True)
class PageLink:
    """A link on the page of one item."""

    label: str
    address: str


_links: dict[str, tuple[str, Shown]] = {}


def register(label: str, url_name: str, shown: Shown) -> None:
    """Add a link to an address that takes the item's key; `shown(proposal, user)` says for whom."""
    _links[label] = (url_name, shown)


def links_for(user: User, proposal: Proposal) -> list[PageLink]:
    """Return the links this reader gets on an item's page, in the order they were registered."""
    return [
        PageLink(label, reverse(url_name, args=[proposal.pk]))
        for label, (url_name, shown) in _links.items()
        if shown(proposal, user)
    ]

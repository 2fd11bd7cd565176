"""The posts somebody may act in today, read once for pages that ask about many rows."""

from dataclasses import dataclass

from accounts.models import User
from accounts.queries import memberships_of


@dataclass(frozen=True)
class Posts:
    """Whom somebody may act for: (role, unit, holder) of every post, their own and those they stand in for."""

    held: frozenset[tuple[str, int, int]]

    @classmethod
    def of(cls, user: User) -> "Posts":
        """Read the posts of a day's work in one query."""
        return cls(frozenset(memberships_of(user).values_list("role", "unit_id", "user_id")))

    def units(self, *roles: str) -> list[int]:
        """Return the keys of the units in which one of these roles is held, in order."""
        return sorted({unit for role, unit, _ in self.held if role in roles})

    def has(self, unit_id: int | None, *roles: str) -> bool:
        """Say whether one of these roles is held in that unit."""
        return unit_id is not None and any(unit == unit_id and role in roles for role, unit, _ in self.held)

    def holders(self, role: str) -> list[int]:
        """Return the keys of the people in whose post of that role one may act, oneself included."""
        return sorted({holder for held, _, holder in self.held if held == role})

    def pairs(self) -> list[tuple[str, int]]:
        """Return every (role, unit), in order."""
        return sorted({(role, unit) for role, unit, _ in self.held})

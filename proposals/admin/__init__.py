"""The offices' pages of this room; importing them registers them."""

from proposals.admin import assembly, calendar, proposal, rules, steps

__all__ = ["assembly", "calendar", "proposal", "rules", "steps"]

"""Which form each step's page shows and which service it calls; rooms above register theirs when they are loaded.

The page itself is `proposals.step_buttons`; the table decides who reaches it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms

from accounts.models import User
from proposals.models import Proposal

Typed = Mapping[str, object]
Run = Callable[[Proposal, User, int, Typed], object]


@dataclass(frozen=True)
class StepPage:
    """The form of a step (None: nothing is asked but perhaps the reason) and the call of its service."""

    form_class: type[forms.Form] | None
    run: Run


_pages: dict[str, StepPage] = {}


def register(action: str, form_class: type[forms.Form] | None, run: Run) -> None:
    """Give a step of the table its page.

    `run(proposal, user, seen, typed)` calls the step's service with the form's cleaned data; a step that needs its
    reason finds it as typed["reason"], also where the form has no such field.
    """
    _pages[action] = StepPage(form_class, run)


def page_of(action: str) -> StepPage | None:
    """Return the page of a step, or None while no room has registered one."""
    return _pages.get(action)


def through(service: Callable[..., object]) -> Run:
    """Return a `run` for a service whose arguments are named like the fields of its form."""

    def run(proposal: Proposal, user: User, seen: int, typed: Typed) -> object:
        return service(proposal, by=user, seen=seen, **typed)

    return run

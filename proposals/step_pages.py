"""Which form each step's page shows and which service it calls; rooms above register theirs when they are loaded.

The page itself is `proposals.step_buttons`; the table decides who reaches it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms

from accounts.models import User
from proposals.models import Proposal
from proposals.services.perform import reason_sentence
from proposals.step_forms import StepForm, reason_field
from proposals.workflow import Step

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


def form_of(
    step: Step, proposal: Proposal, user: User, data: object = None, *, auto_id: str = "id_%s"
) -> forms.Form:
    """Return the form of a step, bound to `data` where something was sent; the step has its page.

    A step that needs its reason asks for it, and the sentence that it is missing stands at that field. auto_id: the
    pattern of the fields' ids, where several forms stand on one page.
    """
    form_class = _pages[step.action].form_class or StepForm
    known = {"proposal": proposal, "user": user} if issubclass(form_class, StepForm) else {}
    form = form_class(data, **known)
    form.auto_id = auto_id
    if step.reason_needed:
        label = step.label_for(proposal.kind)
        if "reason" not in form.fields:
            form.fields["reason"] = reason_field(f"{label}的理由")
        form.field_of = {**getattr(form, "field_of", {}), reason_sentence(label): "reason"}
    return form


def through(service: Callable[..., object]) -> Run:
    """Return a `run` for a service whose arguments are named like the fields of its form."""

    def run(proposal: Proposal, user: User, seen: int, typed: Typed) -> object:
        return service(proposal, by=user, seen=seen, **typed)

    return run

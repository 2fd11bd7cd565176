"""Admin mixin: a button per step that is open to the reader, and the page on which the step is taken.

Not django-fsm's own admin mixin: that one runs a transition on POST without asking who may.
"""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from accounts.models import User
from proposals.conditions import answer_is_void
from proposals.form_page import FormPage, Refusal, attempt, show
from proposals.models import Proposal
from proposals.queries import last_step_number
from proposals.services.perform import standing_for, steps_open_to
from proposals.states import state_label
from proposals.step_pages import Typed, form_of, page_of
from proposals.turns import AFTER_VOID, is_waited_for
from proposals.workflow import STEPS, Step

STEP_PAGE = "admin:proposals_proposal_step"
CONFLICT = 409
UNKNOWN_STEP = -1


@dataclass(frozen=True)
class StepButton:
    """A step somebody could take: where, and in sentences why it is grey."""

    action: str
    label: str
    address: str
    missing: tuple[str, ...]
    is_main: bool

    @property
    def is_open(self) -> bool:
        return not self.missing


def buttons(user: User, proposal: Proposal) -> list[StepButton]:
    """Return a button for each of steps_open_to(user, proposal); the one the item waits for is the main one."""
    found: list[StepButton] = []
    for offered in steps_open_to(user, proposal):
        action = offered.step.action
        waited_for = offered.is_open and (
            is_waited_for(offered.step, proposal.state) or (action == AFTER_VOID and answer_is_void(proposal))
        )
        found.append(
            StepButton(
                action,
                offered.label,
                reverse(STEP_PAGE, args=[proposal.pk, action]),
                offered.missing,
                is_main=waited_for and not any(button.is_main for button in found),
            )
        )
    return found


class StepButtons:
    """Gives an admin of proposals the step page; the admin brings `item_or_404` and `address_after`."""

    def step_urls(self) -> list[URLPattern]:
        """Return the address of the step page."""
        view = self.admin_site.admin_view(self.step_view)
        return [path("<int:pk>/step/<slug:action>/", view, name="proposals_proposal_step")]

    def step_view(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """Show a step's page, or take the step.

        404: the item is not to be seen, or there is no such step. 403: it is somebody else's. 409: the item moved on
        since the page was opened. 422: something is missing.
        """
        proposal = self.item_or_404(request, pk)
        step, page = STEPS.get(action), page_of(action)
        if step is None or page is None:
            raise Http404
        moved_on = _moved_on(request, proposal, step)
        if moved_on is None:
            standing_for(step, proposal, request.user)
        form = form_of(step, proposal, request.user, request.POST if request.method == "POST" else None)
        if request.method != "POST":
            return self._step_page(
                request, proposal, step, form, moved_on or _missing(request.user, proposal, step)
            )
        if moved_on is not None:
            return self._step_page(request, proposal, step, form, moved_on)

        def take(typed: Typed) -> HttpResponse:
            page.run(proposal, request.user, _seen(request), typed)
            messages.success(request, getattr(form, "done", "") or f"已{step.label_for(proposal.kind)}。")
            return redirect(self.address_after(request, proposal))

        outcome = attempt(form, take)
        if isinstance(outcome, Refusal):
            now = self.item_or_404(request, pk)
            return self._step_page(request, now, step, form, outcome)
        return outcome

    def _step_page(
        self, request: HttpRequest, proposal: Proposal, step: Step, form: forms.Form, refusal: Refusal
    ) -> HttpResponse:
        label = step.label_for(proposal.kind)
        page = FormPage(
            title=label,
            submit=label,
            back=reverse("admin:proposals_proposal_change", args=[proposal.pk]),
            intro=getattr(form, "intro", ""),
            proposal=proposal,
            facts=[] if refusal.is_final else list(getattr(form, "facts", ())),
            hidden=[("seen", last_step_number(proposal))],
        )
        shown = form if form.is_bound or not refusal.is_final else None
        return show(request, page, shown, refusal)


def _seen(request: HttpRequest) -> int:
    """Return the newest step the posted page knew of; what is no number is older than any."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else UNKNOWN_STEP


def _moved_on(request: HttpRequest, proposal: Proposal, step: Step) -> Refusal | None:
    """Say that the step does not lead from here any more, and that somebody was quicker, where it is so."""
    if proposal.state in step.sources:
        return None
    label = step.label_for(proposal.kind)
    words = [f"这一件现在是“{state_label(proposal.kind, proposal.state)}”，不能{label}。"]
    if request.method == "POST" and _seen(request) != last_step_number(proposal):
        newest = proposal.steps.select_related("by").last()
        if newest is not None:
            words.insert(0, f"{newest.by}刚刚已{newest.label}，这里没有再办一次。")
    return Refusal(tuple(words), CONFLICT, is_final=True)


def _missing(user: User, proposal: Proposal, step: Step) -> Refusal:
    """Say already on opening the page what keeps the step from being taken."""
    offered = [found for found in steps_open_to(user, proposal) if found.step is step]
    missing = offered[0].missing if offered else ()
    return Refusal(missing, is_final=bool(missing))

"""What the workbench shows, gathered once for every way that leads to it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from accounts.queries import people_with
from accounts.roles import Role
from documents.layout import screen_pieces
from proposals import conditions as need
from proposals.models import Proposal
from proposals.permissions import reader_of
from proposals.queries import last_step_number, visible_proposals
from proposals.services.perform import OpenStep, steps_open_to
from proposals.states import ProposalState as S
from proposals.step_pages import form_of
from proposals.workflow import STEPS
from responses.comparison import Block, compare
from responses.forms import DraftForm
from responses.letters.frozen import lines_of
from responses.models import Response, ReviewStage
from responses.passes import came_back, changed_since_last_pass
from responses.permissions import may_edit_draft
from responses.queries import visible_letters
from responses.services.issuing import unprintable
from responses.step_pages import TEXT_STEPS
from responses.views.findings import panel_of

TEMPLATE = "admin/responses/response/workbench.html"
# Parts of the page an error leads to where no field is at fault, and which sentence leads where.
PLACES = ("draft", "findings", "reason", "decide", "opinions", "contacts", "conflict", "lost")
PLACE_OF = {
    need.reply_proofread.sentence: "findings",
    need.co_opinions_in.sentence: "opinions",
    need.contact_recorded.sentence: "contacts",
}


@dataclass(frozen=True)
class PostedWords:
    """What came with a refused POST and shall not be lost: the draft's form, or that of a step's button.

    is_saved: the draft itself was taken in, what was refused is the step after it. explaining: what the panel of
    proofreading sent.
    """

    form: DraftForm | None = None
    is_stale: bool = False
    is_saved: bool = False
    step: str = ""
    step_form: forms.Form | None = None
    explaining: Mapping[str, str] = field(default_factory=dict)

    def lost(self, *, may_edit: bool, open_steps: Collection[str]) -> str:
        """Return the words whose box is no longer on the page: of a text or a step that is somebody else's by now."""
        if self.form is not None and not self.is_saved and not may_edit:
            return self.form.data.get("body", "")
        if self.step_form is not None and self.step not in open_steps:
            words = (self.step_form.data.get(name, "").strip() for name in self.step_form.fields)
            return "\n".join(line for line in words if line)
        return ""


@dataclass(frozen=True)
class StepButton:
    """A step of the text with its form as it stands on the page, and why it is grey."""

    action: str
    label: str
    missing: tuple[str, ...]
    reason_needed: bool
    form: forms.Form


def whole_page(
    request: HttpRequest,
    response: Response,
    typed: PostedWords | None = None,
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the workbench of a text as this person may use it."""
    typed = typed or PostedWords()
    user, proposal = request.user, response.proposal
    may_edit = may_edit_draft(user, response)
    form = typed.form or DraftForm(response)
    open_steps = {one.step.action: one for one in steps_open_to(user, proposal)} if response.is_open else {}
    buttons = _buttons(open_steps, proposal, user, typed)
    letter = visible_letters(user).filter(response=response).first()
    explaining = typed.explaining.get("dismiss", "")
    lost_text = typed.lost(may_edit=may_edit, open_steps=open_steps)
    panel = panel_of(response, user, typed.explaining)
    there = {
        "draft": may_edit,
        "findings": panel is not None,
        "decide": bool(buttons),
        "conflict": typed.is_stale,
        "lost": bool(lost_text),
        "opinions": True,
        "contacts": True,
        f"reason-{explaining}": panel is not None and panel.asks_reason_of(explaining),
        **{field.id_for_label: True for button in buttons for field in button.form},
    }
    errors = [(sentence, _place(anchor, there, may_edit=may_edit)) for sentence, anchor in errors or []]
    context = {
        "response": response,
        "proposal": proposal,
        "errors": errors,
        "error_heading": "没有办成" if errors else "",
        "said_at": _said_at(errors, explaining),
        "refused_group": explaining,
        "unsaved": typed.form is not None and not typed.is_saved,
        "may_edit": may_edit,
        "answers": list(response.demand_answers.select_related("demand")),
        "form": form,
        "lost_text": lost_text,
        "conflict": _conflict(response, typed.form) if typed.is_stale and typed.form else None,
        "seen": last_step_number(proposal),
        "submit": open_steps.get("submit_for_review"),
        "buttons": buttons,
        "can_decide": any(not button.missing for button in buttons),
        "waits_on": _waits_on(proposal, response),
        "stages": _stages(response),
        "earlier_passes": _earlier_passes(response),
        "came_back": came_back(response) if proposal.state == S.DRAFTING else None,
        "changed": changed_since_last_pass(response) if proposal.state != S.DRAFTING else None,
        "revisions": list(response.revisions.select_related("saved_by")),
        "pieces": screen_pieces(lines_of(response.body)),
        "unprintable": unprintable(response) if response.is_open and response.body else [],
        "findings": panel,
        "annexes": list(response.annexes.all()),
        "signing_units": list(response.signing_units.select_related("unit")),
        "letter": letter,
        "may_open_item": visible_proposals(user).filter(pk=proposal.pk).exists(),
        **item_side(proposal),
    }
    return render(request, TEMPLATE, context, status=status)


def errors_at(
    sentences: Iterable[str], *, otherwise: str, form: DraftForm | None = None
) -> list[tuple[str, str]]:
    """Return the summary of a refusal, each sentence with the place it speaks of; a field of `form` bears it itself.

    otherwise: the part of the page whose button was pressed.
    """
    errors = []
    for sentence in sentences:
        name = form.field_of(sentence) if form is not None else ""
        if form is not None and name:
            form.add_error(name, sentence)
            errors.append((sentence, form[name].id_for_label or form[name].auto_id))
        else:
            errors.append((sentence, PLACE_OF.get(sentence, otherwise)))
    return errors


def _place(anchor: str, there: Mapping[str, bool], *, may_edit: bool) -> str:
    """Return where an error leads on the page as this reader has it: no link to what is not on it."""
    if there.get(anchor, may_edit):
        return anchor
    return next((other for other in ("findings", "lost") if there[other]), "")


def _said_at(errors: Iterable[tuple[str, str]], explaining: str) -> dict[str, list[str]]:
    """Return the sentences again for the parts of the page that are no field."""
    said: dict[str, list[str]] = {place: [] for place in PLACES}
    for sentence, anchor in errors:
        place = "reason" if explaining and anchor == f"reason-{explaining}" else anchor
        if place in said:
            said[place].append(sentence)
    return said


def item_side(proposal: Proposal) -> dict[str, object]:
    """Return what stands on the item's side: its text, demands, talks and the co-handlers' opinions."""
    handlers = proposal.assignments.filter(released_at__isnull=True).select_related("unit", "opinion")
    co_handlers = [one for one in handlers if one.role != "lead"]
    return {
        "proposers": list(proposal.proposers.exclude(consent="refused")),
        "demands": list(proposal.demands.all()),
        "contacts": list(proposal.contacts.select_related("unit")),
        "co_handlers": co_handlers,
        "opinions_given": sum(hasattr(one, "opinion") for one in co_handlers),
        "earlier_letters": list(
            proposal.responses.filter(letter__isnull=False).select_related("letter").order_by("round_no")
        ),
    }


def text_step_form(action: str, proposal: Proposal, user: User, data: object = None) -> forms.Form:
    """Return the form of a step as the workbench shows it: that of the step's own page, with ids of its own."""
    return form_of(STEPS[action], proposal, user, data, auto_id=f"{action}-%s")


def _buttons(
    open_steps: Mapping[str, OpenStep], proposal: Proposal, user: User, typed: PostedWords
) -> list[StepButton]:
    """Return the steps of the text this person could take, the way forward first; 送审 stands with the draft's own."""
    found = [
        StepButton(
            action=action,
            label=one.label,
            missing=one.missing,
            reason_needed=one.step.reason_needed,
            form=_greyed(
                typed.step_form
                if typed.step_form is not None and typed.step == action
                else text_step_form(action, proposal, user),
                is_grey=bool(one.missing),
            ),
        )
        for action, one in open_steps.items()
        if action in TEXT_STEPS and action != "submit_for_review"
    ]
    return sorted(found, key=lambda button: button.reason_needed)


def _greyed(form: forms.Form, *, is_grey: bool) -> forms.Form:
    """Return the form; behind a grey button nothing can be typed."""
    for asked in form.fields.values() if is_grey else ():
        asked.widget.attrs["disabled"] = True
    return form


def _stages(response: Response) -> list[ReviewStage]:
    """Return the stages of the present pass in order."""
    return list(response.stages.select_related("unit", "seat__member__user", "decided_by").order_by("order"))


def _earlier_passes(response: Response) -> list[ReviewStage]:
    return list(
        response.all_stages.filter(pass_no__lt=response.pass_no, decided_by__isnull=False)
        .select_related("unit", "seat", "decided_by")
        .order_by("-pass_no", "order")
    )


def _waits_on(proposal: Proposal, response: Response) -> str:
    """Return in words on whom the text waits now; empty when it waits on nobody in this unit."""
    if not response.is_open:
        return ""
    unit = response.assignment.unit
    if proposal.state == S.DRAFTING:
        return f"{unit.short_name}经办人（{_names(Role.CLERK, unit.pk)}）拟稿"
    if proposal.state == S.SIGNED:
        return f"{unit.short_name}办公室（{_names(Role.UNIT_OFFICE, unit.pk)}）编号印发"
    if proposal.state != S.IN_REVIEW:
        return ""
    waiting = next((stage for stage in _stages(response) if stage.decided_by_id is None), None)
    if waiting is None:
        return f"签发人（{_names(Role.SIGNER, unit.pk)}）签发"
    if waiting.seat_id is not None:
        return str(waiting) if reader_of(waiting) else f"{waiting}（无账号，由提案委／代表工委代为登记）"
    return f"{waiting}（{_names(waiting.role, waiting.unit_id)}）审核"


def _names(role: str, unit: int) -> str:
    people: list[User] = list(people_with(role, unit))
    return "、".join(person.name for person in people) or "尚无人任此职"


@dataclass(frozen=True)
class Conflict:
    """Somebody else's newer version beside what was typed: its text, what differs, the other fields that differ."""

    newest: str
    blocks: list[Block]
    fields: list[tuple[str, str]]


def _conflict(response: Response, form: DraftForm) -> Conflict:
    typed = form.data.get("body", "").replace("\r\n", "\n").strip("\n")
    differing = [
        (form.fields[name].label, getattr(response, name) or "（空）")
        for name in form.FIELDS
        if name != "body" and form.data.get(name, "").strip() != getattr(response, name)
    ]
    for demand, verdict, note in form.demand_rows():
        kept = (form.initial[verdict.name], form.initial[note.name])
        if (form.data.get(verdict.name, ""), form.data.get(note.name, "").strip()) != kept:
            word = dict(verdict.field.choices).get(kept[0]) if kept[0] else "（未选）"
            differing.append((f"诉求 {demand.order} 的结论", f"{word} {kept[1]}".strip()))
    return Conflict(response.body, compare(response.body, typed), differing)

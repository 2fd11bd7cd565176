"""The one door: every change of state goes through perform(), and only named services call it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from accounts import audit
from accounts.models import User
from accounts.notices import notify
from accounts.now import now, today
from proposals import recipients as tell
from proposals.conditions import missing_of
from proposals.errors import NotYours, StaleStep, StepBlocked, StepNotOpen
from proposals.models import Proposal, ProposalStep
from proposals.permissions import Standing
from proposals.queries import last_step_number
from proposals.services.storable import refuse_unstorable
from proposals.states import state_label
from proposals.workflow import STEPS, TABLE, Step

PORTAL_PAGE = "portal:proposal"
OFFICE_PAGE = "admin:proposals_proposal_change"


@dataclass(frozen=True)
class OpenStep:
    """A step somebody could take now; `missing` says in sentences why its button is grey."""

    step: Step
    label: str
    missing: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return not self.missing


def steps_open_to(user: User, proposal: Proposal) -> list[OpenStep]:
    """Return the steps the state and the roles offer this person, in the order of the table.

    Needs that the step's own page asks for are left out of `missing`; perform() checks them all.
    """
    offered = []
    for step in TABLE:
        if proposal.state in step.sources and step.who(proposal, user):
            missing = missing_of(step.needs, proposal, user, with_asked=False)
            offered.append(OpenStep(step, step.label_for(proposal.kind), missing))
    return offered


def reason_sentence(label: str) -> str:
    """Return what is said when a step that needs its reason has none."""
    return f"请写明{label}的理由。"


def locked(proposal: Proposal) -> Proposal:
    """Return the caller's item freshly read and locked until the end of the transaction."""
    return (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("session__term__assembly", "rules")
        .get(pk=proposal.pk)
    )


def standing_for(step: Step, proposal: Proposal, by: User) -> Standing:
    """Return in which capacity somebody may take a step, or raise NotYours."""
    standing = step.who(proposal, by)
    if standing is None:
        raise NotYours(f"“{step.label_for(proposal.kind)}”由{step.who_label}办理，您不能办理这一步。")
    return standing


@transaction.atomic
def perform(
    action: str,
    proposal: Proposal,
    *,
    by: User,
    seen: int,
    reason: str = "",
    prepare: Callable[[Proposal], None] | None = None,
    effect: Callable[[Proposal], None] | None = None,
    **inputs: object,
) -> Proposal:
    """Take one step of the workflow, or raise and change nothing. Returns the item as it is now.

    - `seen`: the number of the newest step the caller's page knew of (`queries.last_step_number`); a newer one in the
      database means a second click or a stale page.
    - `prepare`: called with the locked item once state and person are right, before the needs are asked; writes the
      rows the step itself brings (the lead unit of 交办, the main item of 并案).
    - `effect`: called with the item after the transition, before people are told; writes the rows that decide who is
      told (the approved stage of 审核, the letter of 编号印发).
    - `inputs`: passed to the transition method (e.g. `reassign` of 重办).

    Writes the state, one ProposalStep, one audit event and the notices of the table, in one transaction. It works on
    its own copy, so after an error the caller's object still tells the truth.
    Raises StaleStep, StepNotOpen, NotYours or StepBlocked.
    """
    step = STEPS[action]
    row = locked(proposal)
    label = step.label_for(row.kind)
    newest = last_step_number(row)
    if newest != seen:
        raise StaleStep("这一件刚刚有人办理过，请刷新页面，看清现在的情况再办。")
    if row.state not in step.sources:
        raise StepNotOpen(f"这一件现在是“{state_label(row.kind, row.state)}”，不能{label}。")
    standing = standing_for(step, row, by)
    if prepare is not None:
        prepare(row)
    missing = [*missing_of(step.needs, row, by, with_asked=True)]
    if step.reason_needed and not reason.strip():
        missing.append(reason_sentence(label))
    if missing:
        raise StepBlocked(*missing)
    refuse_unstorable({"理由": reason})
    source = row.state
    getattr(row, action)(today=today(), **inputs)
    row.save()
    if effect is not None:
        effect(row)
    entry = ProposalStep.objects.create(
        proposal=row,
        sequence=newest + 1,
        action=action,
        label=label,
        source=source,
        target=row.state,
        round_no=row.round_no,
        by=by,
        acting_for=standing.acting_for,
        unit=standing.unit,
        reason=reason.strip(),
        at=now(),
    )
    audit.record(
        f"step.{action}",
        by=by,
        about=row,
        acting_for=standing.acting_for,
        unit=standing.unit,
        source=source,
        target=row.state,
        step=entry.pk,
    )
    announce(entry, row)
    return row


def announce(entry: ProposalStep, proposal: Proposal) -> None:
    """Write the notices of a step: everybody the table names, but not whoever took it.

    Deputies are led to their page, everybody else to the office's; nobody is told twice.
    """
    told = {entry.by_id}
    subject = f"{entry.label}：{proposal}"
    state = state_label(proposal.kind, proposal.state)
    body = f"{proposal.assembly.name} {proposal}\n已{entry.label}，现在是“{state}”。"
    if entry.reason:
        body += f"\n理由：{entry.reason}"
    for recipients in STEPS[entry.action].tell:
        page = PORTAL_PAGE if recipients in (tell.proposers, tell.pre_reader) else OFFICE_PAGE
        people = [person for person in recipients(proposal) if person.pk not in told]
        told.update(person.pk for person in people)
        notify(people, subject, body, reverse(page, args=[proposal.pk]))

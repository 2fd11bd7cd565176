"""Walk an item down the road through the services, one day after the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from accounts.models import Unit, User
from accounts.now import moved_to
from accounts.queries import people_with
from accounts.roles import Role
from proposals.models import AssemblySession, Member, Proposal
from proposals.models.contact import ContactWay
from proposals.permissions import open_response, pending_stage, reader_of
from proposals.queries import last_step_number
from proposals.services import assignment, contact, intake
from responses.models import ReplyLetter, Response, ReviewStage
from responses.models.response import Verdict
from responses.services import drafting, issuing, proofreading, review

AS_GIVEN = "照原文。"


@dataclass(frozen=True)
class Story:
    """What an item is and which days its road took; a day that is None ends the road there."""

    session: AssemblySession
    proposer: User
    filing: intake.Filing
    filed_on: date
    along: Sequence[User] = field(default_factory=tuple)  # who signs along, and agrees on the day of filing
    number: int | None = None
    returned_on: date | None = None
    registered_on: date | None = None
    handed_over_on: date | None = None
    lead: Unit | None = None
    co: Sequence[Unit] = field(default_factory=tuple)
    accepted_on: date | None = None
    met_on: date | None = None
    sent_on: date | None = None
    reviewed_on: Sequence[date] = field(default_factory=tuple)
    signed_on: date | None = None
    issued_on: date | None = None
    external_number: str = ""  # of the letter, instead of one of the series
    dress: Callable[[Response, User], None] | None = None  # puts annexes and signing units to the text


def whoever(role: str, unit: Unit) -> User:
    """Return the first person who holds a role in a unit."""
    found = people_with(role, unit).first()
    if found is None:
        raise LookupError(f"{unit} has nobody as {role}")
    return found


def take(step: Callable, proposal: Proposal, day: date, by: User, **inputs: object) -> Proposal:
    """Take one step on a day, as somebody whose page is fresh; return the item as it is then."""
    with moved_to(day):
        step(proposal, by=by, seen=last_step_number(proposal), **inputs)
    return Proposal.objects.get(pk=proposal.pk)


def file_item(story: Story) -> Proposal:
    """Write and submit the item on its day."""
    seats = Member.objects.filter(term=story.session.term)
    filing = replace(story.filing, co_signers=[seats.get(user=person) for person in story.along])
    with moved_to(story.filed_on):
        seat = seats.get(user=story.proposer)
        proposal = intake.start_draft(story.session, filing, by=story.proposer, seat=seat)
    proposal = take(intake.submit, proposal, story.filed_on, story.proposer)
    with moved_to(story.filed_on):
        for asked in proposal.proposers.filter(member__user__in=story.along):
            intake.answer_co_signing(asked, agree=True, by=asked.member.user)
    return proposal


def walk(story: Story, write: Callable[[Proposal, User], drafting.Draft]) -> Proposal:
    """Take an item as far as its story's days go; `write` gives the clerk's text. Returns it as it is then."""
    proposal = file_item(story)
    assembly = proposal.assembly
    office = whoever(Role.ASSEMBLY_OFFICE, assembly.office)
    if story.returned_on is not None:
        return take(intake.give_back, proposal, story.returned_on, office, reason="请补充现状和具体数据。")
    if story.registered_on is None:
        return proposal
    proposal = take(intake.register, proposal, story.registered_on, office, number=story.number)
    if story.handed_over_on is None:
        return proposal
    distributor = whoever(Role.GOVERNMENT_OFFICE, assembly.distributor)
    proposal = take(
        assignment.assign, proposal, story.handed_over_on, distributor, lead=story.lead, co=story.co
    )
    if story.accepted_on is None:
        return proposal
    return _handle(story, proposal, write)


def _handle(story: Story, proposal: Proposal, write: Callable[[Proposal, User], drafting.Draft]) -> Proposal:
    office, clerk = whoever(Role.UNIT_OFFICE, story.lead), whoever(Role.CLERK, story.lead)
    proposal = take(assignment.accept, proposal, story.accepted_on, office, clerk=clerk)
    if story.met_on is None:
        return proposal
    with moved_to(story.met_on):
        for unit in story.co:
            held = proposal.assignments.get(unit=unit)
            contact.give_opinion(
                held,
                text="我单位同意主办单位意见，将做好配合。",
                contact="",
                by=whoever(Role.UNIT_OFFICE, unit),
            )
        meet(proposal, story.met_on, clerk)
        response = drafting.start_response(proposal, by=clerk)
        if story.dress is not None:
            story.dress(response, clerk)
        drafting.save_draft(response, write(proposal, clerk), by=clerk, version=response.version)
    return conclude(story, proposal)


def meet(proposal: Proposal, day: date, clerk: User) -> None:
    """Note that the clerk met the proposers on a day, which is today."""
    names = [clerk.name, *proposal.proposers.values_list("name", flat=True)]
    contact.record_contact(
        proposal,
        by=clerk,
        held_on=day,
        way=ContactWay.MEETING,
        place="会议室",
        people="、".join(names),
        content="当面听取意见，介绍办理打算。",
    )


def conclude(story: Story, proposal: Proposal) -> Proposal:
    """Take an item whose text is written through review, signature and numbering, as far as the story's days go."""
    office, clerk = whoever(Role.UNIT_OFFICE, story.lead), whoever(Role.CLERK, story.lead)
    if story.sent_on is None:
        return proposal
    with moved_to(story.sent_on):
        explain(open_response(proposal), clerk)
    proposal = take(review.submit_for_review, proposal, story.sent_on, clerk)
    for day in story.reviewed_on:
        proposal = take(review.approve, proposal, day, _reviewer(pending_stage(proposal)), remark="同意。")
    if story.signed_on is not None:
        proposal = take(review.sign, proposal, story.signed_on, whoever(Role.SIGNER, story.lead))
    if story.issued_on is not None:
        with moved_to(story.issued_on):
            explain(open_response(proposal), office)
        number = story.external_number
        proposal = take(issuing.issue, proposal, story.issued_on, office, external_number=number)
    return proposal


def _reviewer(stage: ReviewStage) -> User:
    """Return who decides a stage: the proposer who is asked to read the draft, or somebody of the unit."""
    return reader_of(stage) or whoever(stage.role, stage.unit)


def explain(response: Response, by: User) -> None:
    """Let what proofreading found in the given words stand, rule by rule: the demo keeps them as they are."""
    for rule in sorted({finding.rule for finding in proofreading.proofs_of(response).errors}):
        proofreading.dismiss_rule(response, rule, reason=AS_GIVEN, by=by)


def answers(proposal: Proposal) -> dict[int, tuple[str, str]]:
    """Return a verdict for every demand of an item."""
    return {demand.pk: (Verdict.ADOPTED, "") for demand in proposal.demands.all()}


def letter_of(proposal: Proposal) -> ReplyLetter:
    """Return the newest letter of an item."""
    return ReplyLetter.objects.filter(response__proposal=proposal).latest("issued_at")

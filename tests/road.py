"""The road through the table, taken by whoever may take each step, through the services alone."""

from collections.abc import Callable, Sequence

from accounts.models import Unit, User
from accounts.now import today
from accounts.queries import people_with
from accounts.roles import Role
from proposals.models import DeclineReason, Member, Proposal
from proposals.permissions import open_lead, open_response, pending_stage, reader_of
from proposals.queries import last_step_number
from proposals.services import assignment, contact, intake, merging, splitting
from proposals.states import ProposalState as S
from responses.models import Rating, Response
from responses.services import correcting, drafting, issuing, proofreading, rating, review

# The states of the road itself; each is reached from the one before by these steps.
MAIN_ROAD: dict[str, tuple[str, ...]] = {
    S.DRAFT: (),
    S.SUBMITTED: ("submit",),
    S.REGISTERED: ("register",),
    S.ASSIGNED: ("assign",),
    S.DRAFTING: ("accept",),
    S.IN_REVIEW: ("submit_for_review",),
    S.SIGNED: ("sign",),
    S.REPLIED: ("issue",),
    S.CLOSED: ("close",),
}
# Where a way branches off: from which state of the road, by which step.
BRANCHES: dict[str, tuple[str, str]] = {
    S.RETURNED: (S.SUBMITTED, "give_back"),
    S.DECLINED: (S.SUBMITTED, "decline"),
    S.MERGED: (S.SUBMITTED, "merge"),
    S.WITHDRAWN: (S.SUBMITTED, "withdraw"),
    S.IN_PARTS: (S.REGISTERED, "split"),
}
REASON = "按规定办理。"
FACE_TO_FACE = {"way": "visit", "place": "甲市科技局", "people": "双方代表", "content": "当面听取了意见。"}


def draft_of(
    seat: Member,
    *,
    title: str = "关于建设乡镇图书室的建议",
    body: str = "乡镇图书室偏少，村民借阅不便。\n建议逐年补齐。",
    demands: Sequence[str] = ("每个乡镇建一处图书室", "开放时间延长到晚上九点"),
    co_signers: Sequence[Member] = (),
    by: User | None = None,
) -> Proposal:
    """Begin an item for a seat in the open session of its term, by the seat's own holder unless `by` is named."""
    session = seat.term.sessions.filter(is_open_for_filing=True).get()
    filing = intake.Filing(title=title, body=body, demands=demands, co_signers=co_signers)
    return intake.start_draft(session, filing, by=by or seat.user, seat=seat)


def item_of(seat: Member, to: str, **inputs: object) -> Proposal:
    """Begin an item for a seat and walk it to a state."""
    return walk(draft_of(seat), to, **inputs)


def walk(proposal: Proposal, to: str, **inputs: object) -> Proposal:
    """Take an item from where it is to a state further down the road, and return it freshly read.

    `inputs` go to the steps that know them: lead, co, clerk (assign, accept), into (merge), number (register).
    """
    goal, branch = BRANCHES.get(to, (to, None))
    road = list(MAIN_ROAD)
    row = again(proposal)
    for state in road[road.index(row.state) + 1 : road.index(goal) + 1]:
        for action in MAIN_ROAD[state]:
            row = take(action, row, **inputs)
    if branch is not None:
        row = take(branch, row, **inputs)
    assert row.state == to
    return row


def again(proposal: Proposal) -> Proposal:
    """Return the item as the database has it now, with nothing remembered."""
    return Proposal.objects.get(pk=proposal.pk)


def take(action: str, proposal: Proposal, by: User | None = None, **inputs: object) -> Proposal:
    """Take one step through its own service, by whoever may (or by `by`), and return the item anew.

    What the step needs is seen to first: the co-signers' consent, a complete reply, the stages before the signature.
    """
    PREPARE.get(action, lambda row, inputs: None)(proposal, inputs)
    actor = by or actor_of(action, proposal)
    RUN[action](proposal, actor, last_step_number(proposal), inputs)
    return again(proposal)


def somebody(role: str, unit: Unit | int) -> User:
    """Return the first person with a role in a unit."""
    found = people_with(role, unit).first()
    assert found is not None, (role, unit)
    return found


def lead_unit(proposal: Proposal) -> Unit:
    return open_lead(again(proposal)).unit


def actor_of(action: str, proposal: Proposal) -> User:
    """Return who takes a step in the ordinary case."""
    row = again(proposal)
    office = {"register", "give_back", "decline", "merge", "unmerge", "redo", "close"}
    if action in office or (action == "withdraw" and row.state not in (S.DRAFT, S.SUBMITTED, S.RETURNED)):
        return somebody(Role.ASSEMBLY_OFFICE, row.assembly.office)
    if action in ("submit", "resubmit", "withdraw"):
        lead = row.proposers.exclude(role="co_signer").first()
        return lead.member.user if lead and lead.member and not row.on_behalf else row.filed_by
    if action in ("split", "assign", "release"):
        return somebody(Role.GOVERNMENT_OFFICE, row.distributor)
    if action in ("approve", "send_back") and pending_stage(row) is not None:
        stage = pending_stage(row)
        if stage.seat is not None:
            return reader_of(stage) or somebody(Role.ASSEMBLY_OFFICE, row.assembly.office)
        return somebody(stage.role, stage.unit)
    role = {"submit_for_review": Role.CLERK, "sign": Role.SIGNER, "send_back": Role.SIGNER}
    return somebody(role.get(action, Role.UNIT_OFFICE), lead_unit(row))


# -- what a step needs beforehand ---------------------------------------------------------------


def written(proposal: Proposal, *, body: str = "", by: User | None = None) -> Response:
    """Let the clerk write a complete reply: text, contact, class, a verdict for each demand."""
    row = again(proposal)
    clerk = by or open_lead(row).clerk or somebody(Role.CLERK, lead_unit(row))
    response = drafting.start_response(row, by=clerk)
    draft = drafting.Draft(
        body=body or response.body,
        addressee=response.addressee,
        contact_name=clerk.name,
        contact_phone="88886666",
        copies=response.copies,
        resolution_class="A",
        verdicts={demand.pk: ("adopted", "") for demand in row.demands.all()},
    )
    return explained(drafting.save_draft(response, draft, by=clerk, version=response.version), by=clerk)


def explained(response: Response, by: User) -> Response:
    """Let everything proofreading holds for an error stand, with a reason, and return the text anew."""
    errors = {finding.fingerprint for finding in proofreading.proofs_of(response).errors}
    if errors:
        proofreading.dismiss(response, errors, reason=REASON, by=by)
    return Response.objects.get(pk=response.pk)


def talked(proposal: Proposal) -> None:
    """Note a visit to the proposer in this round, unless there is one."""
    row = again(proposal)
    if not row.contacts.filter(round_no=row.round_no).exists():
        office = somebody(Role.UNIT_OFFICE, lead_unit(row))
        contact.record_contact(row, by=office, held_on=today(), **FACE_TO_FACE)


def rated(proposal: Proposal, work: str = Rating.SATISFIED, result: str = Rating.SATISFIED) -> None:
    """Let every proposer who has not rated this round rate it (online, or on paper where there is no account)."""
    row = again(proposal)
    response = row.responses.get(round_no=row.round_no, letter__isnull=False)
    for proposer in row.proposers.filter(consent="given").exclude(evaluations__response=response):
        own = proposer.member.user if proposer.member else None
        by = own or somebody(Role.ASSEMBLY_OFFICE, row.assembly.office)
        rating.rate(response, proposer, work=work, result=result, by=by, comment="意见见附件。")


def _ready_to_register(proposal: Proposal, inputs: dict[str, object]) -> None:
    for proposer in proposal.proposers.filter(consent="pending"):
        intake.answer_co_signing(proposer, agree=True, by=proposer.member.user)


def _ready_to_review(proposal: Proposal, inputs: dict[str, object]) -> None:
    row = again(proposal)
    for part in row.assignments.filter(role="co_handler", released_at__isnull=True, opinion__isnull=True):
        office = somebody(Role.UNIT_OFFICE, part.unit)
        contact.give_opinion(part, text="同意主办单位意见。", contact="", by=office)
    written(row, body=inputs.get("body", ""))


def _ready_to_release(proposal: Proposal, inputs: dict[str, object]) -> None:
    lead = open_lead(again(proposal))
    if not lead.adjust_requests.filter(decision="waiting").exists():
        assignment.ask_adjustment(lead, reason="职责已经划转。", by=somebody(Role.UNIT_OFFICE, lead.unit))


def _ready_to_sign(proposal: Proposal, inputs: dict[str, object]) -> None:
    while pending_stage(again(proposal)) is not None:
        take("approve", proposal)
    talked(proposal)


def _ready_to_redo(proposal: Proposal, inputs: dict[str, object]) -> None:
    rated(proposal, result=Rating.DISSATISFIED)


def _ready_to_close(proposal: Proposal, inputs: dict[str, object]) -> None:
    if proposal.state == S.IN_PARTS:
        for part in proposal.parts.exclude(state=S.CLOSED):
            walk(part, S.CLOSED)
    else:
        rated(proposal)


def _ready_to_issue(proposal: Proposal, inputs: dict[str, object]) -> None:
    row = again(proposal)
    explained(open_response(row), by=somebody(Role.UNIT_OFFICE, lead_unit(row)))


PREPARE: dict[str, Callable[[Proposal, dict[str, object]], None]] = {
    "register": _ready_to_register,
    "submit_for_review": _ready_to_review,
    "release": _ready_to_release,
    "sign": _ready_to_sign,
    "issue": _ready_to_issue,
    "redo": _ready_to_redo,
    "close": _ready_to_close,
}


# -- the steps, each through its service ----------------------------------------------------------


def _assign(row: Proposal, by: User, seen: int, inputs: dict[str, object]) -> None:
    city = row.assembly.city_id
    lead = inputs.get("lead") or Unit.objects.filter(city=city, kind="handling").order_by("pk").first()
    assignment.assign(row, lead=lead, co=inputs.get("co", ()), by=by, seen=seen)


def _accept(row: Proposal, by: User, seen: int, inputs: dict[str, object]) -> None:
    clerk = inputs.get("clerk") or somebody(Role.CLERK, lead_unit(row))
    assignment.accept(row, by=by, seen=seen, clerk=clerk)


def _decline(row: Proposal, by: User, seen: int, inputs: dict[str, object]) -> None:
    listed = DeclineReason.objects.filter(kind=row.kind).first()
    intake.decline(row, by=by, seen=seen, reason=REASON, listed=listed)


def _merge(row: Proposal, by: User, seen: int, inputs: dict[str, object]) -> None:
    main = inputs.get("into")
    if main is None:
        seat = row.proposers.exclude(member=None).order_by("order").first().member
        main = walk(draft_of(seat, title="关于同一事项的另一件"), S.SUBMITTED)
    merging.merge(row, into=main, by=by, seen=seen, reason=REASON)


def _split(row: Proposal, by: User, seen: int, inputs: dict[str, object]) -> None:
    parts = [splitting.Part(title="", demands=[demand.pk]) for demand in row.demands.all()]
    splitting.split(row, parts, by=by, seen=seen)


RUN: dict[str, Callable[[Proposal, User, int, dict[str, object]], object]] = {
    "submit": lambda row, by, seen, inputs: intake.submit(row, by=by, seen=seen),
    "resubmit": lambda row, by, seen, inputs: intake.resubmit(row, by=by, seen=seen),
    "register": lambda row, by, seen, inputs: intake.register(
        row, by=by, seen=seen, number=inputs.get("number"), number_text=inputs.get("number_text", "")
    ),
    "give_back": lambda row, by, seen, inputs: intake.give_back(row, by=by, seen=seen, reason=REASON),
    "decline": _decline,
    "merge": _merge,
    "unmerge": lambda row, by, seen, inputs: merging.unmerge(row, by=by, seen=seen, reason=REASON),
    "withdraw": lambda row, by, seen, inputs: merging.withdraw(row, by=by, seen=seen, reason=REASON),
    "split": _split,
    "assign": _assign,
    "accept": _accept,
    "release": lambda row, by, seen, inputs: assignment.release(row, by=by, seen=seen, reason=REASON),
    "submit_for_review": lambda row, by, seen, inputs: review.submit_for_review(row, by=by, seen=seen),
    "approve": lambda row, by, seen, inputs: review.approve(row, by=by, seen=seen),
    "send_back": lambda row, by, seen, inputs: review.send_back(row, by=by, seen=seen, reason=REASON),
    "sign": lambda row, by, seen, inputs: review.sign(row, by=by, seen=seen),
    "recall": lambda row, by, seen, inputs: review.recall(row, by=by, seen=seen, reason=REASON),
    "issue": lambda row, by, seen, inputs: issuing.issue(row, by=by, seen=seen),
    "redo": lambda row, by, seen, inputs: rating.redo(
        row, by=by, seen=seen, reason=REASON, reassign=bool(inputs.get("reassign"))
    ),
    "supplement": lambda row, by, seen, inputs: rating.supplement(row, by=by, seen=seen, reason=REASON),
    "correct": lambda row, by, seen, inputs: correcting.correct(row, by=by, seen=seen, reason=REASON),
    "close": lambda row, by, seen, inputs: rating.close(row, by=by, seen=seen),
}

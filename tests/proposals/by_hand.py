"""The table once more, by hand and without the product's own functions.

A change of `proposals/workflow.py` shows up as a difference that somebody has to agree with.
"""

from accounts.models import AuditEvent, Notice
from proposals.models import Proposal, ProposalStep
from proposals.states import Kind
from proposals.states import ProposalState as S
from tests.road import draft_of, walk
from tests.world import World

# From which states each step leads, and to which
LEADS = {
    "submit": ({S.DRAFT}, {S.SUBMITTED}),
    "resubmit": ({S.RETURNED}, {S.SUBMITTED}),
    "register": ({S.SUBMITTED}, {S.REGISTERED}),
    "give_back": ({S.SUBMITTED}, {S.RETURNED}),
    "decline": ({S.SUBMITTED}, {S.DECLINED}),
    "merge": ({S.SUBMITTED, S.REGISTERED, S.ASSIGNED}, {S.MERGED}),
    "unmerge": ({S.MERGED}, {S.SUBMITTED, S.REGISTERED, S.ASSIGNED}),
    "withdraw": (
        {S.SUBMITTED, S.RETURNED, S.REGISTERED, S.ASSIGNED, S.DRAFTING, S.IN_REVIEW, S.SIGNED},
        {S.WITHDRAWN},
    ),
    "split": ({S.REGISTERED}, {S.IN_PARTS}),
    "assign": ({S.REGISTERED}, {S.ASSIGNED}),
    "accept": ({S.ASSIGNED}, {S.DRAFTING}),
    "release": ({S.ASSIGNED, S.DRAFTING, S.IN_REVIEW}, {S.REGISTERED}),
    "submit_for_review": ({S.DRAFTING}, {S.IN_REVIEW}),
    "approve": ({S.IN_REVIEW}, {S.IN_REVIEW}),
    "send_back": ({S.IN_REVIEW}, {S.DRAFTING}),
    "sign": ({S.IN_REVIEW}, {S.SIGNED}),
    "recall": ({S.SIGNED}, {S.DRAFTING}),
    "issue": ({S.SIGNED}, {S.REPLIED}),
    "redo": ({S.REPLIED}, {S.DRAFTING, S.REGISTERED}),
    "supplement": ({S.REPLIED, S.CLOSED}, {S.DRAFTING}),
    "correct": ({S.REPLIED, S.CLOSED}, {S.DRAFTING}),
    "close": ({S.REPLIED, S.IN_PARTS}, {S.CLOSED}),
}
WITH_REASON = {
    "give_back",
    "decline",
    "merge",
    "unmerge",
    "withdraw",
    "send_back",
    "recall",
    "redo",
    "supplement",
    "correct",
}

OFFICE, GOV = {"jia_{body}_office"}, {"jia_gov"}
CLERKS = {"jia_tech_clerk", "jia_tech_clerk2"}
# Who may take each step with an item of 甲市 that 市科技局 leads and 市教育局 co-handles; {body} is cppcc or npc.
MAY = {
    "submit": {"jia_{seat}1"},
    "resubmit": {"jia_{seat}1"},
    "register": OFFICE,
    "give_back": OFFICE,
    "decline": OFFICE,
    "merge": OFFICE,
    "unmerge": OFFICE,
    "split": GOV,
    "assign": GOV,
    "accept": {"jia_tech_office"},
    "release": GOV,
    "submit_for_review": CLERKS,
    "approve": {"jia_tech_head"},
    "send_back": {"jia_tech_head"},
    "sign": {"jia_tech_signer"},
    "recall": {"jia_tech_office"},
    "issue": {"jia_tech_office"},
    "redo": OFFICE,
    "supplement": {"jia_tech_office"},
    "correct": {"jia_tech_office"},
    "close": OFFICE | {"clock"},
}
BODIES = {
    Kind.PROPOSAL: {"body": "cppcc", "seat": "member"},
    Kind.SUGGESTION: {"body": "npc", "seat": "deputy"},
}


def may(action: str, state: str, kind: str) -> set[str]:
    """Return the user names that may take a step from a state."""
    allowed = MAY.get(action)
    if action == "withdraw":
        allowed = {"jia_{seat}1"} if state in (S.SUBMITTED, S.RETURNED) else OFFICE
    return {name.format(**BODIES[kind]) for name in allowed}


def item(world: World, kind: str, state: str) -> Proposal:
    """Take an item of 甲市 to a state: 市科技局 leads, 市教育局 co-handles, a second seat signs along."""
    seat = BODIES[kind]["seat"]
    draft = draft_of(world.seat(f"jia_{seat}1"), co_signers=[world.seat(f"jia_{seat}2")])
    return walk(draft, state, lead=world.jia.tech, co=[world.jia.edu])


def traces() -> tuple[int, int, int]:
    return ProposalStep.objects.count(), AuditEvent.objects.count(), Notice.objects.count()

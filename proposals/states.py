"""The states of a proposal and the five stages people see. Read `workflow.py` for the steps between them."""

from django.db import models


class ProposalState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审查"
    RETURNED = "returned", "退回补正"
    DECLINED = "declined", "不予立案"
    MERGED = "merged", "已并案"
    WITHDRAWN = "withdrawn", "已撤回"
    REGISTERED = "registered", "待交办"
    IN_PARTS = "in_parts", "分办中"
    ASSIGNED = "assigned", "待签收"
    DRAFTING = "drafting", "办理中"
    IN_REVIEW = "in_review", "审核中"
    SIGNED = "signed", "待编号"
    REPLIED = "replied", "已答复"
    CLOSED = "closed", "已办结"


class Stage(models.TextChoices):
    INTAKE = "intake", "收案"
    ASSIGNMENT = "assignment", "交办"
    DRAFTING = "drafting", "办理"
    REVIEW = "review", "审核"
    REPLY = "reply", "答复"


S = ProposalState

STAGE_OF: dict[str, Stage] = {
    S.DRAFT: Stage.INTAKE,
    S.SUBMITTED: Stage.INTAKE,
    S.RETURNED: Stage.INTAKE,
    S.DECLINED: Stage.INTAKE,
    S.MERGED: Stage.INTAKE,
    S.WITHDRAWN: Stage.INTAKE,
    S.REGISTERED: Stage.ASSIGNMENT,
    S.IN_PARTS: Stage.ASSIGNMENT,
    S.ASSIGNED: Stage.ASSIGNMENT,
    S.DRAFTING: Stage.DRAFTING,
    S.IN_REVIEW: Stage.REVIEW,
    S.SIGNED: Stage.REVIEW,
    S.REPLIED: Stage.REPLY,
    S.CLOSED: Stage.REPLY,
}

# With a unit that has it on its desk.
IN_HANDLING = frozenset({S.ASSIGNED, S.DRAFTING, S.IN_REVIEW, S.SIGNED})
# Registered at some time: it bears a number.
NUMBERED = frozenset({S.REGISTERED, S.IN_PARTS, *IN_HANDLING, S.REPLIED, S.CLOSED})


class Body(models.TextChoices):
    CPPCC = "cppcc", "政协"
    NPC = "npc", "人大"


class Kind(models.TextChoices):
    PROPOSAL = "proposal", "提案"
    SUGGESTION = "suggestion", "建议"


KIND_OF_BODY: dict[str, Kind] = {Body.CPPCC: Kind.PROPOSAL, Body.NPC: Kind.SUGGESTION}

# Words that differ between the two bodies: a second column of words, not a second machine.
WORDS: dict[str, dict[str, str]] = {
    Kind.PROPOSAL: {
        "item": "提案",
        "member": "委员",
        "office": "提案委",
        "group": "界别",
        "register": "立案",
        "decline": "不予立案",
        "declined": "不予立案",
    },
    Kind.SUGGESTION: {
        "item": "建议",
        "member": "代表",
        "office": "代表工委",
        "group": "代表团",
        "register": "受理",
        "decline": "不予受理",
        "declined": "不予受理",
    },
}


def word(kind: str, key: str, otherwise: str = "") -> str:
    """Return the body's own word for a thing, or `otherwise` where both bodies say the same."""
    return WORDS[kind].get(key, otherwise)


def state_label(kind: str, state: str) -> str:
    """Return the state as this body calls it (不予立案 / 不予受理)."""
    return word(kind, state, ProposalState(state).label)

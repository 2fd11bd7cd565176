"""What a review saw: the text as it stood at each 送审, and why it came back the last time."""

from django.db.models import QuerySet

from proposals.models import ProposalStep
from responses.comparison import Block, compare
from responses.models import Response, ResponseRevision


def submissions(response: Response) -> QuerySet[ProposalStep]:
    """Return the 送审 steps of this text, the first one first."""
    return response.proposal.steps.filter(
        action="submit_for_review", round_no=response.round_no, at__gte=response.created_at
    ).order_by("sequence")


def text_at(response: Response, step: ProposalStep) -> ResponseRevision | None:
    """Return the version that stood when a step was taken."""
    return response.revisions.filter(saved_at__lte=step.at).order_by("-number").first()


def changed_since_last_pass(response: Response) -> tuple[ResponseRevision, list[Block]] | None:
    """Return the version the last pass saw and what became of it; None on the first pass through the chain."""
    taken = list(submissions(response))
    if len(taken) < 2:
        return None
    before = text_at(response, taken[-2])
    if before is None:
        return None
    return before, compare(before.body, response.body)


def came_back(response: Response) -> ProposalStep | None:
    """Return the 退回重拟 or 撤回签发 that put the text on the clerk's desk again, if that was the last word on it."""
    last = (
        response.proposal.steps.filter(
            round_no=response.round_no,
            at__gte=response.created_at,
            action__in=("submit_for_review", "send_back", "recall"),
        )
        .select_related("by", "acting_for", "unit")
        .order_by("-sequence")
        .first()
    )
    return last if last is not None and last.action != "submit_for_review" else None

"""分办: an item in numbered parts, each with its own machine."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from accounts.now import now
from proposals.errors import StepBlocked
from proposals.models import Attachment, Demand, Proposal, Proposer
from proposals.services.perform import perform
from proposals.states import ProposalState as S


@dataclass(frozen=True)
class Part:
    """One part of a split: which of the parent's demands it takes (their keys), and its own title."""

    title: str
    demands: Sequence[int]


@transaction.atomic
def split(proposal: Proposal, parts: Sequence[Part], *, by: User, seen: int) -> Proposal:
    """分办: make numbered parts, each with its own machine from 待交办 on; the parent waits until all are closed.

    Every demand must go to exactly one part. Raises StepBlocked otherwise.
    """

    def prepare(row: Proposal) -> None:
        taken = [key for part in parts for key in part.demands]
        if sorted(taken) != sorted(row.demands.values_list("pk", flat=True)):
            raise StepBlocked("每项诉求必须分给且只分给一个分件。")
        for part_no, part in enumerate(parts, start=1):
            _make_part(row, part_no, part)

    return perform("split", proposal, by=by, seen=seen, prepare=prepare)


def _make_part(parent: Proposal, part_no: int, part: Part) -> Proposal:
    child = Proposal.objects.create(
        session=parent.session,
        kind=parent.kind,
        in_session=parent.in_session,
        number=parent.number,
        number_text=parent.number_text,
        part_no=part_no,
        part_of=parent,
        title=part.title.strip() or parent.title,
        body=parent.body,
        topic=parent.topic,
        may_publish=parent.may_publish,
        state=S.REGISTERED,
        filed_by=parent.filed_by,
        on_behalf=parent.on_behalf,
        rules=parent.rules,
        distributor=parent.distributor,
        created_at=now(),
        submitted_on=parent.submitted_on,
        registered_on=parent.registered_on,
    )
    Proposer.objects.bulk_create(
        Proposer(
            proposal=child,
            member=signed.member,
            organisation=signed.organisation,
            name=signed.name,
            order=signed.order,
            role=signed.role,
            consent=signed.consent,
            consented_at=signed.consented_at,
        )
        for signed in parent.proposers.all()
    )
    asked = parent.demands.filter(pk__in=part.demands).order_by("order")
    Demand.objects.bulk_create(
        Demand(proposal=child, order=order, text=demand.text) for order, demand in enumerate(asked, start=1)
    )
    Attachment.objects.bulk_create(
        Attachment(
            proposal=child,
            name=kept.name,
            content_type=kept.content_type,
            size=kept.size,
            sha256=kept.sha256,
            file=kept.file.name,
            uploaded_by=kept.uploaded_by,
            uploaded_at=kept.uploaded_at,
        )
        for kept in parent.attachments.all()
    )
    return child

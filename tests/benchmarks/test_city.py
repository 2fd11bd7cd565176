"""The city of the list benchmark is one the product could have made."""

from collections import Counter

import pytest
from django.db import connection
from django.db.models import Count

from accounts.models import User
from benchmarks._city import (
    ASSEMBLY_OFFICE,
    DEPUTY,
    DEPUTY_CO_SIGNS,
    DEPUTY_LEADS,
    GOVERNMENT_OFFICE,
    NOW,
    fill,
)
from proposals.models import Proposal, Proposer
from proposals.queries import running_clocks, visible_proposals
from proposals.states import IN_HANDLING, NUMBERED
from proposals.states import ProposalState as S

SIZE = 1000


@pytest.fixture
def city(db: None) -> None:
    fill(SIZE)
    connection.check_constraints()


def seen_by(username: str) -> set[int]:
    return set(visible_proposals(User.objects.get(username=username)).values_list("pk", flat=True))


@pytest.mark.usefixtures("city")
def test_every_item_is_whole_and_each_reader_has_a_full_page() -> None:
    assert Counter(Proposal.objects.values_list("kind", flat=True)) == {"proposal": 500, "suggestion": 500}
    assert set(Proposal.objects.values_list("state", flat=True)) <= set(NOW)
    # The office of one body sees its items; all are entered by it, so its drafts too.
    assert seen_by(ASSEMBLY_OFFICE) >= set(
        Proposal.objects.filter(kind="proposal").values_list("pk", flat=True)
    )
    assert seen_by(GOVERNMENT_OFFICE) == set(
        Proposal.objects.filter(state__in=NUMBERED).values_list("pk", flat=True)
    )
    deputys = Proposer.objects.filter(member__user__username=DEPUTY)
    assert dict(deputys.values_list("role").annotate(Count("pk"))) == {
        "lead": DEPUTY_LEADS,
        "co_signer": DEPUTY_CO_SIGNS,
    }
    # One lead unit and one reply clock for what was handed over; it runs until the reply.
    handed = [*IN_HANDLING, S.REPLIED, S.CLOSED]
    led = Proposal.objects.filter(assignments__role="lead")
    assert Counter(led.values_list("pk", flat=True)) == Counter(
        Proposal.objects.filter(state__in=handed).values_list("pk", flat=True)
    )
    assert set(running_clocks().values_list("proposal", flat=True)) == set(
        Proposal.objects.filter(state__in=IN_HANDLING).values_list("pk", flat=True)
    )


@pytest.mark.usefixtures("city")
def test_the_next_item_gets_the_next_key() -> None:
    last = Proposal.objects.latest("pk")
    last.pk = None
    last.number = 9999
    last.save()
    assert last.pk == SIZE + 1

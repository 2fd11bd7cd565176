"""32 threads issue 200 letters at once: 200 numbers, no gap, no double."""

from collections import Counter
from functools import partial

import pytest

from documents.models import NumberSeries
from proposals.errors import StaleStep
from proposals.models import Assignment, Demand, Proposal, Proposer
from proposals.states import ProposalState as S
from responses.models import Delivery, DemandAnswer, ReplyLetter, Response
from responses.services.issuing import issue
from tests.road import explained, item_of
from tests.threads import at_once
from tests.world import World

THREADS, LETTERS = 32, 200


def copies_of(row, many: int, **changed: list) -> list:
    """Return `many` unsaved copies of a row, with the n-th value of each named column."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    return [type(row)(**values | {name: given[n] for name, given in changed.items()}) for n in range(many)]


def signed_items(world: World, many: int) -> list[Proposal]:
    """Make items that wait for their number: one walked there, the others copied from its rows in a few statements."""
    first = item_of(world.seat("jia_member1"), S.SIGNED, lead=world.jia.tech)
    numbers = [first.number + n for n in range(1, many)]
    others = Proposal.objects.bulk_create(
        copies_of(first, many - 1, number=numbers, number_text=[str(n) for n in numbers])
    )
    keys = [item.pk for item in others]
    Proposer.objects.bulk_create(copies_of(first.proposers.get(), many - 1, proposal_id=keys))
    demands = {
        demand.pk: Demand.objects.bulk_create(copies_of(demand, many - 1, proposal_id=keys))
        for demand in first.demands.all()
    }
    leads = Assignment.objects.bulk_create(copies_of(first.assignments.get(), many - 1, proposal_id=keys))
    text = first.responses.get()
    texts = Response.objects.bulk_create(
        copies_of(
            text,
            many - 1,
            proposal_id=keys,
            assignment_id=[lead.pk for lead in leads],
        )
    )
    for answer in text.demand_answers.all():
        asked = [demand.pk for demand in demands[answer.demand_id]]
        written = [copy.pk for copy in texts]
        DemandAnswer.objects.bulk_create(copies_of(answer, many - 1, response_id=written, demand_id=asked))
    for text in texts:  # the copied words name the first item's number
        explained(text, by=world["jia_tech_office"])
    return [first, *others]


def issue_all(shares: list[tuple[Proposal, int]], office) -> Counter:
    """Issue one letter after another; return how many came out and how many clicks came second."""
    outcome = Counter()
    for item, seen in shares:
        try:
            issue(item, by=office, seen=seen)
        except StaleStep:
            outcome["second click"] += 1
        else:
            outcome["letter"] += 1
    return outcome


@pytest.mark.django_db(transaction=True)
@pytest.mark.broker
def test_two_hundred_letters_at_once_get_two_hundred_numbers(world: World):
    items = signed_items(world, LETTERS)
    NumberSeries.objects.filter(unit=world.jia.tech, kind="proposal").update(starts_at=125, next_number=125)
    # Every third is clicked twice, the second time from another thread: a refused click takes no number.
    clicks = [(item, item.steps.count()) for item in items]
    clicks += clicks[::3]
    shares = [clicks[n::THREADS] for n in range(THREADS)]
    calls = [partial(issue_all, share, world["jia_tech_office"]) for share in shares]
    outcome = sum(at_once(calls, raised=StaleStep), Counter())
    assert outcome == {"letter": LETTERS, "second click": 67}
    letters = ReplyLetter.objects.order_by("serial")
    assert list(letters.values_list("serial", flat=True)) == list(range(125, 125 + LETTERS))
    assert len(set(letters.values_list("number", flat=True))) == LETTERS
    assert {letter.number for letter in letters} == {
        f"甲科提复〔2026〕{n}号" for n in range(125, 125 + LETTERS)
    }
    assert NumberSeries.objects.get(unit=world.jia.tech, kind="proposal").next_number == 125 + LETTERS
    assert Counter(letters.values_list("response__proposal", flat=True)) == Counter(item.pk for item in items)
    assert Delivery.objects.count() == LETTERS
    assert set(Proposal.objects.values_list("state", flat=True)) == {S.REPLIED}

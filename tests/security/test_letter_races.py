"""Two hands on one letter at once: one number, one file, and nothing goes out that was declared void meanwhile."""

import pytest

from documents.models import NumberSeries
from proposals.errors import StepRefused
from proposals.permissions import open_response
from proposals.queries import last_step_number
from proposals.services.merging import withdraw
from proposals.states import ProposalState as S
from responses.letters.printing import fill_pdf
from responses.models import Delivery, PrintJob, PrintRecord, ReplyLetter
from responses.services.correcting import correct
from responses.services.delivery import read_online, record_delivery
from responses.services.issuing import issue
from responses.services.print_job_copies import CopiesRule
from responses.services.print_jobs import create_job
from responses.services.printing import record_print
from responses.services.rating import rate
from responses.services.void_numbers import void_number
from responses.services.withdrawing import withdraw_letter
from tests.responses.desk import item_in, printed_letter
from tests.road import again, explained
from tests.threads import at_once
from tests.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowd(transactional_db: None, on_monday: None) -> World:
    return build()


def refused(outcomes: list[object]) -> list[bool]:
    return [isinstance(outcome, StepRefused) for outcome in outcomes]


def ready(crowd: World):
    item = item_in(crowd, S.SIGNED)
    explained(open_response(again(item)), by=crowd["jia_tech_office"])
    return item


def test_a_letter_issued_twice_at_once_has_one_number(crowd: World) -> None:
    item = ready(crowd)
    seen = last_step_number(item)
    outcomes = at_once([lambda: issue(item, by=crowd["jia_tech_office"], seen=seen)] * 2, StepRefused)
    assert sorted(refused(outcomes)) == [False, True]
    assert NumberSeries.objects.get(unit=crowd.jia.tech, kind="proposal", year=2026).next_number == 2
    assert ReplyLetter.objects.count() == 1


def test_an_item_issued_and_withdrawn_at_once_is_one_of_both(crowd: World) -> None:
    item = ready(crowd)
    seen = last_step_number(item)
    calls = [
        lambda: issue(item, by=crowd["jia_tech_office"], seen=seen),
        lambda: withdraw(item, by=crowd["jia_cppcc_office"], seen=seen, reason="书面申请"),
    ]
    outcomes = at_once(calls, StepRefused)
    assert sorted(refused(outcomes)) == [False, True]
    issued = not isinstance(outcomes[0], StepRefused)
    assert again(item).state == (S.REPLIED if issued else S.WITHDRAWN)
    assert ReplyLetter.objects.count() == int(issued)
    series = NumberSeries.objects.get(unit=crowd.jia.tech, kind="proposal", year=2026)
    assert series.next_number == 1 + int(issued)


def test_a_number_voided_and_taken_at_once_are_two(crowd: World) -> None:
    item = ready(crowd)
    series = NumberSeries.objects.get(unit=crowd.jia.tech, kind="proposal", year=2026)
    calls = [
        lambda: issue(item, by=crowd["jia_tech_office"], seen=last_step_number(item)),
        lambda: void_number(series, by=crowd["jia_tech_office"], reason="误取"),
    ]
    letter, void = at_once(calls, StepRefused)
    assert sorted([letter.serial, void.serial]) == [1, 2]


def test_two_workers_make_one_file(crowd: World) -> None:
    letter = ReplyLetter.objects.get(response__proposal=item_in(crowd, S.REPLIED))
    assert sorted(at_once([lambda: fill_pdf(letter.pk)] * 2, StepRefused)) == [False, True]
    letter.refresh_from_db()
    assert (bool(letter.sha256), letter.render_tries) == (True, 0)


def test_nothing_is_delivered_or_printed_after_it_was_declared_void(crowd: World) -> None:
    """Whichever comes first counts; a delivery noted after the void would let a dead letter run a clock."""
    letter = printed_letter(item_in(crowd, S.REPLIED))
    delivery, office = letter.deliveries.get(), crowd["jia_tech_office"]
    day = letter.printed_on
    calls = [
        lambda: withdraw_letter(letter, by=office, reason="数据有误"),
        lambda: record_delivery(delivery, channel="post", sent_on=day, by=crowd["jia_tech_print"]),
        lambda: record_print(letter, copies=1, by=crowd["jia_tech_print"]),
    ]
    _, sent, printed = at_once(calls, StepRefused)
    letter.refresh_from_db()
    assert letter.withdrawn_at is not None
    row = Delivery.objects.get(pk=delivery.pk)
    assert (row.sent_on is None) == isinstance(sent, StepRefused)
    assert PrintRecord.objects.count() == int(not isinstance(printed, StepRefused))
    clocks = letter.response.proposal.clocks.filter(
        key="rating", stopped_on__isnull=True, met_on__isnull=True
    )
    assert clocks.count() == 0


def test_a_letter_corrected_and_rated_at_once_ends_in_order(crowd: World) -> None:
    item = item_in(crowd, S.REPLIED)
    letter = printed_letter(item)
    calls = [
        lambda: correct(item, by=crowd["jia_tech_office"], seen=last_step_number(item), reason="文字有误"),
        lambda: rate(
            letter.response,
            item.proposers.get(),
            work="satisfied",
            result="satisfied",
            by=crowd["jia_member1"],
        ),
    ]
    step, rating = at_once(calls, StepRefused)
    assert not isinstance(step, StepRefused)
    assert again(item).state == S.DRAFTING
    assert letter.response.evaluations.count() == int(not isinstance(rating, StepRefused))


def test_a_pile_ordered_twice_at_once_is_made_once(crowd: World) -> None:
    letter = printed_letter(item_in(crowd, S.REPLIED))
    order = lambda: create_job([letter.pk], rule=CopiesRule(), wants=[], by=crowd["jia_tech_print"])  # noqa: E731
    assert sorted(refused(at_once([order] * 2, StepRefused))) == [False, True]
    assert PrintJob.objects.count() == 1


def test_reading_a_void_letter_begins_no_time_of_rating(crowd: World) -> None:
    letter = printed_letter(item_in(crowd, S.REPLIED))
    withdraw_letter(letter, by=crowd["jia_tech_office"], reason="数据有误")
    read_online(letter.deliveries.get(), by=crowd["jia_member1"])
    assert letter.response.proposal.clocks.filter(key="rating").count() == 0

"""Two hands at once: one number each, one request, one rating, one item, one draft."""

import pytest
from django.test import Client

from accounts.models import User
from proposals.errors import StepRefused
from proposals.models import AdjustRequest, Attachment, Proposal
from proposals.permissions import open_lead
from proposals.queries import last_step_number
from proposals.services.assignment import ask_adjustment
from proposals.services.files import attach
from proposals.services.intake import register
from proposals.services.merging import merge
from proposals.states import ProposalState as S
from responses.models import Evaluation
from responses.services.rating import rate
from tests.portal.pages import PDF, filled, upload
from tests.road import draft_of, item_of
from tests.threads import at_once
from tests.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowd(transactional_db: None, on_monday: None) -> World:
    return build()


def refused(outcomes: list[object]) -> int:
    return sum(isinstance(outcome, StepRefused) for outcome in outcomes)


def test_items_registered_at_once_get_numbers_of_their_own(crowd: World) -> None:
    office, seat = crowd["jia_cppcc_office"], crowd.seat("jia_member1")
    items = [item_of(seat, S.SUBMITTED) for _ in range(4)]
    calls = [lambda row=row: register(row, by=office, seen=last_step_number(row)) for row in items]
    assert refused(at_once(calls, StepRefused)) == 0
    assert sorted(Proposal.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_one_number_asked_for_twice_is_given_once(crowd: World) -> None:
    office, seat = crowd["jia_cppcc_office"], crowd.seat("jia_member1")
    items = [item_of(seat, S.SUBMITTED) for _ in range(2)]
    calls = [lambda row=row: register(row, by=office, seen=1, number=7) for row in items]
    assert refused(at_once(calls, StepRefused)) == 1
    assert Proposal.objects.filter(number=7).count() == 1


def test_one_request_for_adjustment_waits(crowd: World) -> None:
    item = item_of(crowd.seat("jia_member1"), S.ASSIGNED, lead=crowd.jia.tech)
    held, office = open_lead(item), crowd["jia_tech_office"]
    calls = [lambda: ask_adjustment(held, reason="职责不符", by=office)] * 3
    assert refused(at_once(calls, StepRefused)) == 2
    assert AdjustRequest.objects.count() == 1


def test_one_rating_is_kept(crowd: World) -> None:
    item = item_of(crowd.seat("jia_member1"), S.REPLIED, lead=crowd.jia.tech)
    response, signed = item.responses.get(), item.proposers.get()
    by = (crowd["jia_member1"], crowd["jia_cppcc_office"])
    calls = [
        lambda user=user: rate(response, signed, work="satisfied", result="satisfied", by=user) for user in by
    ]
    assert refused(at_once(calls, StepRefused)) == 1
    assert Evaluation.objects.count() == 1


def test_a_form_sent_twice_at_once_files_one_item(crowd: World) -> None:
    def send(user: User = crowd["jia_member1"]) -> int:
        client = Client()
        client.force_login(user)
        return client.post("/my/new/", filled(action="submit")).status_code

    assert at_once([send, send], StepRefused) == [302, 302]
    assert [item.state for item in Proposal.objects.all()] == [S.SUBMITTED]


def test_a_file_sent_twice_at_once_is_kept_once(crowd: World) -> None:
    item, by = draft_of(crowd.seat("jia_member1")), crowd["jia_member1"]
    calls = [lambda: attach(item, upload("资料.pdf", PDF), by=by)] * 3
    at_once(calls, StepRefused)
    assert Attachment.objects.count() == 1


def test_two_items_merged_into_each_other_end_with_one_refusal(crowd: World) -> None:
    office, seat = crowd["jia_cppcc_office"], crowd.seat("jia_member1")
    one, other = (item_of(seat, S.REGISTERED) for _ in range(2))
    calls = [
        lambda row=row, main=main: merge(
            row, into=main, by=office, seen=last_step_number(row), reason="内容相同"
        )
        for row, main in ((one, other), (other, one))
    ]
    assert refused(at_once(calls, StepRefused)) == 1
    assert sorted(Proposal.objects.values_list("state", flat=True)) == [S.MERGED, S.REGISTERED]

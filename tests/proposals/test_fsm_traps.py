"""The traps of django-fsm-2 4.2.4 that we met in trials; each stays shut."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django_fsm import ConcurrentTransitionMixin, TransitionNotAllowed

from proposals.models import Proposal
from proposals.services.intake import give_back, submit
from proposals.states import ProposalState as S
from tests.road import draft_of, item_of
from tests.world import World


def test_the_state_cannot_be_assigned(world: World):
    row = draft_of(world.seat("jia_member1"))
    with pytest.raises(AttributeError):
        row.state = S.CLOSED
    assert row.state == S.DRAFT


def test_a_failed_refresh_leaves_the_protection_on(world: World):
    row = draft_of(world.seat("jia_member1"))
    gone = Proposal.objects.get(pk=row.pk)
    gone.pk = -1
    with pytest.raises(Proposal.DoesNotExist):
        gone.refresh_from_db()
    assert gone.state == S.DRAFT
    for item in (gone, row, Proposal.objects.get(pk=row.pk)):
        with pytest.raises(AttributeError):
            item.state = S.CLOSED
    assert Proposal._meta.get_field("state").protected is True


def test_a_refresh_reads_the_state_and_one_without_it_keeps_it(world: World):
    row = draft_of(world.seat("jia_member1"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE proposals_proposal SET state = 'submitted' WHERE id = %s", [row.pk])
    row.refresh_from_db(fields=["title"])
    assert row.state == S.DRAFT
    row.refresh_from_db()
    assert row.state == S.SUBMITTED


@pytest.mark.parametrize(
    "way",
    [
        lambda row: Proposal.objects.update(state=S.CLOSED),
        lambda row: Proposal.objects.filter(pk=row.pk).order_by("pk").update(title="新", state=S.CLOSED),
        lambda row: Proposal.objects.bulk_update([row], ["state"]),
        lambda row: row.session.proposals.update(state=S.CLOSED),
    ],
    ids=["update", "filtered", "bulk_update", "related"],
)
def test_no_queryset_sets_a_state(world: World, way: Callable[[Proposal], object]):
    row = draft_of(world.seat("jia_member1"))
    with pytest.raises(TypeError, match="State changes go through"):
        way(row)
    assert list(Proposal.objects.values_list("state", "title")) == [(S.DRAFT, row.title)]


def test_other_columns_may_be_updated(world: World):
    row = draft_of(world.seat("jia_member1"))
    assert Proposal.objects.filter(pk=row.pk).update(is_key=True) == 1
    row.is_key = False
    assert Proposal.objects.bulk_update([row], ["is_key"]) == 1


def test_after_a_rollback_the_callers_object_is_right(world: World):
    row = item_of(world.seat("jia_member1"), S.SUBMITTED)
    point = transaction.savepoint()
    assert give_back(row, by=world["jia_cppcc_office"], seen=1, reason="请补正。").state == S.RETURNED
    transaction.savepoint_rollback(point)
    assert row.state == S.SUBMITTED
    row.refresh_from_db()
    assert row.state == S.SUBMITTED


def test_a_transition_from_the_wrong_state_is_refused_by_the_machine_too(world: World):
    row = draft_of(world.seat("jia_member1"))
    with pytest.raises(TransitionNotAllowed):
        row.close(today=None)
    assert row.state == S.DRAFT


def test_the_costly_mixin_is_not_used():
    assert not issubclass(Proposal, ConcurrentTransitionMixin)  # with .only() it costs a query per row


def test_a_body_that_fails_is_not_run_a_second_time(world: World, monkeypatch: pytest.MonkeyPatch):
    runs = []

    def fails(*args: object, **kwargs: object) -> None:
        runs.append(args)
        raise TypeError("a mistake in a body")

    row = draft_of(world.seat("jia_member1"))
    monkeypatch.setattr("proposals.services.perform.announce", fails)
    with pytest.raises(TypeError, match="a mistake"):
        submit(row, by=world["jia_member1"], seen=0)
    assert len(runs) == 1
    row.refresh_from_db()
    assert row.state == S.DRAFT


@pytest.mark.parametrize("state", ["nonsense", "registered", "merged", "replied", "closed", "assigned"])
def test_the_database_refuses_a_state_the_row_cannot_have(world: World, state: str):
    row = draft_of(world.seat("jia_member1"))
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE proposals_proposal SET state = %s WHERE id = %s", [state, row.pk])
    row.refresh_from_db()
    assert row.state == S.DRAFT

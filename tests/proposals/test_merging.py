"""并案, 撤回 and 分办: what stands still, what runs on, what each part gets."""

import pytest

from accounts.now import now, today
from proposals.errors import StepBlocked
from proposals.models import Attachment
from proposals.queries import last_step_number
from proposals.services import assignment, merging, splitting
from proposals.states import ProposalState as S
from responses.services.delivery import read_online
from responses.services.rating import close, redo
from tests.road import REASON, again, draft_of, item_of, rated, take, walk
from tests.world import World


@pytest.mark.parametrize("state", [S.SUBMITTED, S.REGISTERED, S.ASSIGNED])
def test_merging_stops_the_clocks_and_undoing_it_lets_them_run_on(world: World, state: str):
    row = item_of(world.seat("jia_member1"), state, lead=world.jia.tech)
    running = set(row.clocks.values_list("pk", "due_on"))
    merged = take("merge", row)
    assert (merged.state, merged.merged_into.title) == (S.MERGED, "关于同一事项的另一件")
    assert not row.clocks.filter(stopped_on__isnull=True).exists()
    back = take("unmerge", merged)
    assert (back.state, back.merged_into) == (state, None)
    assert set(row.clocks.filter(stopped_on__isnull=True).values_list("pk", "due_on")) == running


def test_undoing_a_merge_does_not_wake_the_clocks_of_a_unit_let_go_that_day(world: World):
    row = item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.fin)
    row = take("assign", take("release", row), lead=world.jia.tech)
    running = set(row.clocks.filter(stopped_on__isnull=True))
    assert {clock.key for clock in running} == {"accept", "reply"}
    take("unmerge", take("merge", row))
    assert set(row.clocks.filter(stopped_on__isnull=True)) == running


def test_undoing_a_merge_wakes_no_clock_of_an_item_nobody_had(world: World):
    row = take("release", item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.fin))
    row = take("unmerge", take("merge", row))
    assert (row.state, list(row.clocks.filter(stopped_on__isnull=True))) == (S.REGISTERED, [])
    row = take("assign", row, lead=world.jia.tech)
    running = row.clocks.filter(stopped_on__isnull=True)
    assert set(running.values_list("key", flat=True)) == {"accept", "reply"}


def test_undoing_a_merge_wakes_the_limit_in_force_not_the_one_before_it(world: World):
    row = item_of(world.seat("jia_member1"), S.REGISTERED)
    gov, jia = world["jia_gov"], world.jia
    row = assignment.assign(row, lead=jia.fin, by=gov, seen=last_step_number(row), is_long=True)
    row = take("assign", take("release", row), lead=jia.tech)
    take("unmerge", take("merge", row))
    assert set(row.clocks.filter(stopped_on__isnull=True).values_list("key", flat=True)) == {
        "accept",
        "reply",
    }


def test_undoing_a_merge_wakes_no_clock_of_an_earlier_round(world: World):
    row = item_of(world.seat("jia_member1"), S.REPLIED, lead=world.jia.tech)
    delivery = row.responses.get().letter.deliveries.get()
    read_online(delivery, by=world["jia_member1"])
    rated(row, result="dissatisfied")
    office = world["jia_cppcc_office"]
    row = redo(row, by=office, seen=last_step_number(row), reason=REASON, reassign=True)
    row = take("unmerge", take("merge", row))
    running = row.clocks.filter(met_on__isnull=True, stopped_on__isnull=True)
    assert (row.state, [(clock.key, clock.round_no) for clock in running]) == (S.REGISTERED, [("redo", 2)])


@pytest.mark.parametrize(
    "wrong", ["itself", "draft", "withdrawn", "split", "replied", "closed", "other body", "other session"]
)
def test_only_a_valid_item_of_the_same_session_can_lead(world: World, wrong: str):
    row = item_of(world.seat("jia_member1"), S.SUBMITTED)
    main = {
        "itself": lambda: row,
        "draft": lambda: draft_of(world.seat("jia_member2")),
        "withdrawn": lambda: item_of(world.seat("jia_member2"), S.WITHDRAWN),
        "split": lambda: item_of(world.seat("jia_member2"), S.IN_PARTS),
        "replied": lambda: item_of(world.seat("jia_member2"), S.REPLIED),
        "closed": lambda: item_of(world.seat("jia_member2"), S.CLOSED),
        "other body": lambda: item_of(world.seat("jia_deputy1"), S.SUBMITTED),
        "other session": lambda: item_of(world.seat("yi_member1"), S.SUBMITTED),
    }[wrong]()
    with pytest.raises(StepBlocked, match="只能并入本次会议另一件尚未答复、没有分办的有效件。"):
        merging.merge(row, into=main, by=world["jia_cppcc_office"], seen=1, reason=REASON)
    assert (again(row).state, again(row).merged_into) == (S.SUBMITTED, None)


def test_withdrawing_ends_the_clocks(world: World):
    row = item_of(world.seat("jia_member1"), S.DRAFTING, lead=world.jia.tech)
    assert row.clocks.filter(met_on__isnull=True, stopped_on__isnull=True).count() == 1
    row = take("withdraw", row)
    assert (row.state, row.closed_on) == (S.WITHDRAWN, today())
    assert not row.clocks.filter(met_on__isnull=True, stopped_on__isnull=True).exists()


def test_splitting_makes_numbered_parts_with_all_that_belongs_to_them(world: World):
    draft = draft_of(
        world.seat("jia_member1"), demands=["甲", "乙", "丙"], co_signers=[world.seat("jia_member2")]
    )
    Attachment.objects.create(
        proposal=draft,
        name="附件.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        file="attachments/00/0",
        uploaded_by=world["jia_member1"],
        uploaded_at=now(),
    )
    row = walk(draft, S.REGISTERED, number=12)
    a, b, c = row.demands.all()
    parts = [splitting.Part("前一部分", [c.pk, a.pk]), splitting.Part(" ", [b.pk])]
    assert splitting.split(row, parts, by=world["jia_gov"], seen=2).state == S.IN_PARTS
    first, second = row.parts.order_by("part_no")
    assert (first.number, first.part_no, second.part_no, second.title) == (12, 1, 2, row.title)
    assert [list(part.demands.values_list("order", "text")) for part in (first, second)] == [
        [(1, "甲"), (2, "丙")],
        [(1, "乙")],
    ]
    for part in (first, second):
        assert (part.state, part.rules, part.distributor, part.registered_on) == (
            S.REGISTERED,
            row.rules,
            world.jia.gov,
            today(),
        )
        assert list(part.proposers.values_list("name", "role", "consent")) == [
            ("甲委员一", "lead", "given"),
            ("甲委员二", "co_signer", "given"),
        ]
        assert list(part.attachments.values_list("name", "file")) == [("附件.pdf", "attachments/00/0")]


@pytest.mark.parametrize("shares", [[[0], [0, 1]], [[0], []], [[0, 1]], []])
def test_every_demand_goes_to_exactly_one_part_and_there_are_two(world: World, shares: list[list[int]]):
    row = item_of(world.seat("jia_member1"), S.REGISTERED)
    keys = list(row.demands.values_list("pk", flat=True))
    parts = [splitting.Part("", [keys[index] for index in share]) for share in shares]
    with pytest.raises(StepBlocked):
        splitting.split(row, parts, by=world["jia_gov"], seen=2)
    assert (again(row).state, row.parts.count()) == (S.REGISTERED, 0)


def test_a_split_item_closes_when_its_parts_are_over(world: World):
    row = item_of(world.seat("jia_member1"), S.IN_PARTS)
    first, second = row.parts.order_by("part_no")
    walk(first, S.CLOSED)
    with pytest.raises(StepBlocked):
        close(row, by=world["jia_cppcc_office"], seen=last_step_number(row))
    walk(second, S.ASSIGNED)
    take("withdraw", second)
    row = close(row, by=world["jia_cppcc_office"], seen=last_step_number(row))
    assert (row.state, row.closed_on) == (S.CLOSED, today())

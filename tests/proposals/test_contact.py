"""What units say while they handle an item: the co-handlers' opinions, the talks with the proposers."""

from datetime import date, timedelta

import pytest

from accounts.models import Notice
from accounts.now import today
from accounts.roles import Role
from proposals.errors import NotYours, StepBlocked, StepNotOpen
from proposals.models import Assignment, Clock, CoOpinion, Proposal
from proposals.services import assignment, contact
from proposals.states import ProposalState as S
from tests.road import FACE_TO_FACE, item_of, take
from tests.world import MONDAY, World


def assigned(world: World, to: str = S.ASSIGNED) -> Proposal:
    """市科技局 leads, 市教育局 co-handles."""
    return item_of(world.seat("jia_member1"), to, lead=world.jia.tech, co=[world.jia.edu])


def part(row: Proposal, role: str) -> Assignment:
    return row.assignments.get(role=role, released_at__isnull=True)


def test_a_co_handlers_opinion_meets_its_clock_tells_the_lead_and_may_be_amended(world: World):
    row = assigned(world, S.DRAFTING)
    mine = part(row, "co_handler")
    Notice.objects.all().delete()
    contact.give_opinion(mine, text=" 同意。 ", contact="张某 88880000", by=world["jia_edu_clerk"])
    assert Clock.objects.get(key="co_opinion").met_on == MONDAY
    assert [notice.recipient.username for notice in Notice.objects.all()] == ["jia_tech_clerk"]
    contact.give_opinion(mine, text="改为部分同意。", contact="", by=world["jia_edu_office"])
    assert CoOpinion.objects.get().text == "改为部分同意。"


def test_nobody_else_gives_the_opinion_and_not_at_any_time(world: World):
    row = assigned(world, S.DRAFTING)
    mine = part(row, "co_handler")
    for username in ("jia_tech_clerk", "jia_edu_head", "yi_edu_clerk", "jia_gov", "root"):
        with pytest.raises(NotYours):
            contact.give_opinion(mine, text="意见", contact="", by=world[username])
    with pytest.raises(StepBlocked):
        contact.give_opinion(mine, text=" ", contact="", by=world["jia_edu_clerk"])
    with pytest.raises(StepNotOpen):
        contact.give_opinion(part(row, "lead"), text="意见", contact="", by=world["jia_tech_clerk"])
    take("withdraw", row)
    with pytest.raises(StepNotOpen):
        contact.give_opinion(mine, text="意见", contact="", by=world["jia_edu_clerk"])
    assert not CoOpinion.objects.exists()


def test_an_opinion_that_did_not_come_is_not_waited_for_once_the_reply_is_out(world: World):
    row = assigned(world, S.SIGNED)
    CoOpinion.objects.all().delete()
    row.clocks.filter(key="co_opinion").update(met_on=None)
    take("issue", row)
    assert not row.clocks.filter(met_on__isnull=True, stopped_on__isnull=True).exists()
    assert row.clocks.get(key="reply").met_on == MONDAY


def test_units_note_their_talks(world: World):
    row = assigned(world, S.DRAFTING)
    for username, unit in (("jia_tech_clerk", world.jia.tech), ("jia_edu_office", world.jia.edu)):
        record = contact.record_contact(row, by=world[username], held_on=today(), **FACE_TO_FACE)
        assert (record.unit, record.round_no, record.recorded_by) == (unit, 1, world[username])
    for username in ("jia_fin_clerk", "jia_member1", "jia_gov", "root"):
        with pytest.raises(NotYours):
            contact.record_contact(row, by=world[username], held_on=today(), **FACE_TO_FACE)
    with pytest.raises(StepBlocked, match="沟通日期不能晚于今天。"):
        contact.record_contact(
            row, by=world["jia_tech_clerk"], held_on=today() + timedelta(days=1), **FACE_TO_FACE
        )
    assert row.contacts.count() == 2


def test_after_the_reply_no_talk_is_added_to_the_round(world: World):
    row = assigned(world, S.REPLIED)
    with pytest.raises(StepNotOpen):
        contact.record_contact(row, by=world["jia_tech_clerk"], held_on=today(), **FACE_TO_FACE)


def test_somebody_in_two_offices_speaks_for_each(world: World):
    row = assigned(world)
    world["jia_tech_office"].memberships.create(
        unit=world.jia.edu, role=Role.UNIT_OFFICE, starts_on=date(2020, 1, 1)
    )
    assignment.accept(row, by=world["jia_tech_office"], seen=3)
    assignment.accept_as_co_handler(part(row, "co_handler"), by=world["jia_tech_office"])
    assert row.assignments.filter(accepted_at__isnull=False).count() == 2


def test_an_opinion_signs_for_the_item_that_was_not_signed_for(world: World):
    mine = part(assigned(world), "co_handler")
    assert mine.accepted_at is None
    contact.give_opinion(mine, text="同意。", contact="", by=world["jia_edu_clerk"])
    mine.refresh_from_db()
    assert mine.accepted_by == world["jia_edu_clerk"]
    assert Clock.objects.get(key="accept", assignment=mine).met_on == MONDAY


def test_an_opinion_is_not_amended_once_the_reply_is_signed(world: World):
    with pytest.raises(StepNotOpen):
        contact.give_opinion(
            part(assigned(world, S.SIGNED), "co_handler"), text="改", contact="", by=world["jia_edu_clerk"]
        )

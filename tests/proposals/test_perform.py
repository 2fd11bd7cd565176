"""The one door: everything a step writes comes together or not at all, and two at once take one step."""

from functools import partial

import pytest
from django.db import transaction

from accounts.models import AuditEvent, Notice
from accounts.now import now
from proposals.errors import StaleStep, StepBlocked, StepNotOpen, StepRefused
from proposals.models import Assignment, Clock, Proposal
from proposals.queries import last_step_number
from proposals.services import assignment, intake, merging
from proposals.services.perform import perform
from proposals.states import ProposalState as S
from responses.models import ReviewStage
from responses.services import review
from tests.proposals.by_hand import traces
from tests.road import REASON, again, draft_of, item_of, take, walk
from tests.threads import at_once
from tests.world import World


def test_a_step_leaves_one_line_in_the_trail_and_one_in_the_audit(world: World):
    row = item_of(world.seat("jia_member1"), S.SUBMITTED)
    before = AuditEvent.objects.count()
    intake.give_back(row, by=world["jia_cppcc_office"], seen=1, reason="  缺少建议。 ")
    step = row.steps.get(sequence=2)
    assert (step.action, step.label, step.source, step.target) == (
        "give_back",
        "退回补正",
        S.SUBMITTED,
        S.RETURNED,
    )
    assert (step.by, step.acting_for, step.unit) == (world["jia_cppcc_office"], None, world.jia.cppcc.office)
    assert (step.reason, step.round_no, step.at.date()) == ("缺少建议。", 1, now().date())
    event = AuditEvent.objects.order_by("-pk").first()
    assert AuditEvent.objects.count() == before + 1
    assert (event.what, event.by, event.acting_for, event.unit) == (
        "step.give_back",
        step.by,
        None,
        step.unit,
    )
    assert (event.object_type, event.object_id) == ("proposals.proposal", row.pk)
    assert event.detail == {"source": "submitted", "target": "returned", "step": step.pk}


def test_the_trail_is_numbered_without_gaps(world: World):
    row = item_of(world.seat("jia_member1"), S.CLOSED)
    assert list(row.steps.order_by("sequence").values_list("sequence", "action")) == [
        (1, "submit"),
        (2, "register"),
        (3, "assign"),
        (4, "accept"),
        (5, "submit_for_review"),
        (6, "approve"),
        (7, "approve"),
        (8, "approve"),
        (9, "sign"),
        (10, "issue"),
        (11, "close"),
    ]


def test_a_stand_in_acts_for_somebody_and_everything_says_so(world: World):
    row = item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.tech)
    world.stand_in("jia_tech_office", by="jia_edu_office")
    assignment.accept(row, by=world["jia_edu_office"], seen=3)
    step = row.steps.get(sequence=4)
    assert (step.by, step.acting_for, step.unit) == (
        world["jia_edu_office"],
        world["jia_tech_office"],
        world.jia.tech,
    )
    event = AuditEvent.objects.get(what="step.accept")
    assert (event.by, event.acting_for, event.unit) == (step.by, step.acting_for, step.unit)


def test_somebody_who_holds_the_role_acts_for_themselves(world: World):
    row = item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.tech)
    world.stand_in("jia_tech_office", by="jia_edu_office")
    assignment.accept(row, by=world["jia_tech_office"], seen=3)
    assert row.steps.get(sequence=4).acting_for is None


def test_the_object_in_hand_tells_the_truth_after_a_refusal_and_is_not_moved_by_a_step(world: World):
    row = item_of(world.seat("jia_member1"), S.REGISTERED)
    with pytest.raises(StepBlocked):
        assignment.assign(row, lead=world.yi.tech, by=world["jia_gov"], seen=2)
    assert (row.state, row.handed_over_on) == (S.REGISTERED, None)
    moved = assignment.assign(row, lead=world.jia.tech, by=world["jia_gov"], seen=2)
    assert (moved.state, row.state) == (S.ASSIGNED, S.REGISTERED)
    row.refresh_from_db()
    assert row.state == S.ASSIGNED


def test_a_failure_after_the_step_leaves_nothing_of_it(world: World):
    row = item_of(world.seat("jia_member1"), S.REGISTERED)
    before = traces(), Assignment.objects.count(), Clock.objects.count()

    def fail(item: Proposal) -> None:
        Assignment.objects.create(proposal=item, unit=world.jia.tech, role="lead", assigned_at=now())
        raise StepBlocked("后来发现不行。")

    for hook in ("prepare", "effect"):
        with pytest.raises(StepBlocked):
            perform(
                "split" if hook == "effect" else "assign", row, by=world["jia_gov"], seen=2, **{hook: fail}
            )
        assert again(row).state == S.REGISTERED
        assert (traces(), Assignment.objects.count(), Clock.objects.count()) == before


def test_when_the_services_transaction_is_rolled_back_nothing_stays(world: World):
    row = item_of(world.seat("jia_member1"), S.REGISTERED)
    before = traces()
    point = transaction.savepoint()
    assignment.assign(row, lead=world.jia.tech, by=world["jia_gov"], seen=2)
    assert traces() != before
    transaction.savepoint_rollback(point)
    assert (row.state, again(row).state, traces()) == (S.REGISTERED, S.REGISTERED, before)


def test_a_second_click_and_a_stale_page_are_told_to_look_again(world: World):
    row = item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.tech)
    assignment.accept(row, by=world["jia_tech_office"], seen=3)
    before = traces()
    for click in (assignment.accept, merging.withdraw):
        reason = {"reason": REASON} if click is merging.withdraw else {}
        with pytest.raises(StaleStep) as refused:
            click(row, by=world["jia_tech_office"], seen=3, **reason)
        assert refused.value.sentences == ["这一件刚刚有人办理过，请刷新页面，看清现在的情况再办。"]
    assert traces() == before
    with pytest.raises(StepNotOpen):
        assignment.accept(row, by=world["jia_tech_office"], seen=4)


def test_nobody_is_told_twice_nor_of_their_own_step(world: World):
    # 市科技局 leads; its office person also co-handles for 市教育局 today.
    world.stand_in("jia_edu_office", by="jia_tech_office")
    row = item_of(world.seat("jia_member1"), S.REGISTERED)
    Notice.objects.all().delete()
    take("assign", row, lead=world.jia.tech, co=[world.jia.edu])
    assert sorted(Notice.objects.values_list("recipient__username", flat=True)) == [
        "jia_edu_office",
        "jia_member1",
        "jia_tech_office",
    ]


# -- at the same moment, in real transactions


@pytest.mark.django_db(transaction=True)
@pytest.mark.broker
def test_double_click_stale_page_and_stand_in_at_once_take_one_step(world: World):
    row = item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.tech)
    world.stand_in("jia_tech_office", by="jia_edu_office")
    row = again(row)
    before = traces()[1]
    clicks = [
        partial(assignment.accept, row, by=world[username], seen=seen)
        for username, seen in [("jia_tech_office", 3)] * 4
        + [("jia_edu_office", 3)] * 3
        + [("jia_tech_office", 2)]
    ]
    results = at_once(clicks, raised=StepRefused)
    taken = [result for result in results if isinstance(result, Proposal)]
    refused = [type(result) for result in results if not isinstance(result, Proposal)]
    assert (len(taken), refused) == (1, [StaleStep] * 7)
    assert again(row).state == S.DRAFTING
    assert list(row.steps.values_list("sequence", "action"))[3:] == [(4, "accept")]
    assert AuditEvent.objects.count() == before + 1
    assert Notice.objects.filter(subject__startswith="签收：", recipient=world["jia_gov"]).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.broker
def test_one_stage_is_approved_once_by_two_people_at_once(world: World):
    row = item_of(world.seat("jia_member1"), S.IN_REVIEW, lead=world.jia.tech)
    world.stand_in("jia_tech_head", by="jia_edu_head")
    seen = last_step_number(row)
    results = at_once(
        [
            partial(review.approve, row, by=world[name], seen=seen)
            for name in ("jia_tech_head", "jia_edu_head")
        ],
        raised=StepRefused,
    )
    assert sorted(type(result).__name__ for result in results) == ["Proposal", "StaleStep"]
    assert ReviewStage.objects.filter(decision="approved").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.broker
def test_items_registered_at_once_get_numbers_one_after_another(world: World):
    rows = [walk(draft_of(world.seat(f"jia_member{n}")), S.SUBMITTED) for n in (1, 2, 3, 1, 2, 3)]
    office = world["jia_cppcc_office"]
    at_once([partial(intake.register, row, by=office, seen=1) for row in rows], raised=StepRefused)
    assert sorted(Proposal.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]

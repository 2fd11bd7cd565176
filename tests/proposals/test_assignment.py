"""Handing over, signing in, asking to be let go: rows, clocks, refusals."""

from datetime import date, timedelta

import pytest

from accounts.models import AuditEvent, Notice
from accounts.now import moved_to, today
from proposals.errors import NotYours, StepBlocked, StepNotOpen
from proposals.models import AdjustRequest, Assignment, Clock, Proposal
from proposals.queries import last_step_number, with_list_columns
from proposals.services import assignment
from proposals.states import ProposalState as S
from tests.road import again, item_of, take
from tests.world import MONDAY, World


def registered(world: World) -> Proposal:
    return item_of(world.seat("jia_member1"), S.REGISTERED)


def assigned(world: World, to: str = S.ASSIGNED) -> Proposal:
    """市科技局 leads, 市教育局 co-handles."""
    return item_of(world.seat("jia_member1"), to, lead=world.jia.tech, co=[world.jia.edu])


def part(row: Proposal, role: str) -> Assignment:
    return row.assignments.get(role=role, released_at__isnull=True)


# -- 交办 -----------------------------------------------------------------------------------------


def test_handing_over_writes_the_units_and_starts_their_clocks(world: World):
    row = assigned(world)
    assert list(
        row.assignments.order_by("-role").values_list("unit", "role", "round_no", "handed_over_on")
    ) == [
        (world.jia.tech.pk, "lead", 1, MONDAY),
        (world.jia.edu.pk, "co_handler", 1, MONDAY),
    ]
    clocks = row.clocks.order_by("key", "assignment__role").values_list(
        "key", "assignment__unit", "starts_on", "due_on"
    )
    assert list(clocks) == [
        ("accept", world.jia.edu.pk, MONDAY, date(2026, 3, 9)),
        ("accept", world.jia.tech.pk, MONDAY, date(2026, 3, 9)),
        (
            "co_opinion",
            world.jia.edu.pk,
            MONDAY,
            date(2026, 5, 6),
        ),  # 2 May is a holiday, the next workday the 6th
        ("reply", None, MONDAY, date(2026, 6, 2)),
    ]
    reply = row.clocks.get(key="reply")
    assert reply.explanation == (
        "3 个月，自 2026-03-02 交办之日起，至 2026-06-02（星期二）；"
        "规则：提案办理通行期限：自交办之日起三个月内答复（本市规定待核对）"
    )
    assert (reply.limit.rules, reply.original_due_on, reply.provisional) == (row.rules, reply.due_on, False)


def test_the_legal_clock_starts_on_the_day_of_handing_over(world: World):
    earlier = MONDAY - timedelta(days=5)
    row = assignment.assign(
        registered(world), lead=world.jia.tech, by=world["jia_gov"], seen=2, handed_over_on=earlier
    )
    assert (row.handed_over_on, row.clocks.get(key="reply").starts_on) == (earlier, earlier)


def test_a_wide_item_has_six_months_and_lists_show_its_day(world: World):
    row = assignment.assign(registered(world), lead=world.jia.tech, by=world["jia_gov"], seen=2, is_long=True)
    assert [clock.key for clock in row.clocks.exclude(key="accept")] == ["reply_long"]
    assert row.clocks.get(key="reply_long").due_on == date(2026, 9, 2)
    assert with_list_columns(Proposal.objects.all()).get().reply_due_on == date(2026, 9, 2)


def test_a_day_named_by_the_notice_overrides_the_counted_one(world: World):
    row = assignment.assign(
        registered(world), lead=world.jia.tech, by=world["jia_gov"], seen=2, fixed_due=date(2026, 5, 31)
    )
    clock = row.clocks.get(key="reply")
    assert clock.due_on == date(2026, 5, 31)
    assert clock.explanation.startswith("至 2026-05-31（星期日，休息日），为交办通知指定的日期")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"lead": "yi.tech"}, "只能交给本市在用的承办单位。"),
        ({"lead": "jia.tech", "co": "yi.edu"}, "只能交给本市在用的承办单位。"),
        ({"lead": "jia.cppcc.office"}, "只能交给本市在用的承办单位。"),
        ({"lead": "jia.tech", "co": "jia.tech"}, "同一单位不能既主办又会办，请核对。"),
        ({"lead": "jia.tech", "handed_over_on": MONDAY + timedelta(days=1)}, "交办日期不能晚于今天。"),
        ({"lead": "jia.tech", "fixed_due": MONDAY - timedelta(days=1)}, "办理期限不能早于交办日期。"),
    ],
)
def test_handing_over_refuses(world: World, wrong: dict, words: str):
    def unit(path: str):
        found = world
        for name in path.split("."):
            found = getattr(found, name)
        return found

    units = {"lead": unit(wrong["lead"]), "co": [unit(wrong["co"])] if "co" in wrong else []}
    days = {key: value for key, value in wrong.items() if key not in ("lead", "co")}
    row = registered(world)
    with pytest.raises(StepBlocked) as refused:
        assignment.assign(row, **units, by=world["jia_gov"], seen=2, **days)
    assert refused.value.sentences == [words]
    assert (again(row).handed_over_on, row.assignments.count(), row.clocks.count()) == (None, 0, 0)


def test_a_retired_unit_gets_nothing_and_the_government_office_may_handle_itself(world: World):
    world.jia.fin.is_active = False
    world.jia.fin.save()
    with pytest.raises(StepBlocked):
        assignment.assign(registered(world), lead=world.jia.fin, by=world["jia_gov"], seen=2)
    row = assignment.assign(registered(world), lead=world.jia.gov, by=world["jia_gov"], seen=2)
    assert row.state == S.ASSIGNED


# -- 签收 -----------------------------------------------------------------------------------------


def test_the_lead_signs_in_and_names_its_clerk(world: World):
    row = assigned(world)
    with pytest.raises(StepBlocked, match="所选经办人不是本单位的经办人。"):
        assignment.accept(row, by=world["jia_tech_office"], seen=3, clerk=world["jia_edu_clerk"])
    assert part(row, "lead").accepted_at is None
    assignment.accept(row, by=world["jia_tech_office"], seen=3, clerk=world["jia_tech_clerk2"])
    lead = part(row, "lead")
    assert (lead.accepted_by, lead.clerk) == (world["jia_tech_office"], world["jia_tech_clerk2"])
    assert lead.accepted_at is not None
    met = list(row.clocks.filter(met_on__isnull=False).values_list("key", "assignment", "met_on"))
    assert met == [("accept", lead.pk, MONDAY)]


def test_a_co_handler_signs_in_as_a_fact_and_moves_no_state(world: World):
    row = assigned(world)
    mine = part(row, "co_handler")
    for username in ("jia_tech_office", "jia_edu_clerk", "yi_edu_office", "root"):
        with pytest.raises(NotYours):
            assignment.accept_as_co_handler(mine, by=world[username])
    assignment.accept_as_co_handler(mine, by=world["jia_edu_office"], clerk=world["jia_edu_clerk"])
    mine.refresh_from_db()
    assert (mine.accepted_by, mine.clerk, again(row).state) == (
        world["jia_edu_office"],
        world["jia_edu_clerk"],
        S.ASSIGNED,
    )
    assert Clock.objects.get(key="accept", assignment=mine).met_on == MONDAY
    assert AuditEvent.objects.filter(what="assignment.accept").count() == 1
    with pytest.raises(StepNotOpen):
        assignment.accept_as_co_handler(mine, by=world["jia_edu_office"])
    with pytest.raises(StepNotOpen):
        assignment.accept_as_co_handler(part(row, "lead"), by=world["jia_tech_office"])


def test_a_co_handler_signs_in_nothing_that_is_over(world: World):
    mine = part(take("withdraw", assigned(world)), "co_handler")
    with pytest.raises(StepNotOpen):
        assignment.accept_as_co_handler(mine, by=world["jia_edu_office"])


def test_the_office_changes_the_clerk_and_both_names_are_noted(world: World):
    row = assigned(world, S.DRAFTING)
    lead = part(row, "lead")
    with pytest.raises(NotYours):
        assignment.name_clerk(lead, world["jia_tech_clerk2"], by=world["jia_tech_clerk"])
    with pytest.raises(StepBlocked):
        assignment.name_clerk(lead, world["jia_tech_head"], by=world["jia_tech_office"])
    Notice.objects.all().delete()
    assignment.name_clerk(lead, world["jia_tech_clerk2"], by=world["jia_tech_office"])
    assert AuditEvent.objects.get(what="assignment.clerk").detail == {
        "before": world["jia_tech_clerk"].pk,
        "after": world["jia_tech_clerk2"].pk,
    }
    assert [notice.recipient.username for notice in Notice.objects.all()] == ["jia_tech_clerk2"]


# -- 调整 -----------------------------------------------------------------------------------------


def ask(world: World, row: Proposal, **changed: object) -> AdjustRequest:
    given = {
        "reason": "职责已经划转。",
        "by": world["jia_tech_office"],
        "proposed_unit": world.jia.fin,
        **changed,
    }
    return assignment.ask_adjustment(part(row, "lead"), **given)


def test_asking_to_be_let_go_tells_the_distributor_and_waits(world: World):
    row = assigned(world)
    Notice.objects.all().delete()
    request = ask(world, row)
    assert (request.decision, request.proposed_unit, request.asked_by) == (
        "waiting",
        world.jia.fin,
        world["jia_tech_office"],
    )
    assert [notice.recipient.username for notice in Notice.objects.all()] == ["jia_gov"]
    with pytest.raises(StepNotOpen, match="已有一份调整申请等待决定。"):
        ask(world, row)


def test_asking_needs_the_leads_office_a_reason_the_right_state_and_to_be_in_time(world: World):
    row = assigned(world)
    for username in ("jia_tech_clerk", "jia_edu_office", "jia_gov", "root"):
        with pytest.raises(NotYours):
            ask(world, row, by=world[username])
    with pytest.raises(StepBlocked, match="请写明申请调整的理由和依据。"):
        ask(world, row, reason=" ")
    with pytest.raises(StepNotOpen):
        assignment.ask_adjustment(part(row, "co_handler"), reason="理由", by=world["jia_edu_office"])
    with moved_to(date(2026, 3, 12)):  # the tenth day
        assert ask(world, row).pk
    AdjustRequest.objects.all().delete()
    with moved_to(date(2026, 3, 13)), pytest.raises(StepBlocked, match="已过申请调整的期限"):
        ask(world, row)
    signed = item_of(world.seat("jia_member1"), S.SIGNED, lead=world.jia.tech)
    with pytest.raises(StepNotOpen):
        ask(world, signed)


def test_agreeing_lets_every_unit_go_and_keeps_who_held_it(world: World):
    row = assigned(world, S.DRAFTING)
    request = ask(world, row)
    row = assignment.release(row, by=world["jia_gov"], seen=last_step_number(row), reason="情况属实。")
    request.refresh_from_db()
    assert (row.state, request.decision, request.decided_by, request.words) == (
        S.REGISTERED,
        "agreed",
        world["jia_gov"],
        "情况属实。",
    )
    assert [(a.unit, a.release_reason) for a in row.assignments.order_by("-role")] == [
        (world.jia.tech, "职责已经划转。"),
        (world.jia.edu, "职责已经划转。"),
    ]
    assert not row.assignments.filter(released_at__isnull=True).exists()
    assert not row.clocks.filter(met_on__isnull=True, stopped_on__isnull=True).exists()


def test_after_an_adjustment_the_next_unit_gets_clocks_of_its_own(world: World):
    row = assigned(world)
    row = take("release", row)
    with moved_to(MONDAY + timedelta(days=7)):
        row = take("assign", row, lead=world.jia.fin)
        running = row.clocks.filter(met_on__isnull=True, stopped_on__isnull=True)
        assert sorted(running.values_list("key", "starts_on")) == [("accept", today()), ("reply", today())]
    assert row.assignments.count() == 3


def test_refusing_an_adjustment_says_why_and_the_unit_carries_on(world: World):
    row = assigned(world)
    request = ask(world, row)
    with pytest.raises(NotYours):
        assignment.refuse_adjustment(request, by=world["jia_cppcc_office"], words="不同意。")
    with pytest.raises(StepBlocked):
        assignment.refuse_adjustment(request, by=world["jia_gov"], words=" ")
    Notice.objects.all().delete()
    assignment.refuse_adjustment(request, by=world["jia_gov"], words="仍属你局职责。")
    request.refresh_from_db()
    assert (request.decision, request.words, again(row).state) == ("refused", "仍属你局职责。", S.ASSIGNED)
    assert [notice.recipient.username for notice in Notice.objects.all()] == ["jia_tech_office"]
    with pytest.raises(StepNotOpen, match="已经有了决定"):
        assignment.refuse_adjustment(request, by=world["jia_gov"], words="再次。")
    assert take("accept", row).state == S.DRAFTING

"""Reminders: the ladder day by day, and that no day, worker or second run makes anybody hear a thing twice."""

from datetime import date, timedelta
from functools import partial

import pytest

from accounts.models import Notice, User
from accounts.now import moved_to
from proposals.jobs import write_reminders
from proposals.models import Clock, Proposal, Reminder
from proposals.reminders import write_due
from proposals.states import ProposalState as S
from responses.jobs import close_unrated
from responses.letters.printing import fill_pdf
from responses.models import Delivery, Rating
from responses.services import rating
from responses.services.delivery import record_delivery
from tests.road import draft_of, item_of, take, walk
from tests.threads import at_once
from tests.world import MONDAY, World

# The reply of an item handed over on Monday 2 March 2026 is due on Tuesday 2 June; 1 May to 5 May are holidays,
# Saturday 9 May is worked. Counted by hand:
LADDER = {
    date(2026, 5, 12): "before_15",
    date(2026, 5, 22): "before_7",
    date(2026, 5, 28): "before_3",
    date(2026, 6, 1): "before_1",
    date(2026, 6, 2): "due_today",
    date(2026, 6, 9): "overdue_5",
    date(2026, 6, 16): "overdue_10",
}
HANDLERS = {"jia_tech_clerk", "jia_tech_office"}


def drafting(world: World) -> Proposal:
    return item_of(world.seat("jia_member1"), S.DRAFTING, lead=world.jia.tech)


def ledger() -> set[tuple[str, str, date]]:
    return set(Reminder.objects.values_list("recipient__username", "kind", "planned_on"))


def run_on(day: date) -> int:
    with moved_to(day):
        return write_due(day)


def run_each_day(first: date, last: date) -> dict[date, int]:
    """Run the job once a day and return the days on which somebody was told."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {day: told for day in days if (told := run_on(day))}


def test_the_ladder_is_climbed_day_by_day_and_each_person_hears_once(world: World):
    drafting(world)
    told = run_each_day(date(2026, 5, 6), date(2026, 6, 16))
    assert set(told) == set(LADDER)
    expected = set()
    for day, kind in LADDER.items():
        people = HANDLERS | ({"jia_gov"} if kind == "due_today" or kind.startswith("overdue") else set())
        assert told[day] == len(people)
        expected |= {(username, kind, day) for username in people}
    assert ledger() == expected


def test_every_reminder_says_what_is_due_when_and_why(world: World):
    row = drafting(world)
    Notice.objects.all().delete()
    run_on(date(2026, 5, 28))
    notice = Reminder.objects.get(kind="before_3", recipient=world["jia_tech_clerk"]).notice
    assert notice.subject == f"答复还剩 3 个工作日：{row}"
    clock = row.clocks.get(key="reply")
    assert notice.body == f"到期日：2026-06-02。\n{clock.explanation}"
    assert notice.path == f"/admin/proposals/proposal/{row.pk}/change/"
    run_on(date(2026, 6, 2))
    assert Reminder.objects.filter(kind="due_today").first().notice.subject.startswith("答复今天到期：")
    run_on(date(2026, 6, 9))
    assert (
        Reminder.objects.filter(kind="overdue_5").first().notice.subject.startswith("答复已逾期 5 个工作日：")
    )


def test_running_twice_writes_nothing_more(world: World):
    drafting(world)
    with moved_to(date(2026, 6, 9)):
        assert write_reminders() == 3
        before = ledger(), Notice.objects.count()
        assert (write_reminders(), (ledger(), Notice.objects.count())) == (0, before)


def test_a_day_late_catches_up_once(world: World):
    drafting(world)
    assert run_on(date(2026, 5, 12)) == 2
    # The 22nd is missed; the 25th writes it with the day it was planned for.
    assert run_on(date(2026, 5, 25)) == 2
    assert {(kind, day) for _, kind, day in ledger()} == {
        ("before_15", date(2026, 5, 12)),
        ("before_7", date(2026, 5, 22)),
    }
    assert run_on(date(2026, 5, 26)) == 0


def test_after_a_long_silence_the_ledger_is_whole_and_nobody_gets_a_heap(world: World):
    drafting(world)
    Notice.objects.all().delete()
    assert run_on(date(2026, 6, 9)) == 3
    assert {(kind, day) for _, kind, day in ledger()} == {(LADDER[day], day) for day in list(LADDER)[:6]}
    assert Notice.objects.count() == 3
    assert {row.kind for row in Reminder.objects.filter(notice__isnull=False)} == {"overdue_5"}


@pytest.mark.parametrize("ending", ["issue", "withdraw", "merge", "release"])
def test_a_clock_that_is_met_or_stopped_reminds_nobody(world: World, ending: str):
    row = item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.tech, co=[world.jia.edu])
    if ending == "issue":
        walk(row, S.REPLIED)
    else:
        take(ending, row)
    assert run_each_day(date(2026, 3, 3), date(2026, 3, 31)) == {}
    assert run_on(date(2026, 6, 9)) == 0


def test_units_are_reminded_of_their_own_part(world: World):
    item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.tech, co=[world.jia.edu])
    run_on(date(2026, 3, 4))
    # accept is due on 9 March: three workdays before is the 4th
    assert ledger() == {
        ("jia_tech_office", "before_3", date(2026, 3, 4)),
        ("jia_edu_office", "before_3", date(2026, 3, 4)),
    }
    run_on(date(2026, 3, 9))
    late = {name for name, kind, _ in ledger() if kind == "due_today"}
    assert late == {"jia_tech_office", "jia_edu_office", "jia_gov"}


def test_who_came_later_is_told_and_who_left_is_not(world: World):
    row = drafting(world)
    run_on(date(2026, 5, 12))
    User.objects.filter(username="jia_tech_clerk").update(is_active=False)
    assert run_on(date(2026, 5, 22)) == 2
    assert {name for name, kind, _ in ledger() if kind == "before_7"} == {
        "jia_tech_clerk2",
        "jia_tech_office",
    }
    assert (
        row.clocks.get(key="reply").reminders.filter(notice__recipient=world["jia_tech_clerk"]).count() == 1
    )


def test_a_rule_may_have_another_ladder(world: World):
    limit = world.jia.cppcc.rules.limits.get(key="reply")
    limit.ladder, limit.overdue_every = [2], 3
    limit.save()
    drafting(world)
    assert set(run_each_day(date(2026, 5, 6), date(2026, 6, 8))) == {date(2026, 5, 29), date(2026, 6, 5)}


# -- rating -----------------------------------------------------------------------------------------


def delivered(world: World, username: str = "jia_deputy1") -> Proposal:
    """A suggestion with a co-signer, replied and delivered on the Monday: each of both is asked (a rule of the NPC)."""
    draft = draft_of(world.seat(username), co_signers=[world.seat(username.replace("1", "2"))])
    row = walk(draft, S.REPLIED, lead=world.jia.tech)
    for delivery in Delivery.objects.filter(letter__response__proposal=row):
        fill_pdf(delivery.letter_id)
        record_delivery(delivery, channel="post", sent_on=MONDAY, by=world["jia_tech_print"])
    return row


def test_proposers_are_asked_for_their_rating_until_they_gave_it(world: World):
    row = delivered(world)
    clock = row.clocks.get(key="rating")
    assert (clock.starts_on, clock.due_on) == (MONDAY, date(2026, 3, 23))
    assert run_on(date(2026, 3, 12)) == 2  # seven workdays before
    assert ledger() == {(name, "before_7", date(2026, 3, 12)) for name in ("jia_deputy1", "jia_deputy2")}
    notice = Reminder.objects.first().notice
    assert (notice.path, notice.subject[:4]) == (f"/my/{row.pk}/", "评价还剩")
    first = row.proposers.get(role="lead")
    response = row.responses.get()
    rating.rate(response, first, work=Rating.SATISFIED, result=Rating.MOSTLY, by=world["jia_deputy1"])
    assert run_on(date(2026, 3, 18)) == 1
    assert {name for name, kind, _ in ledger() if kind == "before_3"} == {"jia_deputy2"}
    second = row.proposers.get(role="co_signer")
    rating.rate(response, second, work=Rating.SATISFIED, result=Rating.MOSTLY, by=world["jia_deputy2"])
    clock.refresh_from_db()
    assert clock.met_on == MONDAY
    assert run_on(date(2026, 3, 20)) == 0


def test_where_the_lead_answers_for_all_the_co_signer_is_not_asked(world: World):
    delivered(world, "jia_member1")
    run_on(date(2026, 3, 12))
    assert {name for name, _, _ in ledger()} == {"jia_member1"}


def test_an_unrated_item_is_closed_by_the_clock_after_the_last_day_and_never_counts_as_satisfied(
    world: World,
):
    row = delivered(world)
    with moved_to(date(2026, 3, 23)):
        assert close_unrated() == 0
    with moved_to(date(2026, 3, 24)):
        assert (close_unrated(), close_unrated()) == (1, 0)
    row.refresh_from_db()
    step = row.steps.order_by("-sequence").first()
    assert (row.state, step.action, step.by) == (S.CLOSED, "close", world["clock"])
    assert not row.responses.get().evaluations.exists()
    assert not row.clocks.filter(met_on__isnull=True, stopped_on__isnull=True).exists()


def test_a_dissatisfied_item_is_not_closed_by_the_clock(world: World):
    row = delivered(world)
    rating.rate(
        row.responses.get(),
        row.proposers.get(role="lead"),
        work=Rating.SATISFIED,
        result=Rating.DISSATISFIED,
        by=world["jia_deputy1"],
        comment="没有说明何时办。",
    )
    with moved_to(date(2026, 4, 1)):
        assert close_unrated() == 0
    row.refresh_from_db()
    assert row.state == S.REPLIED


def test_a_rating_left_over_from_an_earlier_round_closes_nothing(world: World):
    row = delivered(world)
    with moved_to(date(2026, 3, 20)):
        row = walk(take("supplement", row), S.REPLIED)
    with moved_to(date(2026, 4, 1)):
        assert close_unrated() == 0
    row.refresh_from_db()
    assert (row.state, row.round_no) == (S.REPLIED, 2)


def test_a_redone_item_runs_under_its_own_limit_and_reminds_of_it(world: World):
    row = take("redo", delivered(world))
    assert list(
        row.clocks.filter(met_on__isnull=True, stopped_on__isnull=True).values_list("key", "due_on")
    ) == [("redo", date(2026, 4, 2))]
    run_on(date(2026, 3, 24))
    assert ledger() == {(name, "before_7", date(2026, 3, 24)) for name in HANDLERS}


# -- two at once, in real transactions ------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.broker
def test_two_runs_at_the_same_moment_write_each_reminder_once(world: World):
    for n in (1, 2, 3):
        item_of(world.seat(f"jia_member{n}"), S.DRAFTING, lead=world.jia.tech)
    Notice.objects.all().delete()
    day = date(2026, 6, 9)
    told = at_once([partial(write_due, day)] * 4, raised=Clock.DoesNotExist)
    assert sum(told) == 9
    assert Notice.objects.count() == 9
    assert Reminder.objects.count() == 3 * (4 * 2 + 2 * 3)

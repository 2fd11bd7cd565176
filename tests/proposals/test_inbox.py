"""What waits on whom: the sets of the inbox say the same as the table's own functions, item by item."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.now import moved_to, today
from accounts.roles import Role
from proposals import conditions as need
from proposals import permissions as who
from proposals.conditions import answered
from proposals.inbox import CO_ACCEPT, CO_OPINION, inbox, waiting_on
from proposals.models import AssemblyRules, Member, Proposal
from proposals.models.rules import PreCheck
from proposals.permissions import pending_stage
from proposals.posts import Posts
from proposals.queries import visible_proposals
from proposals.services import assignment
from proposals.services.clocks import office_calendar
from proposals.states import ProposalState as S
from proposals.turns import ASKED_FOR, IN_SETS, MET_IN_SETS, is_waited_for, with_pending_stage
from proposals.workflow import TABLE
from responses.models import Rating
from responses.services import rating
from tests.proposals.office import browser, copy_of
from tests.road import again, draft_of, item_of, rated, somebody, take, walk
from tests.world import MONDAY, World

pytestmark = pytest.mark.django_db

STATES = (
    S.DRAFT,
    S.SUBMITTED,
    S.RETURNED,
    S.REGISTERED,
    S.ASSIGNED,
    S.DRAFTING,
    S.IN_REVIEW,
    S.SIGNED,
    S.REPLIED,
)


@pytest.fixture
def items(world: World) -> dict[str, Proposal]:
    """One item in each state of the road, and the states in which something was asked."""
    seat, jia = world.seat("jia_member1"), world.jia
    made = {state: item_of(seat, state, lead=jia.tech, co=[jia.edu]) for state in STATES}
    made["on_behalf"] = draft_of(seat, by=world["jia_cppcc_office"])
    made["reviewed"] = item_of(seat, S.IN_REVIEW, lead=jia.tech)
    for _ in range(3):
        made["reviewed"] = take("approve", made["reviewed"])
    made["adjusting"] = item_of(seat, S.ASSIGNED, lead=jia.tech)
    lead = made["adjusting"].assignments.get()
    assignment.ask_adjustment(lead, reason="职责已经划转。", by=world["jia_tech_office"])
    made["dissatisfied"] = item_of(seat, S.REPLIED, lead=jia.tech)
    rated(made["dissatisfied"], result=Rating.DISSATISFIED)
    made["rated"] = item_of(seat, S.REPLIED, lead=jia.tech)
    rated(made["rated"])
    rules_with(PreCheck.PROPOSER, in_force_for=2)
    made["reader"] = read_beforehand(item_of(seat, S.IN_REVIEW, lead=jia.tech))
    made["no_reader"] = read_beforehand(item_of(world.seat("jia_member3"), S.IN_REVIEW, lead=jia.tech))
    made["closed_reader"] = read_beforehand(item_of(world.seat("jia_member2"), S.IN_REVIEW, lead=jia.tech))
    Member.objects.filter(user=world["jia_member3"]).update(user=None)
    User.objects.filter(pk=world["jia_member2"].pk).update(is_active=False)
    rules_with(PreCheck.DISTRIBUTOR, in_force_for=1)
    made["pre_check"] = read_beforehand(item_of(seat, S.IN_REVIEW, lead=jia.tech))
    rules_with(PreCheck.NONE, in_force_for=0)
    made["parts_over"] = item_of(seat, S.IN_PARTS, lead=jia.tech)
    for part in made["parts_over"].parts.all():
        take("withdraw", part)
    made["in_parts"] = item_of(seat, S.IN_PARTS, lead=jia.tech)
    return {name: again(row) for name, row in made.items()}


def rules_with(pre_check: str, *, in_force_for: int) -> None:
    """Give every assembly a newer version of its rules, in force for so many days."""
    for rules in AssemblyRules.objects.filter(valid_from=date(2020, 1, 1)):
        limits = list(rules.limits.all())
        rules.pk, rules.pre_check = None, pre_check
        rules.valid_from = today() - timedelta(days=in_force_for)
        rules.save()
        for limit in limits:
            limit.pk, limit.rules = None, rules
            limit.save()


def read_beforehand(item: Proposal) -> Proposal:
    """Return an item of which the unit's own stages are done: it waits for the 送审稿 to be read."""
    while not {"预审", "预阅"} & {str(pending_stage(again(item)))[-2:]}:
        item = take("approve", item)
    return item


def people(world: World) -> list[str]:
    desks = ("office", "clerk", "head", "leader", "signer", "print")
    return [
        "jia_cppcc_office",
        "jia_npc_office",
        "jia_gov",
        *(f"jia_tech_{desk}" for desk in desks),
        "jia_member1",
        "jia_member2",
        "jia_member3",
        "yi_cppcc_office",
        "yi_gov",
        "root",
    ]


def test_waiting_sets_agree_with_the_whos_of_the_table(world: World, items: dict[str, Proposal]):
    everything = with_pending_stage(Proposal.objects.all())
    for name in people(world):
        person = world[name]
        for ask, in_set in IN_SETS.items():
            if ask is who.lead_clerk:
                continue  # narrower on purpose, see the test of clerks
            condition = in_set(person, Posts.of(person))
            found = (
                set() if condition is None else set(everything.filter(condition).values_list("pk", flat=True))
            )
            expected = {row.pk for row in Proposal.objects.all() if ask(row, person)}
            assert found == expected, (name, ask.__name__)


def test_met_sets_agree_with_the_needs_of_the_table(world: World, items: dict[str, Proposal]):
    office = world["jia_cppcc_office"]
    for wanted, in_set in MET_IN_SETS.items():
        states = {source for step in TABLE if wanted in step.needs for source in step.sources}
        asked = with_pending_stage(Proposal.objects.filter(state__in=states))
        found = set(asked.filter(in_set()).values_list("pk", flat=True))
        expected = {row.pk for row in Proposal.objects.filter(state__in=states) if wanted.holds(row, office)}
        assert found == expected, wanted.sentence


def test_every_who_that_is_waited_for_has_its_set():
    waited_for = {step.who for step in TABLE if any(is_waited_for(step, source) for source in step.sources)}
    assert waited_for - set(IN_SETS) == set()
    assert set(ASKED_FOR) <= set(MET_IN_SETS)


def words_for(world: World, name: str, items: dict[str, Proposal]) -> dict[str, str]:
    keys = {row.pk: key for key, row in items.items()}
    return {keys[row.pk]: row.waits_for for row in waiting_on(world[name]) if row.pk in keys}


def test_each_post_finds_what_it_has_to_do(world: World, items: dict[str, Proposal]):
    assert words_for(world, "jia_cppcc_office", items) == {
        "on_behalf": "提交",
        S.SUBMITTED: "立案",
        "dissatisfied": "重办",
        "rated": "办结",
        "parts_over": "办结",
        "no_reader": "预审",
        "closed_reader": "预审",
    }
    assert words_for(world, "jia_gov", items) == {
        S.REGISTERED: "交办",
        "adjusting": "同意调整",
        "pre_check": "预审",
    }
    assert words_for(world, "jia_member1", items) == {
        S.DRAFT: "提交",
        S.RETURNED: "重新提交",
        "reader": "预审",
    }
    assert words_for(world, "jia_member2", items) == words_for(world, "jia_member3", items) == {}
    assert words_for(world, "jia_tech_office", items) == {S.ASSIGNED: "签收", S.SIGNED: "编号印发"}
    assert words_for(world, "jia_tech_clerk", items) == {S.DRAFTING: "送审"}
    assert words_for(world, "jia_tech_head", items) == {S.IN_REVIEW: "审核通过"}
    assert words_for(world, "jia_tech_leader", items) == {}
    assert words_for(world, "jia_tech_signer", items) == {"reviewed": "签发"}
    assert words_for(world, "jia_tech_print", items) == {}
    assert words_for(world, "jia_edu_office", items) == {S.ASSIGNED: CO_ACCEPT, S.DRAFTING: CO_ACCEPT}
    assert words_for(world, "jia_npc_office", items) == {}
    assert words_for(world, "yi_cppcc_office", items) == {}
    assert words_for(world, "root", items) == {}


@pytest.mark.parametrize("each", [False, True])
def test_an_item_waits_to_be_closed_once_all_who_are_asked_have_rated(world: World, each: bool):
    """The lead of a merged item is asked as well, a co-signer only where the rules answer each."""
    draft = draft_of(world.seat("jia_member1"), co_signers=[world.seat("jia_member3")])
    AssemblyRules.objects.filter(assembly=draft.assembly).update(answer_each_co_signer=each)
    main = walk(draft, S.ASSIGNED, lead=world.jia.tech)
    item_of(world.seat("jia_member2"), S.MERGED, into=main)
    main = walk(main, S.REPLIED)
    response, office = main.responses.get(), world["jia_cppcc_office"]
    waited, could = [], []
    for name in ("jia_member3", "jia_member1", "jia_member2"):
        signed = answered(main).get(member__user=world[name])
        rating.rate(response, signed, work=Rating.MOSTLY, result=Rating.MOSTLY, by=world[name])
        waited.append([row.waits_for for row in waiting_on(office) if row.pk == main.pk])
        could.append(need.rated_or_time_over.holds(again(main), office))
    assert (waited, could) == ([[], [], ["办结"]], [False, False, True])


@pytest.mark.parametrize("each", [False, True])
def test_a_co_signer_holds_the_end_up_only_where_the_rules_answer_each(world: World, each: bool):
    draft = draft_of(world.seat("jia_member1"), co_signers=[world.seat("jia_member2")])
    AssemblyRules.objects.filter(assembly=draft.assembly).update(answer_each_co_signer=each)
    item = walk(draft, S.REPLIED, lead=world.jia.tech)
    lead = item.proposers.get(role="lead")
    rating.rate(item.responses.get(), lead, work=Rating.MOSTLY, result=Rating.MOSTLY, by=world["jia_member1"])
    office = world["jia_cppcc_office"]
    assert need.rated_or_time_over.holds(again(item), office) is not each
    assert [row.waits_for for row in waiting_on(office)] == ([] if each else ["办结"])


def test_the_other_body_reads_its_own_word(world: World):
    item_of(world.seat("jia_deputy1"), S.SUBMITTED)
    assert [row.waits_for for row in waiting_on(world["jia_npc_office"])] == ["受理"]


def test_an_item_waits_on_the_clerk_who_was_named(world: World):
    item = item_of(world.seat("jia_member1"), S.DRAFTING, lead=world.jia.tech, clerk=world["jia_tech_clerk2"])
    assert list(waiting_on(world["jia_tech_clerk2"])) == [item]
    assert list(waiting_on(world["jia_tech_clerk"])) == []
    world.stand_in("jia_tech_clerk2", by="jia_tech_clerk")
    assert list(waiting_on(world["jia_tech_clerk"])) == [item]


def test_a_co_handler_owes_its_sign_in_and_then_its_opinion(world: World):
    item = item_of(world.seat("jia_member1"), S.DRAFTING, lead=world.jia.tech, co=[world.jia.edu])
    part = item.assignments.get(unit=world.jia.edu)
    assert [row.waits_for for row in waiting_on(world["jia_edu_office"])] == [CO_ACCEPT]
    assignment.accept_as_co_handler(part, by=world["jia_edu_office"], clerk=world["jia_edu_clerk"])
    assert [row.waits_for for row in waiting_on(world["jia_edu_office"])] == []
    assert [row.waits_for for row in waiting_on(world["jia_edu_clerk"])] == [CO_OPINION]
    assert [row.waits_for for row in waiting_on(world["jia_edu_clerk2"])] == []


def test_a_stand_in_has_the_absent_one_s_tray(world: World, items: dict[str, Proposal]):
    world.stand_in("jia_tech_head", by="jia_tech_office")
    assert words_for(world, "jia_tech_office", items)[S.IN_REVIEW] == "审核通过"


def test_what_waits_is_always_visible(world: World, items: dict[str, Proposal]):
    for person in world.people.values():
        waiting = set(waiting_on(person).values_list("pk", flat=True))
        assert waiting <= set(visible_proposals(person).values_list("pk", flat=True))


def test_trays_count_soon_and_late(world: World):
    item = item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.tech)
    due = item.clocks.get(key="accept").due_on
    for day, soon, late in ((MONDAY, 1, 0), (due, 1, 0), (due + timedelta(days=1), 0, 1)):
        with moved_to(day):
            trays = inbox(world["jia_tech_office"], today(), office_calendar())
            assert [tray.count for tray in trays] == [1, soon, late], day
            for tray in trays[1:]:
                assert [(row.limit_words, row.deadline.date) for row in tray.rows] == [
                    ("签收", due)
                ] * tray.count


def test_what_is_late_is_not_listed_again_as_soon_due(world: World):
    item = item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.tech)
    day = item.clocks.get(key="accept").due_on + timedelta(days=1)
    item.clocks.filter(key="reply").update(due_on=day)
    with moved_to(day):
        trays = inbox(world["jia_tech_office"], today(), office_calendar())
    assert [tray.count for tray in trays] == [1, 0, 1]


def test_the_index_shows_the_trays_and_says_why_one_is_empty(world: World, items: dict[str, Proposal]):
    answer = browser(world["jia_tech_signer"]).get(reverse("admin:index"))
    text = answer.content.decode()
    assert [tray.heading for tray in answer.context["trays"]] == ["等我办理", "即将到期", "已逾期"]
    assert reverse("admin:proposals_proposal_change", args=[items["reviewed"].pk]) in text
    assert "没有逾期的件。过了期限仍未办完的件会列在这里。" in text


def test_the_index_of_a_superuser_has_no_tray(world: World, items: dict[str, Proposal]):
    answer = browser(world["root"]).get(reverse("admin:index"))
    assert answer.status_code == 200
    assert answer.context["trays"] == []
    assert all(row.title not in answer.content.decode() for row in items.values())


@pytest.mark.parametrize("count", [1, 50])
def test_the_inbox_costs_the_same_queries_for_1_and_50(world: World, count: int):
    seat = world.seat("jia_member1")
    first = item_of(seat, S.ASSIGNED, lead=world.jia.tech)
    for number in range(2, count + 1):
        copy_of(first, number)
    with CaptureQueriesContext(connection) as asked:
        trays = inbox(world["jia_tech_office"], today(), office_calendar())
    assert [tray.count for tray in trays] == [count, count, 0]
    assert len(asked) == 9


def test_no_role_is_without_a_tray_of_its_own(world: World):
    assert somebody(Role.CLERK, world.jia.tech) == world["jia_tech_clerk"]
    item = walk(draft_of(world.seat("jia_deputy1")), S.REGISTERED)
    assert [row.pk for row in waiting_on(world["jia_gov"])] == [item.pk]

"""The list and one item whole: who sees what, what a list costs, what filters and search find."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from accounts.models import AuditEvent, User
from proposals.admin import proposal_list
from proposals.admin.item_page import masked
from proposals.models import Proposal
from proposals.queries import visible_proposals
from proposals.services import assignment, contact
from proposals.states import ProposalState as S
from tests.proposals.office import LIST, browser, change_page, copy_of
from tests.road import again, draft_of, item_of, take, walk
from tests.world import World

pytestmark = pytest.mark.django_db


def listed(user: User, **query: object) -> list[Proposal]:
    return browser(user).get(LIST, query).context["cl"].result_list


@pytest.fixture
def assigned(world: World) -> Proposal:
    return item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.tech, co=[world.jia.edu])


def test_the_list_is_what_the_reader_may_see(world: World, assigned: Proposal):
    draft_of(world.seat("jia_member2"))
    item_of(world.seat("jia_deputy1"), S.REGISTERED)
    item_of(world.seat("yi_member1"), S.ASSIGNED)
    for name, person in world.people.items():
        answer = browser(person).get(LIST)
        seen = set(visible_proposals(person))
        if name == "root":
            assert answer.status_code == 403
        elif name.endswith(("1", "2", "3", "dual")) and "_clerk2" not in name:
            assert answer.status_code == 302, name
        elif name != "clock":
            assert set(answer.context["cl"].result_list) == seen, name
        for item in Proposal.objects.all():
            status = browser(person).get(change_page(item)).status_code
            if name.endswith(("1", "2", "3", "dual")) and "_clerk2" not in name:
                assert status == 302
            elif name != "clock":
                assert status == (200 if item in seen else 404), (name, item.pk)


@pytest.mark.parametrize("count", [1, 50])
def test_a_list_of_1_and_of_50_rows_costs_the_same_queries(world: World, assigned: Proposal, count: int):
    for number in range(2, count + 1):
        copy_of(assigned, number)
    client = browser(world["jia_gov"])
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(LIST)
    assert len(answer.context["cl"].result_list) == count
    assert len(asked) == 20


def test_a_page_has_50_rows_and_the_next_the_rest(world: World, assigned: Proposal):
    for number in range(2, 53):
        copy_of(assigned, number)
    first, second = listed(world["jia_gov"]), listed(world["jia_gov"], p=2)
    assert (len(first), len(second)) == (50, 2)
    keys = [row.pk for row in [*first, *second]]
    assert keys == sorted(keys, reverse=True)


def test_a_long_list_is_cut_and_says_so(world: World, assigned: Proposal, monkeypatch: pytest.MonkeyPatch):
    copy_of(assigned, 2)
    monkeypatch.setattr(proposal_list, "MOST_LISTED", 1)
    text = browser(world["jia_gov"]).get(LIST).content.decode()
    assert "超过 1 件，列出前 1 件，请用上面的条件缩小范围。" in text


def test_columns_of_a_row(world: World, assigned: Proposal):
    text = browser(world["jia_gov"]).get(LIST).content.decode()
    due = assigned.clocks.get(key="reply").due_on
    for words in (
        f'title="{assigned.title}"',
        "甲委员一",
        "市科技局",
        '<span class="state working">待签收</span>',
        f"{due:%Y-%m-%d}",
        "还剩",
    ):
        assert words in text, words


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("1", True),
        ("第1号", True),
        ("图书室", True),
        ("甲委员一", True),
        ("图书室 甲委员", True),
        ("2", False),
        ("乙委员", False),
        ("图书室 乙", False),
        ("99999999999999999999", False),
        ("%", False),
    ],
)
def test_search(world: World, assigned: Proposal, words: str, found: bool):
    assert listed(world["jia_gov"], q=words) == ([assigned] if found else [])


def test_filters_find_and_leave_out(world: World, assigned: Proposal):
    other = item_of(world.seat("jia_deputy1"), S.REGISTERED)
    Proposal.objects.filter(pk=other.pk).update(topic=world.jia.npc.topic)
    gov = world["jia_gov"]
    assert listed(gov, state=S.ASSIGNED) == [assigned]
    assert listed(gov, lead=world.jia.tech.pk) == [assigned]
    assert listed(gov, lead=world.jia.edu.pk) == []
    assert listed(gov, assembly=world.jia.npc.assembly.pk) == [other]
    assert listed(gov, session=world.jia.cppcc.session.pk) == [assigned]
    assert listed(gov, topic=world.jia.npc.topic.pk) == [other]
    assert listed(gov, waiting="me") == [other]
    assert listed(gov, due="soon") == [assigned]
    assert listed(gov, due="late") == []


@pytest.mark.parametrize("name", ["assembly", "session", "lead", "topic", "state"])
@pytest.mark.parametrize("value", ["x", "-1", "9" * 30])
def test_a_nonsense_filter_finds_nothing(world: World, assigned: Proposal, name: str, value: str):
    assert listed(world["jia_gov"], **{name: value}) == []


def test_filters_offer_the_own_city_only(world: World, assigned: Proposal):
    specs = browser(world["jia_gov"]).get(LIST).context["cl"].filter_specs
    offered = {spec.parameter_name: {value for value, _ in spec.lookup_choices} for spec in specs}
    jia = world.jia
    assert offered["assembly"] == {jia.cppcc.assembly.pk, jia.npc.assembly.pk}
    assert offered["session"] == {s.pk for c in jia.chambers for s in (c.session, c.old_session)}
    assert offered["lead"] == {unit.pk for unit in (*jia.bureaus, jia.gov)}
    assert offered["topic"] == {jia.cppcc.topic.pk, jia.npc.topic.pk}


def test_an_empty_list_says_why(world: World):
    assert "还没有件。" in browser(world["jia_gov"]).get(LIST).content.decode()
    assert "没有符合条件的件" in browser(world["jia_gov"]).get(LIST, {"q": "无"}).content.decode()


def test_sorting_by_number_and_by_due_day(world: World, assigned: Proposal):
    second = copy_of(assigned, 2)
    assert listed(world["jia_gov"], o="0") == [assigned, second]
    assert listed(world["jia_gov"], o="-0") == [second, assigned]
    for column in ("5", "-5"):
        assert set(listed(world["jia_gov"], o=column)) == {assigned, second}


def test_nothing_of_django_s_own_forms_is_there(world: World, assigned: Proposal):
    for name in ("delete", "history"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:proposals_proposal_{name}", args=[assigned.pk])
    before = again(assigned)
    assert (
        browser(world["jia_gov"]).post(change_page(assigned), {"state": "closed", "title": "x"}).status_code
        == 200
    )
    assert (again(assigned).state, again(assigned).title) == (before.state, before.title)


# -- one item ------------------------------------------------------------------------------------


def test_the_page_shows_the_item_whole(world: World, assigned: Proposal):
    contact.record_contact(
        assigned,
        by=world["jia_tech_office"],
        held_on=assigned.handed_over_on,
        way="visit",
        people="双方",
        content="当面听取了意见。",
        place="村委会",
    )
    edu = assigned.assignments.get(unit=world.jia.edu)
    contact.give_opinion(edu, text="我局配合建设。", contact="", by=world["jia_edu_office"])
    text = browser(world["jia_gov"]).get(change_page(assigned)).content.decode()
    for words in (
        "第1号提案",
        assigned.title,
        "每个乡镇建一处图书室",
        "乡镇图书室偏少",
        "甲委员一",
        "甲一组",
        "市教育局会办意见",
        "我局配合建设。",
        "当面听取了意见。",
        "未签收",
        "交办",
        "甲府办",
        assigned.clocks.get(key="reply").explanation.replace("'", "&#x27;"),
    ):
        assert words in text, words


def test_html_in_a_text_stays_text(world: World):
    evil = "<script>alert(1)</script>{{ 7 }}{% now 'Y' %}"
    item = walk(draft_of(world.seat("jia_member1"), title=evil, body=evil, demands=[evil]), S.SUBMITTED)
    for address in (change_page(item), LIST, reverse("admin:index")):
        text = browser(world["jia_cppcc_office"]).get(address).content.decode()
        assert "<script>alert" not in text
        assert "{{ 7 }}" in text


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13800005678", "138****5678"), ("88886666", "888*6666"), ("1234567", "*******"), ("", "")],
)
def test_masked_phones(phone: str, shown: str):
    assert masked(phone) == shown


def test_phones_open_to_offices_and_to_units_that_signed_in(world: World, assigned: Proposal):
    seat = world.seat("jia_member1")
    seat.phone = "13800005678"
    seat.save()
    whole = {
        name: "13800005678" in page_of(world, name, assigned)
        for name in ("jia_cppcc_office", "jia_gov", "jia_tech_office", "jia_tech_clerk", "jia_edu_office")
    }
    assert whole == {
        "jia_cppcc_office": True,
        "jia_gov": True,
        "jia_tech_office": False,
        "jia_tech_clerk": False,
        "jia_edu_office": False,
    }
    assert "138****5678" in page_of(world, "jia_tech_clerk", assigned)
    take("accept", assigned)
    assert "13800005678" in page_of(world, "jia_tech_clerk", assigned)
    assert "13800005678" not in page_of(world, "jia_edu_office", assigned)
    read_by = AuditEvent.objects.filter(what="proposer.phones").values_list("by__username", flat=True)
    assert sorted(read_by) == ["jia_cppcc_office", "jia_gov", "jia_tech_clerk"]


def page_of(world: World, name: str, item: Proposal) -> str:
    return browser(world[name]).get(change_page(item)).content.decode()


def test_a_proposer_who_also_works_in_an_office_reads_no_internal_notes(world: World):
    """Somebody of another unit sees their own item through the seat alone."""
    seat = world.seat("jia_member1")
    seat.user = world["jia_fin_clerk"]
    seat.save()
    item = item_of(seat, S.DRAFTING, lead=world.jia.tech)
    contact.record_contact(
        item,
        by=world["jia_tech_office"],
        held_on=item.handed_over_on,
        way="visit",
        people="双方",
        content="内部情况",
    )
    assert "内部情况" not in page_of(world, "jia_fin_clerk", item)
    assert "内部情况" in page_of(world, "jia_tech_clerk", item)


def test_an_adjustment_shows_with_its_reason(world: World, assigned: Proposal):
    assignment.ask_adjustment(
        assigned.assignments.get(role="lead"),
        reason="职责在教育局。",
        by=world["jia_tech_office"],
        proposed_unit=world.jia.edu,
    )
    text = page_of(world, "jia_gov", assigned)
    assert "职责在教育局。" in text
    step = browser(world["jia_gov"]).get(
        reverse("admin:proposals_proposal_step", args=[assigned.pk, "release"])
    )
    assert ("建议承办单位", world.jia.edu.name) in step.context["page"].facts

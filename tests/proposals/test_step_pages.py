"""The step page and the buttons: what the table says, asked through the browser's own requests."""

import pytest
from django.test import Client
from django.urls import reverse

from proposals.models import Proposal
from proposals.queries import last_step_number, visible_proposals
from proposals.services.perform import steps_open_to
from proposals.states import ProposalState as S
from proposals.step_pages import page_of
from proposals.workflow import STEPS, TABLE
from tests.proposals.office import browser, change_page, step_page
from tests.road import again, draft_of, item_of, take, walk
from tests.world import World

pytestmark = pytest.mark.django_db

ROAD_STATES = (S.SUBMITTED, S.REGISTERED, S.ASSIGNED, S.DRAFTING, S.IN_REVIEW, S.SIGNED, S.REPLIED, S.CLOSED)
# One of each post: of the item's own city, of a co-handler, of the other body and the other city.
PEOPLE = (
    "jia_cppcc_office",
    "jia_npc_office",
    "jia_gov",
    "jia_tech_office",
    "jia_tech_clerk",
    "jia_tech_head",
    "jia_tech_leader",
    "jia_tech_signer",
    "jia_tech_print",
    "jia_edu_office",
    "jia_edu_clerk",
    "yi_cppcc_office",
    "root",
)


def state_of(proposal: Proposal) -> tuple[str, int]:
    return again(proposal).state, again(proposal).steps.count()


@pytest.fixture
def registered(world: World) -> Proposal:
    return item_of(world.seat("jia_member1"), S.REGISTERED)


def test_every_step_of_the_table_has_a_page():
    assert {step.action for step in TABLE if page_of(step.action) is None} == set()


@pytest.mark.parametrize("state", ROAD_STATES)
def test_buttons_are_the_steps_open_to_each_role(world: World, state: str):
    item = item_of(world.seat("jia_member1"), state, co=[world.jia.edu])
    for name in PEOPLE:
        person = world[name]
        answer = browser(person).get(change_page(item))
        if not visible_proposals(person).filter(pk=item.pk).exists():
            assert answer.status_code == 404, person.username
            continue
        shown = [(button.action, button.label, button.missing) for button in answer.context["step_buttons"]]
        offered = [(o.step.action, o.label, o.missing) for o in steps_open_to(person, again(item))]
        assert shown == offered, person.username
        text = answer.content.decode()
        for button in answer.context["step_buttons"]:
            assert (f'href="{button.address}"' in text) is button.is_open
            assert all(sentence in text for sentence in button.missing)


@pytest.mark.parametrize("state", [S.SUBMITTED, S.REGISTERED, S.ASSIGNED, S.IN_REVIEW, S.REPLIED])
def test_nobody_takes_a_step_that_is_not_offered(world: World, state: str):
    item = item_of(world.seat("jia_member1"), state)
    before = state_of(item)
    for name in ("jia_cppcc_office", "jia_gov", "jia_tech_office", "jia_tech_clerk", "jia_tech_print"):
        person = world[name]
        offered = {o.step.action for o in steps_open_to(person, again(item))}
        client = browser(person)
        seen_by = visible_proposals(person).filter(pk=item.pk).exists()
        for step in TABLE:
            if step.action in offered:
                continue
            typed = {"seen": last_step_number(item), "reason": "试一试"}
            status = client.post(step_page(item, step.action), typed).status_code
            expected = 404 if not seen_by else 403 if state in step.sources else 409
            assert status == expected, (name, step.action)
    assert state_of(item) == before


def test_superuser_other_body_and_other_city_find_nothing(world: World, registered: Proposal):
    listed = reverse("admin:proposals_proposal_changelist")
    for name in ("root", "jia_npc_office", "yi_cppcc_office", "yi_gov", "jia_edu_office"):
        client = browser(world[name])
        page = client.get(listed)
        if name == "root":
            assert page.status_code == 403
        else:
            assert page.context["cl"].result_list == [], name
        for address in (change_page(registered), step_page(registered, "assign")):
            assert client.get(address).status_code == 404, (name, address)
        assert client.post(step_page(registered, "assign"), {"seen": 2}).status_code == 404, name
    assert again(registered).state == S.REGISTERED


def test_visitors_and_deputies_are_sent_to_log_in(world: World, registered: Proposal):
    for client in (Client(), browser(world["jia_member1"])):
        answer = client.get(step_page(registered, "assign"))
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]


def test_unknown_step_is_404(world: World, registered: Proposal):
    assert browser(world["jia_gov"]).get(step_page(registered, "annul")).status_code == 404


def test_assigning_hands_over(world: World, registered: Proposal):
    client = browser(world["jia_gov"])
    page = client.get(step_page(registered, "assign"))
    offered = page.context["form"].fields["lead"].queryset
    assert {unit.city_id for unit in offered} == {world.jia.city.pk}
    answer = client.post(
        step_page(registered, "assign"),
        {
            "seen": last_step_number(registered),
            "lead": world.jia.tech.pk,
            "co": [world.jia.edu.pk, world.jia.fin.pk],
            "handed_over_on": "2026-03-02",
            "fixed_due": "2026-05-29",
        },
        follow=True,
    )
    assert answer.redirect_chain == [(change_page(registered), 302)]
    assert "已交办。" in answer.content.decode()
    row = again(registered)
    held = {(a.unit.short_name, a.role) for a in row.assignments.all()}
    assert held == {("市科技局", "lead"), ("市教育局", "co_handler"), ("市财政局", "co_handler")}
    assert row.clocks.get(key="reply").due_on.isoformat() == "2026-05-29"


def test_missing_lead_unit_says_so_and_keeps_what_was_typed(world: World, registered: Proposal):
    typed = {
        "seen": last_step_number(registered),
        "co": [world.jia.edu.pk],
        "handed_over_on": "2026-03-02",
        "is_long": "on",
        "reason": "请尽快办理。",
    }
    answer = browser(world["jia_gov"]).post(step_page(registered, "assign"), typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert answer.context["errors"] == [("请先确定主办单位，再交办。", "id_lead")]
    assert "请尽快办理。" in text
    form = answer.context["form"]
    assert form["co"].value() == [str(world.jia.edu.pk)]
    assert form["is_long"].value() is True
    assert again(registered).state == S.REGISTERED
    assert not again(registered).assignments.exists()


def test_a_wrong_date_is_named_at_its_field(world: World, registered: Proposal):
    typed = {
        "seen": last_step_number(registered),
        "lead": world.jia.tech.pk,
        "handed_over_on": "三月二日",
    }
    answer = browser(world["jia_gov"]).post(step_page(registered, "assign"), typed)
    assert answer.status_code == 422
    assert ("日期请写作 2023-06-29。", "id_handed_over_on") in answer.context["errors"]


def test_foreign_lead_unit_is_refused(world: World, registered: Proposal):
    typed = {"seen": last_step_number(registered), "lead": world.yi.tech.pk}
    answer = browser(world["jia_gov"]).post(step_page(registered, "assign"), typed)
    assert answer.status_code == 422
    assert again(registered).state == S.REGISTERED


def test_a_double_click_takes_one_step(world: World, registered: Proposal):
    client, before = browser(world["jia_gov"]), registered.steps.count()
    typed = {"seen": last_step_number(registered), "lead": world.jia.tech.pk}
    statuses = [client.post(step_page(registered, "assign"), typed).status_code for _ in range(2)]
    assert statuses == [302, 409]
    assert again(registered).steps.count() == before + 1
    assert again(registered).assignments.count() == 1


def test_a_stale_page_is_refused_shows_the_present_and_keeps_the_text(world: World):
    item = item_of(world.seat("jia_member1"), S.IN_REVIEW)
    seen = last_step_number(item)
    take("approve", item)
    head = world["jia_tech_office"]
    answer = browser(head).post(step_page(item, "approve"), {"seen": seen, "remark": "同意，请加快。"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "这一件刚刚有人办理过，请刷新页面，看清现在的情况再办。" in text
    assert "同意，请加快。" in text
    assert f'name="seen" value="{seen + 1}"' in text


@pytest.mark.parametrize("seen", ["", "第一步", "-1", "99999999999999999999"])
def test_a_nonsense_seen_is_stale(world: World, registered: Proposal, seen: str):
    typed = {"seen": seen, "lead": world.jia.tech.pk}
    assert browser(world["jia_gov"]).post(step_page(registered, "assign"), typed).status_code == 409
    assert again(registered).state == S.REGISTERED


def test_a_step_that_needs_its_reason_asks_for_it(world: World):
    item = item_of(world.seat("jia_member1"), S.SUBMITTED)
    client = browser(world["jia_cppcc_office"])
    assert "reason" in client.get(step_page(item, "give_back")).context["form"].fields
    answer = client.post(step_page(item, "give_back"), {"seen": 1, "reason": " "})
    assert answer.status_code == 422
    assert answer.context["errors"] == [("请写明退回补正的理由。", "id_reason")]
    assert client.post(step_page(item, "give_back"), {"seen": 1, "reason": "请补数据。"}).status_code == 302
    assert again(item).state == S.RETURNED


def test_declining_names_a_listed_reason(world: World):
    item = item_of(world.seat("jia_member1"), S.SUBMITTED)
    client = browser(world["jia_cppcc_office"])
    typed = {"seen": 1, "reason": "没有具体建议。"}
    answer = client.post(step_page(item, "decline"), typed)
    assert answer.status_code == 422
    assert answer.context["errors"] == [("请选择不予立案（受理）的理由。", "id_listed")]
    typed |= {"listed": world.jia.cppcc.reason.pk, "to_social_info": "on"}
    assert client.post(step_page(item, "decline"), typed).status_code == 302
    row = again(item)
    assert (row.state, row.became_social_info, row.decline_reason) == (
        S.DECLINED,
        True,
        world.jia.cppcc.reason,
    )


def test_registering_offers_the_next_number_and_refuses_a_taken_one(world: World, registered: Proposal):
    item = item_of(world.seat("jia_member2"), S.SUBMITTED)
    client = browser(world["jia_cppcc_office"])
    page = client.get(step_page(item, "register"))
    assert page.context["form"]["number"].value() == 2
    taken = client.post(step_page(item, "register"), {"seen": 1, "number": registered.number})
    assert taken.status_code == 422
    assert "已有第1号，请另给一个案号。" in taken.content.decode()
    typed = {"seen": 1, "number": 9, "number_text": "杭9", "topic": world.jia.cppcc.topic.pk}
    assert client.post(step_page(item, "register"), typed).status_code == 302
    row = again(item)
    assert (row.number, row.number_text, row.topic) == (9, "杭9", world.jia.cppcc.topic)


def test_merging_by_number(world: World, registered: Proposal):
    item = item_of(world.seat("jia_member2"), S.SUBMITTED)
    client = browser(world["jia_cppcc_office"])
    unknown = client.post(step_page(item, "merge"), {"seen": 1, "into": "77", "reason": "同一内容"})
    assert unknown.status_code == 422
    assert "市政协九届五次会议没有第77号，请核对案号。" in unknown.content.decode()
    typed = {"seen": 1, "into": f"第{registered.number_text}号", "reason": "同一内容"}
    assert client.post(step_page(item, "merge"), typed).status_code == 302
    assert again(item).merged_into == registered


def test_splitting_gives_each_demand_to_one_part(world: World, registered: Proposal):
    client = browser(world["jia_gov"])
    first, second = registered.demands.all()
    seen = last_step_number(registered)
    one_left = {"seen": seen, f"demand_{first.pk}": "1"}
    refused = client.post(step_page(registered, "split"), one_left)
    assert refused.status_code == 422
    assert "每项诉求必须分给且只分给一个分件。" in refused.content.decode()
    both = {"seen": seen, f"demand_{first.pk}": "1", f"demand_{second.pk}": "2", "title_2": "关于开放时间"}
    assert client.post(step_page(registered, "split"), both).status_code == 302
    parts = [
        (p.part_no, p.title, [d.text for d in p.demands.all()]) for p in registered.parts.order_by("part_no")
    ]
    assert parts == [(1, registered.title, [first.text]), (2, "关于开放时间", [second.text])]


def test_accepting_names_a_clerk_of_the_own_unit(world: World):
    item = item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.tech)
    client = browser(world["jia_tech_office"])
    clerks = client.get(step_page(item, "accept")).context["form"].fields["clerk"].queryset
    assert list(clerks) == [world["jia_tech_clerk"], world["jia_tech_clerk2"]]
    typed = {"seen": last_step_number(item), "clerk": world["jia_tech_clerk2"].pk}
    assert client.post(step_page(item, "accept"), typed).status_code == 302
    assert again(item).assignments.get().clerk == world["jia_tech_clerk2"]


def test_whoever_stands_in_is_named_with_代(world: World):
    item = item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.tech)
    world.stand_in("jia_tech_office", by="jia_tech_clerk")
    client = browser(world["jia_tech_clerk"])
    answer = client.post(step_page(item, "accept"), {"seen": last_step_number(item)}, follow=True)
    assert f"代{world['jia_tech_office']}" in answer.content.decode()


def test_the_body_s_own_word_stands_on_the_button(world: World):
    item = item_of(world.seat("jia_deputy1"), S.SUBMITTED)
    labels = [
        b.label for b in browser(world["jia_npc_office"]).get(change_page(item)).context["step_buttons"]
    ]
    assert labels[:3] == ["受理", "退回补正", "不予受理"]


def test_a_blocked_step_says_on_opening_why(world: World):
    item = walk(draft_of(world.seat("jia_member1"), co_signers=[world.seat("jia_member2")]), S.SUBMITTED)
    answer = browser(world["jia_cppcc_office"]).get(step_page(item, "register"))
    assert answer.status_code == 200
    assert "还有联名人没有确认，请联系本人确认或代为登记。" in answer.content.decode()
    assert answer.context["can_submit"] is False


def test_get_takes_no_step(world: World, registered: Proposal):
    before = state_of(registered)
    for action in STEPS:
        browser(world["jia_gov"]).get(step_page(registered, action))
    assert state_of(registered) == before

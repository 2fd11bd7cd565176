"""The small pages around the steps: who reaches them, what they write, what they refuse."""

import pytest
from django.urls import reverse

from proposals.fact_pages import BY_CODE, PAGES, facts_open_to
from proposals.models import Assignment, Proposal
from proposals.posts import Posts
from proposals.services import assignment
from proposals.states import ProposalState as S
from tests.proposals.office import browser, change_page, fact_page
from tests.road import again, draft_of, item_of, take, walk
from tests.world import World

pytestmark = pytest.mark.django_db

TALK = {
    "held_on": "2026-03-02",
    "way": "visit",
    "place": "村委会",
    "people": "甲科经办、甲委员一",
    "leader_level": "section",
    "content": "当面听取了意见。",
}


@pytest.fixture
def drafting(world: World) -> Proposal:
    return item_of(world.seat("jia_member1"), S.DRAFTING, lead=world.jia.tech, co=[world.jia.edu])


def part(item: Proposal, unit: object) -> Assignment:
    return item.assignments.get(unit=unit)


def codes(world: World, name: str, item: Proposal) -> set[str]:
    return {fact.page.code for fact in facts_open_to(again(item), Posts.of(world[name]))}


def test_each_post_is_offered_its_own_facts(world: World, drafting: Proposal):
    offered = {
        "jia_cppcc_office": set(),
        "jia_gov": set(),
        "jia_tech_office": {"contact", "clerk", "ask-adjustment"},
        "jia_tech_clerk": {"contact"},
        "jia_tech_signer": {"contact"},
        "jia_edu_office": {"contact", "co-accept", "opinion", "clerk"},
        "jia_edu_clerk": {"contact", "opinion"},
        "jia_fin_office": set(),
        "root": set(),
    }
    for name, expected in offered.items():
        assert codes(world, name, drafting) == expected, name


def test_every_offered_fact_has_a_page_that_opens(world: World, drafting: Proposal):
    for name in ("jia_tech_office", "jia_edu_office", "jia_edu_clerk"):
        client = browser(world[name])
        for fact in client.get(change_page(drafting)).context["facts_open"]:
            address = fact_page(drafting, fact.page.code, fact.row.pk)
            assert client.get(address).status_code == 200, address


def test_others_get_403_and_strangers_404(world: World, drafting: Proposal):
    edu = part(drafting, world.jia.edu)
    for code in ("co-accept", "opinion", "clerk"):
        address = fact_page(drafting, code, edu.pk)
        for name in ("jia_cppcc_office", "jia_gov", "jia_tech_office"):
            for method in ("get", "post"):
                assert getattr(browser(world[name]), method)(address).status_code == 403, (name, code)
        for name in ("jia_npc_office", "yi_gov", "jia_fin_office", "root"):
            assert browser(world[name]).post(address).status_code == 404, (name, code)
    edu.refresh_from_db()
    assert (edu.accepted_at, edu.clerk) == (None, None)


def test_rows_of_another_item_and_unknown_facts_are_404(world: World, drafting: Proposal):
    other = item_of(world.seat("jia_member2"), S.ASSIGNED, lead=world.jia.edu)
    client = browser(world["jia_edu_office"])
    assert client.get(fact_page(drafting, "clerk", part(other, world.jia.edu).pk)).status_code == 404
    assert client.get(fact_page(drafting, "rename", drafting.pk)).status_code == 404
    assert set(BY_CODE) == {page.code for page in PAGES}


def test_contact_is_recorded(world: World, drafting: Proposal):
    client = browser(world["jia_tech_clerk"])
    address = fact_page(drafting, "contact", drafting.pk)
    assert client.post(address, TALK).status_code == 302
    record = drafting.contacts.get()
    assert (record.unit, record.recorded_by, record.content) == (
        world.jia.tech,
        world["jia_tech_clerk"],
        TALK["content"],
    )


def test_contact_says_what_is_missing_and_keeps_the_rest(world: World, drafting: Proposal):
    client = browser(world["jia_tech_clerk"])
    answer = client.post(fact_page(drafting, "contact", drafting.pk), {**TALK, "held_on": "", "people": ""})
    assert answer.status_code == 422
    assert answer.context["errors"] == [
        ("请填写沟通日期。", "id_held_on"),
        ("请填写参加人，提出人和我方都要写上。", "id_people"),
    ]
    assert TALK["content"] in answer.content.decode()
    late = client.post(fact_page(drafting, "contact", drafting.pk), {**TALK, "held_on": "2026-03-03"})
    assert late.status_code == 422
    assert "沟通日期不能晚于今天。" in late.content.decode()
    assert not drafting.contacts.exists()


def test_co_handler_signs_in_and_gives_its_opinion(world: World, drafting: Proposal):
    edu, client = part(drafting, world.jia.edu), browser(world["jia_edu_office"])
    typed = {"clerk": world["jia_edu_clerk"].pk}
    assert client.post(fact_page(drafting, "co-accept", edu.pk), typed).status_code == 302
    again_click = client.post(fact_page(drafting, "co-accept", edu.pk), typed)
    assert again_click.status_code == 409
    assert "这一件不需要签收，或已经签收。" in again_click.content.decode()
    clerk = browser(world["jia_edu_clerk"])
    empty = clerk.post(fact_page(drafting, "opinion", edu.pk), {"text": " "})
    assert (empty.status_code, "请写明会办意见。" in empty.content.decode()) == (422, True)
    assert clerk.post(fact_page(drafting, "opinion", edu.pk), {"text": "同意。"}).status_code == 302
    edu.refresh_from_db()
    assert (edu.clerk, edu.opinion.text) == (world["jia_edu_clerk"], "同意。")
    assert clerk.get(fact_page(drafting, "opinion", edu.pk)).context["form"]["text"].value() == "同意。"


def test_office_names_another_clerk_of_its_own(world: World, drafting: Proposal):
    tech, client = part(drafting, world.jia.tech), browser(world["jia_tech_office"])
    address = fact_page(drafting, "clerk", tech.pk)
    foreign = client.post(address, {"clerk": world["jia_edu_clerk"].pk})
    assert foreign.status_code == 422
    assert ("请从本单位的经办人中选择。", "id_clerk") in foreign.context["errors"]
    assert client.post(address, {"clerk": world["jia_tech_clerk2"].pk}).status_code == 302
    tech.refresh_from_db()
    assert tech.clerk == world["jia_tech_clerk2"]


def test_adjustment_is_asked_and_refused(world: World):
    item = item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.tech)
    tech, office = part(item, world.jia.tech), browser(world["jia_tech_office"])
    address = fact_page(item, "ask-adjustment", tech.pk)
    empty = office.post(address, {"reason": ""})
    assert (empty.status_code, "请写明申请调整的理由和依据。" in empty.content.decode()) == (422, True)
    typed = {"reason": "职责在教育局。", "proposed_unit": world.jia.edu.pk}
    assert office.post(address, typed).status_code == 302
    assert office.post(address, typed).status_code == 409
    assert office.get(address).status_code == 409
    request = tech.adjust_requests.get()
    gov = browser(world["jia_gov"])
    assert codes(world, "jia_gov", item) == {"refuse-adjustment"}
    assert office.post(fact_page(item, "refuse-adjustment", request.pk), {"words": "x"}).status_code == 403
    assert gov.post(fact_page(item, "refuse-adjustment", request.pk), {"words": ""}).status_code == 422
    assert (
        gov.post(fact_page(item, "refuse-adjustment", request.pk), {"words": "仍由你局主办。"}).status_code
        == 302
    )
    request.refresh_from_db()
    assert (request.decision, request.words) == ("refused", "仍由你局主办。")


def test_office_enters_a_co_signer_s_consent(world: World):
    draft = draft_of(
        world.seat("jia_member1"), co_signers=[world.seat("jia_member2"), world.seat("jia_member3")]
    )
    item = walk(draft, S.SUBMITTED)
    client = browser(world["jia_cppcc_office"])
    asked = list(item.proposers.filter(role="co_signer").order_by("order"))
    for proposer, answer in zip(asked, ("yes", "no"), strict=True):
        assert client.post(fact_page(item, "consent", proposer.pk), {"agree": answer}).status_code == 302
    assert [p.consent for p in item.proposers.filter(role="co_signer").order_by("order")] == [
        "given",
        "refused",
    ]
    nothing = client.post(fact_page(item, "consent", asked[0].pk), {})
    assert ("请选择本人意见。", "id_agree") in nothing.context["errors"]


def test_an_item_out_of_sight_leads_back_to_the_list(world: World):
    """Whoever lets go of the last thing that showed them an item lands on the list, not on a 404."""
    item = item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.tech)
    assignment.ask_adjustment(part(item, world.jia.tech), reason="职责已划转。", by=world["jia_tech_office"])
    take("release", item)
    assert browser(world["jia_tech_office"]).get(change_page(item)).status_code == 404
    draft = draft_of(world.seat("jia_member1"), by=world["jia_cppcc_office"])
    answer = browser(world["jia_cppcc_office"]).post(fact_page(draft, "discard", draft.pk))
    assert answer["Location"] == reverse("admin:proposals_proposal_changelist")
    assert not Proposal.objects.filter(pk=draft.pk).exists()

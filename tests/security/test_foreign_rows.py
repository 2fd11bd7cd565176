"""Keys of other people's rows in what is posted, and fields no form has."""

import pytest

from accounts.models import Membership, User
from proposals.models import Proposal
from proposals.services.files import attach
from proposals.states import ProposalState as S
from proposals.views.files import attachment
from responses.services.drafting import start_response
from tests.portal.pages import PDF, filled, upload
from tests.proposals.office import browser, fact_page, step_page
from tests.road import again, draft_of, item_of, walk
from tests.world import World


def test_units_of_another_city_are_not_handed_an_item(world: World) -> None:
    item = item_of(world.seat("jia_member1"), S.REGISTERED)
    page, office = step_page(item, "assign"), browser(world["jia_gov"])
    for typed in (
        {"lead": world.yi.tech.pk},
        {"lead": world.jia.tech.pk, "co": [world.yi.edu.pk]},
        {"lead": world.jia.cppcc.office.pk},
        {"lead": world.jia.tech.pk, "co": [world.jia.tech.pk]},
    ):
        assert office.post(page, {"seen": 2, **typed}).status_code == 422, typed
    assert (again(item).state, item.assignments.count()) == (S.REGISTERED, 0)


def test_a_clerk_of_another_unit_is_not_named(world: World) -> None:
    item = item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.tech, co=[world.jia.edu])
    office = browser(world["jia_tech_office"])
    for stranger in ("jia_edu_clerk", "yi_tech_clerk", "jia_tech_head", "root"):
        typed = {"seen": 3, "clerk": world[stranger].pk}
        assert office.post(step_page(item, "accept"), typed).status_code == 422, stranger
    other = item.assignments.get(unit=world.jia.edu)
    answer = office.post(fact_page(item, "clerk", other.pk), {"clerk": world["jia_edu_clerk"].pk})
    assert answer.status_code == 403
    assert again(item).state == S.ASSIGNED


def test_a_row_of_another_item_stands_on_no_page_of_this_one(world: World) -> None:
    mine = item_of(world.seat("jia_member1"), S.DRAFTING, lead=world.jia.tech)
    far = item_of(world.seat("yi_member1"), S.DRAFTING, lead=world.yi.tech)
    office = browser(world["jia_tech_office"])
    for code, row in (
        ("clerk", far.assignments.get()),
        ("contact", far),
        ("ask-adjustment", far.assignments.get()),
    ):
        assert office.get(fact_page(mine, code, row.pk)).status_code in (403, 404)
        assert office.post(fact_page(mine, code, row.pk), {}).status_code == 404


def test_items_merge_within_their_session_and_body_alone(world: World) -> None:
    mine = item_of(world.seat("jia_member1"), S.SUBMITTED)
    for seat, number in (("jia_deputy1", 77), ("yi_member1", 78)):
        item_of(world.seat(seat), S.REGISTERED, number=number)
        answer = browser(world["jia_cppcc_office"]).post(
            step_page(mine, "merge"), {"seen": 1, "into": str(number), "reason": "同一事项"}
        )
        assert answer.status_code == 422
    assert again(mine).state == S.SUBMITTED


def test_classes_and_sessions_of_other_bodies_are_refused(world: World) -> None:
    mine = item_of(world.seat("jia_member1"), S.SUBMITTED)
    typed = {"seen": 1, "topic": world.jia.npc.topic.pk}
    assert browser(world["jia_cppcc_office"]).post(step_page(mine, "register"), typed).status_code == 422
    deputy = browser(world["jia_member1"])
    assert deputy.post("/my/new/", filled(topic=world.jia.npc.topic.pk)).status_code == 422
    place = f"/my/new/?seat={world.seat('yi_member1').pk}&session={world.yi.cppcc.session.pk}"
    assert deputy.post(place, filled()).status_code == 404
    foreign = f"/my/new/?seat={world.seat('jia_member1').pk}&session={world.jia.npc.session.pk}"
    assert deputy.post(foreign, filled()).status_code == 404
    assert Proposal.objects.count() == 1


def test_demands_of_another_item_are_not_answered(world: World) -> None:
    one = walk(draft_of(world.seat("jia_member1")), S.DRAFTING, lead=world.jia.tech)
    other = item_of(world.seat("jia_member2"), S.DRAFTING, lead=world.jia.tech)
    text = start_response(one, by=world["jia_tech_clerk"])
    demand = other.demands.first()
    typed = {"body": "答复", "version": text.version, f"verdict_{demand.pk}": "adopted"}
    browser(world["jia_tech_clerk"]).post(f"/admin/responses/response/{text.pk}/change/", typed)
    assert demand.answers.count() == 0 if hasattr(demand, "answers") else True
    assert not text.demand_answers.filter(demand=demand).exists()


def test_the_same_bytes_elsewhere_open_no_file(world: World) -> None:
    mine = attach(draft_of(world.seat("jia_member1")), upload("甲.pdf", PDF), by=world["jia_member1"])
    theirs = attach(draft_of(world.seat("jia_member2")), upload("乙.pdf", PDF), by=world["jia_member2"])
    assert mine.sha256 == theirs.sha256
    client = browser(world["jia_member1"])
    assert client.get(f"/my/files/{theirs.pk}/").status_code == 404
    for address in (
        f"/never-served/{mine.file.name}",
        f"/media/{mine.file.name}",
        f"/static/{mine.file.name}",
    ):
        assert client.get(address).status_code == 404, address
    assert attachment.__module__ == "proposals.views.files"


@pytest.mark.parametrize("keeper", ["root", "jia_gov", "jia_tech_office"])
def test_no_form_of_an_account_takes_powers(world: World, keeper: str) -> None:
    person = world["jia_tech_clerk"]
    before = User.objects.values().get(pk=person.pk)
    answer = browser(world[keeper]).post(
        f"/admin/accounts/user/{person.pk}/change/",
        {
            "name": person.name,
            "email": person.email,
            "phone": "",
            "is_active": "on",
            "is_superuser": "on",
            "is_staff": "on",
            "groups": "1",
            "user_permissions": "1",
            "username": "root2",
            "password": "x",
            "city": world.yi.city.pk,
            "unit": world.jia.gov.pk,
            "role": "government_office",
            "memberships-TOTAL_FORMS": "1",
            "memberships-INITIAL_FORMS": "0",
            "memberships-0-unit": world.jia.gov.pk,
            "memberships-0-role": "government_office",
            "memberships-0-starts_on": "2026-01-01",
        },
    )
    assert answer.status_code in (200, 302)
    assert User.objects.values().get(pk=person.pk) == before
    assert Membership.objects.filter(user=person).count() == 1


def test_a_signature_under_another_letter_is_not_rated(world: World) -> None:
    one = item_of(world.seat("jia_member1"), S.REPLIED, lead=world.jia.tech)
    other = item_of(world.seat("jia_member2"), S.REPLIED, lead=world.jia.tech)
    typed = {"proposer": other.proposers.get().pk, "work": "satisfied", "result": "satisfied"}
    address = f"/admin/responses/evaluation/paper/{one.pk}/"
    assert browser(world["jia_cppcc_office"]).post(address, typed).status_code == 422
    assert other.responses.get().evaluations.count() == 0

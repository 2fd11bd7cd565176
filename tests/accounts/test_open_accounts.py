"""An account nobody has a place for yet belongs to who opened it: nobody else comes to own it by giving it a place."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.errors import AccountRefused
from accounts.models import AuditEvent, Membership, User
from accounts.now import today
from accounts.queries import people_kept_by, people_seen_by
from accounts.roles import Role
from accounts.services.links import hand_out_link
from accounts.services.people import Person, open_account
from accounts.services.posts import NOT_YOURS_TO_APPOINT, end_role, grant_role
from proposals.models import Member
from tests.world import World

OFFICES = ("jia_gov", "jia_npc_office", "jia_tech_office", "jia_edu_office", "yi_cppcc_office", "yi_gov")


@pytest.fixture
def fresh(world: World) -> User:
    """The account 提案委 opened for a member whose seat is registered tomorrow."""
    return open_account("fresh", Person("新委员"), city=world.jia.city, by=world["jia_cppcc_office"])


def keepers(world: World, person: User) -> set[str]:
    return {name for name, by in world.people.items() if person in people_kept_by(by)}


def test_a_new_account_is_kept_by_who_opened_it_alone(world: World, fresh: User) -> None:
    assert fresh.opened_in == world.jia.cppcc.office
    assert keepers(world, fresh) == {"root", "jia_cppcc_office"}
    assert {name for name, by in world.people.items() if fresh in people_seen_by(by)} == keepers(world, fresh)


@pytest.mark.parametrize("office", OFFICES)
def test_no_other_office_hands_out_its_link(world: World, fresh: User, office: str) -> None:
    with pytest.raises(PermissionDenied):
        hand_out_link(fresh, by=world[office])


@pytest.mark.parametrize("office", ["jia_gov", "jia_tech_office", "jia_edu_office"])
def test_no_other_office_comes_to_keep_it_by_a_post(world: World, fresh: User, office: str) -> None:
    """Otherwise: a post, a link, a password, the post ended, and the member's account is the bureau's to rate with."""
    by = world[office]
    unit = by.memberships.get().unit
    role = Role.CLERK
    with pytest.raises(AccountRefused) as refused:
        grant_role(fresh, unit, role, by=by)
    assert refused.value.sentences == [NOT_YOURS_TO_APPOINT]
    client = Client()
    client.force_login(by)
    typed = {"user": "fresh", "unit": unit.pk, "role": role, "starts_on": "2026-03-02", "ends_on": ""}
    answer = client.post("/admin/accounts/membership/add/", typed)
    assert (answer.status_code, NOT_YOURS_TO_APPOINT in answer.content.decode()) == (200, True)
    assert not Membership.objects.filter(user=fresh).exists()
    assert keepers(world, fresh) == {"root", "jia_cppcc_office"}


def test_the_other_chamber_gives_it_no_seat(world: World, fresh: User) -> None:
    client = Client()
    client.force_login(world["jia_npc_office"])
    typed = {"term": world.jia.npc.term.pk, "name": "新代表", "group": "一组", "user": fresh.pk}
    assert client.post("/admin/proposals/member/add/", typed).status_code == 200
    assert not Member.objects.filter(user=fresh).exists()
    client.force_login(world["jia_cppcc_office"])
    typed |= {"term": world.jia.cppcc.term.pk, "name": "新委员"}
    assert client.post("/admin/proposals/member/add/", typed).status_code == 302
    assert Member.objects.get(user=fresh).term == world.jia.cppcc.term


def test_who_left_is_taken_in_by_the_city_or_while_the_old_post_lasts(world: World) -> None:
    clerk, tech, edu = world["jia_tech_clerk"], world["jia_tech_office"], world["jia_edu_office"]
    end_role(clerk.memberships.get(), by=tech, ends_on=today() - timedelta(days=1))
    assert keepers(world, clerk) == {"root", "jia_gov", "jia_tech_office"}
    with pytest.raises(AccountRefused) as refused:
        grant_role(clerk, world.jia.edu, Role.CLERK, by=edu)
    assert refused.value.sentences == [NOT_YOURS_TO_APPOINT]
    assert grant_role(clerk, world.jia.edu, Role.CLERK, by=world["jia_gov"]).pk
    assert "jia_edu_office" in keepers(world, clerk)
    assert grant_role(world["jia_fin_clerk"], world.jia.edu, Role.CLERK, by=edu).pk


def test_what_root_opened_is_found_by_the_citys_offices(world: World) -> None:
    person = open_account("plain", Person("无处"), city=world.jia.city, by=world["root"])
    assert person.opened_in is None
    assert keepers(world, person) == {"root", "jia_gov", "jia_cppcc_office", "jia_npc_office"}


def test_the_trail_names_the_unit_that_opened_it(world: World, fresh: User) -> None:
    event = AuditEvent.objects.get(what="account.open")
    assert (event.object_id, event.unit, event.by) == (
        fresh.pk,
        world.jia.cppcc.office,
        world["jia_cppcc_office"],
    )

"""Who keeps whose account: offices their own, nobody another city's, and no office all of somebody's powers."""

from datetime import timedelta

import pytest

from accounts.models import Membership, Substitution, User
from accounts.now import today
from accounts.queries import cities_kept_by, people_kept_by, people_seen_by, units_kept_by
from accounts.roles import Role
from accounts.services.people import masked
from tests.world import DESKS, World

KEEPERS = {"gov", "cppcc_office", "npc_office", "tech_office", "edu_office", "fin_office"}


def names(people) -> set[str]:
    return set(people.values_list("username", flat=True))


def bureau(slug: str, key: str) -> set[str]:
    return {f"{slug}_{key}_{desk}" for desk in DESKS}


def expected(slug: str) -> dict[str, tuple[set[str], set[str]]]:
    """Return for each keeper of a city whom they see and whom they keep."""
    everybody_in_bureaus = bureau(slug, "tech") | bureau(slug, "edu") | bureau(slug, "fin")
    members = {f"{slug}_member{n}" for n in (1, 2, 3)}
    deputies = {f"{slug}_deputy{n}" for n in (1, 2, 3)}
    cppcc = {f"{slug}_cppcc_office"} | members
    npc = {f"{slug}_npc_office"} | deputies
    both_bodies = {f"{slug}_dual"}
    return {
        f"{slug}_gov": (everybody_in_bureaus | {f"{slug}_gov"}, everybody_in_bureaus | {f"{slug}_gov"}),
        f"{slug}_cppcc_office": (cppcc | both_bodies, cppcc),
        f"{slug}_npc_office": (npc | both_bodies, npc),
        **{f"{slug}_{key}_office": (bureau(slug, key), bureau(slug, key)) for key in ("tech", "edu", "fin")},
    }


def test_each_office_sees_and_keeps_exactly_its_own(world: World):
    rights = expected("jia") | expected("yi")
    for username, person in world.people.items():
        seen, kept = rights.get(username, (set(), set()))
        if username == "root":
            seen = kept = set(world.people) - {"clock"}
        assert names(people_seen_by(person)) == seen, username
        assert names(people_kept_by(person)) == kept, username
    assert names(people_seen_by(world.anonymous)) == names(people_kept_by(world.anonymous)) == set()


def test_each_office_keeps_exactly_its_units_and_its_city(world: World):
    for slug, place in world.places.items():
        expected_units = {
            f"{slug}_gov": {place.gov, *place.bureaus},
            f"{slug}_cppcc_office": {place.cppcc.office},
            f"{slug}_npc_office": {place.npc.office},
            f"{slug}_tech_office": {place.tech},
            f"{slug}_edu_office": {place.edu},
            f"{slug}_fin_office": {place.fin},
        }
        for username, person in world.people.items():
            if username.startswith(slug):
                units = expected_units.get(username, set())
                assert set(units_kept_by(person)) == units, username
                assert set(cities_kept_by(person)) == ({place.city} if units else set()), username
    assert units_kept_by(world["root"]).count() == 12
    assert set(cities_kept_by(world["root"])) == {world.jia.city, world.yi.city}
    assert not units_kept_by(world.anonymous).exists()


def test_a_keeper_out_of_office_or_switched_off_keeps_nothing(world: World):
    keeper = world["jia_tech_office"]
    keeper.memberships.update(ends_on=today() - timedelta(days=1))
    assert names(people_seen_by(keeper)) == set()
    root = world["root"]
    root.is_active = False
    assert names(people_seen_by(root)) == names(people_kept_by(root)) == set()


def test_a_stand_in_keeps_what_the_absent_keeper_keeps_on_those_days(world: World):
    clerk = world["jia_tech_clerk"]
    assert names(people_kept_by(clerk)) == set()
    world.stand_in("jia_tech_office", by="jia_tech_clerk")
    assert names(people_kept_by(clerk)) == bureau("jia", "tech")


@pytest.mark.parametrize("starts_in", [-100, 0, 30])
def test_whoever_also_has_a_post_elsewhere_is_seen_and_not_kept(world: World, starts_in: int):
    clerk = world["jia_tech_clerk"]
    Membership.objects.create(
        user=clerk, unit=world.jia.edu, role=Role.SIGNER, starts_on=today() + timedelta(days=starts_in)
    )
    for office in ("jia_tech_office", "jia_edu_office"):
        assert clerk in people_seen_by(world[office])
        assert clerk not in people_kept_by(world[office])
    assert clerk in people_kept_by(world["jia_gov"])
    assert clerk in people_kept_by(world["root"])


def test_a_post_that_ended_elsewhere_is_no_hindrance(world: World):
    clerk = world["jia_tech_clerk"]
    Membership.objects.create(
        user=clerk,
        unit=world.jia.edu,
        role=Role.CLERK,
        starts_on=today() - timedelta(days=90),
        ends_on=today() - timedelta(days=1),
    )
    assert clerk in people_kept_by(world["jia_tech_office"])
    assert clerk not in people_seen_by(world["jia_edu_office"])


def test_whoever_stands_in_elsewhere_is_not_kept_until_that_is_over(world: World):
    clerk = world["jia_tech_clerk"]
    substitution = world.stand_in("jia_edu_signer", by="jia_tech_clerk")
    assert clerk not in people_kept_by(world["jia_tech_office"])
    Substitution.objects.filter(pk=substitution.pk).update(
        starts_on=today() - timedelta(days=2), ends_on=today() - timedelta(days=1)
    )
    assert clerk in people_kept_by(world["jia_tech_office"])


def test_a_leader_with_a_seat_is_kept_by_neither_office(world: World):
    """The assembly's office may not come into a bureau through a member, nor a bureau into a member's rating."""
    member = world["jia_member1"]
    Membership.objects.create(user=member, unit=world.jia.tech, role=Role.SIGNER, starts_on=today())
    for office in ("jia_cppcc_office", "jia_tech_office", "jia_gov"):
        assert member not in people_kept_by(world[office]), office
    assert member in people_seen_by(world["jia_cppcc_office"])
    assert member in people_seen_by(world["jia_tech_office"])
    assert member in people_kept_by(world["root"])


def test_a_new_account_without_a_place_is_found_by_the_offices_of_its_city(world: World):
    fresh = User.objects.create_user("fresh", name="新来的", city=world.jia.city)
    keepers = {name for name, person in world.people.items() if fresh in people_kept_by(person)}
    assert keepers == {"root", "jia_gov", "jia_cppcc_office", "jia_npc_office"}


def test_who_left_a_unit_for_nowhere_is_still_found_by_it(world: World):
    clerk = world["jia_tech_clerk"]
    clerk.memberships.update(ends_on=today() - timedelta(days=1))
    keepers = {name for name, person in world.people.items() if clerk in people_kept_by(person)}
    assert keepers == {"root", "jia_gov", "jia_tech_office"}


def test_no_office_sees_a_technical_administrator_or_the_clock(world: World):
    root = world["root"]
    root.city = world.jia.city
    root.save()
    Membership.objects.create(user=root, unit=world.jia.tech, role=Role.CLERK, starts_on=today())
    for username, person in world.people.items():
        if username != "root":
            assert not people_seen_by(person).filter(username__in=["root", "clock"]).exists(), username


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13800000000", "138****0000"), ("", ""), ("88886666", "********"), ("+8613800000000", "+86****0000")],
)
def test_a_telephone_number_is_masked(phone: str, shown: str):
    assert masked(phone) == shown

"""Who sees which items: two cities with both bodies each, everybody, against a list written by hand."""

from collections.abc import Callable

import pytest

from accounts.now import now
from accounts.roles import Role
from proposals.models import Proposal
from proposals.queries import visible_proposals
from proposals.services import assignment
from proposals.states import Body
from proposals.states import ProposalState as S
from responses.models import ReviewChainStage
from tests.road import draft_of, take, walk
from tests.world import DESKS, Chamber, Place, World

SEATS = {Body.CPPCC: "member", Body.NPC: "deputy"}


def desks(slug: str, bureau: str) -> set[str]:
    """Return the user names of everybody in a bureau."""
    return {f"{slug}_{bureau}_{desk}" for desk in DESKS}


def fill(world: World, slug: str, place: Place, chamber: Chamber) -> dict[str, set[str]]:
    """Make an item of every kind in one chamber; return by title who sees it."""
    body = chamber.assembly.body
    office, gov = f"{slug}_{body}_office", f"{slug}_gov"
    one, two, three = (f"{slug}_{SEATS[body]}{n}" for n in (1, 2, 3))
    tech, edu, fin = (desks(slug, bureau) for bureau in ("tech", "edu", "fin"))
    seen: dict[str, set[str]] = {}

    def add(
        what: str, first: str, viewers: set[str], to: str = S.DRAFT, *, along: tuple[str, ...] = (), **how
    ) -> Proposal:
        title = f"{slug} {body} {what}"
        seen[title] = viewers
        by = how.pop("by", None)
        draft = draft_of(
            world.seat(first),
            title=title,
            co_signers=[world.seat(name) for name in along],
            by=world[by] if by else None,
        )
        return walk(draft, to, **how)

    add("own draft", one, {one}, along=(two,))
    add("draft on behalf", three, {office, three}, by=office)
    add("submitted, not answered by the co-signer", one, {office, one, two}, S.SUBMITTED, along=(two,))
    refused = add("submitted, refused by the co-signer", one, {office, one}, S.SUBMITTED, along=(three,))
    refused.proposers.filter(role="co_signer").update(consent="refused")
    add("given back", two, {office, two}, S.RETURNED)
    add("declined", one, {office, one}, S.DECLINED)
    add("registered", two, {office, gov, two}, S.REGISTERED)
    handled = {office, gov, one, two, *tech, *edu}
    main = add("in hand", one, handled, S.DRAFTING, along=(two,), lead=place.tech, co=[place.edu])
    add("merged before registration", three, {office, three}, S.MERGED, into=main)
    released = add("released", one, {office, gov, one}, S.DRAFTING, lead=place.fin, co=[place.edu])
    take("release", released)
    add("withdrawn in hand", one, {office, gov, one, *fin}, S.DRAFTING, lead=place.fin)
    take("withdraw", Proposal.objects.get(title=f"{slug} {body} withdrawn in hand"))
    add("replied", two, {office, gov, two, *edu}, S.REPLIED, lead=place.edu)
    imported = f"{slug} {body} imported"
    seen[imported] = {office, gov}
    Proposal.objects.create(
        session=chamber.old_session,
        kind=chamber.assembly.kind,
        number=9,
        number_text="9",
        title=imported,
        origin="imported",
        state=S.CLOSED,
        rules=chamber.rules,
        distributor=place.gov,
        filed_by=world["clock"],
        created_at=now(),
    )
    return seen


def seen_by(world: World, sees: Callable = visible_proposals) -> dict[str, set[str]]:
    """Return by user name the titles they see; everybody is named, also who sees nothing."""
    return {user.username: set(sees(user).values_list("title", flat=True)) for user in world.everybody}


def test_everybody_sees_exactly_what_is_theirs(world: World):
    viewers: dict[str, set[str]] = {}
    for slug, place in world.places.items():
        for chamber in place.chambers:
            viewers |= fill(world, slug, place, chamber)
    assert len(viewers) == Proposal.objects.count() == 4 * 13
    expected = {user.username: set() for user in world.everybody}
    for title, people in viewers.items():
        for username in people:
            expected[username].add(title)
    assert seen_by(world) == expected
    assert expected["root"] == expected["clock"] == expected[""] == expected["jia_dual"] == set()


def test_nobody_sees_an_item_twice(world: World):
    row = walk(
        draft_of(world.seat("jia_member1"), co_signers=[world.seat("jia_member2")]),
        S.IN_REVIEW,
        lead=world.jia.tech,
        co=[world.jia.edu],
    )
    # The same person in both units, in several roles.
    world.stand_in("jia_edu_office", by="jia_tech_office")
    world.stand_in("jia_tech_signer", by="jia_tech_office")
    for user in world.everybody:
        assert visible_proposals(user).filter(pk=row.pk).count() in (0, 1)
    assert list(visible_proposals(world["jia_tech_office"])) == [row]


def test_one_person_in_two_bodies_sees_both_apart(world: World):
    old, present = world.jia.cppcc.old_term, world.jia.npc.term
    world.jia.cppcc.old_session.is_open_for_filing = True
    world.jia.cppcc.old_session.save()
    as_member = walk(draft_of(world.seat("jia_dual", old), title="任委员时"), S.SUBMITTED)
    as_deputy = walk(draft_of(world.seat("jia_dual", present), title="任代表时"), S.SUBMITTED)
    assert [as_member.kind, as_deputy.kind] == ["proposal", "suggestion"]
    dual = world["jia_dual"]
    assert set(visible_proposals(dual)) == {as_member, as_deputy}
    assert list(visible_proposals(dual).filter(kind="proposal")) == [as_member]
    assert list(visible_proposals(dual).filter(kind="suggestion")) == [as_deputy]
    assert {name for name, titles in seen_by(world).items() if "任委员时" in titles} == {
        "jia_cppcc_office",
        "jia_dual",
    }
    assert {name for name, titles in seen_by(world).items() if "任代表时" in titles} == {
        "jia_npc_office",
        "jia_dual",
    }


def test_a_stand_in_sees_while_the_days_last_and_no_longer(world: World):
    row = walk(draft_of(world.seat("jia_member1")), S.ASSIGNED, lead=world.jia.tech)
    assert list(visible_proposals(world["jia_fin_office"])) == []
    days = world.stand_in("jia_tech_office", by="jia_fin_office")
    assert list(visible_proposals(world["jia_fin_office"])) == [row]
    days.delete()
    assert list(visible_proposals(world["jia_fin_office"])) == []


def test_who_left_a_unit_sees_nothing_of_it(world: World):
    walk(draft_of(world.seat("jia_member1")), S.ASSIGNED, lead=world.jia.tech)
    world["jia_tech_clerk"].memberships.update(ends_on=now().date().replace(day=1))
    assert list(visible_proposals(world["jia_tech_clerk"])) == []
    world["jia_tech_head"].is_active = False
    assert list(visible_proposals(world["jia_tech_head"])) == []


def test_a_unit_that_countersigns_sees_the_item_while_it_is_in_review(world: World):
    ReviewChainStage.objects.create(unit=world.jia.tech, order=1, role=Role.SECTION_HEAD)
    ReviewChainStage.objects.create(
        unit=world.jia.tech, order=2, role=Role.LEADER_IN_CHARGE, reviewing_unit=world.jia.fin
    )
    row = walk(draft_of(world.seat("jia_member1")), S.DRAFTING, lead=world.jia.tech)
    leader = world["jia_fin_leader"]
    assert list(visible_proposals(leader)) == []
    row = take("submit_for_review", row)
    assert list(visible_proposals(leader)) == [row]
    row = take("sign", row)
    assert list(visible_proposals(leader)) == []


def test_a_split_item_is_seen_by_each_unit_in_its_part_only(world: World):
    row = walk(draft_of(world.seat("jia_member1")), S.IN_PARTS)
    first, second = row.parts.order_by("part_no")
    for part, unit in ((first, world.jia.tech), (second, world.jia.edu)):
        assignment.assign(part, lead=unit, by=world["jia_gov"], seen=0)
    assert list(visible_proposals(world["jia_tech_clerk"])) == [first]
    assert list(visible_proposals(world["jia_edu_clerk"])) == [second]
    assert set(visible_proposals(world["jia_member1"])) == {row, first, second}


@pytest.mark.parametrize("username", ["jia_cppcc_office", "jia_gov", "jia_tech_clerk", "jia_member1"])
def test_asking_costs_one_query(world: World, username: str, django_assert_num_queries):
    walk(draft_of(world.seat("jia_member1")), S.DRAFTING, lead=world.jia.tech)
    with django_assert_num_queries(1):
        assert len(visible_proposals(world[username])) == 1

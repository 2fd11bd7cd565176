"""Powers end with the seat, the post and the account they hang on."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Membership, Substitution, User
from accounts.now import today
from accounts.queries import has_role, people_with
from accounts.roles import Role
from proposals.errors import NotYours
from proposals.queries import last_step_number, visible_proposals
from proposals.services.intake import Filing, discard_draft, save_draft, submit
from tests.road import draft_of
from tests.world import World


def test_who_lost_the_seat_submits_no_draft_in_its_name(world: World) -> None:
    seat, old = world.seat("jia_member1"), world["jia_member1"]
    item = draft_of(seat)
    seat.user = world["jia_deputy2"]
    seat.save()
    for attack in (
        lambda: submit(item, by=old, seen=last_step_number(item)),
        lambda: save_draft(item, Filing(title="改写"), by=old),
        lambda: discard_draft(item, by=old),
    ):
        with pytest.raises(NotYours):
            attack()
    item.refresh_from_db()
    assert (item.state, item.title) == ("draft", "关于建设乡镇图书室的建议")


def test_who_left_the_office_sees_none_of_the_drafts_entered_there(world: World) -> None:
    clerk = world["jia_cppcc_office"]
    item = draft_of(world.seat("jia_member1"), by=clerk)
    assert list(visible_proposals(clerk)) == [item]
    clerk.memberships.update(ends_on=today() - timedelta(days=1))
    assert list(visible_proposals(clerk)) == []


def test_nobody_stands_in_for_an_account_that_was_switched_off(world: World) -> None:
    signer, stand_in, unit = world["jia_tech_signer"], world["jia_tech_head"], world.jia.tech
    world.stand_in("jia_tech_signer", by="jia_tech_head")
    assert has_role(stand_in, Role.SIGNER, unit)
    assert stand_in in people_with(Role.SIGNER, unit)
    User.objects.filter(pk=signer.pk).update(is_active=False)
    assert not has_role(stand_in, Role.SIGNER, unit)
    assert list(people_with(Role.SIGNER, unit)) == []
    assert has_role(stand_in, Role.SECTION_HEAD, unit)


@pytest.mark.parametrize("days", [(-30, -1), (1, 30)])
def test_a_stand_in_out_of_dates_has_no_power(world: World, days: tuple[int, int]) -> None:
    first, last = (today() + timedelta(days=day) for day in days)
    Substitution.objects.create(
        membership=world["jia_tech_signer"].memberships.get(),
        stand_in=world["jia_tech_head"],
        starts_on=first,
        ends_on=last,
    )
    assert not has_role(world["jia_tech_head"], Role.SIGNER, world.jia.tech)


@pytest.mark.parametrize(
    "end",
    [
        lambda person: User.objects.filter(pk=person.pk).update(is_active=False),
        lambda person: User.objects.filter(pk=person.pk).update(password="!"),
    ],
    ids=["switched off", "password reset"],
)
def test_an_open_session_ends_with_the_account_or_its_password(world: World, client: Client, end) -> None:
    person = world["jia_tech_office"]
    client.force_login(person)
    assert client.get("/admin/").status_code == 200
    end(person)
    assert client.get("/admin/").status_code == 302
    assert client.get("/my/")["Location"] == "/login/?next=/my/"


def test_an_open_session_loses_the_desk_with_the_post(world: World, client: Client) -> None:
    client.force_login(world["jia_tech_office"])
    assert client.get("/print/").status_code == 200
    Membership.objects.filter(user=world["jia_tech_office"]).update(ends_on=today() - timedelta(days=1))
    assert client.get("/print/").status_code == 403
    assert client.get("/admin/").status_code == 302

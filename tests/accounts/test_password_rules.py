"""Three of four kinds, none of the last five, ninety days: domain.md 6 (password)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.forms.password_rules import LAST_COUNTED, NotOneOfTheLast, SeveralKinds, kinds_in
from accounts.models import FormerPassword, User
from accounts.now import moved_to, today
from accounts.services.links import FORMER_KEPT, LONGEST_USE, change_password, hand_out_link
from tests.accounts.pages import text_of, trail
from tests.world import PASSWORD, World

PAGE = "/password/"


@pytest.mark.parametrize(
    ("password", "kinds"),
    [
        ("", 0),
        ("abcdefghij", 1),
        ("abcdefghi1", 2),
        ("Abcdefghi1", 3),
        ("abcdefghi1-", 3),
        ("Abcdefghi-", 3),
        ("Abcdefgh1-", 4),
        ("政协提案2026abc", 3),
        ("政协提案办理工作密码", 1),
        ("１２３４５６７８９０", 1),
    ],
)
def test_kinds_of_characters_are_counted(password: str, kinds: int) -> None:
    assert kinds_in(password) == kinds
    if kinds >= 3:
        SeveralKinds().validate(password)
    else:
        with pytest.raises(ValidationError) as refused:
            SeveralKinds().validate(password)
        assert refused.value.code == "password_too_plain"


def change(client: Client, old: str, new: str):
    return client.post(PAGE, {"old_password": old, "new_password1": new, "new_password2": new})


def test_the_last_five_are_refused_and_the_sixth_may_come_back(client: Client, world: World) -> None:
    person = world["jia_member1"]
    used = [PASSWORD, *(f"Number-{n}-2026" for n in range(2, 7))]
    for new in used[1:]:
        change_password(person, new)
        person.refresh_from_db()
    client.force_login(person)
    for again in used[1:]:
        answer = change(client, used[-1], again)
        assert answer.status_code == 422, again
        assert "新密码不能与最近 5 次用过的密码相同，请换一个。" in text_of(answer)
    assert change(client, used[-1], PASSWORD).status_code == 302
    assert FormerPassword.objects.filter(user=person).count() == FORMER_KEPT == LAST_COUNTED


def test_a_reset_does_not_bring_an_old_one_back(client: Client, world: World) -> None:
    person = world["jia_tech_clerk"]
    link = hand_out_link(person, by=world["jia_tech_office"])
    address = client.get(link.path)["Location"]
    assert client.post(address, {"new_password1": PASSWORD, "new_password2": PASSWORD}).status_code == 422
    assert (
        client.post(
            address, {"new_password1": "Other-one-2031", "new_password2": "Other-one-2031"}
        ).status_code
        == 302
    )
    person.refresh_from_db()
    assert person.password_set_at is not None


def test_the_same_password_of_somebody_else_hinders_nobody(world: World) -> None:
    other = world["jia_tech_head"]
    change_password(other, "Other-one-2031")
    NotOneOfTheLast().validate("Other-one-2031", world["jia_tech_clerk"])
    NotOneOfTheLast().validate("Other-one-2031", None)


def log_in(client: Client, person: User, password: str) -> str:
    answer = client.post("/login/", {"username": person.username, "password": password})
    assert answer.status_code == 302
    return client.get("/notices/").headers.get("Location", "")


@pytest.mark.parametrize(("days", "led_to"), [(LONGEST_USE.days - 1, ""), (LONGEST_USE.days + 1, PAGE)])
def test_after_ninety_days_a_new_one_comes_first(
    client: Client, world: World, days: int, led_to: str
) -> None:
    person = world["jia_member1"]
    change_password(person, "Other-one-2031")
    with moved_to(today() + timedelta(days=days)):
        assert log_in(client, person, "Other-one-2031") == led_to
        person.refresh_from_db()
        assert person.must_change_password is bool(led_to)
        assert ("account.password_due" in trail(about=person)) is bool(led_to)
        if led_to:
            assert "您的密码已用满 90 天。" in text_of(client.get(PAGE))
            assert change(client, "Other-one-2031", "Third-one-2031").status_code == 302
            assert client.get("/notices/").status_code == 200


def test_who_never_set_one_is_not_asked_for_its_age(client: Client, world: World) -> None:
    with moved_to(today() + timedelta(days=400)):
        assert log_in(client, world["jia_member1"], PASSWORD) == ""

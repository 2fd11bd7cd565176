"""The link an office hands out: who may, what it ends, that it is good once and for three days."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from accounts.errors import AccountRefused
from accounts.models import AuditEvent, Notice, User
from accounts.now import moved_to, now, today
from accounts.queries import people_kept_by
from accounts.services.links import OWN_ACCOUNT, SPENT, SWITCHED_OFF, hand_out_link, take_over
from accounts.services.people import NOT_KEPT
from tests.accounts.pages import text_of, trail
from tests.world import PASSWORD, World

NEW = "Long-enough-2031"
BOTH = {"new_password1": NEW, "new_password2": NEW}


def fresh(world: World) -> User:
    """Return an account that was opened and not taken over yet."""
    person = world["jia_tech_clerk"]
    person.set_unusable_password()
    person.save()
    return person


def open_link(client: Client, path: str):
    """Open a link as a browser does: the token leaves the address at once."""
    first = client.get(path)
    assert first.status_code == 302
    assert first["Location"].endswith("/set-password/")
    return first["Location"], client.get(first["Location"])


def test_every_keeper_and_nobody_else_may_hand_out_a_link(world: World):
    for username, by in world.people.items():
        person = world["jia_edu_clerk"]
        if person in people_kept_by(by):
            assert hand_out_link(person, by=by).user == person, username
        else:
            with pytest.raises(PermissionDenied, match=NOT_KEPT):
                hand_out_link(person, by=by)
    kept = {event.by.username for event in AuditEvent.objects.select_related("by")}
    assert kept == {"jia_gov", "jia_edu_office", "root"}


def test_a_new_person_sets_a_password_and_logs_in(client: Client, world: World):
    person, office = fresh(world), world["jia_tech_office"]
    link = hand_out_link(person, by=office)
    assert (link.is_reset, link.valid_until) == (
        False,
        pytest.approx(now() + timedelta(days=3), abs=timedelta(seconds=9)),
    )
    address, page = open_link(client, link.path)
    assert page.status_code == 200
    assert "甲科经办，您的用户名是 jia_tech_clerk 。" in text_of(page)
    done = client.post(address, BOTH)
    assert (done.status_code, done["Location"]) == (302, "/login/")
    assert "_auth_user_id" not in client.session
    assert "密码已设置，请用它登录。" in text_of(client.get("/login/"))
    assert client.post("/login/", {"username": person.username, "password": NEW}).status_code == 302
    assert trail(about=person) == ["account.link", "account.activate", "login.ok"]


def test_the_mail_carries_the_link_and_its_last_minute(world: World):
    person = fresh(world)
    link = hand_out_link(person, by=world["jia_tech_office"])
    notice = Notice.objects.get()
    assert (notice.recipient, notice.subject, notice.path) == (person, "账号开通：请设置密码", link.path)
    assert notice.body == (
        "甲科经办：您的账号已经建立。用户名：jia_tech_clerk。请于2026年3月5日 09:00前打开下面的链接设置密码，"
        "链接只能用一次。"
    )


def test_a_reset_ends_the_password_and_every_session_at_once(world: World):
    person, browser = world["jia_member1"], Client()
    browser.post("/login/", {"username": person.username, "password": PASSWORD})
    assert browser.get("/notices/").status_code == 200
    link = hand_out_link(person, by=world["jia_cppcc_office"])
    assert link.is_reset is True
    assert browser.get("/notices/").status_code == 302
    assert browser.post("/login/", {"username": person.username, "password": PASSWORD}).status_code == 422
    assert trail(about=person) == ["login.ok", "account.reset", "login.failed"]
    assert Notice.objects.get().subject == "密码重置：请设置新密码"


def test_a_link_is_good_once(client: Client, world: World):
    person = fresh(world)
    link = hand_out_link(person, by=world["jia_tech_office"])
    address, _ = open_link(client, link.path)
    client.post(address, BOTH)
    again = Client().get(link.path)
    assert again.status_code == 410
    assert "这个链接不能再用" in text_of(again)
    late = client.post(address, {"new_password1": "Other-one-2031", "new_password2": "Other-one-2031"})
    assert late.status_code == 410
    person.refresh_from_db()
    assert person.check_password(NEW)


def test_a_new_link_voids_the_one_before_and_empties_its_notice(world: World):
    person, office = fresh(world), world["jia_tech_office"]
    first = hand_out_link(person, by=office)
    second = hand_out_link(person, by=office)
    assert Client().get(first.path).status_code == 410
    assert Client().get(second.path).status_code == 302
    notices = Notice.objects.order_by("pk")
    assert [notice.path for notice in notices] == ["", second.path]
    assert [notice.mailed_at is not None for notice in notices] == [True, False]


def test_a_link_lives_three_days(world: World):
    person = fresh(world)
    link = hand_out_link(person, by=world["jia_tech_office"])
    with moved_to(today() + timedelta(days=3), hour=8):
        assert Client().get(link.path).status_code == 302
    with moved_to(today() + timedelta(days=3), hour=10):
        assert Client().get(link.path).status_code == 410


@pytest.mark.parametrize(
    "broken", ["/activate/MTIz/abc-def/", "/activate/@@/abc-def/", "/activate/MA/set-password/"]
)
def test_a_made_up_link_is_answered_like_a_spent_one(client: Client, world: World, broken: str):
    response = client.get(broken)
    assert response.status_code == 410
    assert "这个链接不能再用" in text_of(response)


def test_a_link_for_one_person_does_not_open_anothers_account(client: Client, world: World):
    link = hand_out_link(fresh(world), by=world["jia_tech_office"])
    token = link.path.rstrip("/").rpartition("/")[2]
    other = hand_out_link(world["jia_tech_head"], by=world["jia_tech_office"])
    assert client.get(f"{other.path.rstrip('/').rpartition('/')[0]}/{token}/").status_code == 410


def test_a_switched_off_account_takes_no_link_and_opens_by_none(world: World):
    person, office = fresh(world), world["jia_tech_office"]
    link = hand_out_link(person, by=office)
    person.refresh_from_db()
    person.is_active = False
    person.save()
    assert Client().get(link.path).status_code == 410
    with pytest.raises(AccountRefused, match=SWITCHED_OFF):
        hand_out_link(person, by=office)


def test_nobody_resets_their_own_account_and_nobody_the_clock(world: World):
    office = world["jia_tech_office"]
    with pytest.raises(AccountRefused, match=OWN_ACCOUNT):
        hand_out_link(office, by=office)
    with pytest.raises(PermissionDenied):
        hand_out_link(world["clock"], by=world["root"])
    assert trail() == []


def test_what_was_typed_wrong_is_said_and_the_link_stays_good(client: Client, world: World):
    link = hand_out_link(fresh(world), by=world["jia_tech_office"])
    address, _ = open_link(client, link.path)
    weak = client.post(address, {"new_password1": "short", "new_password2": "short"})
    assert weak.status_code == 422
    assert "新密码太短，至少要 10 个字符。" in text_of(weak)
    assert client.post(address, BOTH).status_code == 302


def test_who_must_change_a_given_password_may_open_their_link(client: Client, world: World):
    person = world["jia_tech_head"]
    person.must_change_password = True
    person.save()
    link = hand_out_link(world["jia_tech_clerk"], by=world["jia_tech_office"])
    client.force_login(person)
    assert client.get(link.path)["Location"].endswith("/set-password/")


def test_setting_the_password_ends_a_lock(client: Client, world: World, settings):
    settings.AXES_ENABLED = True
    person = world["jia_member1"]
    for _ in range(5):
        client.post("/login/", {"username": person.username, "password": "wrong"})
    assert client.post("/login/", {"username": person.username, "password": PASSWORD}).status_code == 429
    link = hand_out_link(person, by=world["jia_cppcc_office"])
    address, _ = open_link(client, link.path)
    client.post(address, BOTH)
    assert client.post("/login/", {"username": person.username, "password": NEW}).status_code == 302


def test_a_stand_in_hands_out_links_for_the_absent_keeper(world: World):
    world.stand_in("jia_tech_office", by="jia_tech_head")
    hand_out_link(world["jia_tech_clerk"], by=world["jia_tech_head"])
    event = AuditEvent.objects.get()
    assert (event.what, event.by, event.acting_for, event.unit) == (
        "account.reset",
        world["jia_tech_head"],
        world["jia_tech_office"],
        world.jia.tech,
    )


@pytest.mark.django_db(transaction=True)
def test_two_browsers_with_one_link_set_one_password():
    person = User.objects.create_user("pair", name="两处", city=None)
    root = User.objects.create_superuser("root", name="超管")
    token = hand_out_link(person, by=root).path.rstrip("/").rpartition("/")[2]
    start, refused = Barrier(2), []

    def browser(password: str) -> None:
        start.wait()
        try:
            take_over(person, token, password)
        except AccountRefused as why:
            refused.append(why.sentences)
        finally:
            connection.close()

    threads = [Thread(target=browser, args=(password,)) for password in ("First-one-2031", "Second-one-2031")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [[SPENT]]
    assert trail(about=person) == ["account.link", "account.activate"]

"""How long a log-in lasts, where a form leads that came too late, what an address for posts alone says."""

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.log_in import EVERY, NOT_SAVED, USED
from accounts.posting import page_to_open, takes_posts_only
from tests.accounts.pages import text_of
from tests.responses.desk import begun, browser, item_in, page, printed_letter
from tests.security.doors import DOORS
from tests.security.house import addresses, keys_of, settle
from tests.world import PASSWORD, World


def used_long_ago(client: Client, seconds: int) -> Session:
    """Set the session back as if its last page had been opened so many seconds ago."""
    session = client.session
    session[USED] -= seconds
    session.save()
    row = Session.objects.get(pk=session.session_key)
    row.expire_date -= timedelta(hours=4)
    row.save()
    return row


def test_each_page_begins_the_time_anew(world: World):
    client = browser(world["jia_tech_clerk"])
    before = used_long_ago(client, EVERY).expire_date
    client.get("/notices/")
    row = Session.objects.get(pk=client.session.session_key)
    assert row.expire_date > before
    assert abs(row.expire_date.timestamp() - time.time() - settings.SESSION_COOKIE_AGE) < EVERY
    assert settings.SESSION_COOKIE_AGE == 8 * 3600


def test_a_session_is_not_written_with_every_page(world: World):
    client = browser(world["jia_tech_clerk"])
    with CaptureQueriesContext(connection) as asked:
        client.get("/notices/")
    assert [one["sql"] for one in asked if "UPDATE" in one["sql"]] == []
    used_long_ago(client, EVERY)
    with CaptureQueriesContext(connection) as asked:
        client.get("/notices/")
    assert len([one["sql"] for one in asked if 'UPDATE "django_session"' in one["sql"]]) == 1


def test_a_page_that_asks_for_nobody_begins_no_session(client: Client, world: World):
    assert client.get("/healthz").cookies == {}


def test_a_form_sent_too_late_leads_back_to_its_page_and_says_what_is_lost(client: Client, world: World):
    address = page(begun(world))
    sent = client.post(address, {"body": "写了一上午"}, headers={"referer": f"http://testserver{address}"})
    assert sent["Location"] == f"/login/?next={address.replace('/', '%2F')}&unsaved=yes"
    asked = client.get(sent["Location"])
    assert NOT_SAVED in text_of(asked)
    typed = {"username": "jia_tech_clerk", "password": PASSWORD, "next": asked.context["next"]}
    back = client.post(sent["Location"], typed)
    assert back["Location"] == address
    shown = client.get(address)
    assert NOT_SAVED in text_of(shown)
    assert 'class="message unsaved warning"' in shown.content.decode()


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "http://testserver/print/{pk}/",
        "http://testserver/print/{pk}/printed/",
        "http://elsewhere.example/x",
    ],
)
def test_no_address_for_posts_alone_is_ever_led_to(client: Client, world: World, referer: str):
    letter = printed_letter(item_in(world, "replied"))
    address = reverse("print_office:mark_printed", args=[letter.pk])
    wanted = f"/login/?next=%2Fprint%2F{letter.pk}%2F&unsaved=yes"
    assert client.post(address, headers={"referer": referer.format(pk=letter.pk)})["Location"] == wanted
    assert client.get(address)["Location"] == wanted.removesuffix("&unsaved=yes")


def test_the_filter_of_the_page_is_kept(client: Client, world: World):
    sent = client.post("/print/jobs/new/", headers={"referer": "http://testserver/print/?show=printed#list"})
    assert sent["Location"] == "/login/?next=%2Fprint%2F%3Fshow%3Dprinted&unsaved=yes"


def test_who_logged_in_in_another_window_hears_it_too(client: Client, world: World):
    sent = client.post("/admin/", {})
    client.force_login(world["jia_tech_clerk"])
    assert NOT_SAVED in text_of(client.get(sent["Location"], follow=True))


def test_logging_out_is_no_form_that_came_too_late(client: Client, world: World):
    assert client.post("/logout/")["Location"] == "/login/"


def test_an_address_for_posts_alone_says_so_and_leads_to_its_page(world: World):
    letter = printed_letter(item_in(world, "replied"))
    answer = browser(world["jia_tech_print"]).get(reverse("print_office:mark_printed", args=[letter.pk]))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "这个地址不能直接打开" in text_of(answer)
    assert f'<a href="/print/{letter.pk}/">打开办理的页面</a>' in answer.content.decode()


def test_every_address_for_posts_alone_names_its_page(world: World):
    """Django's own require_POST would be a door without a way back: doors.py knows which answer 405 to everybody."""
    house = settle(world)
    posts = {
        pattern
        for pattern, (get, _) in DOORS.items()
        if get.split("; ")[-1] == "405" and "logout" not in pattern
    }
    marked = {
        pattern for _, pattern in addresses() if takes_posts_only(f"/{keys_of(house, pattern).lstrip('/')}")
    }
    assert marked == posts
    for pattern in posts:
        assert not takes_posts_only(page_to_open(keys_of(house, pattern))), pattern

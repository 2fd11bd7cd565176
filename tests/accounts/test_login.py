"""The one log-in page: who comes in, what failure says, the lock, the way home."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.forms.passwords import WRONG_LOGIN
from accounts.models import AuditEvent
from tests.accounts.pages import same_page, text_of, trail
from tests.world import PASSWORD, World

LOGIN = "/login/"


def log_in(client: Client, username: str, password: str = PASSWORD, **more: str):
    return client.post(LOGIN, {"username": username, "password": password, **more})


def test_a_visitor_is_asked_to_log_in_on_one_page_everywhere(client: Client, world: World):
    assert (client.get("/").status_code, client.get("/")["Location"]) == (302, "/login/?next=/")
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/login/?next=%2Fadmin%2F"
    assert client.get("/admin/login/")["Location"] == "/login/"
    assert client.get("/notices/")["Location"] == "/login/?next=/notices/"
    page = client.get(LOGIN)
    assert page.status_code == 200
    assert "连续输错 5 次，这个用户名会锁定 30 分钟。" in text_of(page)


@pytest.mark.parametrize(
    ("username", "home"),
    [
        ("jia_gov", "/admin/"),
        ("jia_cppcc_office", "/admin/"),
        ("jia_tech_print", "/print/"),
        ("jia_tech_office", "/admin/"),
        ("root", "/admin/"),
        ("jia_member1", "/my/"),
        ("jia_dual", "/my/"),
    ],
)
def test_everybody_is_led_to_their_own_front_page(client: Client, world: World, username: str, home: str):
    response = log_in(client, username)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/")["Location"] == home
    assert trail(about=world[username]) == ["login.ok"]


def test_a_stand_in_without_a_post_of_their_own_is_led_to_the_office_pages_on_those_days(
    client: Client, world: World
):
    client.force_login(world["jia_member1"])
    assert client.get("/")["Location"] == "/my/"
    world.stand_in("jia_tech_signer", by="jia_member1")
    assert client.get("/")["Location"] == "/admin/"


def test_every_failure_reads_the_same_and_keeps_the_name_typed(client: Client, world: World):
    switched_off, not_activated = world["jia_tech_clerk"], world["jia_tech_head"]
    switched_off.is_active = False
    switched_off.save()
    not_activated.set_unusable_password()
    not_activated.save()
    pages = {}
    for username, password in [
        ("jia_gov", "wrong-password"),
        ("nobody-at-all", PASSWORD),
        (switched_off.username, PASSWORD),
        (not_activated.username, PASSWORD),
        ("clock", "!"),
    ]:
        response = log_in(client, username, password)
        assert response.status_code == 422
        source = same_page(response)
        assert f'value="{username}"' in source
        assert password not in source.replace(username, "") or password == "!"
        pages[username] = source.replace(f'value="{username}"', "")
    assert len(set(pages.values())) == 1
    assert WRONG_LOGIN in next(iter(pages.values()))
    assert "_auth_user_id" not in client.session


def test_empty_fields_and_a_null_byte_get_sentences(client: Client, world: World):
    empty = log_in(client, "", "")
    assert empty.status_code == 422
    assert "请填写用户名。" in text_of(empty)
    assert "请填写密码。" in text_of(empty)
    assert log_in(client, "jia\x00gov").status_code == 422
    assert log_in(client, "x" * 3000).status_code == 422
    assert trail() == []


def test_a_failure_is_noted_with_its_account_and_never_with_what_was_typed(client: Client, world: World):
    log_in(client, "jia_gov", "wrong-password")
    log_in(client, "my-secret-typed-into-the-wrong-field", "x")
    events = AuditEvent.objects.order_by("pk").values_list("what", "by", "object_id", "detail", "address")
    assert list(events) == [
        ("login.failed", None, world["jia_gov"].pk, {"locked": False}, "127.0.0.1"),
        ("login.failed", None, None, {"locked": False}, "127.0.0.1"),
    ]


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/notices/?page=2", "/notices/?page=2"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("http://testserver.evil.example/", "/"),
    ],
)
def test_next_leads_to_this_host_only(client: Client, world: World, wanted: str, reached: str):
    response = log_in(client, "jia_gov", next=wanted)
    assert (response.status_code, response["Location"]) == (302, reached)


def test_next_survives_a_wrong_password(client: Client, world: World):
    page = client.post(
        f"{LOGIN}?next=/notices/", {"username": "jia_gov", "password": "x", "next": "/notices/"}
    )
    assert '<input type="hidden" name="next" value="/notices/">' in page.content.decode()


def test_who_is_logged_in_goes_home_from_the_log_in_page(client: Client, world: World):
    client.force_login(world["jia_member1"])
    assert client.get(LOGIN)["Location"] == "/"


def test_a_deputy_at_the_office_door_is_turned_away_without_a_loop(client: Client, world: World):
    client.force_login(world["jia_member1"])
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "工作台供提案委、代表工委、政府办公室和承办单位的工作人员使用。" in text_of(response)


def test_log_out_is_a_post(client: Client, world: World):
    client.force_login(world["jia_gov"])
    assert client.get("/logout/").status_code == 405
    assert "_auth_user_id" in client.session
    response = client.post("/logout/")
    assert (response.status_code, response["Location"]) == (302, "/login/")
    assert "_auth_user_id" not in client.session
    assert trail(about=world["jia_gov"]) == ["login.ok", "logout"]
    client.post("/logout/")
    assert trail() == ["login.ok", "logout"]


def test_the_admins_own_doors_lead_to_the_common_ones(client: Client, world: World):
    client.force_login(world["jia_gov"])
    assert client.get(reverse("admin:password_change"))["Location"] == "/password/"
    assert client.post(reverse("admin:logout"))["Location"] == "/login/"


def test_log_in_without_the_forms_token_is_refused(world: World):
    strict = Client(enforce_csrf_checks=True)
    assert log_in(strict, "jia_gov").status_code == 403
    assert strict.post("/logout/").status_code == 403


class TestLock:
    """Five wrong passwords lock the name at that address for half an hour."""

    @pytest.fixture(autouse=True)
    def _axes(self, settings):
        settings.AXES_ENABLED = True

    def test_the_fifth_wrong_password_locks_even_the_right_one_out(self, client: Client, world: World):
        statuses = [log_in(client, "jia_gov", "wrong").status_code for _ in range(5)]
        assert statuses == [422, 422, 422, 422, 429]
        locked = log_in(client, "jia_gov")
        assert locked.status_code == 429
        assert "密码连续输错 5 次，为保护账号，30 分钟内不能在这里登录。" in text_of(locked)
        assert "_auth_user_id" not in client.session
        last = AuditEvent.objects.order_by("pk").last()
        assert (last.what, last.object_id, last.detail) == (
            "login.failed",
            world["jia_gov"].pk,
            {"locked": True},
        )

    def test_monstrous_input_is_counted_or_refused_and_never_breaks(self, client: Client, world: World):
        assert log_in(client, "x" * 3000).status_code == 422
        assert (
            client.post(
                f"{LOGIN}?{'y' * 3000}",
                {"username": "jia_gov", "password": "z" * 5000},
                headers={"user-agent": "u" * 3000},
            ).status_code
            == 422
        )

    def test_others_at_the_same_address_and_the_same_name_elsewhere_are_not_locked(
        self, client: Client, world: World
    ):
        for _ in range(5):
            log_in(client, "jia_gov", "wrong")
        assert log_in(client, "jia_tech_clerk").status_code == 302
        assert log_in(Client(REMOTE_ADDR="192.0.2.9"), "jia_gov").status_code == 302

    def test_a_right_password_forgets_the_wrong_ones(self, client: Client, world: World):
        for _ in range(4):
            log_in(client, "jia_gov", "wrong")
        assert log_in(client, "jia_gov").status_code == 302
        client.post("/logout/")
        assert [log_in(client, "jia_gov", "wrong").status_code for _ in range(4)] == [422] * 4

    def test_behind_the_proxy_each_visitor_has_a_lock_of_their_own(self, world: World, settings):
        settings.PROXY_COUNT = 1
        mine = Client(REMOTE_ADDR="10.0.0.2", headers={"x-forwarded-for": "203.0.113.5"})
        other = Client(REMOTE_ADDR="10.0.0.2", headers={"x-forwarded-for": "203.0.113.6"})
        for _ in range(5):
            log_in(mine, "jia_gov", "wrong")
        assert log_in(mine, "jia_gov").status_code == 429
        assert log_in(other, "jia_gov").status_code == 302

    def test_a_made_up_forwarded_address_does_not_slip_past_the_lock(self, world: World, settings):
        settings.PROXY_COUNT = 1
        statuses = [
            log_in(
                Client(REMOTE_ADDR="10.0.0.2", headers={"x-forwarded-for": f"198.51.100.{n}, 203.0.113.5"}),
                "jia_gov",
                "wrong",
            ).status_code
            for n in range(5)
        ]
        assert statuses == [422, 422, 422, 422, 429]

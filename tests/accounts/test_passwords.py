"""Changing one's own password, by choice or because the first one was given."""

import pytest
from django.conf import settings as project
from django.test import Client

from accounts.forms.passwords import PASSWORD_RULES, POLICY_SENTENCES
from tests.accounts.pages import text_of, trail
from tests.world import PASSWORD, World

PAGE = "/password/"
NEW = "Long-enough-2031"


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str | None = None):
    return client.post(
        PAGE, {"old_password": old, "new_password1": new, "new_password2": new if again is None else again}
    )


def test_the_page_is_for_who_is_logged_in(client: Client, world: World):
    assert client.get(PAGE)["Location"] == "/login/?next=/password/"
    assert change(client)["Location"] == "/login/?next=%2Fpassword%2F&unsaved=yes"


def test_a_changed_password_counts_at_once_and_ends_other_sessions(client: Client, world: World):
    person, elsewhere = world["jia_member1"], Client()
    for browser in (client, elsewhere):
        browser.force_login(person)
    response = change(client)
    assert (response.status_code, response["Location"]) == (302, "/")
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert client.get("/notices/").status_code == 200
    assert elsewhere.get("/notices/").status_code == 302
    assert trail(about=person)[-1] == "account.password"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"old": "wrong"}, "原密码不正确，请重新输入。"),
        ({"old": ""}, "请填写原密码。"),
        ({"new": ""}, "请填写新密码。"),
        ({"again": "Different-2031"}, "两次输入的新密码不一致。"),
        ({"new": PASSWORD}, "新密码不能与最近 5 次用过的密码相同，请换一个。"),
        ({"new": "Shor-2031"}, "新密码太短，至少要 10 个字符。"),
        ({"new": "83010279452"}, "新密码太简单：大写字母、小写字母、数字、其他字符，至少要有三种。"),
        ({"new": "password123"}, "这是常见密码，容易被人猜到，请换一个。"),
        ({"new": "jia_member1@example.test"}, "新密码与您的用户名、姓名、邮箱或手机太相近，请换一个。"),
        ({"new": "jia_member1x"}, "新密码与您的用户名、姓名、邮箱或手机太相近，请换一个。"),
    ],
)
def test_what_does_not_hold_is_said_at_its_field_and_changes_nothing(
    client: Client, world: World, given: dict, sentence: str
):
    person = world["jia_member1"]
    client.force_login(person)
    response = change(client, **given)
    assert response.status_code == 422
    assert text_of(response).count(sentence) == 2  # in the summary on top, and at the field
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert trail() == ["login.ok"]


def test_the_rules_on_the_page_are_those_of_the_settings():
    names = {
        row["NAME"].rpartition(".")[2]: row.get("OPTIONS", {}) for row in project.AUTH_PASSWORD_VALIDATORS
    }
    assert names == {
        "UserAttributeSimilarityValidator": {"user_attributes": ("username", "name", "email", "phone")},
        "MinimumLengthValidator": {"min_length": 10},
        "CommonPasswordValidator": {},
        "SeveralKinds": {},
        "NotOneOfTheLast": {},
    }
    assert set(POLICY_SENTENCES) == {
        "password_too_similar",
        "password_too_short",
        "password_too_common",
        "password_too_plain",
        "password_used_before",
    }
    assert PASSWORD_RULES == (
        "至少 10 个字符。",
        "大写字母、小写字母、数字、其他字符，至少要有三种。",
        "不能与用户名、姓名、邮箱、手机相近。",
        "不能是常见密码，如 password123。",
        "不能与最近 5 次用过的密码相同。",
    )


class TestGivenPassword:
    """Who still has the password that was given to them sees nothing else first."""

    @pytest.fixture
    def newcomer(self, client: Client, world: World):
        person = world["jia_tech_clerk"]
        person.must_change_password = True
        person.save()
        client.force_login(person)
        return person

    def test_every_page_leads_to_the_change(self, client: Client, newcomer):
        for address in ("/", "/notices/", "/admin/", "/my/"):
            response = client.get(address)
            assert (response.status_code, response["Location"]) == (302, PAGE), address
        assert client.post("/large-type/")["Location"] == PAGE
        newcomer.refresh_from_db()
        assert newcomer.large_type is False

    def test_the_change_and_the_way_out_are_open(self, client: Client, newcomer):
        page = client.get(PAGE)
        assert page.status_code == 200
        assert "您用的是别人给的初始密码。" in text_of(page)
        assert client.post("/logout/")["Location"] == "/login/"

    def test_afterwards_everything_is_open(self, client: Client, newcomer):
        assert change(client).status_code == 302
        newcomer.refresh_from_db()
        assert newcomer.must_change_password is False
        assert client.get("/notices/").status_code == 200

    def test_the_given_password_cannot_be_kept(self, client: Client, newcomer):
        assert change(client, new=PASSWORD).status_code == 422
        newcomer.refresh_from_db()
        assert newcomer.must_change_password is True

"""What a clerk has typed outlives a log-out in between and every button of proofreading, in a real browser."""

import pytest

from accounts.log_in import NOT_SAVED
from responses.models import Response
from tests.e2e.visitors import Visitor, Visits
from tests.responses.desk import page
from tests.responses.test_proofreading import saved
from tests.world import PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

ADDED = "\n二、写了一上午的一段。"


@pytest.fixture
def text(world: World) -> Response:
    return saved(world, "一、现状,很好。")


def types(clerk: Visitor, text: Response) -> str:
    clerk.page.locator("#id_body").fill(text.body + ADDED)
    return text.body + ADDED


def logs_in_again(visitor: Visitor, username: str) -> None:
    visitor.page.get_by_label("用户名").fill(username)
    visitor.page.get_by_label("密码").fill(PASSWORD)
    visitor.press("登录")


def test_a_log_out_in_between_loses_nothing(text: Response, visit: Visits) -> None:
    clerk = visit("jia_tech_clerk")
    clerk.open(page(text))
    offered = clerk.page.locator("#kept-here")
    assert not offered.is_visible()
    typed = types(clerk, text)
    clerk.context.clear_cookies(name="sessionid")
    clerk.press("保存")
    assert NOT_SAVED in clerk.main_text()
    clerk.shoot("log-in-again")
    logs_in_again(clerk, "jia_tech_clerk")
    assert clerk.page.url.endswith(page(text))
    assert clerk.told() == [NOT_SAVED]
    assert clerk.page.locator("#id_body").input_value() == text.body
    clerk.shoot("workbench-offers")
    clerk.press("放回编辑框")
    assert clerk.page.locator("#id_body").input_value() == typed
    assert not offered.is_visible()
    clerk.press("保存")
    assert clerk.told()[0].startswith("已保存第 2 稿")
    clerk.open(page(text))
    assert not offered.is_visible()
    assert visit.troubles() == []


def test_nobody_else_at_the_same_screen_is_shown_it(text: Response, visit: Visits) -> None:
    clerk = visit("jia_tech_clerk")
    for next_page in (page(text), "/"):
        clerk.open(page(text))
        types(clerk, text)
        clerk.context.clear_cookies(name="sessionid")
        clerk.press("保存")
        clerk.open(f"/login/?next={next_page}" if next_page != "/" else "/login/")
        logs_in_again(clerk, "jia_tech_clerk2")
        clerk.open(page(text))
        assert not clerk.page.locator("#kept-here").is_visible()
        assert clerk.page.evaluate("sessionStorage.length") == 0
        clerk.press("退出")
        logs_in_again(clerk, "jia_tech_clerk")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_fix_takes_what_was_typed_along(text: Response, visit: Visits, scripts: bool) -> None:
    clerk = visit("jia_tech_clerk", scripts=scripts)
    clerk.open(page(text))
    typed = types(clerk, text)
    clerk.press("改为“，”")
    assert clerk.told() == ["已保存第 2 稿。已改正这一处，另存为第 3 稿。"]
    assert clerk.page.locator("#id_body").input_value() == typed.replace(",", "，")
    assert not clerk.page.locator("#kept-here").is_visible()
    clerk.page.get_by_label("所选各处不改的理由").first.fill("照原文。")
    clerk.page.locator("#id_body").fill(f"{typed}\n又一段。")
    if scripts:
        clerk.page.get_by_label("所选各处不改的理由").first.press("Enter")
        clerk.page.wait_for_load_state("load")
    else:
        clerk.page.get_by_role("button", name="不改，记下理由").first.click()
    clerk.page.get_by_text("处不改的理由。").first.wait_for()
    assert clerk.page.locator("#id_body").input_value().endswith("又一段。")
    assert visit.troubles() == []

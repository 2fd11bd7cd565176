"""Pages of refusal are in Chinese, say what to do, and stand without a reader or a database."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from proposals.states import ProposalState as S
from tests.portal.pages import browser
from tests.road import draft_of, item_of
from tests.world import World


def test_a_page_that_is_not_ones_own_says_no_more_than_one_that_is_not_there(world: World) -> None:
    client = browser(world["jia_member2"])
    strange = reverse("portal:proposal", args=[draft_of(world.seat("jia_member1")).pk])
    pages = [client.get(address) for address in (strange, "/my/999999999999999999999999/", "/nowhere/")]
    assert [page.status_code for page in pages] == [404, 404, 404]
    texts = [page.content.decode() for page in pages]
    assert all("<h1>没有这一页</h1>" in text for text in texts)


def test_what_is_somebody_elses_to_do_says_whose_it_is(world: World) -> None:
    item = item_of(world.seat("jia_member1"), S.SUBMITTED)
    page = browser(world["jia_cppcc_office"]).get(reverse("portal:edit", args=[item.pk]))
    assert page.status_code == 403
    assert "只有提出人可以修改；代录件由录入机构修改。" in page.content.decode()


def test_a_page_without_its_token_says_what_to_do(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world["jia_member1"])
    page = client.post("/my/new/", {"title": "标题"})
    assert page.status_code == 403
    assert "刷新页面后再提交一次" in page.content.decode()


@pytest.mark.parametrize("template", ["500.html", "400.html"])
def test_a_failure_is_told_without_reader_and_database(template: str) -> None:
    text = render_to_string(template)
    assert '<html lang="zh-CN"' in text
    assert "回到首页" in text


def test_pages_carry_no_script_or_style_of_their_own(world: World) -> None:
    item = item_of(world.seat("jia_member1"), S.REPLIED)
    client = browser(world["jia_member1"])
    for address in ("/my/", "/my/new/", reverse("portal:proposal", args=[item.pk])):
        page = client.get(address)
        text = page.content.decode()
        assert "unsafe-inline" not in page["Content-Security-Policy"]
        assert (" style=" in text, "<style" in text, " onclick=" in text) == (False, False, False)
        assert text.count("<script") == text.count('<script src="/static/')

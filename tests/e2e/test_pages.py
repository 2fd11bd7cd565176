"""What holds for every page whoever reads it: it works without scripts, and axe finds nothing grave on it."""

from dataclasses import dataclass

import pytest

from proposals.models import Proposal
from responses.models import Evaluation, ReplyLetter, Response
from tests.e2e.visitors import PHONE, Visits
from tests.road import draft_of, item_of, walk, written
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

TITLE = "关于延长图书馆开放时间的提案"


@dataclass(frozen=True)
class Items:
    """One item whose reply is being written, one with a reply to rate."""

    drafting: Proposal
    text: Response
    replied: Proposal
    letter: ReplyLetter


@pytest.fixture
def items(world: World) -> Items:
    seat = world.seat("jia_member1")
    drafting = walk(draft_of(seat, title="关于修缮古桥的提案"), "drafting", lead=world.jia.tech)
    replied = item_of(seat, "replied", lead=world.jia.tech)
    return Items(drafting, written(drafting), replied, ReplyLetter.objects.get(response__proposal=replied))


def test_filing_and_rating_need_no_scripts(items: Items, visit: Visits, world: World) -> None:
    deputy = visit("jia_member1", PHONE, scripts=False)
    page = deputy.page
    deputy.follow("提交新的一件")
    page.get_by_label("标题").fill(TITLE)
    page.get_by_label("正文").fill("晚上六点闭馆，上班的人去不了。")
    page.get_by_label("第 1 条诉求").fill("开放到晚上九点")
    deputy.press("再加一项")
    page.get_by_label("第 4 条诉求").fill("周一不闭馆")
    deputy.press("提交")
    assert deputy.state() == "待审查"
    deputy.follow("返回我的提案建议")
    deputy.follow(items.replied.title)
    deputy.press("查看并签收")
    deputy.follow("返回本件")
    deputy.follow("评价")
    deputy.press("交出评价")
    assert page.locator(".error-summary li").all_inner_texts() == ["请评价办理工作。", "请评价办理结果。"]
    for part in ("您对办理工作", "您对办理结果"):
        page.get_by_role("group", name=part).get_by_label("基本满意").check()
    deputy.press("交出评价")
    assert deputy.told() == ["已评价，谢谢您的意见。"]

    visit.end()
    filed = Proposal.objects.get(title=TITLE)
    assert list(filed.demands.order_by("order").values_list("text", flat=True)) == [
        "开放到晚上九点",
        "周一不闭馆",
    ]
    assert list(Evaluation.objects.values_list("by__username", "work", "result")) == [
        ("jia_member1", "mostly", "mostly")
    ]


def test_axe_finds_nothing_grave_and_no_page_is_too_wide(items: Items, visit: Visits) -> None:
    """Every page here is our own from head to foot: no rule and no part of a page is left out."""
    drafting, text, replied, letter = items.drafting.pk, items.text.pk, items.replied.pk, items.letter.pk
    rounds = (
        ("", PHONE, {"log-in": "/login/"}),
        (
            "jia_member1",
            PHONE,
            {
                "my items": "/my/",
                "one item": f"/my/{replied}/",
                "filing": "/my/new/",
                "rating": f"/letters/{letter}/rate/",
            },
        ),
        (
            "jia_tech_clerk",
            None,
            {
                "desk": "/admin/",
                "list": "/admin/proposals/proposal/",
                "item": f"/admin/proposals/proposal/{drafting}/change/",
                "contact": f"/admin/proposals/proposal/{drafting}/fact/contact/{drafting}/",
                "workbench": f"/admin/responses/response/{text}/change/",
            },
        ),
        ("jia_tech_print", None, {"print queue": "/print/", "letter": f"/print/{letter}/"}),
    )
    found = {}
    for username, screen, pages in rounds:
        visitor = visit(username, screen) if screen else visit(username)
        for name, address in pages.items():
            assert (visitor.open(address), visitor.too_wide()) == (200, []), name
            found[name] = visitor.grave_findings()
    assert {name: findings for name, findings in found.items() if findings} == {}
    assert len(found) == 12
    assert visit.troubles() == []


def test_the_browser_tells_what_is_wrong(visit: Visits) -> None:
    """The other tests trust that a breach of the content policy and a page too wide would be heard and seen."""
    anybody = visit(screen=PHONE)
    anybody.open("/login/")
    anybody.page.evaluate("document.body.setAttribute('style', 'color: red')")
    (trouble,) = visit.troubles()
    assert "Content Security Policy" in trouble
    assert anybody.too_wide() == []
    anybody.page.evaluate("document.querySelector('h1').style.width = '500px'")
    assert anybody.too_wide() == ["H1."]
    anybody.page.evaluate("document.querySelector('h1').textContent = ''")
    anybody.page.evaluate("document.querySelector('#id_username').removeAttribute('id')")
    assert [rule for rule, _ in anybody.grave_findings()] == ["label"]

"""A pile of letters in a real browser, made by a real worker: from the queue to the noted delivery."""

import re

import pytest

from config.processes import Child
from responses.models import PrintJob, ReplyLetter
from tests.e2e.visitors import PHONE, Visitor, Visits
from tests.responses.desk import item_in, printed_letter
from tests.responses.pile import another
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def letter(world: World) -> ReplyLetter:
    first = printed_letter(item_in(world, "replied"))
    for serial in range(2, 8):
        another(first, serial, paragraphs=serial)
    another(first, 8, printed=False)
    return first


def fits(visitor: Visitor, name: str) -> None:
    """Keep a picture; the page needs no sideways scrolling and axe finds nothing grave."""
    visitor.shoot(name)
    assert visitor.grave_findings() == [], name


def test_a_pile_from_the_queue_to_the_post(letter: ReplyLetter, worker: Child, visit: Visits) -> None:
    desk = visit("jia_tech_print")
    page = desk.page
    desk.open("/print/")
    fits(desk, "print-queue")
    page.get_by_label("选择 ", exact=False).nth(0).check()
    assert page.locator("#ticked-count").inner_text() == "（1 件）"
    page.get_by_label(re.compile("^本页")).check()
    desk.press("生成打印任务")
    page.get_by_label("信封").check()
    page.get_by_label("发文登记簿").check()
    page.get_by_label("不能打印的先不印，只印其余的").check()
    copies = int(page.locator("[data-all-copies]").inner_text())
    page.get_by_label("存档").fill("3")
    assert int(page.locator("[data-all-copies]").inner_text()) == copies + 7
    page.get_by_label("存档").fill("")
    assert int(page.locator("[data-all-copies]").inner_text()) == copies + 7
    page.get_by_label("存档").fill("2")
    fits(desk, "print-job-new")
    desk.press("生成打印任务")
    page.wait_for_load_state("load")
    shown = page.url.removeprefix(visit.site)
    desk.shoot("print-job-progress")
    page.get_by_role("button", name="登记已打印").wait_for(timeout=60_000)
    assert page.locator(".pile-files a").count() == 4
    fits(desk, "print-job-done")
    office = visit("jia_tech_office")
    office.open(f"/letters/{letter.pk}/office/")
    office.page.get_by_label("作废理由").fill("主送单位写错，另行印发")
    office.press("作废这份函")
    desk.open(shown)
    assert page.locator("#void li").count() == 1
    assert "已经印出的请抽出销毁" in page.locator("#void li").inner_text()
    fits(desk, "print-job-void")
    desk.press("登记已打印")
    assert "有 1 件已作废或更正，没有登记。" in desk.told()[0]
    page.get_by_label("方式").select_option("post")
    desk.shoot("print-job-delivery")
    desk.press("登记送达")
    assert desk.told() == ["已登记送达 6 位收件人。"]

    phone = visit("jia_tech_print", PHONE, scripts=False)
    for name, address in {
        "queue": "/print/?show=delivered",
        "void": "/print/?show=void",
        "jobs": "/print/jobs/",
        "new": "/print/jobs/new/?scope=all&show=waiting",
        "job": shown,
    }.items():
        assert phone.open(address) == 200, name
        phone.shoot(f"print-{name}-phone")
    assert visit.troubles() == []

    visit.end()
    job = PrintJob.objects.get()
    assert (job.state, job.wants, job.items.count()) == ("done", ["cover", "envelopes", "register"], 7)
    assert job.records.count() == 6
    assert not letter.prints.exists()

"""What holds for every page whoever reads it: it works without scripts, and axe finds nothing grave on it."""

from dataclasses import asdict, dataclass
from decimal import Decimal

import pytest

from accounts.now import now
from proposals.models import AssemblyRules, Proposal
from proposals.models.rules import PreCheck
from responses.models import Evaluation, PrintJob, ReplyLetter, Response
from responses.models.print_job import JobState
from responses.services.annexes import add_annex, add_picture
from responses.services.print_job_copies import CopiesRule
from responses.services.print_job_records import record_job_printed
from responses.services.withdrawing import withdraw_letter
from tests.e2e.visitors import PHONE, Visits
from tests.responses.desk import printed_letter, text_of
from tests.responses.pile import another
from tests.responses.test_annexes import png
from tests.road import draft_of, item_of, take, walk, written
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

TITLE = "关于延长图书馆开放时间的提案"
FAULTY = "您好,提案收悉。\n一、关于修缮\n我局 2025 年安排了资金。"


@dataclass(frozen=True)
class Items:
    """One item whose reply is being written, one whose draft its proposer reads, one with a reply to rate."""

    drafting: Proposal
    text: Response
    pre_read: Response
    replied: Proposal
    letter: ReplyLetter


@pytest.fixture
def items(world: World) -> Items:
    AssemblyRules.objects.update(pre_check=PreCheck.PROPOSER)
    seat = world.seat("jia_member1")
    drafting = walk(draft_of(seat, title="关于修缮古桥的提案"), "drafting", lead=world.jia.tech)
    text = written(drafting, body=FAULTY)
    clerk = world["jia_tech_clerk"]
    annex = add_annex(text, title="附图", body="| 桥名 | 年代 |\n| 古桥 | 清 |", by=clerk)
    add_picture(annex, file=png(), width_mm=Decimal(100), caption="位置图", by=clerk)
    pre_read = walk(draft_of(seat, title="关于疏浚河道的提案"), "in_review", lead=world.jia.tech)
    for _ in range(3):
        take("approve", pre_read)
    replied = item_of(seat, "replied", lead=world.jia.tech)
    return Items(drafting, text, text_of(pre_read), replied, printed_letter(replied))


@pytest.fixture
def void(items: Items, world: World) -> ReplyLetter:
    """A letter beside that of the items, declared void."""
    letter = another(items.letter, 2)
    withdraw_letter(letter, by=world["jia_tech_office"], reason="主送姓名有误。")
    return letter


@pytest.fixture
def job(items: Items, world: World) -> PrintJob:
    """A finished print job of the letter, noted as printed: its page shows every part."""
    by, rule = world["jia_tech_print"], asdict(CopiesRule())
    job = PrintJob.objects.create(
        by=by, created_at=now(), state=JobState.DONE, finished_at=now(), copies_rule=rule
    )
    job.items.create(order=1, letter=items.letter, copies=1, part=1, first_page=1)
    record_job_printed(job, by=by)
    return job


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


def test_axe_finds_nothing_grave_and_no_page_is_too_wide(
    items: Items, void: ReplyLetter, job: PrintJob, visit: Visits
) -> None:
    """Every page here is our own from head to foot: no rule and no part of a page is left out."""
    drafting, text, replied, letter = items.drafting.pk, items.text.pk, items.replied.pk, items.letter.pk
    series = items.letter.series_id
    rounds = (
        (
            "",
            PHONE,
            {
                "log-in": "/login/",
                "verification": "/verify/",
                "valid letter": f"/verify/{items.letter.verify_code}/",
                "void letter": f"/verify/{void.verify_code}/",
            },
        ),
        (
            "jia_member1",
            PHONE,
            {
                "my items": "/my/",
                "one item": f"/my/{replied}/",
                "filing": "/my/new/",
                "letter not signed for": f"/letters/{letter}/",
                "rating": f"/letters/{letter}/rate/",
                "draft to read": f"/letters/drafts/{items.pre_read.pk}/",
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
                "annexes": f"/admin/responses/response/{text}/annexes/",
                "Word draft": f"/admin/responses/response/{text}/word/",
                "preview": f"/admin/responses/response/{text}/preview/",
            },
        ),
        (
            "jia_tech_clerk",
            PHONE,
            {
                "item on a telephone": f"/admin/proposals/proposal/{drafting}/change/",
                "workbench on a telephone": f"/admin/responses/response/{text}/change/",
                "annexes on a telephone": f"/admin/responses/response/{text}/annexes/",
            },
        ),
        (
            "jia_tech_office",
            None,
            {
                "numbers": f"/admin/documents/numberseries/{series}/numbers/",
                "office's letter": f"/letters/{letter}/office/",
                "replied item": f"/admin/proposals/proposal/{replied}/change/",
                "correcting": f"/admin/proposals/proposal/{replied}/step/correct/",
            },
        ),
        (
            "jia_tech_print",
            None,
            {
                "print queue": "/print/",
                "void letters": "/print/?show=void",
                "letter": f"/print/{letter}/",
                "letter withdrawn": f"/print/{void.pk}/",
                "jobs": "/print/jobs/",
                "job": f"/print/jobs/{job.pk}/",
                "new job": "/print/jobs/new/?scope=all&show=printed",
            },
        ),
    )
    found = {}
    for username, screen, pages in rounds:
        visitor = visit(username, screen) if screen else visit(username)
        for name, address in pages.items():
            assert (visitor.open(address), visitor.too_wide()) == (200, []), name
            found[name] = visitor.grave_findings()
    assert {name: findings for name, findings in found.items() if findings} == {}
    assert len(found) == 32
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

"""One new proposal down the whole road, by clicking alone: everybody who has a part in it, on their own screen."""

import re
from pathlib import Path

import pdfplumber
import pytest

from proposals.models import Proposal
from responses.models import ReplyLetter
from tests.e2e.visitors import PHONE, Mark, Visitor, Visits
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

FIRST_TITLE = "关于推进社区共享菜园的提案"
TITLE = "关于推进社区共享菜园建设的提案"
BODY = "老旧小区的边角地长期荒着，居民想种菜而没有去处。\n去年以来，三个街道自发开出菜园，缺水、缺管理。"
DEMANDS = ("每个街道建一处共享菜园", "把菜园用水纳入小区改造")
REPORT = "调查报告.pdf"
OPINION = "所需资金可从城市更新专项中列支。"
TALK = "当面说明了选址办法，委员表示赞同。"
REASON = "请补充完成时限。"
WRITTEN = "我局已会同各街道选定十二处边角地。"
ADDED = "十二处菜园将于明年六月底前全部建成。"
REMARKS = ("时限已补充。", "格式无误。", "同意。")
COMMENT = "答复具体，有时限。"

STAGES = ("收案", "交办", "办理", "审核", "答复")


def bar(now: int, holder: str) -> list[Mark]:
    """Return the five stages as they must be shown while the one at `now` (0 to 4) is with `holder`."""
    return [
        Mark(label, "已完成", "")
        if order < now
        else Mark(label, "进行中", holder)
        if order == now
        else Mark(label, "未开始", "")
        for order, label in enumerate(STAGES)
    ]


def a_report() -> dict[str, object]:
    """Return a file as the browser's chooser takes it; what makes it a PDF are its first bytes."""
    return {"name": REPORT, "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


# -- the stations ---------------------------------------------------------------------------------


def files(deputy: Visitor) -> int:
    """Write a draft with two demands, a co-signer and a file, amend it, submit it; return its key."""
    deputy.shoot("01-my-items-empty")
    deputy.follow("提交新的一件")
    page = deputy.page
    page.get_by_label("标题").fill(FIRST_TITLE)
    page.get_by_label("正文").fill(BODY)
    for order, demand in enumerate(DEMANDS, start=1):
        page.get_by_label(f"第 {order} 条诉求").fill(demand)
    page.get_by_label("附件").set_input_files(a_report())
    deputy.shoot("02-filing")
    deputy.press("保存草稿")
    assert [said[:4] for said in deputy.told()] == ["已保存（"]
    page.get_by_label("按姓名或界别查找").fill("甲委员二")
    deputy.press("查找")
    page.get_by_label("甲委员二").check()
    page.get_by_label("标题").fill(TITLE)
    deputy.shoot("03-filing-again")
    deputy.press("提交")
    assert deputy.state() == "待审查"
    assert deputy.stages() == bar(0, "市政协提案委")
    assert REPORT in deputy.main_text()
    deputy.shoot("04-submitted")
    return int(re.search(r"/my/(\d+)/", page.url)[1])


def co_signs(deputy: Visitor) -> None:
    deputy.shoot("05-asked-to-co-sign")
    deputy.follow(re.compile("联名.*" + TITLE))
    deputy.press("同意联名")
    deputy.shoot("06-co-signed")


def opens(office: Visitor) -> None:
    """Open the item from the desk, where it must be waiting."""
    office.follow(TITLE, within=office.page.locator("section.tray").first)


def registers(office: Visitor) -> None:
    office.shoot("07-desk-of-the-assembly-office")
    opens(office)
    office.shoot("08-item-before-registration")
    office.follow("立案")
    office.shoot("09-register")
    office.press("立案")
    assert office.told() == ["已立案。"]
    assert (office.state(), office.stages()) == ("待交办", bar(1, "市府办"))


def assigns(government: Visitor) -> None:
    opens(government)
    government.follow("交办")
    page = government.page
    page.get_by_label("主办单位").select_option("市科技局")
    page.get_by_role("checkbox", name="市财政局").check()
    government.shoot("10-assign")
    government.press("交办")
    assert government.told() == ["已交办。"]
    assert (government.state(), government.stages()) == ("待签收", bar(1, "市科技局"))
    government.shoot("11-assigned")


def accepts(lead_office: Visitor) -> None:
    opens(lead_office)
    lead_office.follow("签收")
    lead_office.page.get_by_label("经办人").select_option("甲科经办")
    lead_office.shoot("12-accept")
    lead_office.press("签收")
    assert lead_office.told() == ["已签收。"]
    assert (lead_office.state(), lead_office.stages()) == ("办理中", bar(2, "市科技局"))


def gives_opinion(co_office: Visitor) -> None:
    """Sign in as co-handler, then say what the lead shall know: facts beside the road, the state stays."""
    opens(co_office)
    co_office.follow("会办签收（市财政局）")
    co_office.press("会办签收")
    assert co_office.told() == ["已会办签收。"]
    co_office.follow("会办意见（市财政局）")
    co_office.page.get_by_label("会办意见").fill(OPINION)
    co_office.shoot("13-opinion")
    co_office.press("会办意见")
    assert co_office.told() == ["已保存。"]
    assert (co_office.state(), co_office.stages()) == ("办理中", bar(2, "市科技局"))


def records_the_talk(clerk: Visitor) -> None:
    opens(clerk)
    clerk.follow("登记沟通")
    page = clerk.page
    page.get_by_label("沟通日期").fill(page.get_by_label("沟通日期").get_attribute("max"))
    page.get_by_label("方式").select_option("走访")
    page.get_by_label("参加人").fill("甲委员一、甲科经办")
    page.get_by_label("沟通内容").fill(TALK)
    clerk.shoot("14-contact")
    clerk.press("登记沟通")
    assert clerk.told() == ["已保存。"]
    clerk.shoot("15-item-of-the-clerk")


def writes(clerk: Visitor) -> None:
    """Begin the reply, write, judge every demand, read the preview, hand it on."""
    clerk.follow(re.compile("答复稿|拟写答复"))
    clerk.press("开始拟写")
    page = clerk.page
    text = page.get_by_label("正文")
    text.fill(text.input_value().replace("二、", f"{WRITTEN}\n二、"))
    for order, verdict in ((1, "采纳"), (2, "部分采纳")):
        asked = page.get_by_role("group", name=re.compile(f"诉求 {order}"))
        asked.get_by_label("办理结论").select_option(verdict)
    page.get_by_label(re.compile("^A 类")).check()
    page.frame_locator("#preview").get_by_text(WRITTEN).wait_for()
    clerk.shoot("16-workbench")
    clerk.press("保存")
    clerk.press("保存并送审")
    assert clerk.told() == ["已送审。"]
    clerk.follow("返回第1号提案")
    assert (clerk.state(), clerk.stages()) == ("审核中", bar(3, "市科技局"))


def opens_text(reader: Visitor) -> None:
    """Open the reply of the item that waits on this desk."""
    opens(reader)
    reader.follow(re.compile("答复稿"), within=reader.page.locator("#replies"))


def sends_back(head: Visitor) -> None:
    opens_text(head)
    head.page.get_by_label("退回重拟的理由").fill(REASON)
    head.shoot("17-review")
    head.press("退回重拟")
    assert head.told() == ["已退回重拟。"]
    head.follow("返回第1号提案")
    assert (head.state(), head.stages()) == ("办理中", bar(2, "市科技局"))


def improves(clerk: Visitor) -> None:
    """Find the reason on the page, mend the text, hand it on once more."""
    clerk.open("/")
    opens(clerk)
    clerk.follow("继续拟写")
    assert REASON in clerk.page.locator(".came-back").inner_text()
    text = clerk.page.get_by_label("正文")
    text.fill(text.input_value().replace(WRITTEN, f"{WRITTEN}\n{ADDED}"))
    clerk.shoot("18-came-back")
    clerk.press("保存并送审")
    assert clerk.told()[1:] == ["已送审。"]


def approves(reviewer: Visitor, remark: str, name: str) -> None:
    opens_text(reviewer)
    assert ADDED in reviewer.page.locator(".reading").first.inner_text()
    reviewer.page.get_by_label("意见（可不填）").fill(remark)
    reviewer.shoot(name)
    reviewer.press("审核通过")
    assert reviewer.told() == ["已审核通过。"]


def signs(signer: Visitor) -> None:
    opens_text(signer)
    signer.shoot("22-sign")
    signer.press("签发")
    assert signer.told() == ["已签发。"]
    signer.follow("返回第1号提案")
    assert (signer.state(), signer.stages()) == ("待编号", bar(3, "市科技局"))


def issues(lead_office: Visitor) -> str:
    """Number and issue the reply; return its number as the page tells it."""
    lead_office.open("/")
    opens_text(lead_office)
    lead_office.shoot("23-issue")
    lead_office.press("编号印发")
    (said,) = lead_office.told()
    assert lead_office.state() == "已答复"
    lead_office.shoot("24-issued")
    return re.fullmatch("已编号印发：(.+)。文件正在生成。", said)[1]


def prints(printer: Visitor, number: str) -> None:
    """Wait for the worker's file, open it, note the printing and how each copy goes out."""
    printer.follow("文印")
    printer.shoot("25-print-queue")
    printer.follow(number)
    page = printer.page
    for _ in range(80):
        if page.get_by_text("文件已生成").count():
            break
        page.wait_for_timeout(250)
        page.reload()
    printer.shoot("26-letter-to-print")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="打开 PDF").click()
    assert opened.value.url.endswith("/letter.pdf")
    page.get_by_label("份数").fill("6")
    printer.press("登记已打印")
    assert printer.told() == ["已登记打印 6 份。"]
    for name in ("甲委员一", "甲委员二"):
        row = page.locator("form.delivery").filter(has_text=name)
        row.get_by_label("方式").select_option("当面送达")
        row.get_by_label("发出日期").fill(row.get_by_label("发出日期").get_attribute("max"))
        row.get_by_role("button").click()
        page.wait_for_load_state("load")
        assert printer.told() == [f"已登记送达：{name}。"]
    printer.shoot("27-delivered")


def reads(deputy: Visitor, key: int, kept: Path) -> None:
    """Sign for the reply, read it, take the PDF home."""
    deputy.open("/my/")
    deputy.shoot("28-my-items")
    deputy.follow(re.compile(f"请查看并签收答复.*{TITLE}"))
    assert (deputy.state(), deputy.stages()) == ("已答复", bar(4, "提出人"))
    deputy.shoot("29-item-with-reply")
    deputy.press("查看并签收")
    assert WRITTEN in deputy.main_text()
    assert ADDED in deputy.main_text()
    deputy.shoot("30-reply-as-text")
    with deputy.page.expect_download() as taken:
        deputy.page.get_by_role("link", name=re.compile("下载答复函")).click()
    taken.value.save_as(kept)


def rates(deputy: Visitor) -> None:
    deputy.follow("返回本件")
    deputy.follow("评价")
    for part in ("您对办理工作", "您对办理结果"):
        deputy.page.get_by_role("group", name=part).get_by_label("满意", exact=True).check()
    deputy.page.get_by_label("意见").fill(COMMENT)
    deputy.shoot("31-rate")
    deputy.press("交出评价")
    assert deputy.told() == ["已评价，谢谢您的意见。"]
    assert deputy.stages() == bar(4, "市政协提案委")
    deputy.shoot("32-rated")


def closes(assembly: Visitor) -> None:
    assembly.open("/")
    opens(assembly)
    assembly.follow("办结")
    assembly.press("办结")
    assert assembly.told() == ["已办结。"]
    assert assembly.state() == "已办结"
    assert [mark.word for mark in assembly.stages()] == ["已完成"] * 5
    assembly.shoot("33-closed")


def text_of(pdf: Path) -> str:
    """Return the words of a PDF without the ends of its lines."""
    with pdfplumber.open(pdf) as paper:
        return "".join(page.extract_text() or "" for page in paper.pages).replace("\n", "")


@pytest.mark.usefixtures("worker")
def test_a_new_proposal_goes_down_the_whole_road(visit: Visits, world: World, tmp_path: Path) -> None:
    deputy = visit("jia_member1", PHONE)
    key = files(deputy)
    co_signs(visit("jia_member2", PHONE))
    assembly = visit("jia_cppcc_office")
    registers(assembly)
    assigns(visit("jia_gov"))
    lead_office = visit("jia_tech_office")
    accepts(lead_office)
    gives_opinion(visit("jia_fin_office"))
    clerk = visit("jia_tech_clerk")
    records_the_talk(clerk)
    writes(clerk)
    head = visit("jia_tech_head")
    sends_back(head)
    improves(clerk)
    head.open("/")
    approves(head, REMARKS[0], "19-head-approves")
    lead_office.open("/")
    approves(lead_office, REMARKS[1], "20-office-approves")
    leader = visit("jia_tech_leader", PHONE)
    leader.shoot("21-desk-on-a-telephone")
    approves(leader, REMARKS[2], "21-leader-approves")
    signs(visit("jia_tech_signer"))
    number = issues(lead_office)
    prints(visit("jia_tech_print"), number)
    pdf = tmp_path / "letter.pdf"
    reads(deputy, key, pdf)
    rates(deputy)
    closes(assembly)
    nothing_for_strangers(visit("yi_member2", PHONE), key)
    assert visit.troubles() == []

    visit.end()
    assert trail_of(key) == [
        ("submit", "jia_member1", ""),
        ("register", "jia_cppcc_office", ""),
        ("assign", "jia_gov", ""),
        ("accept", "jia_tech_office", ""),
        ("submit_for_review", "jia_tech_clerk", ""),
        ("send_back", "jia_tech_head", REASON),
        ("submit_for_review", "jia_tech_clerk", ""),
        ("approve", "jia_tech_head", REMARKS[0]),
        ("approve", "jia_tech_office", REMARKS[1]),
        ("approve", "jia_tech_leader", REMARKS[2]),
        ("sign", "jia_tech_signer", ""),
        ("issue", "jia_tech_office", ""),
        ("close", "jia_cppcc_office", ""),
    ]
    what_is_kept(Proposal.objects.get(pk=key), world, number)
    printed = text_of(pdf)
    for words in (number, "甲委员一委员", WRITTEN, ADDED, "甲市科学技术局"):
        assert words in printed


def nothing_for_strangers(stranger: Visitor, key: int) -> None:
    """Somebody of another city finds neither the item nor its reply nor its file, at any address."""
    addresses = [f"/my/{key}/", f"/my/{key}/edit/", "/my/files/1/", "/letters/1/", "/letters/1/letter.pdf"]
    assert [stranger.open(address) for address in addresses] == [404] * len(addresses)
    stranger.shoot("34-not-for-strangers")
    # A browser notes each refused page; these are the ones that were meant.
    assert len(stranger.troubles) == len(addresses)
    stranger.troubles.clear()
    assert stranger.open("/my/") == 200
    assert TITLE not in stranger.main_text()


def trail_of(key: int) -> list[tuple[str, str, str]]:
    """Return who took which step and why, in order."""
    steps = Proposal.objects.get(pk=key).steps.order_by("sequence")
    return list(steps.values_list("action", "by__username", "reason"))


def what_is_kept(item: Proposal, world: World, number: str) -> None:
    """Compare every row the road leaves behind with what people did on the way."""
    assert (item.state, item.title, item.number, item.round_no) == ("closed", TITLE, 1, 1)
    assert list(item.demands.order_by("order").values_list("text", flat=True)) == list(DEMANDS)
    assert list(item.attachments.values_list("name", flat=True)) == [REPORT]
    assert list(item.proposers.order_by("order").values_list("name", "role", "consent")) == [
        ("甲委员一", "lead", "given"),
        ("甲委员二", "co_signer", "given"),
    ]
    assert list(
        item.assignments.order_by("pk").values_list("unit__short_name", "role", "clerk__username")
    ) == [
        ("市科技局", "lead", "jia_tech_clerk"),
        ("市财政局", "co_handler", None),
    ]
    assert list(item.assignments.values_list("opinion__text", flat=True).exclude(opinion=None)) == [OPINION]
    assert list(item.contacts.values_list("way", "content")) == [("visit", TALK)]
    letter = ReplyLetter.objects.get(response__proposal=item)
    assert (letter.number, letter.response.round_no, letter.render_error) == (number, 1, "")
    assert number == f"甲科提复〔{letter.written_on.year}〕1号"
    assert list(
        letter.response.demand_answers.order_by("demand__order").values_list("verdict", flat=True)
    ) == [
        "adopted",
        "partly",
    ]
    assert list(letter.prints.values_list("copies", "by__username")) == [(6, "jia_tech_print")]
    day = letter.printed_on
    assert list(letter.deliveries.order_by("pk").values_list("channel", "sent_on", "received_on")) == [
        ("hand", day, day),
        ("hand", day, None),
    ]
    assert list(
        letter.response.evaluations.values_list("by__username", "work", "result", "comment", "channel")
    ) == [("jia_member1", "satisfied", "satisfied", COMMENT, "online")]

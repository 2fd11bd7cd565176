"""What goes with the letters of a print job and cannot be made: the letters are done, the paper comes later."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notice
from accounts.now import now, today
from documents.render import RenderingFailed
from proposals.errors import NotYours, StepNotOpen
from proposals.models import Member, Proposal
from responses.letters import piles
from responses.letters.piles import make
from responses.models import MissingPaper, PrintJob, ReplyLetter
from responses.models.print_job import JobState
from responses.services.print_job_copies import CopiesRule
from responses.services.print_job_records import record_job_deliveries, record_job_printed
from responses.services.print_jobs import cancel_job, create_job, resume_job
from responses.services.withdrawing import withdraw_letter
from tests.responses.desk import browser, item_in, printed_letter, words
from tests.responses.pile import another, co_signed, text_by_page
from tests.world import World

BAD = "甲市科技路\ue000 1 号"
REASON = "甲委员一委员的收件地址“甲市科技路\ue000 1 号”中的字符 U+E000 没有字体可印，请先更正。"


@pytest.fixture
def letter(world: World) -> ReplyLetter:
    return printed_letter(item_in(world, "replied"))


def lives(world: World, address: str) -> None:
    Member.objects.filter(pk=world.seat("jia_member1").pk).update(address=address)


def order(world: World, *letters: ReplyLetter, wants: list[str]) -> PrintJob:
    keys = [one.pk for one in letters]
    return create_job(keys, rule=CopiesRule(), wants=wants, by=world["jia_tech_print"])


def made(job: PrintJob) -> PrintJob:
    make(job.pk)
    job.refresh_from_db()
    return job


def kinds(job: PrintJob) -> list[str]:
    return list(job.files.order_by("pk").values_list("kind", flat=True))


def without(job: PrintJob) -> list[tuple[str, str]]:
    return list(job.missing.values_list("kind", "reason"))


@pytest.mark.parametrize("blank", ["\u00a0", "\t", "\u2003", "\r\n", "\u200b"])
def test_a_blank_pasted_into_an_address_stops_nothing(world: World, letter: ReplyLetter, blank: str):
    lives(world, f"325000{blank}甲市科技路{blank}1 号{blank}")
    job = made(order(world, letter, wants=["envelopes", "labels", "labels_24"]))
    assert (job.state, without(job)) == (JobState.DONE, [])
    for row in job.files.exclude(kind="letters"):
        with row.file.open("rb") as file:
            assert "甲市科技路1号" in "".join(text_by_page(file.read())), row.kind


def test_a_bad_address_costs_the_envelopes_and_nothing_else(world: World, letter: ReplyLetter):
    lives(world, BAD)
    office = world["jia_tech_print"]
    job = made(order(world, letter, another(letter, 2), wants=["cover", "envelopes", "register"]))
    assert (job.state, job.error) == (JobState.DONE, "")
    assert kinds(job) == ["letters", "cover", "register"]
    assert without(job) == [("envelopes", REASON)]
    notice = Notice.objects.get(recipient=office, subject__startswith="打印任务")
    assert (notice.subject, notice.body) == (
        f"打印任务 {job.pk} 已完成，信封没有生成",
        f"信封没有生成：{REASON}",
    )
    assert len(record_job_printed(job, by=office)) == 2
    keys = [letter.deliveries.get().pk]
    assert record_job_deliveries(job, keys, channel="post", sent_on=today(), by=office) == 1


def test_the_missing_paper_is_made_later_and_the_letters_are_left_alone(world: World, letter: ReplyLetter):
    lives(world, BAD)
    job = made(order(world, letter, wants=["cover", "envelopes"]))
    before = list(job.files.order_by("pk").values_list("pk", "made_at"))
    record_job_printed(job, by=world["jia_tech_print"])
    with pytest.raises(NotYours):
        resume_job(job, by=world["jia_edu_print"])
    assert without(job) == [("envelopes", REASON)]
    resume_job(job, by=world["jia_tech_office"])
    assert without(made(job)) == [("envelopes", REASON)]  # nobody had put it right
    lives(world, "甲市科技路 1 号")
    resume_job(job, by=world["jia_tech_print"])
    assert (made(job).state, without(job)) == (JobState.DONE, [])
    assert list(job.files.order_by("pk").values_list("pk", "made_at"))[:2] == before
    assert kinds(job) == ["letters", "cover", "envelopes"]
    with pytest.raises(StepNotOpen, match="已完成，不需要继续"):
        resume_job(job, by=world["jia_tech_print"])


def test_the_letters_are_noted_while_the_missing_paper_waits(world: World, letter: ReplyLetter):
    lives(world, BAD)
    job = made(order(world, letter, wants=["envelopes"]))
    resume_job(job, by=world["jia_tech_print"])
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert len(record_job_printed(job, by=world["jia_tech_print"])) == 1


def test_a_job_stopped_after_its_letters_is_noted_and_one_stopped_before_is_not(
    world: World, letter: ReplyLetter, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(piles, "LETTERS_A_PART", 1)
    office = world["jia_tech_print"]
    job = order(world, letter, another(letter, 2), wants=["cover"])
    assert piles._begin(job.pk)
    assert piles._go_on(job.pk)
    cancel_job(job, by=office)
    with pytest.raises(StepNotOpen, match="函件还没有全部生成"):
        record_job_printed(job, by=office)
    resume_job(job, by=office)
    assert piles._begin(job.pk)
    assert piles._go_on(job.pk)
    cancel_job(job, by=office)
    job.refresh_from_db()
    assert (job.state, kinds(job)) == (JobState.CANCELLED, ["letters", "letters"])
    assert len(record_job_printed(job, by=office)) == 2


@pytest.mark.parametrize("broken", [RenderingFailed("x"), OSError("disk full")])
def test_an_error_of_the_engine_costs_the_paper_alone(
    world: World, letter: ReplyLetter, monkeypatch: pytest.MonkeyPatch, broken: Exception
):
    companion = piles.companion

    def fails(job: PrintJob, kind: str, part: int) -> bytes:
        if kind == "register":
            raise broken
        return companion(job, kind, part)

    monkeypatch.setattr(piles, "companion", fails)
    job = made(order(world, letter, wants=["cover", "register"]))
    assert (job.state, kinds(job)) == (JobState.DONE, ["letters", "cover"])
    assert without(job) == [("register", "文件没有生成成功。请点“继续”再试一次，仍不行请告诉系统管理员。")]
    monkeypatch.setattr(piles, "companion", companion)
    resume_job(job, by=world["jia_tech_print"])
    assert kinds(made(job)) == ["letters", "cover", "register"]


def forms_of(job: PrintJob) -> dict[int, list[str]]:
    """Return the text of the opinion forms by file and page."""
    found = {}
    for row in job.files.filter(kind="opinions").order_by("part"):
        with row.file.open("rb") as file:
            found[row.part] = text_by_page(file.read())
    return found


def test_opinion_forms_lie_as_the_letters_do_two_for_each_recipient(world: World, letter: ReplyLetter):
    second, void = another(letter, 2), another(letter, 3)
    co_signer = letter.response.proposal.proposers.create(name="联名二", role="co_signer", order=2)
    letter.deliveries.create(proposer=co_signer)
    job = order(world, second, letter, void, wants=["opinions"])
    withdraw_letter(void, by=world["jia_tech_office"], reason="印错对象")
    assert made(job).state == JobState.DONE
    [pages] = forms_of(job).values()
    expected = [(letter.number, "甲委员一"), (letter.number, "联名二"), (second.number, "甲委员一")]
    assert len(pages) == 2 * len(expected)
    for place, (number, name) in enumerate(expected):
        for copy, page in enumerate(pages[2 * place : 2 * place + 2], start=1):
            assert number in page
            assert name in page
            assert f"第{copy}份" in page
    assert void.number not in "".join(pages)


def test_opinion_forms_come_in_the_volumes_of_the_letters(
    world: World, letter: ReplyLetter, monkeypatch: pytest.MonkeyPatch
):
    """The first letter with its co-signers' own fills two volumes; its forms lie in the first of them, once."""
    monkeypatch.setattr(piles, "LETTERS_A_PART", 1)
    second, third = another(letter, 2), another(letter, 3)
    co_signed(letter, 1)
    job = order(world, letter, second, third, wants=["opinions", "cover"])
    for _ in range(4):
        piles._begin(job.pk)
        assert piles._go_on(job.pk)
    withdraw_letter(third, by=world["jia_tech_office"], reason="印错对象")
    assert made(job).state == JobState.DONE
    assert list(job.items.order_by("order").values_list("letter", "part")) == [
        (letter.pk, 1),
        (letter.pk, 2),
        (second.pk, 3),
        (third.pk, 4),
    ]
    assert {part: len(pages) for part, pages in forms_of(job).items()} == {1: 4, 3: 2}
    assert all(second.number in page for page in forms_of(job)[3])
    page = words(browser(world["jia_tech_print"]).get(f"/print/jobs/{job.pk}/"))
    assert "征询意见表第 3 册" in page
    assert "封面清单第" not in page


def test_an_opinion_form_that_cannot_be_printed_is_named_by_its_letter(world: World, letter: ReplyLetter):
    Proposal.objects.filter(pk=letter.response.proposal_id).update(title="关于\ue000的建议")
    job = made(order(world, letter, wants=["opinions", "cover"]))
    assert kinds(job) == ["letters", "cover"]
    [(kind, reason)] = without(job)
    assert kind == "opinions"
    assert reason.startswith(f"{letter.number}的标题“关于\ue000的建议”中的字符 U+E000")


def test_opinion_forms_are_offered_where_letters_are_printed(world: World, letter: ReplyLetter):
    client = browser(world["jia_tech_print"])
    page = client.get("/print/jobs/new/", {"scope": "ticked", "letter": [letter.pk]})
    assert "征询意见表" in words(page)
    link = f'href="/letters/{letter.pk}/opinion-form.pdf"'
    assert link in client.get(f"/print/{letter.pk}/").content.decode()
    assert client.get(f"/letters/{letter.pk}/opinion-form.pdf").status_code == 200
    withdraw_letter(letter, by=world["jia_tech_office"], reason="印错对象")
    assert link not in client.get(f"/print/{letter.pk}/").content.decode()


def test_the_letters_are_never_a_missing_paper(world: World, letter: ReplyLetter):
    job = order(world, letter, wants=[])
    with pytest.raises(IntegrityError, match="missing_paper_says_why"), transaction.atomic():
        MissingPaper.objects.create(job=job, kind="letters", reason="x", at=now())


def test_the_page_says_which_paper_is_missing_why_and_what_to_do(world: World, letter: ReplyLetter):
    lives(world, BAD)
    job = made(order(world, letter, wants=["cover", "envelopes"]))
    client, address = browser(world["jia_tech_print"]), f"/print/jobs/{job.pk}/"
    shown = words(client.get(address))
    assert "有 1 种随附文件没有生成" in shown
    assert f"信封没有生成：{REASON}" in shown
    assert "更正以后点“继续”，只补这一种，函件不重新生成。" in shown
    assert "请打印，再点“登记已打印”。有的随附文件没有生成" in shown
    assert "已完成，缺随附文件" in shown
    assert "已完成，缺随附文件" in words(client.get("/print/jobs/"))
    assert "已登记打印 1 件" in words(client.post(f"{address}printed/", follow=True))
    lives(world, "甲市科技路 1 号")
    assert "打印任务继续生成。" in words(client.post(f"{address}resume/", follow=True))
    made(job)
    shown = words(client.get(address))
    assert "没有生成" not in shown
    assert "缺随附文件" not in words(client.get("/print/jobs/"))
    assert client.post(f"{address}resume/").status_code == 409

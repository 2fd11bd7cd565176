"""The pages of print jobs: choosing letters, ordering, watching, fetching files, who sees nothing of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from accounts.now import today
from responses.letters.piles import make
from responses.models import PrintJob, ReplyLetter
from responses.models.print_job import JobState
from responses.print_forms import ROWS_A_PAGE
from responses.services.printing import record_print
from responses.services.withdrawing import withdraw_letter
from tests.responses.desk import browser, errors_on, item_in, printed_letter, words
from tests.responses.pile import another
from tests.road import item_of
from tests.world import World

QUEUE, NEW, JOBS = "/print/", "/print/jobs/new/", "/print/jobs/"
ORDER = {"to_each": "1", "to_copied": "1", "archive": "2", "wants": ["cover"], "reason": ""}


@pytest.fixture
def letter(world: World) -> ReplyLetter:
    return printed_letter(item_in(world, "replied"))


def ordered(world: World, *letters: ReplyLetter, **typed: object) -> PrintJob:
    """Order a job in the browser of the print staff."""
    data = {"scope": "ticked", "letter": [one.pk for one in letters]} | ORDER | typed
    answer = browser(world["jia_tech_print"]).post(NEW, data)
    assert answer.status_code == 302, errors_on(answer)
    job = PrintJob.objects.latest("pk")
    assert answer["Location"] == f"/print/jobs/{job.pk}/"
    return job


def done(world: World, *letters: ReplyLetter, **typed: object) -> PrintJob:
    job = ordered(world, *letters, **typed)
    assert make(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    return job


def numbers(answer: object) -> list[str]:
    return [one.number for one in answer.context["page"]]


# -- choosing -------------------------------------------------------------------------------------------------


def test_the_filter_of_the_queue(world: World, letter: ReplyLetter):
    second = another(letter, 2, printed=False)
    suggestion = printed_letter(item_of(world.seat("jia_deputy1"), "replied", lead=world.jia.tech))
    client = browser(world["jia_tech_print"])
    day = letter.printed_on
    for asked, expected in (
        ({}, {letter, second, suggestion}),
        ({"kind": "proposal"}, {letter, second}),
        ({"kind": "suggestion"}, {suggestion}),
        ({"kind": "poem"}, {letter, second, suggestion}),
        ({"words": "〔2026〕2号"}, {second}),
        ({"words": "〔2026〕 市政协"}, {letter, second}),
        ({"words": "没有这样的字"}, set()),
        ({"since": day.isoformat()}, {letter, second, suggestion}),
        ({"since": (day + timedelta(days=1)).isoformat()}, set()),
        ({"until": (day - timedelta(days=1)).isoformat()}, set()),
        ({"until": day.isoformat(), "kind": "suggestion"}, {suggestion}),
    ):
        answer = client.get(QUEUE, asked)
        assert set(numbers(answer)) == {one.number for one in expected}, asked
        assert [count for _, _, count, _, _ in answer.context["tabs"]] == [len(expected), 0, 0, 0], asked


def test_a_day_that_is_none_is_said_and_kept(world: World, letter: ReplyLetter):
    answer = browser(world["jia_tech_print"]).get(QUEUE, {"since": "昨天", "words": "甲科"})
    assert errors_on(answer) == ["印发日期从：日期请写作 2023-06-29。"]
    assert answer.context["filter"]["since"].value() == "昨天"
    assert numbers(answer) == [letter.number]
    refused = browser(world["jia_tech_print"]).get(NEW, {"since": "昨天", "scope": "all"})
    assert (refused.status_code, refused.context["letters"]) == (422, [])


def test_ticked_letters_a_page_and_all(world: World, letter: ReplyLetter):
    rows = [letter, *(another(letter, serial, printed=False) for serial in range(2, ROWS_A_PAGE + 3))]
    client = browser(world["jia_tech_print"])

    def chosen(**asked: object) -> list[str]:
        return [one.number for one in client.get(NEW, asked).context["letters"]]

    everything = [one.number for one in rows]
    assert chosen(scope="ticked", letter=[rows[3].pk, rows[1].pk]) == [everything[1], everything[3]]
    assert chosen(letter=[rows[3].pk], scope="nonsense") == [everything[3]]
    assert chosen(scope="page", page="2") == everything[ROWS_A_PAGE:]
    assert chosen(scope="all") == everything
    assert chosen(scope="all", words="〔2026〕2号") == [everything[1]]
    page = client.get(NEW, {"scope": "all"})
    assert page.context["carried"] == [
        ("scope", "all"),
        ("expected", str(ROWS_A_PAGE + 2)),
        ("show", "waiting"),
    ]
    assert b'name="letter"' not in page.content


def test_all_that_fit_are_counted_again_when_ordered(world: World, letter: ReplyLetter):
    client = browser(world["jia_tech_print"])
    page = client.get(NEW, {"scope": "all"})
    carried = dict(page.context["carried"])
    second = another(letter, 2)
    answer = client.post(NEW, carried | ORDER)
    assert (answer.status_code, errors_on(answer)) == (
        409,
        ["符合条件的函件现在是 2 件，与刚才看到的不同，请核对后再提交。"],
    )
    assert not PrintJob.objects.exists()
    assert client.post(NEW, dict(answer.context["carried"]) | ORDER).status_code == 302
    assert [item.letter for item in PrintJob.objects.get().items.order_by("order")] == [letter, second]


def test_nothing_chosen_is_said(world: World, letter: ReplyLetter):
    client = browser(world["jia_tech_print"])
    for answer in (client.get(NEW), client.post(NEW, ORDER)):
        assert answer.status_code == 422
        assert "没有选中函件" in words(answer)
    assert not PrintJob.objects.exists()


def test_a_letter_of_another_unit_is_not_found(world: World, letter: ReplyLetter):
    other = printed_letter(item_of(world.seat("jia_member2"), "replied", lead=world.jia.edu))
    client = browser(world["jia_tech_print"])
    for keys in ([other.pk], [letter.pk, other.pk], [letter.pk + 9999]):
        data = {"scope": "ticked", "letter": keys}
        assert client.get(NEW, data).status_code == 404
        assert client.post(NEW, data | ORDER).status_code == 404
    data = {"scope": "ticked", "letter": ["x", "9" * 30, letter.pk]}
    assert [one.number for one in client.get(NEW, data).context["letters"]] == [letter.number]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"to_each": "-1"}, "to_each"),
        ({"to_copied": "两份"}, "to_copied"),
        ({"archive": "51"}, "archive"),
        ({"wants": ["poem"]}, "wants"),
        ({"reason": "字" * 201}, "reason"),
    ],
)
def test_what_was_typed_wrong_is_said_and_kept(world: World, letter: ReplyLetter, typed: dict, field: str):
    data = {"scope": "ticked", "letter": [letter.pk]} | ORDER | typed
    answer = browser(world["jia_tech_print"]).post(NEW, data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"][field].value() == typed[field]
    assert not PrintJob.objects.exists()


def test_a_reprint_asks_why_on_the_page(world: World, letter: ReplyLetter):
    record_print(letter, copies=1, by=world["jia_tech_print"])
    client = browser(world["jia_tech_print"])
    chosen = {"scope": "ticked", "letter": [letter.pk]}
    assert "其中 1 件已打印过" in words(client.get(NEW, chosen))
    answer = client.post(NEW, chosen | ORDER)
    assert (answer.status_code, errors_on(answer)) == (422, [f"{letter.number}：已打印过，重印请写明理由。"])
    assert ordered(world, letter, reason="卡纸").reason == "卡纸"


def test_letters_that_cannot_be_printed_may_be_left_out(world: World, letter: ReplyLetter):
    waiting = another(letter, 2, printed=False)
    client = browser(world["jia_tech_print"])
    chosen = {"scope": "ticked", "letter": [letter.pk, waiting.pk]}
    sentence = f"{waiting.number}：文件还没有生成好，请稍候再打印。"
    assert sentence in words(client.get(NEW, chosen))
    answer = client.post(NEW, chosen | ORDER)
    assert (answer.status_code, errors_on(answer)) == (422, [sentence])
    job = ordered(world, letter, waiting, leave_out="on")
    assert [item.letter for item in job.items.all()] == [letter]


# -- watching and fetching ------------------------------------------------------------------------------------


def test_the_page_of_a_job_from_order_to_delivery(world: World, letter: ReplyLetter):
    second = another(letter, 2)
    job = ordered(world, letter, second)
    client = browser(world["jia_tech_print"])
    page = client.get(f"{JOBS}{job.pk}/")
    assert "等待 0 / 2 件" in words(page)
    assert b'http-equiv="refresh"' in page.content
    progress = client.get(f"{JOBS}{job.pk}/progress/")
    assert progress.json() == {
        "state": "queued",
        "label": "等待",
        "placed": 0,
        "total": 2,
        "files": 0,
        "finished": False,
    }
    assert "no-store" in progress["Cache-Control"]
    make(job.pk)
    page = client.get(f"{JOBS}{job.pk}/")
    assert b'http-equiv="refresh"' not in page.content
    assert "已完成 2 / 2 件" in words(page)
    assert client.get(f"{JOBS}{job.pk}/progress/").json()["finished"] is True
    assert "每份函从正面（单数页）起" in words(page)
    assert "生成进度" in words(client.get(JOBS))
    assert "已生成 2 件，共 2 件" in words(client.get(JOBS))
    assert "待登记打印" in words(client.get(JOBS))
    assert "每件函已按份数排好在文件里，打印机的份数设为 1。" in words(page)
    assert "已登记打印 2 件" in words(client.post(f"{JOBS}{job.pk}/printed/", follow=True))
    again = client.post(f"{JOBS}{job.pk}/printed/")
    assert (again.status_code, errors_on(again)) == (409, ["这个打印任务已经登记过打印。"])
    keys = [letter.deliveries.get().pk, second.deliveries.get().pk]
    form = {"channel": "post", "sent_on": today().isoformat(), "received_on": "", "delivery": keys[:1]}
    answer = client.post(f"{JOBS}{job.pk}/delivered/", form, follow=True)
    assert "已登记送达 1 位收件人。" in words(answer)
    assert answer.context["waiting"] == 1
    assert "待送达" in words(client.get(JOBS))
    answer = client.post(f"{JOBS}{job.pk}/delivered/", form | {"delivery": keys}, follow=True)
    assert "所有收件人都已登记送达。" in words(answer)
    assert "已送达" in words(client.get(JOBS))
    assert "已打印并全部送达，没有待办的事。" in words(answer)
    assert "请登记送达" not in words(answer)


@pytest.mark.parametrize(
    ("typed", "errors", "sentences"),
    [
        ({"channel": ""}, ["channel"], ["请选择送达方式。"]),
        ({"channel": "online"}, ["channel"], ["请选择送达方式。"]),
        ({"sent_on": "昨天"}, ["sent_on"], ["发出日期请写作 2023-06-29。"]),
        ({"delivery": []}, [], ["请至少勾选一位收件人。"]),
        ({"sent_on": "2026-03-03"}, [], ["甲科提复〔2026〕1号：发出日期须在印发日期和今天之间。"]),
    ],
)
def test_a_batch_of_deliveries_typed_wrong(
    world: World, letter: ReplyLetter, typed: dict, errors: list[str], sentences: list[str]
):
    job = done(world, letter)
    client = browser(world["jia_tech_print"])
    client.post(f"{JOBS}{job.pk}/printed/")
    form = {"channel": "hand", "sent_on": "2026-03-02", "delivery": [letter.deliveries.get().pk]} | typed
    answer = client.post(f"{JOBS}{job.pk}/delivered/", form)
    assert answer.status_code == 422
    assert list(answer.context["delivery_form"].errors) == errors
    assert errors_on(answer) == sentences
    assert answer.context["ticked"] == form["delivery"]
    assert letter.deliveries.get().sent_on is None


def test_the_page_of_a_job_says_what_is_void_and_what_to_do_with_the_paper(world: World, letter: ReplyLetter):
    second, third = another(letter, 2), another(letter, 3)
    job = ordered(world, letter, second, third)
    withdraw_letter(third, by=world["jia_tech_office"], reason="发错")
    make(job.pk)
    client, page = browser(world["jia_tech_print"]), f"{JOBS}{job.pk}/"
    shown = client.get(page)
    assert "已完成 2 / 2 件" in words(shown)
    assert f"{third.number}：已作废（发错）。没有排进文件。" in words(shown)
    withdraw_letter(second, by=world["jia_tech_office"], reason="印错对象")
    place = second.job_items.get().first_page
    shown = words(client.get(page))
    assert "有 2 件已作废或更正，不能送出" in shown
    assert f"{second.number}：已作废（印错对象）。在第 1 册第 {place} 页起，还没有印的不要印" in shown
    assert shown.count("含已作废或更正的函件") == 1
    told = words(client.post(page + "printed/", follow=True))
    assert "已登记打印 1 件，共" in told
    assert "有 2 件已作废或更正，没有登记。" in told
    shown = client.get(page)
    assert [one.letter for one in shown.context["deliveries"]] == [letter]
    form = {"channel": "post", "sent_on": today().isoformat(), "delivery": [second.deliveries.get().pk]}
    answer = client.post(page + "delivered/", form)
    assert (answer.status_code, errors_on(answer)) == (422, [f"{second.number}：已作废，不能再打印和送达。"])
    chosen = {"scope": "ticked", "letter": [second.pk]}
    again = client.post(NEW, chosen | ORDER | {"reason": "重印"})
    assert (again.status_code, errors_on(again)) == (422, [f"{second.number}：已作废，不能再打印和送达。"])


def test_noting_the_print_asks_why_where_a_letter_was_printed_meanwhile(world: World, letter: ReplyLetter):
    job = done(world, letter)
    record_print(letter, copies=1, by=world["jia_tech_print"])
    client, address = browser(world["jia_tech_print"]), f"{JOBS}{job.pk}/printed/"
    assert 'name="reason"' in client.get(f"{JOBS}{job.pk}/").content.decode()
    answer = client.post(address, {"reason": " "})
    assert (answer.status_code, errors_on(answer)) == (422, [f"{letter.number}：已打印过，重印请写明理由。"])
    answer = client.post(address, {"reason": "字" * 201})
    assert (answer.status_code, answer.context["errors"]) == (422, [("重印理由最多 200 个字。", "id_reason")])
    assert "字" * 201 in answer.content.decode()
    assert client.post(address, {"reason": "卡纸"}).status_code == 302
    assert list(letter.prints.order_by("pk").values_list("reason", flat=True)) == ["", "卡纸"]


def test_what_is_wrong_for_everybody_is_said_once(world: World, letter: ReplyLetter):
    second = another(letter, 2)
    job = done(world, letter, second)
    client = browser(world["jia_tech_print"])
    client.post(f"{JOBS}{job.pk}/printed/")
    keys = [letter.deliveries.get().pk, second.deliveries.get().pk]
    form = {"channel": "post", "sent_on": "2026-03-03", "delivery": keys}
    answer = client.post(f"{JOBS}{job.pk}/delivered/", form)
    assert (answer.status_code, errors_on(answer)) == (422, ["发出日期须在印发日期和今天之间。"])


def test_cancelling_and_going_on(world: World, letter: ReplyLetter):
    job = ordered(world, letter)
    client = browser(world["jia_tech_office"])
    answer = client.post(f"{JOBS}{job.pk}/resume/")
    assert (answer.status_code, errors_on(answer)) == (409, ["这个打印任务等待，不需要继续。"])
    assert "已取消打印任务。" in words(client.post(f"{JOBS}{job.pk}/cancel/", follow=True))
    answer = client.post(f"{JOBS}{job.pk}/cancel/")
    assert (answer.status_code, errors_on(answer)) == (409, ["这个打印任务已取消，不能再取消。"])
    assert "打印任务继续生成。" in words(client.post(f"{JOBS}{job.pk}/resume/", follow=True))
    assert make(job.pk)
    answer = client.post(f"{JOBS}{job.pk}/printed/")
    assert answer.status_code == 302


def test_files_are_handed_out_to_the_unit_and_noted(world: World, letter: ReplyLetter):
    job = done(world, letter)
    row = job.files.get(kind="letters")
    answer = browser(world["jia_tech_office"]).get(f"{JOBS}{job.pk}/files/{row.pk}/")
    data = b"".join(answer.streaming_content)
    assert (data[:5], answer["Content-Type"]) == (b"%PDF-", "application/pdf")
    assert "no-store" in answer["Cache-Control"]
    event = AuditEvent.objects.get(what="print_job.read")
    assert (event.by, event.object_id, event.detail) == (
        world["jia_tech_office"],
        job.pk,
        {"kind": "letters", "part": 1},
    )


def test_a_job_is_404_to_everybody_else(world: World, letter: ReplyLetter):
    job = done(world, letter)
    row = job.files.first()
    reads = ("", "progress/", f"files/{row.pk}/")
    writes = ("cancel/", "resume/", "printed/", "delivered/")
    desks = ("_print", "_office")
    for name, user in world.people.items():
        if name == "clock":
            continue
        client = browser(user)
        if name in ("jia_tech_print", "jia_tech_office"):
            assert [one.pk for one in client.get(JOBS).context["page"]] == [job.pk]
            continue
        statuses = {client.get(f"{JOBS}{job.pk}/{end}").status_code for end in reads}
        statuses |= {client.post(f"{JOBS}{job.pk}/{end}").status_code for end in writes}
        assert statuses == {404}, name
        prints = name.endswith(desks) and "_cppcc_" not in name and "_npc_" not in name
        listed = client.get(JOBS)
        assert listed.status_code == (200 if prints else 403), name
        assert not prints or list(listed.context["page"]) == [], name
        assert client.get(NEW).status_code == (422 if prints else 403), name
    assert not letter.prints.exists()


def test_a_job_with_a_letter_of_another_unit_is_only_for_who_prints_both(world: World, letter: ReplyLetter):
    world.stand_in("jia_edu_print", "jia_tech_print")
    other = printed_letter(item_of(world.seat("jia_member2"), "replied", lead=world.jia.edu))
    job = done(world, letter, other, wants=["register", "cover"])
    assert browser(world["jia_tech_print"]).get(f"{JOBS}{job.pk}/").status_code == 200
    for name in ("jia_tech_office", "jia_edu_print", "jia_edu_office"):
        assert browser(world[name]).get(f"{JOBS}{job.pk}/").status_code == 404


def test_a_file_of_another_job_is_not_found(world: World, letter: ReplyLetter):
    first, second = done(world, letter), done(world, another(letter, 2))
    client = browser(world["jia_tech_print"])
    assert client.get(f"{JOBS}{first.pk}/files/{second.files.first().pk}/").status_code == 404


def test_a_visitor_is_asked_to_log_in(letter: ReplyLetter, client):
    for address in (JOBS, NEW, f"{JOBS}1/", f"{JOBS}1/progress/", f"{JOBS}1/files/1/"):
        assert client.get(address)["Location"].startswith("/login/")


# -- what a page costs ----------------------------------------------------------------------------------------

JOB_QUERIES, JOBS_QUERIES, NEW_QUERIES = 12, 9, 12


def cost(client: object, address: str, data: object = None) -> int:
    client.get(address, data)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, data).status_code == 200
    return len(queries)


@pytest.mark.parametrize("rows", [1, 50])
def test_the_pages_cost_the_same_for_one_and_fifty(world: World, letter: ReplyLetter, rows: int):
    letters = [letter, *(another(letter, serial, printed=False) for serial in range(2, rows + 1))]
    client = browser(world["jia_tech_print"])
    assert cost(client, NEW, {"scope": "all"}) == NEW_QUERIES
    job = ordered(world, letter)
    job.items.exclude(letter=letter).delete()
    job.items.model.objects.bulk_create(
        job.items.model(job=job, order=order, letter=one, copies=1)
        for order, one in enumerate(letters[1:], start=2)
    )
    assert cost(client, JOBS) == JOBS_QUERIES
    job.items.update(part=1, first_page=1)
    PrintJob.objects.filter(pk=job.pk).update(state=JobState.DONE, finished_at=job.created_at)
    client.post(f"{JOBS}{job.pk}/printed/")
    assert len(client.get(f"{JOBS}{job.pk}/").context["deliveries"]) == rows
    assert cost(client, f"{JOBS}{job.pk}/") == JOB_QUERIES

"""Print jobs: what is refused, how many copies, how the files are made, stopped, gone on with, and noted."""

import hashlib
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.db import connection

from accounts.models import AuditEvent, Notice
from accounts.now import moved_to, now, today
from proposals.errors import NotYours, StepBlocked, StepNotOpen
from responses import jobs
from responses.letters import piles
from responses.letters.binding import Sheets, bind
from responses.letters.piles import MOST_TRIES, make
from responses.models import AddressedLetter, PrintJob, ReplyLetter
from responses.models.print_job import JobFileKind, JobState
from responses.services.print_job_copies import CopiesRule, copied_offices
from responses.services.print_job_records import record_job_deliveries, record_job_printed
from responses.services.print_jobs import (
    cancel_job,
    create_job,
    resume_job,
)
from responses.services.printing import record_print
from responses.services.withdrawing import withdraw_letter
from tests.responses.desk import item_in, printed_letter
from tests.responses.pile import another, letters_file, page_count, text_by_page
from tests.threads import at_once
from tests.world import MONDAY, World


@pytest.fixture
def letter(world: World) -> ReplyLetter:
    return printed_letter(item_in(world, "replied"))


def order(world: World, *letters: ReplyLetter, by: str = "jia_tech_print", **more: object) -> PrintJob:
    more = {"rule": CopiesRule(), "wants": []} | more
    return create_job([one.pk for one in letters], by=world[by], **more)


def made(job: PrintJob) -> PrintJob:
    make(job.pk)
    job.refresh_from_db()
    return job


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("", 0),
        ("抄送：市府办公室。", 1),
        ("抄送：市府办公室、市政协提案委。", 2),
        ("市府办公室，市政协提案委；市人大；", 3),
        ("抄送：", 0),
        ("抄送：市府办，各县（市、区）人民政府。", 2),
        ("抄送：市府办(督查室;信息科)、市政协提案委。", 2),
        ("抄送：各县（市，含〔甲、乙〕，区）人民政府、市府办。", 2),
        ("抄送：市委办（市府办、市政协提案委。", 2),
    ],
)
def test_offices_of_the_copies_line(line: str, count: int):
    assert copied_offices(line) == count


# -- ordering -------------------------------------------------------------------------------------------------


def test_a_job_holds_its_letters_by_number_with_their_copies(world: World, letter: ReplyLetter):
    offices = copied_offices(letter.content["copies"])
    third, second = another(letter, 12), another(letter, 2)
    job = order(
        world,
        third,
        letter,
        second,
        rule=CopiesRule(to_each=2, to_copied=3, archive=1),
        wants=["register", "cover"],
    )
    items = list(job.items.order_by("order").values_list("order", "letter__number", "copies"))
    copies = 2 + 3 * offices + 1
    assert items == [(1, letter.number, copies), (2, second.number, copies), (3, third.number, copies)]
    assert (job.state, job.wants, job.by) == (JobState.QUEUED, ["cover", "register"], world["jia_tech_print"])
    assert job.copies_rule == {"to_each": 2, "to_copied": 3, "archive": 1}


def addressed_to(letter: ReplyLetter, proposer: object) -> AddressedLetter:
    """Give a co-signer the letter's own file as theirs, with its file."""
    own = AddressedLetter(
        letter=letter,
        proposer=proposer,
        content=letter.content | {"addressee": f"{proposer.name}委员"},
        template_version=letter.template_version,
        font_digest="other",
        sha256=letter.sha256,
        pages=letter.pages,
        rendered_at=letter.rendered_at,
    )
    own.pdf.name = letter.pdf.name
    own.save()
    return own


def test_a_co_signer_gets_the_letter_addressed_to_them(world: World, letter: ReplyLetter):
    lead = letter.deliveries.get()
    co_signer = letter.response.proposal.proposers.create(
        name="甲委员二", role="co_signer", order=2, member=world.seat("jia_member2")
    )
    letter.deliveries.create(proposer=co_signer)
    own = addressed_to(letter, co_signer)
    job = order(world, letter, rule=CopiesRule(to_each=1, to_copied=0, archive=2))
    rows = list(job.items.order_by("order").values_list("letter", "addressed", "copies"))
    assert rows == [(letter.pk, None, 3), (letter.pk, own.pk, 1)]
    assert lead.proposer_id != co_signer.pk
    made(job)
    record_job_printed(job, by=world["jia_tech_print"])
    assert [record.copies for record in letter.prints.all()] == [4]


def refused(world: World, *letters: ReplyLetter, **more: object) -> list[str]:
    with pytest.raises(StepBlocked) as caught:
        order(world, *letters, **more)
    assert not PrintJob.objects.exists()
    return caught.value.sentences


def test_letters_that_cannot_be_printed_are_named(world: World, letter: ReplyLetter):
    waiting = another(letter, 2, printed=False)
    gone, old = another(letter, 3), another(letter, 4)
    ReplyLetter.objects.filter(pk=gone.pk).update(
        withdrawn_at=now(), withdrawn_by=world["jia_tech_office"], withdrawn_reason="重复编号"
    )
    new = another(letter, 5, supersedes=old)
    signed = another(letter, 6, must_be_signed=True)
    everything = (letter, waiting, gone, old, new, signed)
    assert refused(world, *everything) == [
        "甲科提复〔2026〕2号、甲科提复〔2026〕6号：文件还没有生成好，请稍候再打印。",
        "甲科提复〔2026〕3号：已作废，不能再打印和送达。",
        "甲科提复〔2026〕4号：已被更正，请打印、送达更正后的甲科提复〔2026〕5号。",
    ]
    job = order(world, *everything, leave_out=True)
    assert [item.letter_id for item in job.items.order_by("order")] == [letter.pk, new.pk]


def test_many_letters_of_one_kind_are_counted(world: World, letter: ReplyLetter):
    waiting = [another(letter, serial, printed=False) for serial in range(2, 14)]
    [sentence] = refused(world, *waiting)
    assert sentence.startswith("甲科提复〔2026〕2号、甲科提复〔2026〕3号、")
    assert sentence.endswith("甲科提复〔2026〕11号等 12 件：文件还没有生成好，请稍候再打印。")


def test_a_second_click_finds_the_letters_in_work(world: World, letter: ReplyLetter):
    job = order(world, letter)
    with pytest.raises(StepBlocked) as caught:
        order(world, letter, by="jia_tech_office")
    assert caught.value.sentences == [f"{letter.number}：正在另一个打印任务中生成，不必重复。"]
    assert PrintJob.objects.get() == job


def test_reprinting_asks_why(world: World, letter: ReplyLetter):
    record_print(letter, copies=1, by=world["jia_tech_print"])
    second = another(letter, 2)
    assert refused(world, letter, second) == [f"{letter.number}：已打印过，重印请写明理由。"]
    assert refused(world, letter, second, reason="　 ") == [f"{letter.number}：已打印过，重印请写明理由。"]
    assert refused(world, letter, second, reason="重" * 201) == ["重印理由不超过 200 字。"]
    job = made(order(world, letter, second, reason=" 首份墨迹不清 "))
    record_job_printed(job, by=world["jia_tech_print"])
    assert list(letter.prints.order_by("pk").values_list("reason", "job")) == [
        ("", None),
        ("首份墨迹不清", job.pk),
    ]
    assert list(second.prints.values_list("reason", "job")) == [("", job.pk)]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"rule": CopiesRule(to_each=0, to_copied=0, archive=0)},
            "按所填份数，有的函件一份也不印；请至少填写一项份数。",
        ),
        ({"rule": CopiesRule(to_each=501)}, "每份函最多印 500 份，请改少份数。"),
        ({"wants": ["cover", "poem"]}, "请从所列的随附文件中选择。"),
    ],
)
def test_orders_that_make_no_sense(world: World, letter: ReplyLetter, more: dict, sentence: str):
    assert refused(world, letter, **more) == [sentence]


def test_no_letters_and_too_many(world: World, letter: ReplyLetter, monkeypatch: pytest.MonkeyPatch):
    assert refused(world) == ["没有可以打印的函件，请回到文印页面重新选择。"]
    monkeypatch.setattr("responses.services.print_jobs.MOST_LETTERS", 1)
    assert refused(world, letter, another(letter, 2)) == ["一个打印任务最多 1 件，请分几次生成。"]


def test_only_the_units_print_staff_and_office_order(world: World, letter: ReplyLetter):
    for name, user in world.people.items():
        if name in ("jia_tech_print", "jia_tech_office"):
            continue
        with pytest.raises(NotYours):
            create_job([letter.pk], rule=CopiesRule(), wants=[], by=user)
    assert not PrintJob.objects.exists()
    order(world, letter, by="jia_tech_office")


def test_the_row_is_written_before_the_task_is_queued(
    world: World, letter: ReplyLetter, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as queued:
        order(world, letter)
    assert len(queued) == 1


# -- the files ------------------------------------------------------------------------------------------------


def blank_source(pages: int) -> pikepdf.Pdf:
    source = pikepdf.new()
    for number in range(pages):
        source.add_blank_page(page_size=(595, 842))
        source.pages[-1].Contents = source.make_stream(f"0 0 m {number} 9 l S".encode())
    written = BytesIO()
    source.save(written)
    return pikepdf.open(BytesIO(written.getvalue()))


def test_each_copy_begins_on_an_odd_page_and_padding_is_blank():
    three, two = blank_source(3), blank_source(2)
    pile = bind(
        [
            Sheets(source=three, first=0, pages=3, copies=2, title="一"),
            Sheets(source=two, first=0, pages=2, copies=1, title="二"),
            Sheets(source=three, first=2, pages=1, copies=1, title="三"),
        ]
    )
    assert (pile.first_pages, pile.pages) == ((1, 9, 11), 12)
    with pikepdf.open(BytesIO(pile.file)) as read:
        marks = [page.Contents.read_bytes() for page in read.pages]
        sizes = {tuple(map(int, page.mediabox)) for page in read.pages}
        with read.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["一", "二", "三"]
    a, b, c = (f"0 0 m {number} 9 l S".encode() for number in range(3))
    assert marks == [a, b, c, b"", a, b, c, b"", a, b, c, b""]
    assert sizes == {(0, 0, 595, 842)}


def test_copies_cost_next_to_nothing():
    with pikepdf.new() as source:
        source.add_blank_page()
        source.pages[0].Contents = source.make_stream(hashlib.sha512(b"x").hexdigest().encode() * 1)
        noise = b"".join(hashlib.sha512(bytes([n % 256, n // 256])).digest() for n in range(2000))
        source.pages[0].Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(N=source.make_stream(noise))
        )
        written = BytesIO()
        source.save(written)
    read = pikepdf.open(BytesIO(written.getvalue()))
    one = bind([Sheets(source=read, first=0, pages=1, copies=1, title="一")])
    many = bind([Sheets(source=read, first=0, pages=1, copies=100, title="一")])
    assert many.pages == 200
    assert len(many.file) < 1.2 * len(one.file)


def test_the_merged_file_holds_every_copy_of_every_letter(world: World, letter: ReplyLetter):
    second = another(letter, 2, paragraphs=12)
    job = made(order(world, second, letter, rule=CopiesRule(to_each=1, to_copied=0, archive=1)))
    assert job.state == JobState.DONE
    pages = text_by_page(letters_file(job))
    rows = list(job.items.order_by("order").values_list("part", "first_page"))
    rounded = letter.pages + letter.pages % 2
    assert rows == [(1, 1), (1, 2 * rounded + 1)]
    for first, row in ((1, letter), (2 * rounded + 1, second)):
        height = row.pages + row.pages % 2
        for begin in (first, first + height):
            assert begin % 2 == 1
            assert row.number in pages[begin - 1]
            assert pages[begin - 1 : begin - 1 + row.pages] == pages[first - 1 : first - 1 + row.pages]
    assert len(pages) == 2 * (rounded + second.pages + second.pages % 2)


def test_a_letter_of_an_odd_number_of_pages_from_its_frozen_file(world: World, letter: ReplyLetter):
    """Another template or other fonts: the frozen file itself is bound, and padded where it is odd."""
    odd = BytesIO()
    with letter.pdf.open() as frozen, pikepdf.open(frozen) as read:
        del read.pages[1:]
        read.save(odd)
    old = another(letter, 2, printed=False, template_version="1")
    old.font_digest, old.pages, old.rendered_at = "other", 1, now()
    old.sha256 = hashlib.sha256(odd.getvalue()).hexdigest()
    old.pdf.save("letter.pdf", ContentFile(odd.getvalue()), save=False)
    old.save()
    third = another(letter, 3)
    job = made(order(world, old, third, rule=CopiesRule(to_each=1, to_copied=0, archive=1)))
    pages = text_by_page(letters_file(job))
    assert list(job.items.order_by("order").values_list("first_page", flat=True)) == [1, 5]
    assert [page == "" for page in pages[:4]] == [False, True, False, True]
    assert letter.number in pages[0]
    assert third.number in pages[4]


@pytest.mark.parametrize(
    ("field", "value"), [("template_version", "1"), ("font_digest", "other"), ("engine", "WeasyPrint 1.0")]
)
def test_what_another_template_font_or_engine_set_is_bound_as_it_was_frozen(
    world: World, letter: ReplyLetter, field: str, value: str
):
    old = another(letter, 2, **{field: value})
    job = order(world, letter, old)
    alike = {
        item.letter_id: piles.sets_alike(item) for item in job.items.select_related("letter", "addressed")
    }
    assert alike == {letter.pk: True, old.pk: False}


def test_a_lost_file_stops_the_job_with_a_sentence_and_can_be_gone_on_with(
    world: World, letter: ReplyLetter, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(piles, "sets_alike", lambda item: False)
    name = letter.pdf.name
    with letter.pdf.open() as file:
        kept = file.read()
    job = order(world, letter)
    letter.pdf.storage.delete(name)
    made(job)
    assert (job.state, job.error) == (JobState.FAILED, f"{letter.number}的文件读不出来，请告诉系统管理员。")
    assert Notice.objects.filter(
        recipient=world["jia_tech_print"], subject=f"打印任务 {job.pk} 出错", path=f"/print/jobs/{job.pk}/"
    ).exists()
    letter.pdf.storage.save(name, ContentFile(kept))
    resume_job(job, by=world["jia_tech_office"])
    assert made(job).state == JobState.DONE


def test_everything_that_goes_along_is_made(world: World, letter: ReplyLetter):
    second = another(letter, 2)
    world.seat("jia_member1").__class__.objects.filter(pk=world.seat("jia_member1").pk).update(
        address="325000 甲市科技路 1 号"
    )
    job = made(order(world, letter, second, wants=JobFileKind.values[1:]))
    assert job.state == JobState.DONE
    files = {row.kind: row for row in job.files.all()}
    assert set(files) == set(JobFileKind.values)
    text = {}
    for kind, row in files.items():
        with row.file.open("rb") as file:
            data = file.read()
        assert hashlib.sha256(data).hexdigest() == row.sha256
        assert page_count(data) == row.pages
        text[kind] = "".join(text_by_page(data))
    for kind in ("cover", "register"):
        assert letter.number in text[kind], kind
        assert second.number in text[kind], kind
    assert files["envelopes"].pages == 2
    assert "甲市科技路1号" in text["envelopes"]
    assert (text["labels"].count("甲委员一"), text["labels_24"].count("甲委员一")) == (2, 2)
    assert files["labels"].sha256 != files["labels_24"].sha256
    assert Notice.objects.get(subject=f"打印任务 {job.pk} 已完成").recipient == world["jia_tech_print"]


# -- stopping and going on ------------------------------------------------------------------------------------


@pytest.fixture
def three_parts(
    world: World, letter: ReplyLetter, monkeypatch: pytest.MonkeyPatch
) -> tuple[PrintJob, list[ReplyLetter]]:
    monkeypatch.setattr(piles, "LETTERS_A_PART", 1)
    letters = [letter, another(letter, 2), another(letter, 3)]
    return order(world, *letters), letters


class Killed(BaseException):
    """What a signal does to the worker: nothing of ours catches it."""


def after_parts(number: int, monkeypatch: pytest.MonkeyPatch, what: object) -> None:
    """Do something in the middle of the part after so many whole ones."""
    bound, calls = piles.bound, []

    def counted(items: object, *, title: str) -> object:
        calls.append(title)
        if len(calls) == number + 1:
            what()
        return bound(items, title=title)

    monkeypatch.setattr(piles, "bound", counted)


def placed(job: PrintJob) -> list[int | None]:
    return list(job.items.order_by("order").values_list("part", flat=True))


def test_a_job_killed_in_a_part_goes_on_after_the_last_whole_one(
    three_parts: tuple, monkeypatch: pytest.MonkeyPatch
):
    job, _ = three_parts

    def die() -> None:
        raise Killed

    after_parts(1, monkeypatch, die)
    with pytest.raises(Killed):
        make(job.pk)
    job.refresh_from_db()
    assert (job.state, placed(job)) == (JobState.RUNNING, [1, None, None])
    first = job.files.get()
    assert made(job).state == JobState.DONE
    assert placed(job) == [1, 2, 3]
    assert list(job.files.order_by("part").values_list("kind", "part")) == [("letters", n) for n in (1, 2, 3)]
    assert job.files.get(part=1).made_at == first.made_at
    assert make(job.pk) is False


def test_a_job_that_never_gets_on_fails(three_parts: tuple, monkeypatch: pytest.MonkeyPatch):
    job, _ = three_parts

    def die(*_: object, **__: object) -> None:
        raise Killed

    monkeypatch.setattr(piles, "bound", die)
    for _ in range(MOST_TRIES):
        with pytest.raises(Killed):
            make(job.pk)
    assert made(job).state == JobState.FAILED
    assert job.error.startswith("生成中断了 5 次。")


def test_cancelling_in_the_middle_keeps_what_is_made(
    world: World, three_parts: tuple, monkeypatch: pytest.MonkeyPatch
):
    job, _ = three_parts
    after_parts(1, monkeypatch, lambda: PrintJob.objects.filter(pk=job.pk).update(cancel_asked=True))
    made(job)
    assert (job.state, placed(job)) == (JobState.CANCELLED, [1, 2, None])
    assert not Notice.objects.filter(subject__startswith="打印任务").exists()
    with pytest.raises(StepNotOpen, match="已取消"):
        cancel_job(job, by=world["jia_tech_print"])
    resume_job(job, by=world["jia_tech_print"])
    assert made(job).state == JobState.DONE
    assert placed(job) == [1, 2, 3]
    with pytest.raises(StepNotOpen, match="已完成"):
        resume_job(job, by=world["jia_tech_print"])


def test_cancelling_before_any_worker_came_is_at_once(world: World, three_parts: tuple):
    job, _ = three_parts
    assert cancel_job(job, by=world["jia_tech_office"]).state == JobState.CANCELLED
    assert made(job).state == JobState.CANCELLED
    assert placed(job) == [None, None, None]
    assert AuditEvent.objects.filter(what="print_job.cancel", by=world["jia_tech_office"]).count() == 1


def test_strangers_neither_stop_nor_note(world: World, letter: ReplyLetter):
    job = order(world, letter)
    for name in ("jia_edu_print", "jia_tech_clerk", "yi_tech_print", "root"):
        for act in (cancel_job, resume_job, record_job_printed):
            with pytest.raises(NotYours):
                act(job, by=world[name])
        with pytest.raises(NotYours):
            record_job_deliveries(job, [1], channel="post", sent_on=today(), by=world[name])


def test_the_clock_queues_jobs_without_progress_for_a_minute(
    world: World, three_parts: tuple, monkeypatch: pytest.MonkeyPatch
):
    job, _ = three_parts
    queued: list[int] = []
    monkeypatch.setattr(jobs.make_print_job, "delay", queued.append)
    assert jobs.requeue_print_jobs() == 0
    with moved_to(MONDAY + timedelta(days=1)):
        assert jobs.requeue_print_jobs() == 1
        PrintJob.objects.filter(pk=job.pk).update(touched_at=now())
        assert jobs.requeue_print_jobs() == 0
    assert queued == [job.pk]
    made(job)
    with moved_to(MONDAY + timedelta(days=2)):
        assert jobs.requeue_print_jobs() == 0


# -- letters that became void meanwhile -----------------------------------------------------------------------


def withdrawn(world: World, letter: ReplyLetter) -> ReplyLetter:
    return withdraw_letter(letter, by=world["jia_tech_office"], reason="印错对象")


def test_what_became_void_before_its_part_is_left_out(world: World, three_parts: tuple):
    job, (first, second, third) = three_parts
    withdrawn(world, second)
    assert made(job).state == JobState.DONE
    assert placed(job) == [1, None, 2]
    pages = "".join(text_by_page(letters_file(job, 1)) + text_by_page(letters_file(job, 2)))
    assert [number in pages for number in (first.number, second.number, third.number)] == [True, False, True]


def test_what_becomes_void_while_its_part_is_bound_is_not_in_it(
    world: World, letter: ReplyLetter, monkeypatch: pytest.MonkeyPatch
):
    second = another(letter, 2)
    job = order(world, letter, second, wants=["cover", "register", "envelopes"])
    after_parts(0, monkeypatch, lambda: withdrawn(world, second))
    assert made(job).state == JobState.DONE
    assert placed(job) == [1, None]
    assert second.number not in "".join(text_by_page(letters_file(job)))
    for row in job.files.exclude(kind="letters"):
        with row.file.open("rb") as file:
            assert second.number not in "".join(text_by_page(file.read())), row.kind


def test_the_papers_made_after_a_letter_became_void_say_so(
    world: World, three_parts: tuple, monkeypatch: pytest.MonkeyPatch
):
    job, (first, second, third) = three_parts
    PrintJob.objects.filter(pk=job.pk).update(wants=["cover", "register", "labels"])
    after_parts(2, monkeypatch, lambda: withdrawn(world, first))
    assert made(job).state == JobState.DONE
    assert placed(job) == [1, 2, 3]
    text = {}
    for row in job.files.exclude(kind="letters"):
        with row.file.open("rb") as file:
            text[row.kind] = "".join(text_by_page(file.read()))
    assert text["cover"].count("已作废，请抽出销毁") == 1
    assert [text["cover"].count(f"（第{part}册，共3册）") for part in (1, 2, 3)] == [1, 1, 1]
    assert first.number not in text["register"]
    assert second.number in text["register"]
    assert text["labels"].count("甲委员一") == 2
    assert third.is_valid


def test_a_job_of_nothing_but_void_letters_says_so(world: World, letter: ReplyLetter):
    job = order(world, letter, wants=["cover", "register"])
    withdrawn(world, letter)
    assert made(job).state == JobState.FAILED
    assert (job.error, job.files.count()) == ("所选函件在生成以前都已作废或更正，没有可印的。", 0)


def test_void_letters_are_not_noted_as_printed(world: World, letter: ReplyLetter):
    second, third = another(letter, 2), another(letter, 3)
    job = made(order(world, letter, second, third))
    withdrawn(world, second)
    another(letter, 4, supersedes=third)
    records = record_job_printed(job, by=world["jia_tech_print"])
    assert [one.letter for one in records] == [letter]
    assert [row.prints.count() for row in (letter, second, third)] == [1, 0, 0]
    keys = [row.deliveries.get().pk for row in (letter, second, third)]
    with pytest.raises(StepBlocked) as caught:
        record_job_deliveries(job, keys, channel="post", sent_on=today(), by=world["jia_tech_print"])
    assert caught.value.sentences == [
        "甲科提复〔2026〕2号：已作废，不能再打印和送达。",
        "甲科提复〔2026〕3号：已被更正，请打印、送达更正后的甲科提复〔2026〕4号。",
    ]
    assert letter.deliveries.get().sent_on is None
    assert (
        record_job_deliveries(job, keys[:1], channel="post", sent_on=today(), by=world["jia_tech_print"]) == 1
    )


def test_a_pile_of_nothing_but_void_letters_is_not_noted(world: World, letter: ReplyLetter):
    job = made(order(world, letter))
    withdrawn(world, letter)
    with pytest.raises(StepNotOpen, match="都已作废或更正，不能登记打印；印出的纸件请销毁"):
        record_job_printed(job, by=world["jia_tech_print"])
    assert not letter.prints.exists()


@pytest.mark.django_db(transaction=True)
def test_two_orders_at_once_for_the_same_letters_make_one_job(world: World, letter: ReplyLetter):
    outcome = at_once([lambda: order(world, letter)] * 3, raised=StepBlocked)
    sentence = f"{letter.number}：正在另一个打印任务中生成，不必重复。"
    assert [one.sentences for one in outcome if isinstance(one, StepBlocked)] == [[sentence]] * 2
    assert PrintJob.objects.count() == 1


# -- afterwards -----------------------------------------------------------------------------------------------


def test_printing_is_noted_once_for_the_whole_pile(world: World, letter: ReplyLetter):
    second = another(letter, 2)
    job = order(world, letter, second, rule=CopiesRule(to_each=1, to_copied=0, archive=2))
    with pytest.raises(StepNotOpen, match="还没有全部生成"):
        record_job_printed(job, by=world["jia_tech_print"])
    made(job)
    records = record_job_printed(job, by=world["jia_tech_print"])
    assert [(one.letter, one.copies, one.job) for one in records] == [(letter, 3, job), (second, 3, job)]
    with pytest.raises(StepNotOpen, match="已经登记过"):
        record_job_printed(job, by=world["jia_tech_office"])
    assert AuditEvent.objects.filter(what="letter.print", detail__job=job.pk).count() == 2


def test_a_letter_printed_since_the_order_asks_why(world: World, letter: ReplyLetter):
    job = made(order(world, letter))
    record_print(letter, copies=1, by=world["jia_tech_office"])
    with pytest.raises(StepBlocked, match="重印请写明理由"):
        record_job_printed(job, by=world["jia_tech_print"])
    [record] = record_job_printed(job, by=world["jia_tech_print"], reason="已先印一份送审")
    assert record.reason == "已先印一份送审"


def test_deliveries_of_the_pile(world: World, letter: ReplyLetter):
    second = another(letter, 2)
    outside = another(letter, 3).deliveries.get()
    job = made(order(world, letter, second))
    rows = [letter.deliveries.get(), second.deliveries.get()]
    keys = [*(row.pk for row in rows), outside.pk]
    office = world["jia_tech_print"]
    with pytest.raises(StepBlocked) as caught:
        record_job_deliveries(job, keys, channel="post", sent_on=MONDAY + timedelta(days=1), by=office)
    assert caught.value.sentences == ["发出日期须在印发日期和今天之间。"]  # of every one of them
    with pytest.raises(StepBlocked, match="至少勾选一位"):
        record_job_deliveries(job, [outside.pk], channel="post", sent_on=MONDAY, by=office)
    assert record_job_deliveries(job, keys, channel="post", sent_on=MONDAY, by=office) == 2
    assert record_job_deliveries(job, keys, channel="hand", sent_on=MONDAY, by=office) == 0
    for row in rows:
        row.refresh_from_db()
        assert (row.channel, row.sent_on, row.by) == ("post", MONDAY, office)
    outside.refresh_from_db()
    assert outside.sent_on is None
    assert letter.response.proposal.clocks.filter(key="rating").exists()


def test_two_workers_do_not_work_on_one_job(world: World, letter: ReplyLetter):
    """Another connection holds the work: make() leaves the job alone, and 取消 is noted for later."""
    job = order(world, letter)
    other = connection.copy()
    other.settings_dict = connection.settings_dict
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [piles.LOCK_CLASS, job.pk])
            assert make(job.pk) is False
            row = cancel_job(job, by=world["jia_tech_print"])
            assert (row.state, row.cancel_asked) == (JobState.QUEUED, True)
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [piles.LOCK_CLASS, job.pk])
    finally:
        other.close()
    assert made(job).state == JobState.CANCELLED


@pytest.mark.slow
def test_thirty_letters_look_as_their_frozen_files(world: World, letter: ReplyLetter, tmp_path: Path):
    """Set together, every page is the picture of the frozen page; the file is at most a fifth of their sum."""
    letters = [letter, *(another(letter, serial, paragraphs=serial % 12 + 1) for serial in range(2, 31))]
    job = made(order(world, *letters, rule=CopiesRule(to_each=1, to_copied=0, archive=0)))
    merged = letters_file(job)
    pages = pictures(merged, tmp_path)
    total = 0
    for item in job.items.select_related("letter").order_by("order"):
        with item.letter.pdf.open() as file:
            frozen = file.read()
        total += len(frozen)
        own = pictures(frozen, tmp_path)
        first = item.first_page - 1
        assert first % 2 == 0
        assert pages[first : first + len(own)] == own, item.letter.number
    assert len(merged) <= total / 5


def pictures(file: bytes, folder: Path) -> list[bytes]:
    """Return every page of a PDF as pixels, at 60 dpi."""
    for old in folder.glob("*.ppm"):
        old.unlink()
    (folder / "pile.pdf").write_bytes(file)
    subprocess.run(["pdftoppm", "-r", "60", folder / "pile.pdf", folder / "page"], check=True)
    return [path.read_bytes() for path in sorted(folder.glob("page-*.ppm"))]

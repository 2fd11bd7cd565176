"""The print office: whose letters stand in the queue, printing, reprinting, delivery and the clock it starts."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.now import moved_to, today
from documents import fonts
from documents.fonts import Role
from responses.models import ReplyLetter
from responses.services.delivery import read_online
from responses.services.issuing import new_code
from responses.services.print_job_copies import copied_offices
from responses.services.withdrawing import withdraw_letter
from tests.responses.desk import browser, errors_on, item_in, printed_letter, words
from tests.road import again, item_of, take, walk
from tests.world import MONDAY, World

QUEUE = "/print/"


@pytest.fixture
def letter(world: World) -> ReplyLetter:
    return printed_letter(item_in(world, "replied"))


def at(letter: ReplyLetter, *more: object) -> str:
    return "/".join(["/print", str(letter.pk), *map(str, more), ""])


def delivery_form(letter: ReplyLetter, **typed: object) -> tuple[str, dict[str, object]]:
    """Return the address and the data of the form of the letter's first recipient."""
    first = letter.deliveries.first()
    return at(letter, "delivered", first.pk), {
        f"delivery-{first.pk}-{name}": value for name, value in typed.items()
    }


def test_the_queue_is_for_the_units_print_staff_and_office(world: World, letter: ReplyLetter):
    numbers = {}
    for name, user in world.people.items():
        if name == "clock":
            continue
        answer = browser(user).get(QUEUE)
        numbers[name] = (
            [one.number for one in answer.context["page"]]
            if answer.status_code == 200
            else answer.status_code
        )
    desks = {
        name
        for name in numbers
        if name.endswith(("_print", "_office")) and "_cppcc_" not in name and "_npc_" not in name
    }
    own = {"jia_tech_print", "jia_tech_office"}
    assert numbers == {
        name: [letter.number] if name in own else [] if name in desks else 403 for name in numbers
    }


def test_a_letter_is_404_to_everybody_else(world: World, letter: ReplyLetter):
    address, data = delivery_form(letter, channel="post", sent_on=today())
    own = {"jia_tech_print", "jia_tech_office"}
    for name, user in world.people.items():
        if name == "clock":
            continue
        client = browser(user)
        if name in own:
            assert client.get(at(letter)).status_code == 200
            continue
        assert client.get(at(letter)).status_code == 404
        assert client.post(at(letter, "printed"), {"copies": 1}).status_code == 404
        assert client.post(address, data).status_code == 404
        assert client.post(at(letter, "again")).status_code == 404
    assert not letter.prints.exists()


def test_a_visitor_is_asked_to_log_in(letter: ReplyLetter, client):
    for address in (QUEUE, at(letter)):
        assert client.get(address)["Location"].startswith("/login/")


def test_tabs_follow_the_work(world: World, letter: ReplyLetter):
    client = browser(world["jia_tech_print"])

    def tabs() -> dict[str, int]:
        return {key: count for key, _, count, *_ in client.get(QUEUE).context["tabs"]}

    assert tabs() == {"waiting": 1, "printed": 0, "delivered": 0, "void": 0}
    client.post(at(letter, "printed"), {"copies": 5})
    assert tabs() == {"waiting": 0, "printed": 1, "delivered": 0, "void": 0}
    assert "文件 进度 选择" in words(client.get(QUEUE + "?show=printed"))
    address, data = delivery_form(letter, channel="hand", sent_on=today(), received_on=today())
    client.post(address, data)
    assert tabs() == {"waiting": 0, "printed": 0, "delivered": 1, "void": 0}
    assert [one.number for one in client.get(QUEUE + "?show=delivered").context["page"]] == [letter.number]
    withdraw_letter(letter, by=world["jia_tech_office"], reason="发错")
    assert tabs() == {"waiting": 0, "printed": 0, "delivered": 0, "void": 1}
    assert client.get(QUEUE + "?show=nonsense&page=x&unit=y").context["show"] == "waiting"


def test_the_way_back_leads_to_the_list_as_it_was(world: World, letter: ReplyLetter):
    client = browser(world["jia_tech_print"])
    assert f'href="{QUEUE}">返回文印' in client.get(at(letter)).content.decode()
    client.get(QUEUE + "?show=printed&words=科")
    back = f'href="{QUEUE}?show=printed&amp;words=%E7%A7%91"'
    assert back in client.get(at(letter)).content.decode()
    order = client.get(f"{QUEUE}jobs/new/?scope=ticked&letter={letter.pk}")
    assert back in order.content.decode()
    client.get(QUEUE + "?words=" + "长" * 400)
    assert f'href="{QUEUE}">返回文印' in client.get(at(letter)).content.decode()


def test_the_page_says_how_many_copies_are_usual_and_proposes_them(world: World, letter: ReplyLetter):
    client = browser(world["jia_tech_print"])
    shown = client.get(at(letter))
    offices = copied_offices(letter.content["copies"])
    usual = 1 + offices + 2
    assert f"通常印 {usual} 份：主送 1 位每人 1 份，抄送 {offices} 个单位每家 1 份，存档 2 份。" in words(
        shown
    )
    assert shown.context["print_form"]["copies"].value() == usual
    assert [form["sent_on"].value() for _, form in shown.context["deliveries"]] == [today()]
    client.post(at(letter, "printed"), {"copies": usual})
    again = client.get(at(letter))
    assert "通常印" not in words(again)
    assert again.context["print_form"]["copies"].value() is None


def test_printing_twice_needs_a_reason(world: World, letter: ReplyLetter):
    client = browser(world["jia_tech_print"])
    assert "已登记打印 5 份。" in words(client.post(at(letter, "printed"), {"copies": 5}, follow=True))
    answer = client.post(at(letter, "printed"), {"copies": 1})
    assert (answer.status_code, errors_on(answer)) == (422, ["这份函已打印过，重印请写明理由。"])
    assert client.post(at(letter, "printed"), {"copies": 1, "reason": "卡纸"}).status_code == 302
    records = letter.prints.order_by("pk").values_list("copies", "reason", "by__username")
    assert list(records) == [(5, "", "jia_tech_print"), (1, "卡纸", "jia_tech_print")]


@pytest.mark.parametrize("copies", ["", "0", "-1", "501", "二"])
def test_a_number_of_copies_that_is_none(world: World, letter: ReplyLetter, copies: str):
    answer = browser(world["jia_tech_print"]).post(at(letter, "printed"), {"copies": copies})
    assert answer.status_code == 422
    assert answer.context["print_form"].errors
    assert not letter.prints.exists()


def test_a_letter_without_its_file_waits(world: World):
    item = item_in(world, "replied")
    letter = ReplyLetter.objects.get(response__proposal=item)
    client = browser(world["jia_tech_print"])
    assert "正在生成" in words(client.get(QUEUE))
    answer = client.post(at(letter, "printed"), {"copies": 1})
    assert (answer.status_code, errors_on(answer)) == (422, ["文件还没有生成好，请稍候再打印。"])
    ReplyLetter.objects.filter(pk=letter.pk).update(render_error="字体文件缺失", render_tries=1)
    shown = words(client.get(at(letter)))
    assert "排版错误：字体文件缺失" in shown
    assert "重新排版" in shown


def test_setting_again_queues_the_letter(world: World, django_capture_on_commit_callbacks):
    item = item_in(world, "replied")
    letter = ReplyLetter.objects.get(response__proposal=item)
    client = browser(world["jia_tech_office"])
    with django_capture_on_commit_callbacks() as queued:
        assert "已重新送去排版" in words(client.post(at(letter, "again"), follow=True))
    assert len(queued) == 1
    letter = printed_letter(item)
    answer = client.post(at(letter, "again"))
    assert (answer.status_code, errors_on(answer)) == (409, ["这份函的文件已经生成，不需要重新排版。"])


def test_delivery_starts_the_clock_of_rating(world: World, letter: ReplyLetter):
    item = letter.response.proposal
    assert not item.clocks.filter(key="rating").exists()
    with moved_to(MONDAY + timedelta(days=4)):
        address, data = delivery_form(letter, channel="post", sent_on=MONDAY + timedelta(days=1))
        answer = browser(world["jia_tech_print"]).post(address, data, follow=True)
    assert "已登记送达：甲委员一。" in words(answer)
    clock = item.clocks.get(key="rating")
    assert (clock.starts_on, clock.due_on) == (MONDAY + timedelta(days=1), date(2026, 3, 24))
    with moved_to(MONDAY + timedelta(days=7)):
        address, data = delivery_form(
            letter, channel="post", sent_on=MONDAY + timedelta(days=2), received_on=MONDAY + timedelta(days=7)
        )
        browser(world["jia_tech_print"]).post(address, data)
    row = letter.deliveries.get()
    assert (row.channel, row.sent_on, row.received_on) == ("post", date(2026, 3, 4), date(2026, 3, 9))
    assert item.clocks.get(key="rating").starts_on == MONDAY + timedelta(days=1)


def test_a_page_opened_before_the_proposer_read_the_letter_does_not_undo_that(
    world: World, letter: ReplyLetter
):
    read_online(letter.deliveries.get(), by=world["jia_member1"])
    address, data = delivery_form(letter, channel="post", sent_on=MONDAY, received_on="")
    browser(world["jia_tech_print"]).post(address, data)
    row = letter.deliveries.get()
    assert (row.channel, row.sent_on, row.received_on) == ("post", MONDAY, MONDAY)


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({"sent_on": "2026-03-03", "channel": "post"}, ["发出日期须在印发日期和今天之间。"]),
        ({"sent_on": "2026-03-01", "channel": "post"}, ["发出日期须在印发日期和今天之间。"]),
        (
            {"sent_on": "2026-03-02", "received_on": "2026-03-01", "channel": "post"},
            ["收到日期须在发出日期和今天之间。"],
        ),
    ],
)
def test_days_that_cannot_be(world: World, letter: ReplyLetter, typed: dict, sentences: list[str]):
    address, data = delivery_form(letter, **typed)
    answer = browser(world["jia_tech_print"]).post(address, data)
    assert (answer.status_code, errors_on(answer)) == (422, sentences)
    [(_, form)] = answer.context["deliveries"]
    assert form["sent_on"].value() == typed["sent_on"]
    assert letter.deliveries.get().sent_on is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"channel": "pigeon", "sent_on": "2026-03-02"}, "channel"),
        ({"channel": "post", "sent_on": ""}, "sent_on"),
        ({"channel": "post", "sent_on": "昨天"}, "sent_on"),
    ],
)
def test_fields_left_out_or_unknown(world: World, letter: ReplyLetter, typed: dict, field: str):
    address, data = delivery_form(letter, **typed)
    answer = browser(world["jia_tech_print"]).post(address, data)
    assert answer.status_code == 422
    [(_, form)] = answer.context["deliveries"]
    assert list(form.errors) == [field]


def test_a_delivery_of_another_letter_is_not_found(world: World, letter: ReplyLetter):
    other = printed_letter(item_in(world, "replied", "jia_member2"))
    address = at(letter, "delivered", other.deliveries.get().pk)
    assert browser(world["jia_tech_print"]).post(address, {}).status_code == 404


QUERIES = 10


@pytest.mark.parametrize("rows", [1, 50])
def test_the_queue_costs_the_same_for_one_and_fifty(world: World, letter: ReplyLetter, rows: int):
    first = letter
    for serial in range(2, rows + 1):
        _another(first, serial)
    client = browser(world["jia_tech_print"])
    client.get(QUEUE)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(QUEUE)
    assert len(answer.context["page"].object_list) == rows
    assert len(queries) == QUERIES


def _another(letter: ReplyLetter, serial: int) -> None:
    """Write one more letter of the unit by hand: the road would take long fifty times."""
    response = letter.response
    item = response.proposal
    item.pk, item.number, item.number_text = None, 1000 + serial, str(1000 + serial)
    item._state.adding = True
    item.save()
    held = response.assignment
    held.pk, held.proposal = None, item
    held.save()
    response.pk, response.proposal, response.assignment = None, item, held
    response.save()
    letter.pk, letter.response, letter.serial = None, response, serial
    letter.number, letter.verify_code = f"甲科提复〔2026〕{serial}号", new_code()
    letter.save()


def test_the_queue_shows_fifty_a_page(world: World, letter: ReplyLetter):
    for serial in range(2, 53):
        _another(letter, serial)
    client = browser(world["jia_tech_print"])
    assert len(client.get(QUEUE).context["page"].object_list) == 50
    second = client.get(QUEUE + "?page=2")
    assert [one.serial for one in second.context["page"]] == [51, 52]


def test_the_unit_filter(world: World, letter: ReplyLetter):
    world.stand_in("jia_edu_print", "jia_tech_print")
    other = printed_letter(item_of(world.seat("jia_member2"), "replied", lead=world.jia.edu))
    client = browser(world["jia_tech_print"])
    assert {one.number for one in client.get(QUEUE).context["page"]} == {letter.number, other.number}
    shown = client.get(f"{QUEUE}?unit={world.jia.edu.pk}")
    assert [one.number for one in shown.context["page"]] == [other.number]


def test_a_void_letter_is_marked_and_goes_out_no_more(world: World, letter: ReplyLetter):
    withdraw_letter(letter, by=world["jia_tech_office"], reason="发错")
    client = browser(world["jia_tech_print"])
    assert letter.number not in words(client.get(QUEUE))
    listed = client.get(QUEUE + "?show=void")
    assert f"{letter.number} 关于" in words(listed)
    assert "已作废 发错" in words(listed)
    assert "生成打印任务" not in words(listed)
    shown = client.get(at(letter))
    assert "这份函已作废，不能再打印和送达。" in words(shown)
    assert f'href="/letters/{letter.pk}/office/"' in shown.content.decode()
    sentence = f"{letter.number}已作废，不能再打印和送达。"
    printed = client.post(at(letter, "printed"), {"copies": 1})
    assert (printed.status_code, errors_on(printed)) == (409, [sentence])
    address, data = delivery_form(letter, channel="post", sent_on=today())
    delivered = client.post(address, data)
    assert (delivered.status_code, errors_on(delivered)) == (409, [sentence])
    assert not letter.prints.exists()
    assert letter.deliveries.get().sent_on is None


def test_a_corrected_letter_names_the_one_to_send_instead(world: World, letter: ReplyLetter):
    item = walk(take("correct", again(letter.response.proposal)), "replied")
    new = printed_letter(item)
    client = browser(world["jia_tech_print"])
    assert [one.number for one in client.get(QUEUE).context["page"]] == [new.number]
    assert f"已被更正 请用 {new.number}" in words(client.get(QUEUE + "?show=void"))
    assert f'href="{at(new)}"' in client.get(at(letter)).content.decode()
    sentence = f"{letter.number}已被更正，请打印、送达更正后的{new.number}。"
    printed = client.post(at(letter, "printed"), {"copies": 1})
    assert (printed.status_code, errors_on(printed)) == (409, [sentence])
    address, data = delivery_form(letter, channel="post", sent_on=today())
    delivered = client.post(address, data)
    assert (delivered.status_code, errors_on(delivered)) == (409, [sentence])
    assert client.post(at(new, "printed"), {"copies": 1}).status_code == 302
    assert (letter.prints.count(), new.prints.count()) == (0, 1)


def test_the_queue_says_which_faces_are_missing_on_this_machine(
    world: World, letter: ReplyLetter, monkeypatch
):
    client = browser(world["jia_tech_print"])
    assert client.get(QUEUE).context["missing_faces"] == []
    monkeypatch.setattr(fonts, "FANDOL", {**fonts.FANDOL, Role.HEITI: "not-fetched.otf"})
    fonts._chain.cache_clear()
    sentence = "黑体字体缺，整篇用思源黑体代印。"
    answer = client.get(QUEUE)
    monkeypatch.undo()
    fonts._chain.cache_clear()
    assert (answer.context["missing_faces"], sentence in words(answer)) == ([sentence], True)

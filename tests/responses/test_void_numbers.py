"""作废文号 and 作废: no number disappears, whatever becomes of it."""

from collections import Counter
from functools import partial
from io import BytesIO

import pdfplumber
import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent, Notice
from accounts.now import now, today
from documents.models import NumberSeries, TakenNumber, VoidNumber
from proposals.conditions import answer_is_void
from proposals.errors import NotYours, StaleStep, StepBlocked, StepNotOpen
from proposals.inbox import waiting_on
from proposals.permissions import open_lead
from proposals.queries import last_step_number
from proposals.services.contact import give_opinion
from proposals.services.issued_papers import withdraw_paper
from proposals.services.papers import co_opinion_letter, hand_over_notice
from proposals.step_buttons import buttons
from responses.models import ReplyLetter
from responses.queries import gaps
from responses.services.delivery import record_delivery
from responses.services.issuing import issue
from responses.services.printing import record_print
from responses.services.rating import supplement
from responses.services.void_numbers import void_number
from responses.services.withdrawing import withdraw_letter
from tests.responses.desk import browser, errors_on, item_in, printed_letter, words
from tests.road import again, walk
from tests.threads import at_once
from tests.world import World


def series(world: World) -> NumberSeries:
    return NumberSeries.objects.get(unit=world.jia.tech, kind="proposal", year=2026)


def test_a_void_number_is_skipped_and_listed(world: World):
    item_in(world, "replied")
    void = void_number(series(world), by=world["jia_tech_office"], reason="纸质文件已用此号")
    assert str(void) == "甲科提复〔2026〕2号"
    item_in(world, "replied", "jia_member2")
    assert list(ReplyLetter.objects.order_by("serial").values_list("serial", flat=True)) == [1, 3]
    assert gaps(series(world)) == []
    event = AuditEvent.objects.get(what="series.void")
    assert (event.detail["serial"], event.detail["reason"]) == (2, "纸质文件已用此号")


def test_a_number_that_disappeared_would_be_seen(world: World):
    item_in(world, "replied")
    NumberSeries.objects.filter(pk=series(world).pk).update(next_number=4)
    assert gaps(series(world)) == [2, 3]


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("  ", "请写明这个号作废的理由。"), ("长" * 201, "作废理由不超过 200 字。")],
)
def test_a_void_number_says_why(world: World, reason: str, sentence: str):
    with pytest.raises(StepBlocked) as blocked:
        void_number(series(world), by=world["jia_tech_office"], reason=reason)
    assert blocked.value.sentences == [sentence]
    assert (series(world).next_number, VoidNumber.objects.count()) == (1, 0)


def test_only_the_units_own_office_voids_numbers(world: World):
    for name, user in world.people.items():
        if name != "jia_tech_office":
            with pytest.raises(NotYours):
                void_number(series(world), by=user, reason="理由")
    assert series(world).next_number == 1


def test_a_void_number_stays(world: World):
    void = void_number(series(world), by=world["jia_tech_office"], reason="理由")
    for change in (
        lambda: VoidNumber.objects.update(reason="另一个"),
        lambda: void.delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_postgresql_lets_nothing_else_bear_a_serial_that_is_taken(world: World):
    """Whichever of the three tables it stands in, and whatever the program thinks the next number is."""
    begun = item_in(world, "drafting", "jia_member2")
    other = NumberSeries.objects.create(unit=begun.distributor, kind="hand_over", year=2026, code="甲试")
    paper = hand_over_notice(open_lead(begun), by=world["jia_gov"])
    letter = ReplyLetter.objects.get(response__proposal=item_in(world, "replied"))
    own = series(world)
    void = void_number(own, by=world["jia_tech_office"], reason="理由")
    taken = {(own.pk, letter.serial), (own.pk, void.serial), (other.pk, paper.serial)}
    assert set(TakenNumber.objects.values_list("series", "serial")) == taken
    about = {"by": world["jia_tech_office"], "at": now(), "reason": "理由"}
    for one, serial in ((own, letter.serial), (other, paper.serial)):
        with pytest.raises(IntegrityError, match="serial_taken_once"), transaction.atomic():
            VoidNumber.objects.create(series=one, serial=serial, **about)
    NumberSeries.objects.filter(pk=own.pk).update(next_number=void.serial)
    with pytest.raises(IntegrityError, match="serial_taken_once"), transaction.atomic():
        walk(begun, "replied")
    for change in (TakenNumber.objects.all().delete, lambda: TakenNumber.objects.update(serial=9)):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_page_lists_every_number_and_voids_once(world: World):
    item_in(world, "replied")
    address = f"/admin/documents/numberseries/{series(world).pk}/numbers/"
    client = browser(world["jia_tech_office"])
    assert client.post(address, {"expected": 2, "reason": "误取"}).status_code == 302
    answer = client.post(address, {"expected": 2, "reason": "误取"})
    assert (answer.status_code, errors_on(answer)) == (409, ["2号刚刚已经取用，请刷新页面再看下一个号。"])
    answer = client.post(address, {"expected": 3, "reason": ""})
    assert (answer.status_code, errors_on(answer)) == (422, ["请写明这个号作废的理由。"])
    shown = words(client.get(address))
    assert "甲科提复〔2026〕2号 作废文号 误取 作废" in shown
    assert "甲科提复〔2026〕1号 答复函" in shown
    assert "下一个号是 3" in shown
    for name in ("jia_edu_office", "jia_tech_print", "jia_tech_clerk", "jia_gov", "jia_cppcc_office", "root"):
        assert browser(world[name]).get(address).status_code == 404


def test_the_register_lists_every_number_with_what_became_of_it(world: World):
    client = browser(world["jia_tech_office"])
    address = f"/admin/documents/numberseries/{series(world).pk}/register.pdf"
    answer = client.get(address)
    assert (answer.status_code, errors_on(answer)) == (422, ["所选范围内没有发文，登记簿没有内容。"])
    letter = printed_letter(item_in(world, "replied"))
    record_print(letter, copies=5, by=world["jia_tech_print"])
    record_delivery(
        letter.deliveries.get(),
        channel="hand",
        sent_on=today(),
        received_on=today(),
        by=world["jia_tech_print"],
    )
    void_number(series(world), by=world["jia_tech_office"], reason="误取")
    withdraw_letter(letter, by=world["jia_tech_office"], reason="发错")
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    with pdfplumber.open(BytesIO(answer.content)) as read:
        [table] = read.pages[0].extract_tables()
    rows = [["".join((cell or "").split()) for cell in row] for row in table[-2:]]
    name, day = letter.deliveries.get().proposer.name, today().isoformat()
    assert rows == [
        ["1", letter.number, letter.title, name, "5", day, day, "当面送达", name, "已作废"],
        ["2", "甲科提复〔2026〕2号", "误取", "", "", day, "", "", "", "作废文号"],
    ]
    event = AuditEvent.objects.get(what="sheet.print")
    assert (event.by, event.detail["sheet"]) == (world["jia_tech_office"], "register")
    for who in ("jia_edu_office", "jia_tech_print", "jia_gov", "jia_cppcc_office", "root"):
        assert browser(world[who]).get(address).status_code == 404


def test_page_and_register_say_of_a_void_paper_why(world: World):
    item, office = item_in(world, "drafting", co=[world.jia.edu]), world["jia_edu_office"]
    own = NumberSeries.objects.create(unit=world.jia.edu, kind="co_opinion", year=2026, code="甲教会")
    part = item.assignments.get(role="co_handler")
    made = []
    for _ in range(2):
        give_opinion(part, text="同意。", contact="", by=office)
        made.append(co_opinion_letter(part, by=office))
    withdraw_paper(made[0], by=office, reason="意见有误，另行印发")
    client, address = browser(office), f"/admin/documents/numberseries/{own.pk}"
    shown = words(client.get(f"{address}/numbers/"))
    assert f"甲教会〔2026〕1号 公文 {made[0].title} 已作废：意见有误，另行印发" in shown
    assert f"甲教会〔2026〕2号 公文 {made[1].title} 有效" in shown
    with pdfplumber.open(BytesIO(client.get(f"{address}/register.pdf").content)) as read:
        [table] = read.pages[0].extract_tables()
    notes = ["".join((row[-1] or "").split()) for row in table[-2:]]
    assert notes == ["已作废：意见有误，另行印发", ""]


def test_an_item_whose_letter_is_void_waits_for_another_answer(world: World):
    item = item_in(world, "replied")
    office = world["jia_tech_office"]
    assert list(waiting_on(office)) == []
    withdraw_letter(item.responses.get().letter, by=office, reason="文号重复。")
    assert [(row.pk, row.waits_for) for row in waiting_on(office)] == [(item.pk, "再次答复")]
    assert [button.action for button in buttons(office, again(item)) if button.is_main] == ["supplement"]
    for name in ("jia_edu_office", "jia_gov", "jia_tech_clerk"):
        assert list(waiting_on(world[name])) == []
    item = supplement(again(item), by=office, seen=last_step_number(item), reason="原函作废，重新答复。")
    assert list(waiting_on(office)) == []
    assert [row.waits_for for row in waiting_on(world["jia_tech_clerk"])] == ["送审"]
    item = walk(item, "replied")
    assert list(waiting_on(office)) == []
    assert not answer_is_void(item)


@pytest.mark.django_db(transaction=True)
@pytest.mark.broker
def test_letters_and_void_numbers_at_once_leave_no_gap_and_share_no_number(world: World):
    office = world["jia_tech_office"]
    items = [item_in(world, "signed", f"jia_member{n}") for n in (1, 2, 3)]
    own = series(world)
    calls = [partial(issue, item, by=office, seen=last_step_number(item)) for item in items]
    calls += [partial(void_number, own, by=office, reason="误取") for _ in range(3)]
    calls += [partial(void_number, own, by=office, reason="误取", expected=1) for _ in range(2)]
    outcome = Counter(type(one).__name__ for one in at_once(calls, raised=StaleStep))
    taken = series(world).next_number - 1
    letters = list(ReplyLetter.objects.values_list("serial", flat=True))
    void = list(VoidNumber.objects.values_list("serial", flat=True))
    assert outcome["ReplyLetter"] == 3
    assert sorted(letters + void) == list(range(1, taken + 1))
    assert len(void) in (3, 4)
    assert gaps(series(world)) == []


# -- 作废 of a letter


@pytest.fixture
def letter(world: World) -> ReplyLetter:
    return printed_letter(item_in(world, "replied"))


def test_a_withdrawn_letter_stays_and_says_so(world: World, letter: ReplyLetter):
    Notice.objects.all().delete()
    withdraw_letter(letter, by=world["jia_tech_office"], reason=" 印错对象 ")
    row = ReplyLetter.objects.get(pk=letter.pk)
    assert (row.status.label, row.withdrawn_reason, row.number) == ("已作废", "印错对象", letter.number)
    assert gaps(series(world)) == []
    told = set(Notice.objects.values_list("recipient__username", flat=True))
    assert told == {"jia_member1", "jia_cppcc_office", "jia_tech_print"}
    assert not row.response.proposal.clocks.filter(met_on=None, stopped_on=None).exists()
    assert "已作废" in words(browser(world["jia_member1"]).get(f"/verify/{row.verify_code}/"))
    with pytest.raises(StepNotOpen):
        withdraw_letter(letter, by=world["jia_tech_office"], reason="再一次")
    with pytest.raises(IntegrityError, match="withdrawn"), transaction.atomic():
        ReplyLetter.objects.filter(pk=row.pk).update(withdrawn_reason="改")


def test_only_the_office_that_issued_it_withdraws(world: World, letter: ReplyLetter):
    for name, user in world.people.items():
        if name != "jia_tech_office":
            with pytest.raises(NotYours):
                withdraw_letter(letter, by=user, reason="理由")
    with pytest.raises(StepBlocked):
        withdraw_letter(letter, by=world["jia_tech_office"], reason="")
    assert ReplyLetter.objects.get(pk=letter.pk).withdrawn_at is None


def test_the_offices_page_withdraws(world: World, letter: ReplyLetter):
    page = f"/letters/{letter.pk}/office/"
    address = f"/letters/{letter.pk}/withdraw/"
    for name, status in {
        "jia_tech_print": 403,
        "jia_tech_clerk": 403,
        "jia_member1": 403,
        "jia_gov": 403,
    }.items():
        assert browser(world[name]).post(address, {"reason": "理由"}).status_code == status
    client = browser(world["jia_tech_office"])
    answer = client.post(address, {"reason": ""})
    assert (answer.status_code, errors_on(answer)) == (422, ["请写明作废的理由。"])
    assert "已作废：甲科提复〔2026〕1号" in words(client.post(address, {"reason": "印错"}, follow=True))
    assert "作废这份函" not in words(client.get(page))

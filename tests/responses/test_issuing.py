"""编号印发: numbers without gaps, words frozen, what cannot be printed named before a number is taken."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.now import moved_to
from documents.models import NumberSeries
from proposals.errors import StepBlocked
from proposals.phrases import SLOTS
from proposals.queries import last_step_number
from proposals.states import ProposalState as S
from responses.letters.frozen import slots
from responses.models import Delivery, Evaluation, PrintRecord, ReplyLetter, ResponseRevision
from responses.services.issuing import issue
from responses.services.printing import record_print
from tests.responses.desk import browser, errors_on, item_in, page, printed_letter, seen, text_of, words
from tests.road import again, item_of, rated, take, talked, walk, written
from tests.world import World


def series(world: World, kind: str = "proposal") -> NumberSeries:
    return NumberSeries.objects.get(unit=world.jia.tech, kind=kind, year=2026)


def test_numbers_run_on_per_unit_and_kind(world: World):
    NumberSeries.objects.filter(unit=world.jia.tech, kind="proposal").update(starts_at=125, next_number=125)
    for seat in ("jia_member1", "jia_member2", "jia_deputy1"):
        item_in(world, "replied", seat)
    item_of(world.seat("jia_member3"), "replied", lead=world.jia.edu)
    assert sorted(ReplyLetter.objects.values_list("number", flat=True)) == sorted(
        ["甲科提复〔2026〕125号", "甲科提复〔2026〕126号", "甲科建复〔2026〕1号", "甲教提复〔2026〕1号"]
    )
    assert (series(world).next_number, series(world, "suggestion").next_number) == (127, 2)


def test_the_year_is_that_of_signing(world: World):
    with moved_to(date(2026, 12, 31)):
        item = item_in(world, "signed")
    with moved_to(date(2027, 1, 4)):
        letter = issue(item, by=world["jia_tech_office"], seen=last_step_number(item))
    assert letter.number == "甲科提复〔2026〕1号"
    assert (letter.written_on, letter.printed_on) == (date(2026, 12, 31), date(2027, 1, 4))


def test_the_button_numbers_and_says_the_number(world: World):
    item = item_in(world, "signed", co=[world.jia.edu])
    response = text_of(item)
    address = page(response, "step", action="issue")
    for name, status in {
        "jia_tech_clerk": 403,
        "jia_tech_print": 403,
        "jia_edu_office": 404,
        "root": 404,
        "jia_member1": 404,
    }.items():
        assert browser(world[name]).post(address, seen(item)).status_code == status
    answer = browser(world["jia_tech_office"]).post(address, seen(item), follow=True)
    assert "已编号印发：甲科提复〔2026〕1号。文件正在生成。" in words(answer)
    letter = ReplyLetter.objects.get()
    assert list(letter.deliveries.values_list("proposer__name", "channel")) == [("甲委员一", "")]
    assert again(item).replied_on == letter.printed_on
    assert not item.clocks.filter(key="reply", met_on__isnull=True).exists()


def test_a_unit_without_a_code_is_told_and_nothing_happens(world: World):
    NumberSeries.objects.all().delete()
    item = item_in(world, "signed")
    response = text_of(item)
    answer = browser(world["jia_tech_office"]).post(page(response, "step", action="issue"), seen(item))
    assert answer.status_code == 422
    assert errors_on(answer) == ["甲市科学技术局还没有设置这一类答复的发文字号（机关代字），请先设置。"]
    assert again(item).state == "signed"
    assert not ReplyLetter.objects.exists()


def test_a_character_without_a_glyph_is_named_and_takes_no_number(world: World):
    item = item_in(world, "drafting")
    written(item, body="村名\U000323af。")
    item = take("submit_for_review", item)
    for _ in range(3):
        item = take("approve", item)
    talked(item)
    item = take("sign", item)
    with pytest.raises(StepBlocked) as blocked:
        issue(item, by=world["jia_tech_office"], seen=last_step_number(item))
    assert blocked.value.sentences == [
        "正文中的“\U000323af”（U+323AF）没有可用的字形，不能印发；请改用规范字或补装字体。"
    ]
    assert series(world).next_number == 1
    assert again(item).state == "signed"


@pytest.mark.parametrize(
    "change",
    [
        {"number": "另一个号"},
        {"title": "另一个标题"},
        {"content": {}},
        {"serial": 9},
        {"sha256": "0" * 64},
        {"pages": 99},
        {"rendered_at": None, "sha256": "", "pdf": ""},
    ],
)
def test_an_issued_letter_is_frozen(world: World, change: dict):
    letter = printed_letter(item_in(world, "replied"))
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        ReplyLetter.objects.filter(pk=letter.pk).update(**change)


def test_nothing_issued_printed_saved_or_rated_is_ever_deleted(world: World):
    item = item_in(world, "replied")
    letter = printed_letter(item)
    record_print(letter, copies=2, by=world["jia_tech_print"])
    rated(item)
    Delivery.objects.all().delete()
    for kept in (ReplyLetter, PrintRecord, ResponseRevision, Evaluation):
        with pytest.raises(IntegrityError), transaction.atomic():
            kept.objects.filter(pk=kept.objects.first().pk)._raw_delete("default")
    for kept, change in (
        (PrintRecord, {"copies": 3}),
        (ResponseRevision, {"body": "改"}),
        (Evaluation, {"work": "mostly"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            kept.objects.update(**change)


def test_a_second_round_has_its_own_letter(world: World):
    item = walk(take("redo", item_in(world, "replied")), "replied")
    letters = ReplyLetter.objects.filter(response__proposal=item).order_by("serial")
    assert [(one.number, one.response.round_no) for one in letters] == [
        ("甲科提复〔2026〕1号", 1),
        ("甲科提复〔2026〕2号", 2),
    ]
    assert letters[1].title == "关于市政协九届五次会议第1号提案的再次答复函"


def test_every_slot_a_phrase_may_name_is_filled(world: World):
    item = item_of(world.seat("jia_member1"), S.ASSIGNED, lead=world.jia.tech)
    assert set(slots(item, world.jia.tech)) == SLOTS

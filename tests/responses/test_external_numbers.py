"""外部文号: given by the bureau's own office system, checked for form, unique, never of an own series."""

from functools import partial

import pytest

from documents.models import NumberSeries
from documents.series import parse_number
from proposals.errors import StepBlocked
from proposals.models import Proposal
from proposals.queries import last_step_number
from proposals.states import ProposalState as S
from responses.models import ReplyLetter
from responses.services.issuing import issue
from tests.responses.desk import browser, errors_on, item_in, page, text_of, words
from tests.road import again, take
from tests.threads import at_once
from tests.world import World

NUMBER = "甲科函〔2026〕125号"


def issued(world: World, item: Proposal, number: str) -> ReplyLetter:
    return issue(item, by=world["jia_tech_office"], seen=last_step_number(item), external_number=number)


def next_number(world: World) -> int:
    return NumberSeries.objects.get(unit=world.jia.tech, kind="proposal", year=2026).next_number


def test_a_letter_bears_the_given_number_and_takes_none(world: World):
    letter = issued(world, item_in(world, "signed"), f" {NUMBER} ")
    assert (letter.number, letter.is_external, letter.series, letter.serial) == (NUMBER, True, None, None)
    assert letter.content["number"] == NUMBER
    assert next_number(world) == 1


@pytest.mark.parametrize(
    "number",
    [
        "甲科函[2026]125号",
        "甲科函〔26〕125号",
        "甲科函〔2026〕0125号",
        "甲科函〔2026〕第125号",
        "甲科函〔2026〕125",
        "〔2026〕125号",
        "KJ〔2026〕125号",
        "甲科函〔2026〕0号",
        "<b>甲〔2026〕1号",
    ],
)
def test_a_malformed_number_is_refused(world: World, number: str):
    item = item_in(world, "signed")
    with pytest.raises(StepBlocked) as blocked:
        issued(world, item, number)
    assert blocked.value.sentences == [
        "外部文号的写法应如“温科提复〔2023〕125号”：六角括号中写四位年份，序号不加“第”、不编虚位。"
    ]
    assert (again(item).state, ReplyLetter.objects.count(), next_number(world)) == (S.SIGNED, 0, 1)


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_number_of_the_units_own_series_is_refused(world: World, year: int):
    with pytest.raises(StepBlocked, match="由本系统编号"):
        issued(world, item_in(world, "signed"), f"甲科提复〔{year}〕9号")
    assert not ReplyLetter.objects.exists()


def test_a_number_is_used_once(world: World):
    issued(world, item_in(world, "signed"), NUMBER)
    second = item_in(world, "signed", "jia_member2")
    with pytest.raises(StepBlocked) as blocked:
        issued(world, second, NUMBER)
    assert blocked.value.sentences == [f"文号“{NUMBER}”已经用过，请核对。"]
    assert again(second).state == S.SIGNED


def test_the_own_series_never_repeats_an_external_number(world: World):
    issued(world, item_in(world, "signed"), "甲科提〔2026〕1号")
    NumberSeries.objects.filter(unit=world.jia.tech, kind="proposal").update(code="甲科提")
    with pytest.raises(StepBlocked, match="已作为外部文号用过"):
        issued(world, item_in(world, "signed", "jia_member2"), "")
    assert next_number(world) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.broker
def test_two_offices_at_once_cannot_share_a_number(world: World):
    items = [item_in(world, "signed", f"jia_member{n}") for n in (1, 2, 3)]
    calls = [partial(issued, world, item, NUMBER) for item in items]
    outcome = at_once(calls, raised=StepBlocked)
    assert sum(isinstance(one, ReplyLetter) for one in outcome) == 1
    assert ReplyLetter.objects.filter(number=NUMBER).count() == 1
    assert sorted(again(item).state for item in items) == sorted([S.REPLIED, S.SIGNED, S.SIGNED])


def test_the_page_of_the_step_takes_the_number(world: World):
    item = item_in(world, "signed")
    address = f"/admin/proposals/proposal/{item.pk}/step/issue/"
    client = browser(world["jia_tech_office"])
    data = {"seen": last_step_number(item), "external_number": "甲科函〔26〕1号"}
    refused = client.post(address, data)
    assert refused.status_code == 422
    assert "甲科函〔26〕1号" in refused.content.decode()
    assert client.post(address, data | {"external_number": NUMBER}).status_code == 302
    assert ReplyLetter.objects.get().number == NUMBER


def test_the_workbench_takes_the_number_by_the_same_form(world: World):
    item = item_in(world, "signed")
    response = text_of(item)
    client, address = browser(world["jia_tech_office"]), page(response, "step", action="issue")
    shown = client.get(page(response)).content.decode()
    assert 'name="external_number"' in shown
    assert "外部文号（可不填）" in shown
    assert (
        'name="external_number"' not in browser(world["jia_tech_clerk"]).get(page(response)).content.decode()
    )
    data = {"seen": last_step_number(item), "external_number": "甲科函〔26〕1号"}
    refused = client.post(address, data)
    assert (refused.status_code, errors_on(refused)) == (
        422,
        ["外部文号的写法应如“温科提复〔2023〕125号”：六角括号中写四位年份，序号不加“第”、不编虚位。"],
    )
    assert 'value="甲科函〔26〕1号"' in refused.content.decode()
    long = client.post(address, data | {"external_number": "长" * 61})
    assert (long.status_code, [anchor for _, anchor in long.context["errors"]]) == (
        422,
        ["issue-external_number"],
    )
    for name in ("jia_tech_clerk", "jia_tech_signer", "jia_tech_head"):
        assert browser(world[name]).post(address, data | {"external_number": NUMBER}).status_code == 403, name
    assert not ReplyLetter.objects.exists()
    assert NUMBER in words(client.post(address, data | {"external_number": NUMBER}, follow=True))
    letter = ReplyLetter.objects.get()
    assert (letter.number, letter.is_external) == (NUMBER, True)
    assert "文号来源 外部文号" in words(client.get(f"/letters/{letter.pk}/office/"))


def test_what_was_typed_for_a_step_somebody_took_is_still_there(world: World):
    item = item_in(world, "in_review")
    response, stale = text_of(item), last_step_number(item)
    take("approve", item)
    client = browser(world["jia_tech_head"])
    data = {"seen": stale, "reason": "第二段没有答到。"}
    answer = client.post(page(response, "step", action="send_back"), data)
    assert answer.status_code == 409
    assert "第二段没有答到。" in words(answer)


def test_a_number_is_taken_apart():
    written = parse_number("温科提复〔2023〕125号")
    assert (written.code, written.year, written.serial) == ("温科提复", 2023, 125)


def test_the_page_of_the_step_says_what_will_be_numbered_and_takes_nothing(world: World):
    item = item_in(world, "signed")
    series = NumberSeries.objects.get(unit=world.jia.tech, kind="proposal", year=2026)
    client, address = browser(world["jia_tech_office"]), f"/admin/proposals/proposal/{item.pk}/step/issue/"
    for coming in (series.next_number, 41):
        NumberSeries.objects.filter(pk=series.pk).update(next_number=coming)
        shown = words(client.get(address))
        assert f"甲科提复〔2026〕{coming}号（下一个号）" in shown
        assert "关于市政协" in shown
        assert "编号以后，文号、文字和日期都不能再改" in shown
    series.refresh_from_db()
    assert series.next_number == 41
    NumberSeries.objects.filter(pk=series.pk).update(year=2025)
    assert "甲科提复〔2026〕1号（下一个号）" in words(client.get(address))
    NumberSeries.objects.filter(unit=world.jia.tech, kind="proposal").delete()
    assert "本单位还没有设置机关代字" in words(client.get(address))

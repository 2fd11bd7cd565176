"""纸质意见表: typed in by the assembly's office and nobody else, marked as paper, never changed."""

import pytest

from proposals.errors import StepNotOpen
from responses.models import Evaluation, ReplyLetter
from responses.services.rating import rate
from responses.services.withdrawing import withdraw_letter
from tests.responses.desk import browser, errors_on, item_in, words
from tests.road import take, walk
from tests.world import World


def at(item) -> str:
    return f"/admin/responses/evaluation/paper/{item.pk}/"


def test_only_the_assembly_office_may_type(world: World):
    item = item_in(world, "replied", co=[world.jia.edu])
    data = {"proposer": item.proposers.get().pk, "work": "satisfied", "result": "satisfied"}
    statuses = {
        name: (browser(user).get(at(item)).status_code, browser(user).post(at(item), data).status_code)
        for name, user in world.people.items()
        if name not in ("clock", "jia_cppcc_office")
    }
    desks = ("office", "clerk", "clerk2", "head", "leader", "signer", "print")
    seeing = {f"jia_{unit}_{desk}" for unit in ("tech", "edu") for desk in desks} | {"jia_gov", "jia_member1"}
    assert statuses == {name: (403, 403) if name in seeing else (404, 404) for name in statuses}
    assert not Evaluation.objects.exists()
    answer = browser(world["jia_cppcc_office"]).post(at(item), data)
    assert answer["Location"] == f"/admin/proposals/proposal/{item.pk}/change/"
    given = Evaluation.objects.get()
    assert (given.channel, given.by, given.work, given.result) == (
        "paper",
        world["jia_cppcc_office"],
        "satisfied",
        "satisfied",
    )


def test_nothing_is_chosen_beforehand_and_everything_is_asked(world: World):
    item = item_in(world, "replied")
    client = browser(world["jia_cppcc_office"])
    assert "checked" not in client.get(at(item)).content.decode()
    answer = client.post(at(item), {"comment": "照录"})
    assert answer.status_code == 422
    assert errors_on(answer) == ["请选择评价人。", "请评价办理工作。", "请评价办理结果。"]
    assert answer.context["form"]["comment"].value() == "照录"


def test_dissatisfied_needs_words(world: World):
    item = item_in(world, "replied")
    data = {"proposer": item.proposers.get().pk, "work": "satisfied", "result": "dissatisfied"}
    answer = browser(world["jia_cppcc_office"]).post(at(item), data)
    assert (answer.status_code, errors_on(answer)) == (
        422,
        ["评价为不满意的，请写明意见，以便重新办理。"],
    )


def test_nobody_is_rated_twice(world: World):
    item = item_in(world, "replied")
    data = {"proposer": item.proposers.get().pk, "work": "satisfied", "result": "mostly"}
    client = browser(world["jia_cppcc_office"])
    client.post(at(item), data)
    answer = client.post(at(item), data | {"result": "dissatisfied", "comment": "改"})
    assert (answer.status_code, errors_on(answer)) == (422, ["请从尚未评价的提出人中选择。"])
    assert "没有可代录的" in words(client.get(at(item)))
    assert Evaluation.objects.get().result == "mostly"


def test_without_a_letter_there_is_nothing_to_rate(world: World):
    item = item_in(world, "signed")
    assert browser(world["jia_cppcc_office"]).get(at(item)).status_code == 404


def test_a_void_letter_is_not_rated(world: World):
    item = item_in(world, "replied")
    letter = ReplyLetter.objects.get(response__proposal=item)
    withdraw_letter(letter, by=world["jia_tech_office"], reason="发错")
    sentence = "这份答复函已作废，不能评价。承办单位重新答复后再评价。"
    typed = {"work": "satisfied", "result": "satisfied"}
    office, deputy = browser(world["jia_cppcc_office"]), browser(world["jia_member1"])
    shown = office.get(at(item))
    assert sentence in words(shown)
    assert "录入评价" not in words(shown)
    assert "代录纸质评价" not in words(office.get(f"/admin/proposals/proposal/{item.pk}/change/"))
    paper = office.post(at(item), typed | {"proposer": item.proposers.get().pk})
    assert (paper.status_code, errors_on(paper)) == (409, [sentence])
    address = f"/letters/{letter.pk}/rate/"
    assert sentence in words(deputy.get(address, follow=True))
    online = deputy.post(address, typed)
    assert online.status_code == 409
    assert sentence in words(online)
    assert not Evaluation.objects.exists()


def test_reading_a_void_letter_starts_no_clock_and_offers_no_rating(world: World):
    item = item_in(world, "replied")
    letter = ReplyLetter.objects.get(response__proposal=item)
    deputy = browser(world["jia_member1"])
    assert [duty.address for duty in deputy.get("/my/").context["duties"]] == [f"/my/{item.pk}/"]
    withdraw_letter(letter, by=world["jia_tech_office"], reason="发错")
    assert deputy.get("/my/").context["duties"] == []
    deputy.post(f"/letters/{letter.pk}/read/")
    assert letter.deliveries.get().received_on is None
    assert not item.clocks.filter(key="rating").exists()
    for page in (f"/my/{item.pk}/", f"/letters/{letter.pk}/"):
        assert f"/letters/{letter.pk}/rate/" not in deputy.get(page).content.decode(), page


def test_whoever_comes_to_rate_a_corrected_letter_rates_the_correction(world: World):
    item = item_in(world, "replied")
    letter = ReplyLetter.objects.get(response__proposal=item)
    address, deputy = f"/letters/{letter.pk}/rate/", browser(world["jia_member1"])
    item = take("correct", item)
    waiting = deputy.get(address, follow=True)
    assert "现在不能评价：答复尚未印发，或已经办结、重办。" in words(waiting)
    item = walk(item, "replied")
    new = ReplyLetter.objects.filter(response__proposal=item).latest("pk")
    moved = deputy.get(address)
    assert moved["Location"] == f"/letters/{new.pk}/rate/"
    sentence = f"{letter.number}已被更正，请看更正后的{new.number}，再作评价。"
    typed = {"work": "satisfied", "result": "mostly", "comment": "照录"}
    answer = deputy.post(address, typed)
    assert (answer.status_code, answer.context["errors"]) == (409, [(sentence, "")])
    assert f'action="/letters/{new.pk}/rate/"' in answer.content.decode()
    assert answer.context["form"]["comment"].value() == "照录"
    assert deputy.post(moved["Location"], typed).status_code == 302
    assert Evaluation.objects.get().response == new.response
    with pytest.raises(StepNotOpen) as refused:
        rate(letter.response, item.proposers.get(), work="mostly", result="mostly", by=world["jia_member1"])
    assert refused.value.sentences == [f"这份答复函已被更正，请评价更正后的{new.number}。"]

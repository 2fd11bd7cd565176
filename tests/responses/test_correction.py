"""更正: a round that begins from the faulty letter's words; its letter supersedes that one, ratings stay."""

import pytest

from documents.models import Stationery
from proposals.conditions import LETTER_IN_FORCE, has_letter_to_correct
from proposals.errors import NotYours, StepBlocked
from proposals.queries import last_step_number
from proposals.states import ProposalState as S
from responses.models import Evaluation, ReplyLetter, Response, ResponseAnnex, SigningUnit
from responses.models.letter import LetterStatus
from responses.queries import IN_FORCE, letter_to_correct
from responses.services.correcting import correct
from responses.services.drafting import start_response
from responses.services.withdrawing import withdraw_letter
from tests.responses.desk import browser, errors_on, item_in, printed_letter, text_of, words
from tests.road import again, rated, take, walk
from tests.world import World


@pytest.fixture
def faulty(world: World) -> ReplyLetter:
    item = item_in(world, "replied")
    rated(item)
    return printed_letter(item)


def corrected(letter: ReplyLetter) -> ReplyLetter:
    item = walk(take("correct", again(letter.response.proposal)), S.REPLIED)
    return ReplyLetter.objects.filter(response__proposal=item).latest("pk")


def test_the_text_begins_from_the_words_of_the_faulty_letter(world: World, faulty: ReplyLetter):
    earlier = faulty.response
    SigningUnit.objects.create(response=earlier, order=1, unit=world.jia.edu)
    ResponseAnnex.objects.create(response=earlier, order=1, title="清单", body="一行")
    item = take("correct", again(earlier.proposal))
    text = start_response(item, by=world["jia_tech_clerk"])
    assert (text.kind, text.round_no, item.state) == ("correction", 2, S.DRAFTING)
    first, *rest = text.body.split("\n")
    assert first == (
        f"市科技局关于《{item.title}》（政协提案1号）的答复函（{faulty.number}）有误，现予更正，以本函为准，原函同时废止。"
    )
    assert rest == faulty.content["paragraphs"]
    assert (text.addressee, text.contact_name, text.resolution_class, text.copies) == (
        earlier.addressee,
        earlier.contact_name,
        earlier.resolution_class,
        earlier.copies,
    )
    assert list(text.demand_answers.values_list("demand", "verdict")) == list(
        earlier.demand_answers.values_list("demand", "verdict")
    )
    assert list(text.signing_units.values_list("unit__name", flat=True)) == [world.jia.edu.name]
    assert list(text.annexes.values_list("title", "body")) == [("清单", "一行")]


def test_its_letter_supersedes_the_faulty_one_and_ratings_stay(faulty: ReplyLetter):
    new = corrected(faulty)
    assert new.supersedes == faulty
    assert new.title == "关于更正市政协九届五次会议第1号提案答复的函"
    assert faulty.number in new.content["paragraphs"][0]
    old = ReplyLetter.objects.get(pk=faulty.pk)
    assert (old.status, new.status) == (LetterStatus.SUPERSEDED, LetterStatus.VALID)
    assert (old.number, old.content, old.sha256) == (faulty.number, faulty.content, faulty.sha256)
    assert list(Evaluation.objects.values_list("response", flat=True)) == [faulty.response_id]
    assert letter_to_correct(new.response.proposal) == new


def test_a_correction_is_corrected_in_turn(faulty: ReplyLetter):
    second = corrected(faulty)
    third = corrected(second)
    assert (third.supersedes, third.response.round_no) == (second, 3)
    assert second.number in third.content["paragraphs"][0]


def test_an_ordinary_second_round_supersedes_nothing(faulty: ReplyLetter):
    item = walk(take("supplement", again(faulty.response.proposal)), S.REPLIED)
    new = ReplyLetter.objects.filter(response__proposal=item).latest("pk")
    assert (new.supersedes, new.response.kind) == (None, "again")


def test_only_the_lead_units_office_corrects_and_says_why(world: World, faulty: ReplyLetter):
    item = again(faulty.response.proposal)
    seen = last_step_number(item)
    for name, user in world.people.items():
        if name == "jia_tech_office":
            continue
        with pytest.raises(NotYours):
            correct(item, by=user, seen=seen, reason="错字")
    with pytest.raises(StepBlocked) as blocked:
        correct(item, by=world["jia_tech_office"], seen=seen, reason=" ")
    assert blocked.value.sentences == ["请写明更正的理由。"]
    assert again(item).state == S.REPLIED


def test_a_withdrawn_letter_is_not_corrected(world: World, faulty: ReplyLetter):
    withdraw_letter(faulty, by=world["jia_tech_office"], reason="发错")
    item = again(faulty.response.proposal)
    with pytest.raises(StepBlocked) as blocked:
        correct(item, by=world["jia_tech_office"], seen=last_step_number(item), reason="错字")
    assert blocked.value.sentences == ["没有可以更正的答复函：还没有印发，或者已经作废（请改用“再次答复”）。"]


def test_a_letter_in_force_is_corrected_when_a_newer_one_is_void(world: World, faulty: ReplyLetter):
    item = walk(take("supplement", again(faulty.response.proposal)), S.REPLIED)
    newer = ReplyLetter.objects.filter(response__proposal=item).latest("pk")
    assert letter_to_correct(item) == newer
    withdraw_letter(newer, by=world["jia_tech_office"], reason="发错")
    assert letter_to_correct(item) == faulty
    new = corrected(faulty)
    assert new.supersedes == faulty
    assert faulty.number in new.content["paragraphs"][0]
    assert newer.number not in new.content["paragraphs"][0]


def test_the_need_and_the_letter_are_one_rule(world: World, faulty: ReplyLetter):
    item, office = again(faulty.response.proposal), world["jia_tech_office"]
    assert has_letter_to_correct.holds(item, office)
    new = corrected(faulty)
    assert (letter_to_correct(item), has_letter_to_correct.holds(item, office)) == (new, True)
    withdraw_letter(new, by=office, reason="发错")
    assert (letter_to_correct(item), has_letter_to_correct.holds(item, office)) == (None, False)
    for letter in ReplyLetter.objects.all():
        assert letter.is_valid == ReplyLetter.objects.filter(IN_FORCE, pk=letter.pk).exists()
        assert letter.is_valid == Response.objects.filter(LETTER_IN_FORCE, letter=letter).exists()


def test_a_letter_being_corrected_is_not_declared_void(world: World, faulty: ReplyLetter):
    office = world["jia_tech_office"]
    item = take("correct", again(faulty.response.proposal))
    page = f"/letters/{faulty.pk}/"
    sentence = "这份函正在更正：更正函印发后，原函即废止，不用另行作废。"
    assert sentence in words(browser(office).get(page + "office/"))
    answer = browser(office).post(page + "withdraw/", {"reason": "发错"})
    assert (answer.status_code, errors_on(answer)) == (409, [sentence])
    assert ReplyLetter.objects.get(pk=faulty.pk).withdrawn_at is None
    item = walk(item, S.REPLIED)
    new = ReplyLetter.objects.filter(response__proposal=item).latest("pk")
    assert new.supersedes == faulty
    assert withdraw_letter(new, by=office, reason="发错").withdrawn_reason == "发错"


def test_the_page_of_the_step_begins_the_round(world: World, faulty: ReplyLetter):
    item = again(faulty.response.proposal)
    address = f"/admin/proposals/proposal/{item.pk}/step/correct/"
    client = browser(world["jia_tech_office"])
    data = {"seen": last_step_number(item), "reason": "金额有误"}
    assert "新函印发以前，原函仍然有效" in words(client.get(address))
    assert "已开始更正，请经办人拟写更正函。" in words(client.post(address, data, follow=True))
    assert again(item).state == S.DRAFTING
    assert "发现答复函有误，将印发更正函" in words(browser(world["jia_member1"]).get(f"/my/{item.pk}/"))


def test_the_defaults_of_stationery_print_no_code_and_no_seal(world: World, faulty: ReplyLetter):
    assert not Stationery.objects.exists()
    assert faulty.content["verify_address"] == ""
    assert [body["seal"] for body in faulty.content["signing"]] == [""]
    assert Response.objects.get(pk=faulty.response_id).is_open is False
    with pytest.raises(AttributeError):
        text_of(faulty.response.proposal).pk  # noqa: B018 - nothing is being written

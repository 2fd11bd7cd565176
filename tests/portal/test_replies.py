"""Replies: sign for them, read them, download them, rate them."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from proposals.models import Proposal
from proposals.services.perform import OFFICE_PAGE
from proposals.states import ProposalState as S
from responses.letters.printing import fill_pdf
from responses.models import Delivery, Evaluation, ReplyLetter
from responses.services.withdrawing import withdraw_letter
from tests.portal.pages import browser, content
from tests.road import again, draft_of, item_of, take, walk
from tests.world import World


@pytest.fixture
def item(world: World) -> Proposal:
    return item_of(world.seat("jia_member1"), S.REPLIED, lead=world.jia.tech)


@pytest.fixture
def letter(item: Proposal) -> ReplyLetter:
    return ReplyLetter.objects.get(response__proposal=item)


def at(name: str, letter: ReplyLetter) -> str:
    return reverse(f"letters:{name}", args=[letter.pk])


def page_of(item: Proposal) -> str:
    return reverse("portal:proposal", args=[item.pk])


def duties(client) -> list[str]:
    return [duty.words for duty in client.get("/my/").context["duties"]]


def test_opening_it_by_post_is_the_delivery_and_a_get_changes_nothing(
    world: World, item: Proposal, letter: ReplyLetter
) -> None:
    client = browser(world["jia_member1"])
    assert duties(client) == ["请查看并签收答复：第1号提案《关于建设乡镇图书室的建议》"]
    for page in (page_of(item), at("text", letter)):
        text = client.get(page).content.decode()
        assert "查看并签收" in text
        assert "感谢您对市科技局工作的关心和支持" not in text
    assert client.get(at("read", letter)).status_code == 405
    assert Delivery.objects.get().received_on is None
    assert client.post(at("read", letter))["Location"] == at("text", letter)
    delivery = Delivery.objects.get()
    assert (delivery.channel, delivery.received_on.isoformat()) == ("online", "2026-03-02")
    assert item.clocks.get(key="rating").is_running
    text = client.get(at("text", letter)).content.decode()
    for words in (
        letter.number,
        letter.title,
        "甲委员一委员：",
        "感谢您对市科技局工作的关心和支持",
        "2026年3月2日",
    ):
        assert words in text
    assert "正在生成" in text
    assert duties(client) == ["请评价答复：第1号提案《关于建设乡镇图书室的建议》"]


def test_only_the_addressee_signs_for_it(world: World, letter: ReplyLetter) -> None:
    for name, status in (
        ("jia_tech_office", 403),
        ("jia_cppcc_office", 403),
        ("jia_member2", 404),
        ("jia_npc_office", 404),
        ("yi_cppcc_office", 404),
        ("root", 404),
    ):
        assert browser(world[name]).post(at("read", letter)).status_code == status, name
    assert Delivery.objects.get().received_on is None


def test_the_file_is_404_until_it_is_there_and_then_noted_when_read(
    world: World, item: Proposal, letter: ReplyLetter
) -> None:
    client = browser(world["jia_member1"])
    client.post(at("read", letter))
    assert client.get(at("pdf", letter)).status_code == 404
    assert "正在生成" in client.get(page_of(item)).content.decode()
    assert fill_pdf(letter.pk) is True
    assert at("pdf", letter) in client.get(page_of(item)).content.decode()
    answer = client.get(at("pdf", letter))
    assert answer.status_code == 200
    assert content(answer).startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    event = AuditEvent.objects.filter(what="letter.read").latest("pk")
    assert (event.by, event.object_id, event.detail) == (world["jia_member1"], letter.pk, {"form": "pdf"})
    for name in ("jia_member2", "jia_npc_office", "jia_edu_clerk", "yi_gov", "root"):
        assert browser(world[name]).get(at("pdf", letter)).status_code == 404, name
        assert browser(world[name]).get(at("text", letter)).status_code == 404, name
    for name in ("jia_cppcc_office", "jia_gov", "jia_tech_print"):
        assert content(browser(world[name]).get(at("pdf", letter))).startswith(b"%PDF-"), name
        assert browser(world[name]).get(at("text", letter)).status_code == 200, name


def test_nothing_is_chosen_beforehand(world: World, letter: ReplyLetter) -> None:
    text = browser(world["jia_member1"]).get(at("rate", letter)).content.decode()
    assert text.count('type="radio"') == 6
    assert "checked" not in text


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, [("请评价办理工作。", "id_work_0"), ("请评价办理结果。", "id_result_0")]),
        ({"work": "satisfied"}, [("请评价办理结果。", "id_result_0")]),
        ({"work": "good", "result": "satisfied"}, [("请从所列等次中选择。", "id_work_0")]),
        (
            {"work": "satisfied", "result": "dissatisfied", "comment": " "},
            [("评价为不满意的，请写明意见，以便重新办理。", "id_comment")],
        ),
    ],
)
def test_an_incomplete_rating_is_refused_and_keeps_what_was_typed(
    world: World, letter: ReplyLetter, typed: dict, errors: list
) -> None:
    page = browser(world["jia_member1"]).post(at("rate", letter), typed)
    assert (page.status_code, page.context["errors"]) == (422, errors)
    assert page.content.decode().count("checked") == len([v for v in typed.values() if "satisfied" in v])
    assert not Evaluation.objects.exists()


def test_a_rating_is_given_once_and_shown_afterwards(
    world: World, item: Proposal, letter: ReplyLetter
) -> None:
    client = browser(world["jia_member1"])
    client.post(at("read", letter))
    typed = {"work": "satisfied", "result": "dissatisfied", "comment": "没有落实的时间。"}
    assert client.post(at("rate", letter), typed)["Location"] == page_of(item)
    evaluation = Evaluation.objects.get()
    assert (evaluation.work, evaluation.result, evaluation.comment, evaluation.channel) == (
        "satisfied",
        "dissatisfied",
        "没有落实的时间。",
        "online",
    )
    page = client.get(page_of(item))
    assert [reply.evaluation for reply in page.context["panels"][0].content] == [evaluation]
    assert "没有落实的时间。" in page.content.decode()
    assert page.context["next"].words == "评价已收到，市政协提案委核对后办结。"
    assert duties(client) == []
    again_rated = client.post(at("rate", letter), {"work": "satisfied", "result": "satisfied"})
    assert again_rated.status_code == 409
    assert client.get(at("rate", letter))["Location"] == page_of(item)
    assert Evaluation.objects.get().result == "dissatisfied"


def test_a_rating_is_forbidden_to_the_bureau_the_offices_and_strangers(
    world: World, letter: ReplyLetter
) -> None:
    typed = {"work": "satisfied", "result": "satisfied"}
    for name, status in (
        ("jia_tech_office", 403),
        ("jia_tech_clerk", 403),
        ("jia_gov", 403),
        ("jia_cppcc_office", 403),
        ("jia_edu_office", 404),
        ("jia_member2", 404),
        ("yi_member1", 404),
        ("root", 404),
    ):
        client = browser(world[name])
        answers = (
            client.get(at("rate", letter)).status_code,
            client.post(at("rate", letter), typed).status_code,
        )
        assert answers == (status, status), name
    assert not Evaluation.objects.exists()


def test_each_co_signer_has_their_own_copy_and_rating(world: World) -> None:
    draft = draft_of(world.seat("jia_member1"), co_signers=[world.seat("jia_member2")])
    item = walk(draft, S.REPLIED, lead=world.jia.tech)
    letter = ReplyLetter.objects.get(response__proposal=item)
    lead, co_signer = browser(world["jia_member1"]), browser(world["jia_member2"])
    assert co_signer.post(at("read", letter)).status_code == 302
    assert dict(letter.deliveries.values_list("proposer__name", "channel")) == {
        "甲委员一": "",
        "甲委员二": "online",
    }
    assert co_signer.post(at("rate", letter), {"work": "mostly", "result": "mostly"}).status_code == 302
    own = [reply.evaluation for reply in lead.get(page_of(item)).context["panels"][0].content]
    assert own == [None]


def test_a_second_round_shows_both_letters_and_rates_the_new_one(
    world: World, item: Proposal, letter: ReplyLetter
) -> None:
    client = browser(world["jia_member1"])
    client.post(at("read", letter))
    client.post(at("rate", letter), {"work": "satisfied", "result": "dissatisfied", "comment": "请重办。"})
    take("redo", item)
    walk(again(item), S.REPLIED)
    second = ReplyLetter.objects.exclude(pk=letter.pk).get()
    client.post(at("read", second))
    shown = client.get(page_of(item)).context["panels"][0].content
    assert [(reply.letter, reply.may_rate) for reply in shown] == [(second, True), (letter, False)]
    assert client.post(at("rate", letter), {"work": "satisfied", "result": "satisfied"}).status_code == 409
    assert client.post(at("rate", second), {"work": "satisfied", "result": "satisfied"}).status_code == 302


def test_whoever_was_merged_reads_and_rates_the_main_items_reply(world: World) -> None:
    main = item_of(world.seat("jia_member2"), S.ASSIGNED, lead=world.jia.tech)
    item = item_of(world.seat("jia_member1"), S.SUBMITTED)
    take("merge", item, into=main)
    walk(again(main), S.REPLIED)
    letter = ReplyLetter.objects.get(response__proposal=main)
    client = browser(world["jia_member1"])
    assert duties(client) == ["请查看并签收答复：《关于建设乡镇图书室的建议》"]
    client.post(at("read", letter))
    page = client.get(at("text", letter))
    assert (page.context["item"], page.status_code) == (item, 200)
    assert client.post(at("rate", letter), {"work": "mostly", "result": "mostly"})["Location"] == page_of(
        item
    )
    shown = client.get(page_of(item)).context["panels"][0].content
    assert [(reply.evaluation.proposer.proposal, reply.may_rate) for reply in shown] == [(item, False)]
    assert duties(client) == []


def test_a_co_signer_who_never_answered_does_not_rate(world: World) -> None:
    item = item_of(world.seat("jia_member1"), S.REPLIED)
    letter = ReplyLetter.objects.get(response__proposal=item)
    item.proposers.create(
        member=world.seat("jia_member2"), name="甲委员二", role="co_signer", consent="pending"
    )
    answer = browser(world["jia_member2"]).post(at("rate", letter), {"work": "mostly", "result": "mostly"})
    assert (answer.status_code, Evaluation.objects.count()) == (403, 0)


def test_a_void_letter_asks_for_nothing_but_may_be_read(
    world: World, item: Proposal, letter: ReplyLetter
) -> None:
    client = browser(world["jia_member1"])
    assert client.get(page_of(item)).context["next"].words == "请阅读答复，并对办理工作和办理结果作出评价。"
    withdraw_letter(letter, by=world["jia_tech_office"], reason="主送姓名有误。")
    shown = client.get(page_of(item))
    assert shown.context["next"].words == "原答复函已作废，不用评价，市科技局将另行答复。"
    assert "这份函不再有效，不用评价。" in shown.content.decode()
    page = shown.content.decode()
    assert "查看并签收" not in page
    assert "市科技局宣布甲科提复〔2026〕1号作废。" in page
    assert "理由：主送姓名有误。" in page
    assert [mark.holder for mark in shown.context["stages"] if mark.status == "now"] == ["市科技局"]
    assert duties(client) == []
    assert client.get(at("text", letter)).status_code == 200
    assert client.post(at("read", letter)).status_code == 302  # a page opened before it became void
    assert letter.deliveries.get().received_on is None
    office = browser(world["jia_tech_office"]).get(reverse(OFFICE_PAGE, args=[item.pk])).content.decode()
    assert "<strong>作废</strong>" in office
    assert "主送姓名有误。" in office

"""The chain, the signature and the way back: in order, by different people, with every word kept."""

import pytest

from accounts.models import Membership
from accounts.now import moved_to, today
from accounts.roles import Role
from proposals import conditions as need
from proposals.errors import NotYours, StepBlocked
from proposals.models import Proposal
from proposals.queries import last_step_number
from responses.models import Response, ReviewChainStage, ReviewStage
from responses.models.response import ResponseKind
from responses.queries import visible_responses
from responses.services.review import approve, send_back, sign, submit_for_review
from tests.responses.desk import browser, errors_on, item_in, page, seen, text_of, words
from tests.road import again, rated, somebody, take, talked, walk, written
from tests.world import MONDAY, World

DEFAULT = [(1, Role.SECTION_HEAD), (2, Role.UNIT_OFFICE), (3, Role.LEADER_IN_CHARGE)]


def chain_of(response: Response) -> list[tuple[int, str]]:
    return list(response.stages.order_by("order").values_list("order", "role"))


def decisions(response: Response) -> list[tuple[int, int, str]]:
    stages = ReviewStage.objects.filter(response=response).order_by("pass_no", "order")
    return list(stages.values_list("pass_no", "order", "decision"))


def step(world: World, who: str, item: Proposal, action: str, **typed: object):
    response = text_of(item)
    return browser(world[who]).post(page(response, "step", action=action), seen(again(item)) | typed)


def test_the_default_chain_in_order(world: World):
    item = item_in(world, "in_review")
    response = text_of(item)
    assert chain_of(response) == DEFAULT
    for who in ("jia_tech_office", "jia_tech_leader", "jia_tech_signer", "jia_tech_clerk2", "jia_edu_head"):
        with pytest.raises(NotYours):
            approve(item, by=world[who], seen=last_step_number(item))
    for who in ("jia_tech_head", "jia_tech_office", "jia_tech_leader"):
        answer = step(world, who, item, "approve", remark="同意。")
        assert (answer.status_code, answer["Location"]) == (302, page(response))
    decided = ReviewStage.objects.filter(response=response).order_by("order")
    assert [(one.decision, one.decided_by.username, one.remark) for one in decided] == [
        ("approved", f"jia_tech_{desk}", "同意。") for desk in ("head", "office", "leader")
    ]
    assert again(item).state == "in_review"
    refused = step(world, "jia_tech_signer", item, "sign")
    assert (refused.status_code, errors_on(refused)) == (
        422,
        ["请先登记与提出人的沟通（面商）情况，再签发。"],
    )
    talked(item)
    assert "已签发。" in words(
        browser(world["jia_tech_signer"]).post(
            page(response, "step", action="sign"), seen(again(item)), follow=True
        )
    )
    response.refresh_from_db()
    assert (again(item).state, response.signed_by, response.signed_on) == (
        "signed",
        world["jia_tech_signer"],
        MONDAY,
    )


def test_a_text_is_proofread_as_its_case_stands_when_it_is_sent(world: World):
    item = item_in(world, "drafting")
    response = written(item)
    assert response.open_findings == 0
    clerk = world["jia_tech_clerk"]
    Proposal.objects.filter(pk=item.pk).update(
        number_text="999号"
    )  # the text still acknowledges the old number
    with pytest.raises(StepBlocked) as refused:
        submit_for_review(item, by=clerk, seen=last_step_number(item))
    assert refused.value.sentences == [need.reply_proofread.sentence]
    assert (again(item).state, text_of(item).stages.count()) == ("drafting", 0)
    Proposal.objects.filter(pk=item.pk).update(number_text=item.number_text)
    Response.objects.filter(pk=response.pk).update(open_findings=3)  # counted when the case said otherwise
    submit_for_review(item, by=clerk, seen=last_step_number(item))
    assert (again(item).state, text_of(item).open_findings) == ("in_review", 0)


def test_a_units_own_chain_with_another_units_review(world: World):
    ReviewChainStage.objects.create(unit=world.jia.tech, order=1, role=Role.LEADER_IN_CHARGE)
    ReviewChainStage.objects.create(
        unit=world.jia.tech, order=5, role=Role.SECTION_HEAD, reviewing_unit=world.jia.fin
    )
    ReviewChainStage.objects.create(
        unit=world.jia.tech, order=7, role=Role.GOVERNMENT_OFFICE, reviewing_unit=world.jia.gov
    )
    item = item_in(world, "in_review")
    response = text_of(item)
    units = list(response.stages.order_by("order").values_list("order", "role", "unit"))
    assert units == [
        (1, Role.LEADER_IN_CHARGE, world.jia.tech.pk),
        (2, Role.SECTION_HEAD, world.jia.fin.pk),
        (3, Role.GOVERNMENT_OFFICE, world.jia.gov.pk),
    ]
    seeing = {
        name for name, user in world.people.items() if visible_responses(user).filter(pk=response.pk).exists()
    }
    desks = ("office", "clerk", "clerk2", "head", "leader", "signer", "print")
    assert seeing == {f"jia_{unit}_{desk}" for unit in ("tech", "fin") for desk in desks} | {"jia_gov"}
    for who in ("jia_tech_leader", "jia_fin_head", "jia_gov"):
        assert browser(world[who]).get(page(response)).status_code == 200
        answer = step(world, who, item, "approve")
        assert (answer.status_code, answer["Location"]) == (302, page(response))
    assert decisions(response) == [(1, 1, "approved"), (1, 2, "approved"), (1, 3, "approved")]


def test_the_default_chain_is_not_shown_to_a_distributor(world: World):
    response = text_of(item_in(world, "in_review"))
    assert not visible_responses(world["jia_gov"]).filter(pk=response.pk).exists()


def test_a_writer_cannot_approve_or_sign_the_text(world: World):
    for role in (Role.SECTION_HEAD, Role.SIGNER):
        Membership.objects.create(
            user=world["jia_tech_clerk2"], unit=world.jia.tech, role=role, starts_on=today()
        )
    item = item_in(world, "drafting")
    written(item, by=world["jia_tech_clerk2"])
    item = walk(item, "in_review")
    response = text_of(item)
    sentence = "拟稿人不能审核自己拟的稿件。"
    shown = browser(world["jia_tech_clerk2"]).get(page(response))
    missing = {button.action: button.missing for button in shown.context["buttons"]}
    talk = "请先登记与提出人的沟通（面商）情况，再签发。"
    assert missing == {
        "approve": (sentence,),
        "send_back": (),
        "sign": ("还有审核环节没有完成。", "拟稿人、审核人不能签发同一稿件。", talk),
    }
    assert sentence in words(shown)
    answer = step(world, "jia_tech_clerk2", item, "approve", remark="很好")
    assert (answer.status_code, errors_on(answer)) == (422, [sentence])
    assert "很好" in answer.content.decode()
    assert decisions(response) == [(1, 1, "waiting"), (1, 2, "waiting"), (1, 3, "waiting")]
    for desk in ("head", "office", "leader"):
        item = take("approve", item, by=world[f"jia_tech_{desk}"])
    with pytest.raises(StepBlocked) as blocked:
        sign(item, by=world["jia_tech_clerk2"], seen=last_step_number(item))
    assert "拟稿人、审核人不能签发同一稿件。" in blocked.value.sentences


def test_a_reviewer_cannot_sign(world: World):
    Membership.objects.create(
        user=world["jia_tech_leader"], unit=world.jia.tech, role=Role.SIGNER, starts_on=today()
    )
    item = item_in(world, "in_review")
    for _ in range(3):
        item = take("approve", item)
    answer = step(world, "jia_tech_leader", item, "sign")
    assert answer.status_code == 422
    assert "拟稿人、审核人不能签发同一稿件。" in errors_on(answer)


def test_sent_back_keeps_history_and_shows_what_changed(world: World):
    item = item_in(world, "drafting")
    written(item, body="选派268名。")
    item = take("approve", walk(item, "in_review"))
    assert browser(world["jia_tech_office"]).get(page(text_of(item))).context["changed"] is None
    refused = step(world, "jia_tech_office", item, "send_back", reason="  ")
    assert (refused.status_code, errors_on(refused)) == (422, ["请写明退回重拟的理由。"])
    assert step(world, "jia_tech_office", item, "send_back", reason="数字请核对。").status_code == 302
    response = text_of(item)
    assert again(item).state == "drafting"
    assert decisions(response) == [(1, 1, "approved"), (1, 2, "sent_back"), (1, 3, "waiting")]
    shown = browser(world["jia_tech_clerk"]).get(page(response))
    assert shown.context["came_back"].reason == "数字请核对。"
    assert "退回重拟 ：数字请核对。" in words(shown)
    with moved_to(MONDAY, hour=11):
        response = written(again(item), body="选派286名。")
        take("submit_for_review", item)
        shown = browser(world["jia_tech_head"]).get(page(text_of(item)))
    response = text_of(item)
    assert decisions(response) == [
        (1, 1, "approved"),
        (1, 2, "sent_back"),
        (1, 3, "waiting"),
        *[(2, order, "waiting") for order in (1, 2, 3)],
    ]
    assert chain_of(response) == DEFAULT
    before, _ = shown.context["changed"]
    assert before.body == "选派268名。"
    assert "<del>268</del><ins>286</ins>" in shown.content.decode()
    assert [one.remark for one in shown.context["earlier_passes"]] == ["", "数字请核对。"]


def test_the_signer_may_send_back_once_all_stages_are_done(world: World):
    item = item_in(world, "in_review")
    with pytest.raises(NotYours):
        send_back(item, by=world["jia_tech_signer"], seen=last_step_number(item), reason="请重写。")
    for _ in range(3):
        item = take("approve", item)
    assert step(world, "jia_tech_signer", item, "send_back", reason="请重写。").status_code == 302
    assert again(item).state == "drafting"


def test_recall_opens_the_text_and_takes_the_signature_off(world: World):
    item = item_in(world, "signed")
    response = text_of(item)
    shown = browser(world["jia_tech_office"]).get(page(response))
    assert {button.action for button in shown.context["buttons"]} == {"recall", "issue"}
    assert step(world, "jia_tech_office", item, "recall", reason="标题有误。").status_code == 302
    response.refresh_from_db()
    assert (again(item).state, response.signed_by, response.signed_on) == ("drafting", None, None)
    assert browser(world["jia_tech_clerk"]).get(page(response)).context["came_back"].label == "撤回签发"


def test_a_second_click_takes_no_second_step(world: World):
    item = item_in(world, "in_review")
    old = seen(item)
    response = text_of(item)
    client = browser(world["jia_tech_head"])
    assert client.post(page(response, "step", action="approve"), old).status_code == 302
    answer = client.post(page(response, "step", action="approve"), old | {"remark": "同意"})
    assert (answer.status_code, errors_on(answer)) == (
        409,
        ["这一件刚刚有人办理过，请刷新页面，看清现在的情况再办。"],
    )
    assert decisions(response) == [(1, 1, "approved"), (1, 2, "waiting"), (1, 3, "waiting")]


def test_steps_of_others_and_unknown_steps(world: World):
    item = item_in(world, "in_review")
    assert step(world, "jia_tech_signer", item, "approve").status_code == 403
    assert step(world, "jia_tech_head", item, "assign").status_code == 404
    assert step(world, "yi_tech_head", item, "approve").status_code == 404
    assert step(world, "root", item, "approve").status_code == 404
    client = browser(world["jia_tech_head"])
    assert client.get(page(text_of(item), "step", action="approve")).status_code == 405


def test_a_stand_in_reviews_for_somebody(world: World):
    item = item_in(world, "in_review")
    world.stand_in("jia_tech_head", "jia_fin_head")
    response = text_of(item)
    assert step(world, "jia_fin_head", item, "approve").status_code == 302
    [taken] = again(item).steps.filter(action="approve")
    assert (taken.by, taken.acting_for) == (world["jia_fin_head"], world["jia_tech_head"])
    assert decisions(response)[0] == (1, 1, "approved")


def test_a_new_round_begins_a_new_text(world: World):
    item = take("redo", item_in(world, "replied"))
    assert (item.state, item.round_no) == ("drafting", 2)
    second = written(item)
    assert second.kind == ResponseKind.AGAIN
    assert somebody(Role.CLERK, world.jia.tech) == world["jia_tech_clerk"]
    assert [(one.round_no, one.is_open) for one in item.responses.order_by("round_no")] == [
        (1, False),
        (2, True),
    ]


@pytest.mark.parametrize(
    ("reassign", "state", "holds"), [("", "drafting", ["lead"]), ("yes", "registered", [])]
)
def test_the_office_chooses_who_does_it_again(world: World, reassign: str, state: str, holds: list[str]):
    item = item_in(world, "replied")
    rated(item, result="dissatisfied")
    address = f"/admin/proposals/proposal/{item.pk}/step/redo/"
    client = browser(world["jia_cppcc_office"])
    assert client.post(address, seen(item) | {"reassign": reassign, "reason": ""}).status_code == 422
    typed = {"reassign": reassign, "reason": "提出人不满意，请重新研究。"}
    assert client.post(address, seen(item) | typed).status_code == 302
    item = again(item)
    assert (item.state, item.round_no) == (state, 2)
    assert [one.role for one in item.assignments.filter(released_at__isnull=True)] == holds


def test_more_to_say_and_the_end(world: World):
    item = item_in(world, "replied")
    rated(item)
    office = browser(world["jia_cppcc_office"])
    assert office.post(f"/admin/proposals/proposal/{item.pk}/step/close/", seen(item)).status_code == 302
    assert again(item).state == "closed"
    address = f"/admin/proposals/proposal/{item.pk}/step/supplement/"
    assert office.post(address, seen(item) | {"reason": "承诺已落实。"}).status_code == 403
    unit = browser(world["jia_tech_office"])
    assert unit.post(address, seen(item) | {"reason": "承诺已落实。"}).status_code == 302
    assert (again(item).state, again(item).round_no) == ("drafting", 2)

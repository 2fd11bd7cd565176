"""送审稿: the distributor or the lead proposer looks at the draft before it is signed, where the rules say so."""

import pytest

from accounts.models import Notice
from accounts.roles import Role
from proposals.errors import NotYours
from proposals.models import AssemblyRules, Member, Proposal
from proposals.models.rules import PreCheck
from proposals.permissions import pending_stage
from responses.queries import drafts_to_read, visible_responses
from responses.services.review import approve
from tests.responses.desk import browser, item_in, page, seen, text_of, words
from tests.road import again, take
from tests.world import World

DRAFT = "/letters/drafts/{}/"


def item_with(world: World, pre_check: str, *, to_the_outside: bool = True) -> Proposal:
    """Return an item under review whose rules ask for a pre-check, all stages of the unit done."""
    AssemblyRules.objects.update(pre_check=pre_check)
    item = item_in(world, "in_review")
    if to_the_outside:
        for _ in range(3):
            item = take("approve", item)
    return item


def readers(item: Proposal, world: World) -> set[str]:
    """Return who may read the draft on its own page, beside the units that handle it."""
    response = text_of(item)
    return {user.username for user in world.everybody if drafts_to_read(user).filter(pk=response.pk).exists()}


def stages(item: Proposal) -> list[str]:
    return [str(stage) for stage in text_of(item).stages.order_by("order")]


OWN = ["市科技局科室负责人", "市科技局办公室", "市科技局分管领导"]


def test_without_the_rule_nobody_outside_sees_a_draft(world: World):
    item = item_with(world, PreCheck.NONE)
    assert stages(item) == OWN
    assert pending_stage(again(item)) is None
    assert readers(item, world) == set()


def test_the_distributor_is_a_stage_after_the_chain(world: World):
    item = item_with(world, PreCheck.DISTRIBUTOR)
    assert len(stages(item)) == 4
    stage = pending_stage(again(item))
    assert (stage.role, stage.unit) == (Role.GOVERNMENT_OFFICE, world.jia.gov)
    assert str(stage).endswith("预审")
    for user in world.everybody:
        if user.username != "jia_gov":
            with pytest.raises(NotYours):
                approve(again(item), by=user, **seen(item))
    shown = browser(world["jia_gov"]).get(page(text_of(item)))
    assert shown.context["can_decide"]
    take("approve", item, by=world["jia_gov"])
    take("sign", item)
    assert again(item).state == "signed"


def test_an_assembly_that_hands_over_itself_checks_itself(world: World):
    AssemblyRules.objects.update(pre_check=PreCheck.DISTRIBUTOR)
    item = item_in(world, "drafting")
    Proposal.objects.filter(pk=item.pk).update(distributor=world.jia.cppcc.office)
    take("submit_for_review", again(item))
    stage = text_of(item).stages.order_by("order").last()
    assert (stage.role, stage.unit) == (Role.ASSEMBLY_OFFICE, world.jia.cppcc.office)
    assert text_of(item) in visible_responses(world["jia_cppcc_office"])
    assert text_of(item) not in visible_responses(world["jia_npc_office"])


def test_the_lead_proposer_reads_the_draft_only_while_it_waits_for_them(world: World):
    item = item_with(world, PreCheck.PROPOSER, to_the_outside=False)
    assert stages(item) == [*OWN, "提出人甲委员一预阅"]
    client, address = browser(world["jia_member1"]), DRAFT.format(text_of(item).pk)
    assert readers(item, world) == set()
    assert client.get(address).status_code == 404
    for _ in range(3):
        item = take("approve", item)
    assert readers(item, world) == {"jia_member1"}
    assert text_of(item) not in visible_responses(world["jia_member1"])
    told = Notice.objects.filter(recipient=world["jia_member1"]).order_by("pk").last()
    assert told.path == f"/my/{item.pk}/"
    mine = words(client.get("/my/"))
    assert "送审稿" in mine
    assert "待您预审" in mine
    assert "待您预审" not in words(browser(world["jia_member2"]).get("/my/"))
    told_to = client.get(told.path)
    assert "答复的送审稿待您预审" in words(told_to)
    assert address in told_to.content.decode()
    shown = words(client.get(address))
    assert "尚未签发的送审稿" in shown
    assert text_of(item).body.splitlines()[0] in shown
    for user in world.everybody:
        if user.username != "jia_member1":
            with pytest.raises(NotYours):
                approve(again(item), by=user, **seen(item))
            if user.is_authenticated and user.username != "clock":
                assert browser(user).get(address).status_code == 404
    answer = client.post(address, {"do": "approve", "words": "很好。"} | seen(item), follow=True)
    assert "您已同意送审稿。" in words(answer)
    last = text_of(item).stages.order_by("order").last()
    assert (last.decision, last.decided_by, last.remark) == ("approved", world["jia_member1"], "很好。")
    assert readers(item, world) == set()
    assert "待您预审" not in words(client.get("/my/")) + words(client.get(told.path))
    repeated = client.post(address, {"do": "approve"} | seen(item), follow=True)
    assert "这份送审稿您已经办理。" in words(repeated)
    take("sign", item)
    assert again(item).state == "signed"


def test_the_proposer_sends_it_back_with_a_reason_that_is_kept_when_refused(world: World):
    item = item_with(world, PreCheck.PROPOSER)
    client, address = browser(world["jia_member1"]), DRAFT.format(text_of(item).pk)
    refused = client.post(address, {"do": "send_back", "words": " "} | seen(item))
    assert (refused.status_code, refused.context["errors"]) == (422, [("请写明意见，再退回。", "words")])
    assert '<p class="field-error" id="words-error">请写明意见，再退回。</p>' in refused.content.decode()
    stale = client.post(address, {"do": "send_back", "words": "第二条没有答到。", "seen": 1})
    assert (stale.status_code, "第二条没有答到。" in words(stale)) == (409, True)
    assert ([place for _, place in stale.context["errors"]], "has-error" in stale.content.decode()) == (
        [""],
        False,
    )
    long = client.post(address, {"do": "approve", "words": "长" * 501} | seen(item))
    assert (long.status_code, "意见不超过 500 字。" in words(long)) == (422, True)
    none = client.post(address, {"words": "想想"} | seen(item))
    assert (none.status_code, "想想" in words(none)) == (422, True)
    sent = client.post(address, {"do": "send_back", "words": "第二条没有答到。"} | seen(item), follow=True)
    assert "送审稿已退回修改。" in words(sent)
    assert again(item).state == "drafting"
    shown = words(browser(world["jia_tech_clerk"]).get(page(text_of(item))))
    assert "第二条没有答到。" in shown


def test_for_a_seat_without_an_account_the_assemblys_office_enters_the_answer(world: World):
    item = item_with(world, PreCheck.PROPOSER)
    Member.objects.filter(pk=world.seat("jia_member1").pk).update(user=None)
    response = text_of(item)
    assert readers(item, world) == set()
    office = browser(world["jia_cppcc_office"])
    assert office.get(page(response)).context["can_decide"]
    assert browser(world["jia_npc_office"]).get(page(response)).status_code == 404
    with pytest.raises(NotYours):
        approve(again(item), by=world["jia_npc_office"], **seen(item))
    answer = office.post(page(response, "step", action="approve"), {"remark": "来电同意。"} | seen(item))
    assert answer.status_code == 302
    assert text_of(item).stages.order_by("order").last().decided_by == world["jia_cppcc_office"]


def test_the_drafts_pdf_says_what_it_is(world: World):
    item = item_with(world, PreCheck.PROPOSER)
    address = DRAFT.format(text_of(item).pk) + "draft.pdf"
    answer = browser(world["jia_member1"]).get(address)
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert browser(world["jia_member2"]).get(address).status_code == 404

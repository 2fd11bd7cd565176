"""Writing an item: drafts, demands, co-signers, files, submission; what is refused keeps what was typed."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from proposals.models import Attachment, Member, Proposal
from proposals.services import intake
from proposals.states import ProposalState as S
from tests.portal.pages import PDF, browser, filled, office_file, upload
from tests.road import again, draft_of, item_of, take
from tests.world import World

NEW = "/my/new/"


def only_item() -> Proposal:
    return Proposal.objects.get()


def test_the_form_opens_at_once_for_the_only_seat(world: World) -> None:
    page = browser(world["jia_member1"]).get(NEW)
    assert page.status_code == 200
    assert page.context["form"].session == world.jia.cppcc.session
    assert page.context["rows"] == ["", "", ""]


def test_a_draft_is_saved_with_everything_typed(world: World) -> None:
    client = browser(world["jia_member1"])
    second = world.seat("jia_member2")
    answer = client.post(
        NEW,
        filled(
            topic=world.jia.cppcc.topic.pk,
            may_publish="no",
            co_signer=[second.pk],
            files=[upload("情况.pdf", PDF)],
        ),
    )
    item = only_item()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("portal:edit", args=[item.pk])
    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["已保存（2026-03-02 09:00）。"]
    assert (item.state, item.title, item.may_publish, item.topic) == (
        S.DRAFT,
        "关于增设社区助餐点的提案",
        False,
        world.jia.cppcc.topic,
    )
    assert item.body == "社区老人就餐不便。\n建议增设助餐点。"
    assert [(d.order, d.text) for d in item.demands.all()] == [
        (1, "每个社区设一处助餐点"),
        (2, "给予运营补贴"),
    ]
    assert [(p.name, p.role, p.consent) for p in item.proposers.all()] == [
        ("甲委员一", "lead", "given"),
        ("甲委员二", "co_signer", "pending"),
    ]
    assert [(a.name, a.content_type) for a in item.attachments.all()] == [("情况.pdf", "application/pdf")]
    page = client.get(answer["Location"])
    assert page.context["rows"] == ["每个社区设一处助餐点", "给予运营补贴", ""]
    assert page.context["form"].co_signers == [second]


def test_submitting_leads_to_the_item_and_asks_the_co_signer(world: World) -> None:
    client = browser(world["jia_member1"])
    answer = client.post(NEW, filled(action="submit", co_signer=[world.seat("jia_member2").pk]))
    item = only_item()
    assert answer["Location"] == reverse("portal:proposal", args=[item.pk])
    assert (item.state, item.submitted_on.isoformat()) == (S.SUBMITTED, "2026-03-02")
    notices = world["jia_member2"].notices.order_by("pk").values_list("subject", flat=True)
    assert list(notices)[-1] == "请确认联名：《关于增设社区助餐点的提案》"


@pytest.mark.parametrize(
    ("missing", "sentence", "anchor"),
    [
        ({"title": ""}, "请填写标题。", "id_title"),
        ({"body": " "}, "请填写正文。", "id_body"),
        ({"demand": ["", " "]}, "请至少列出一项诉求。", "demand-1"),
        ({"title": "长" * 121}, "标题最多 120 字，现有 121 字。", "id_title"),
        ({"demand": ["长" * 501]}, "第 1 项诉求最多 500 字，不能有控制字符，请改写。", "demand-1"),
        ({"may_publish": ""}, "请选择是否同意公开。", "id_may_publish_0"),
    ],
)
def test_what_is_missing_is_named_at_its_field_and_nothing_typed_is_lost(
    world: World, missing: dict, sentence: str, anchor: str
) -> None:
    typed = filled(action="submit", **missing)
    page = browser(world["jia_member1"]).post(NEW, typed)
    assert page.status_code == 422
    assert page.context["errors"] == [(sentence, anchor)]
    text = page.content.decode()
    assert f'<a href="#{anchor}">{sentence}</a>' in text
    assert f'id="{anchor}"' in text
    for kept in (typed["title"], typed["body"].strip(), *[row for row in typed["demand"] if row.strip()]):
        assert kept.replace("\n", "\n") in text
    assert not Proposal.objects.exists()


def test_a_draft_needs_a_title_only(world: World) -> None:
    client = browser(world["jia_member1"])
    assert client.post(NEW, filled(title="")).status_code == 422
    assert client.post(NEW, filled(body="", demand=[])).status_code == 302
    assert (only_item().body, only_item().demands.count()) == ("", 0)


def test_another_row_is_given_without_saving_anything(world: World) -> None:
    page = browser(world["jia_member1"]).post(NEW, filled(action="add_demand", demand=["一", "二", "三"]))
    assert page.status_code == 200
    assert page.context["rows"] == ["一", "二", "三", "", "", ""]
    assert "社区老人就餐不便" in page.content.decode()
    assert not Proposal.objects.exists()


def test_co_signers_are_found_in_the_same_term_alone(world: World) -> None:
    client = browser(world["jia_member1"])
    page = client.post(NEW, filled(action="find", co_search="委员"))
    assert page.context["found"] == [world.seat("jia_member3"), world.seat("jia_member2")]
    assert client.post(NEW, filled(action="find", co_search="代表")).context["found"] == []
    chosen = world.seat("jia_member2")
    page = client.post(NEW, filled(action="find", co_search="委员", co_signer=[chosen.pk]))
    assert page.context["found"] == [world.seat("jia_member3")]
    assert page.context["form"].co_signers == [chosen]


def test_seats_of_another_term_city_or_body_and_ones_own_are_no_co_signers(world: World) -> None:
    others = [world.seat(name).pk for name in ("jia_member1", "jia_deputy1", "yi_member1", "jia_dual")]
    browser(world["jia_member1"]).post(NEW, filled(co_signer=[*others, 10**17, "x"]))
    assert [proposer.name for proposer in only_item().proposers.all()] == ["甲委员一"]


def test_two_seats_are_chosen_between_first(world: World) -> None:
    dual = world["jia_dual"]
    world.jia.cppcc.old_session.is_open_for_filing = True
    world.jia.cppcc.old_session.save()
    client = browser(dual)
    page = client.get(NEW)
    assert {(p.seat, p.session) for p in page.context["places"]} == {
        (world.seat("jia_dual", world.jia.cppcc.old_term), world.jia.cppcc.old_session),
        (world.seat("jia_dual", world.jia.npc.term), world.jia.npc.session),
    }
    place = f"?seat={world.seat('jia_dual', world.jia.npc.term).pk}&session={world.jia.npc.session.pk}"
    assert client.post(NEW + place, filled()).status_code == 302
    assert (only_item().kind, only_item().session) == ("suggestion", world.jia.npc.session)


def test_somebody_elses_seat_or_a_closed_session_is_404(world: World) -> None:
    client = browser(world["jia_member1"])
    own, other = world.seat("jia_member1").pk, world.seat("jia_member2").pk
    session = world.jia.cppcc.session.pk
    for seat, wanted in ((other, session), (own, world.jia.cppcc.old_session.pk), ("x", "y")):
        for answer in (client.get, client.post):
            assert answer(f"{NEW}?seat={seat}&session={wanted}").status_code == 404


def test_nothing_open_says_so(world: World) -> None:
    world.jia.cppcc.session.is_open_for_filing = False
    world.jia.cppcc.session.save()
    page = browser(world["jia_member1"]).get(NEW)
    assert "现在没有会议开放提交" in page.content.decode()
    assert "现在没有会议开放提交" in browser(world["jia_tech_clerk"]).get(NEW).content.decode()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (("空.pdf", b""), "是空文件（0 字节）"),
        (("照片.pdf", b"MZ\x90\x00\x03"), "不是可以接收的文件"),
        (("报表.docm", office_file("word/document.xml", "word/vbaProject.bin")), "不是可以接收的文件"),
        (("报表.docx", office_file("word/document.xml", "word/vbaProject.bin")), "不是可以接收的文件"),
        (("图.pdf", b"\x89PNG\r\n\x1a\n...."), "内容与文件名后缀不符"),
        (("大.pdf", PDF + b" " * 2048), "超过"),
    ],
    ids=["empty", "exe named pdf", "docm", "macro docx", "png named pdf", "too large"],
)
def test_a_bad_file_is_refused_in_words_and_nothing_is_half_saved(
    world: World, settings, file: tuple[str, bytes], words: str
) -> None:
    settings.ATTACHMENT_MAX_BYTES = 2048
    client = browser(world["jia_member1"])
    good = upload("好.pdf", PDF)
    page = client.post(NEW, filled(files=[good, upload(*file)]))
    assert page.status_code == 422
    assert [(words in sentence, anchor) for sentence, anchor in page.context["errors"]] == [
        (True, "id_files")
    ]
    assert "社区老人就餐不便" in page.content.decode()
    assert page.context["lost_files"] == ["好.pdf", file[0]]
    assert (Proposal.objects.count(), Attachment.objects.count()) == (0, 0)


def test_an_eleventh_file_is_refused(world: World) -> None:
    files = [upload(f"{order}.pdf", PDF + bytes([65 + order])) for order in range(11)]
    page = browser(world["jia_member1"]).post(NEW, filled(files=files))
    assert (page.status_code, page.context["errors"]) == (
        422,
        [("附件最多 10 个，请合并后再上传。", "id_files")],
    )
    assert not Proposal.objects.exists()


def test_a_draft_is_changed_and_a_file_taken_away(world: World) -> None:
    client = browser(world["jia_member1"])
    client.post(NEW, filled(files=[upload("一.pdf", PDF), upload("二.pdf", PDF + b"2")]))
    item = only_item()
    first = item.attachments.get(name="一.pdf")
    edit = reverse("portal:edit", args=[item.pk])
    assert (
        client.post(edit, filled(title="改过的标题", demand=["只有一项"], remove=[first.pk])).status_code
        == 302
    )
    item = again(item)
    assert (item.title, [d.text for d in item.demands.all()]) == ("改过的标题", ["只有一项"])
    assert [a.name for a in item.attachments.all()] == ["二.pdf"]


def test_a_file_of_another_item_is_not_taken_away(world: World) -> None:
    client = browser(world["jia_member1"])
    client.post(NEW, filled(files=[upload("一.pdf", PDF)]))
    theirs = Attachment.objects.get()
    mine = draft_of(world.seat("jia_member2"))
    browser(world["jia_member2"]).post(reverse("portal:edit", args=[mine.pk]), filled(remove=[theirs.pk]))
    assert Attachment.objects.get() == theirs


def test_a_second_click_files_the_item_once(world: World) -> None:
    client = browser(world["jia_member1"])
    for action in ("save", "save", "submit", "submit"):
        assert client.post(NEW, filled(action=action)).status_code == 302
    assert [item.state for item in Proposal.objects.all()] == [S.SUBMITTED]


def test_a_stale_page_is_409_and_keeps_what_was_typed(world: World) -> None:
    item = item_of(world.seat("jia_member1"), S.RETURNED)
    client = browser(world["jia_member1"])
    edit = reverse("portal:edit", args=[item.pk])
    page = client.post(edit, filled(action="submit", seen="1"))
    assert page.status_code == 409
    assert "社区老人就餐不便" in page.content.decode()
    assert again(item).title == "关于建设乡镇图书室的建议"
    assert client.post(edit, filled(action="submit", seen="2")).status_code == 302
    page = client.post(edit, filled(action="submit", seen="2"))
    assert page.status_code == 409
    assert "社区老人就餐不便" in page.content.decode()
    assert again(item).state == S.SUBMITTED


def test_a_submitted_item_opens_for_reading_not_for_writing(world: World) -> None:
    item = item_of(world.seat("jia_member1"), S.SUBMITTED)
    answer = browser(world["jia_member1"]).get(reverse("portal:edit", args=[item.pk]))
    assert answer["Location"] == reverse("portal:proposal", args=[item.pk])


def test_only_the_proposer_writes(world: World) -> None:
    item = item_of(world.seat("jia_member1"), S.SUBMITTED)
    edit = reverse("portal:edit", args=[item.pk])
    for name, status in (("jia_cppcc_office", 403), ("jia_member2", 404), ("yi_cppcc_office", 404)):
        client = browser(world[name])
        assert (client.get(edit).status_code, client.post(edit, filled()).status_code) == (status, status)


def test_a_draft_is_thrown_away_after_one_more_question(world: World) -> None:
    item = draft_of(world.seat("jia_member1"))
    discard = reverse("portal:discard", args=[item.pk])
    assert browser(world["jia_member2"]).post(discard).status_code == 404
    client = browser(world["jia_member1"])
    assert client.get(discard).status_code == 200
    assert Proposal.objects.filter(pk=item.pk).exists()
    assert client.post(discard)["Location"] == reverse("portal:mine")
    assert not Proposal.objects.exists()


def test_a_submitted_item_is_not_thrown_away(world: World) -> None:
    item = item_of(world.seat("jia_member1"), S.SUBMITTED)
    page = browser(world["jia_member1"]).post(reverse("portal:discard", args=[item.pk]))
    assert (page.status_code, again(item).state) == (409, S.SUBMITTED)


def test_withdrawing_asks_for_the_reason(world: World) -> None:
    item = item_of(world.seat("jia_member1"), S.SUBMITTED)
    client = browser(world["jia_member1"])
    address = reverse("portal:withdraw", args=[item.pk])
    assert client.get(address).context["seen"] == 1
    page = client.post(address, {"seen": "1", "reason": " "})
    assert (page.status_code, page.context["errors"]) == (422, [("请写明撤回的理由。", "id_reason")])
    page = client.post(address, {"seen": "0", "reason": "情况有变"})
    assert (page.status_code, again(item).state) == (409, S.SUBMITTED)
    assert "情况有变" in page.content.decode()
    assert client.post(address, {"seen": "1", "reason": "情况有变"}).status_code == 302
    assert again(item).state == S.WITHDRAWN


def test_after_registration_the_office_withdraws(world: World) -> None:
    item = item_of(world.seat("jia_member1"), S.REGISTERED)
    address = reverse("portal:withdraw", args=[item.pk])
    answer = browser(world["jia_member1"]).post(address, {"seen": "2", "reason": "情况有变"})
    assert (answer.status_code, again(item).state) == (403, S.REGISTERED)


def test_a_lead_cannot_refuse_their_own_item(world: World) -> None:
    item = item_of(world.seat("jia_member1"), S.SUBMITTED)
    address = reverse("portal:co_sign", args=[item.pk])
    assert browser(world["jia_member1"]).post(address, {"agree": "no"}).status_code == 403
    assert item.proposers.get().consent == "given"


def test_co_signing_is_agreed_to_or_refused(world: World) -> None:
    second, third = world.seat("jia_member2"), world.seat("jia_member3")
    item = take("submit", draft_of(world.seat("jia_member1"), co_signers=[second, third]))
    address = reverse("portal:co_sign", args=[item.pk])
    page = reverse("portal:proposal", args=[item.pk])
    agreeing, refusing = browser(world["jia_member2"]), browser(world["jia_member3"])
    assert agreeing.get(page).context["asked_to_co_sign"] is True
    assert agreeing.post(address, {"agree": "perhaps"}).status_code == 422
    assert agreeing.post(address, {"agree": "yes"})["Location"] == page
    assert refusing.post(address, {"agree": "no"})["Location"] == reverse("portal:mine")
    assert dict(item.proposers.values_list("name", "consent")) == {
        "甲委员一": "given",
        "甲委员二": "given",
        "甲委员三": "refused",
    }
    assert (agreeing.get(page).status_code, refusing.get(page).status_code) == (200, 404)
    take("register", again(item))
    assert agreeing.post(address, {"agree": "no"}).status_code == 409


def test_a_member_without_account_may_be_asked_on_paper(world: World) -> None:
    quiet = Member.objects.create(term=world.jia.cppcc.term, name="甲无账号")
    item = take("submit", draft_of(world.seat("jia_member1"), co_signers=[quiet]))
    row = item.proposers.get(member=quiet)
    assert intake.answer_co_signing(row, agree=True, by=world["jia_cppcc_office"]).consent == "given"

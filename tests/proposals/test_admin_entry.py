"""代录: a paper item typed in by the assembly's office, with its files, for a member or an organisation."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from proposals.models import Member, Proposal
from proposals.states import ProposalState as S
from tests.proposals.office import browser, change_page, fact_page, step_page
from tests.road import again, draft_of
from tests.world import World

pytestmark = pytest.mark.django_db

ADD = "/admin/proposals/proposal/add/"
PDF = b"%PDF-1.7\n%%EOF\n"


def typed(world: World, **other: object) -> dict[str, object]:
    return {
        "session": world.jia.cppcc.session.pk,
        "lead_name": "甲委员一",
        "organisation": "",
        "co_names": "甲委员二、甲委员三",
        "title": "关于修缮古桥的提案",
        "body": "古桥年久失修。",
        "demands": "今年完成勘察\n\n明年完成修缮",
        "topic": world.jia.cppcc.topic.pk,
        "may_publish": "on",
        **other,
    }


def test_an_office_enters_a_paper_item_with_files_and_submits_it(world: World):
    client = browser(world["jia_cppcc_office"])
    files = [SimpleUploadedFile("原件.pdf", PDF), SimpleUploadedFile("附表.pdf", PDF + b"2")]
    answer = client.post(ADD, {**typed(world), "files": files})
    item = Proposal.objects.get()
    assert answer["Location"] == change_page(item)
    assert (item.state, item.on_behalf, item.in_session, item.may_publish) == (S.DRAFT, True, False, True)
    signed = [(p.name, p.role, p.consent) for p in item.proposers.order_by("order")]
    assert signed == [
        ("甲委员一", "lead", "given"),
        ("甲委员二", "co_signer", "pending"),
        ("甲委员三", "co_signer", "pending"),
    ]
    assert [d.text for d in item.demands.all()] == ["今年完成勘察", "明年完成修缮"]
    assert [a.name for a in item.attachments.all()] == ["原件.pdf", "附表.pdf"]
    assert client.post(step_page(item, "submit"), {"seen": 0}).status_code == 302
    assert again(item).state == S.SUBMITTED


def test_an_organisation_s_item(world: World):
    client = browser(world["jia_cppcc_office"])
    client.post(ADD, typed(world, lead_name="", organisation="民盟甲市委会", co_names=""))
    signed = Proposal.objects.get().proposers.get()
    assert (signed.name, signed.organisation, signed.role, signed.member) == (
        "民盟甲市委会",
        "民盟甲市委会",
        "collective",
        None,
    )


@pytest.mark.parametrize(
    ("wrong", "sentence", "field"),
    [
        ({"title": ""}, "请填写标题。", "id_title"),
        ({"session": ""}, "请选择届次。", "id_session"),
        ({"lead_name": ""}, "请填写领衔人或提出组织，两项只填一项。", "id_lead_name"),
        ({"organisation": "民盟"}, "请填写领衔人或提出组织，两项只填一项。", "id_lead_name"),
        ({"lead_name": "乙委员一"}, "本届没有“乙委员一”，请核对姓名。", "id_lead_name"),
        ({"co_names": "甲委员二，某人"}, "本届没有“某人”，请核对姓名。", "id_co_names"),
        ({"demands": "长" * 501}, "第 1 项诉求超过 500 字，请精简或分成两项。", "id_demands"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    world: World, wrong: dict[str, str], sentence: str, field: str
):
    answer = browser(world["jia_cppcc_office"]).post(ADD, typed(world, **wrong))
    assert answer.status_code == 422
    assert (sentence, field) in answer.context["errors"]
    assert "古桥年久失修。" in answer.content.decode()
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("空.pdf", b"", "“空.pdf”是空文件（0 字节），请重新选择。"),
        ("画.pdf", b"\x89PNG\r\n\x1a\n0", "“画.pdf”的内容与文件名后缀不符，请核对后重新上传。"),
    ],
)
def test_a_bad_file_keeps_nothing_but_what_was_typed(world: World, name: str, content: bytes, sentence: str):
    files = [SimpleUploadedFile("好.pdf", PDF), SimpleUploadedFile(name, content)]
    answer = browser(world["jia_cppcc_office"]).post(ADD, {**typed(world), "files": files})
    assert answer.status_code == 422
    assert sentence in [said for said, _ in answer.context["errors"]]
    assert "古桥年久失修。" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_two_of_one_name_are_told_apart_by_group(world: World):
    Member.objects.create(term=world.jia.cppcc.term, name="甲委员一", group="工会、妇联")
    client = browser(world["jia_cppcc_office"])
    doubtful = client.post(ADD, typed(world))
    assert ("有不止一位“甲委员一”，请在姓名后加界别或代表团。", "id_lead_name") in doubtful.context["errors"]
    assert client.post(ADD, typed(world, lead_name="甲委员一（甲一组）")).status_code == 302
    lead = Proposal.objects.get().proposers.get(role="lead")
    assert lead.member == world.seat("jia_member1")


def test_only_sittings_and_classes_of_the_own_body(world: World):
    client = browser(world["jia_cppcc_office"])
    form = client.get(ADD).context["form"]
    assert list(form.fields["session"].queryset) == [world.jia.cppcc.session]
    assert list(form.fields["topic"].queryset) == [world.jia.cppcc.topic]
    for foreign in (world.jia.npc, world.yi.cppcc):
        assert client.post(ADD, typed(world, session=foreign.session.pk)).status_code == 422
        assert client.post(ADD, typed(world, topic=foreign.topic.pk)).status_code == 422
    assert not Proposal.objects.exists()


def test_nobody_else_enters(world: World):
    for name in ("jia_gov", "jia_tech_office", "jia_tech_clerk", "root"):
        for method in ("get", "post"):
            assert getattr(browser(world[name]), method)(ADD).status_code == 403, name
    assert browser(world["jia_member1"]).get(ADD).status_code == 302


def test_correcting_what_was_entered(world: World):
    item = draft_of(world.seat("jia_member1"), by=world["jia_cppcc_office"])
    edit = reverse("admin:proposals_proposal_edit", args=[item.pk])
    client = browser(world["jia_cppcc_office"])
    page = client.get(edit)
    assert page.context["form"]["demands"].value() == "每个乡镇建一处图书室\n开放时间延长到晚上九点"
    changed = {
        "title": "关于图书室的提案",
        "body": "正文",
        "demands": "只此一项",
        "files": SimpleUploadedFile("a.pdf", PDF),
    }
    assert client.post(edit, changed).status_code == 302
    assert (again(item).title, [d.text for d in item.demands.all()]) == ("关于图书室的提案", ["只此一项"])
    file = item.attachments.get()
    assert client.post(fact_page(item, "detach", file.pk)).status_code == 302
    assert not item.attachments.exists()


def test_what_a_deputy_filed_is_not_the_office_s_to_edit(world: World):
    item = draft_of(world.seat("jia_member1"))
    own = reverse("admin:proposals_proposal_edit", args=[item.pk])
    assert browser(world["jia_cppcc_office"]).get(own).status_code == 404
    entered = draft_of(world.seat("jia_member1"), by=world["jia_cppcc_office"])
    edit = reverse("admin:proposals_proposal_edit", args=[entered.pk])
    client = browser(world["jia_cppcc_office"])
    client.post(step_page(entered, "submit"), {"seen": 0})
    late = client.post(edit, {"title": "改", "body": "改", "demands": "改"})
    assert late.status_code == 409
    assert again(entered).title == entered.title

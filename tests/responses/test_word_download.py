"""The letter as .docx: a draft from the workbench, an issued one from its office page; who must not have them."""

from urllib.parse import unquote

import pytest

from accounts.models import AuditEvent
from documents.word.reading import read
from responses.models import ReplyLetter
from tests.responses.desk import begun, browser, item_in, page, printed_letter, text_of, typed, words
from tests.road import written
from tests.world import World

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def issued(world: World) -> ReplyLetter:
    return printed_letter(item_in(world, "replied", co=[world.jia.edu]))


def address_of(letter: ReplyLetter) -> str:
    return f"/letters/{letter.pk}/letter.docx"


def said(file: bytes) -> str:
    return "\n".join(read(file).paragraphs)


def test_the_issued_letter_as_word(world: World):
    letter = issued(world)
    answer = browser(world["jia_tech_office"]).get(address_of(letter))
    assert (answer.status_code, answer["Content-Type"]) == (200, WORD_TYPE)
    assert unquote(answer["Content-Disposition"]) == f"attachment; filename*=utf-8''{letter.number}.docx"
    assert answer["Cache-Control"] == "private, no-store"
    text = said(answer.content)
    assert [one for one in letter.content["paragraphs"] if one not in text] == []
    assert letter.content["addressee"] in text
    [event] = AuditEvent.objects.filter(what="letter.read", detail__form="docx")
    assert event.by == world["jia_tech_office"]


def test_the_office_page_leads_to_it(world: World):
    letter = issued(world)
    shown = browser(world["jia_tech_print"]).get(f"/letters/{letter.pk}/office/")
    assert address_of(letter) in shown.content.decode()
    assert "不带印章、二维码和核验码" in words(shown)
    assert "不作为正式文件发出" in words(shown)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("jia_tech_print", 200),
        ("jia_tech_office", 200),
        ("jia_tech_clerk", 403),
        ("jia_tech_head", 403),
        ("jia_tech_signer", 403),
        ("jia_edu_office", 403),
        ("jia_gov", 403),
        ("jia_cppcc_office", 403),
        ("jia_member1", 403),
        ("jia_npc_office", 404),
        ("jia_fin_clerk", 404),
        ("yi_tech_office", 404),
        ("root", 404),
    ],
)
def test_who_gets_the_issued_letter_as_word(world: World, who: str, status: int):
    letter = issued(world)
    assert browser(world[who]).get(address_of(letter)).status_code == status
    events = AuditEvent.objects.filter(what="letter.read", detail__form="docx")
    assert events.count() == (status == 200)


def test_a_draft_as_word_as_saved_and_as_typed(world: World):
    response = written(item_in(world, "drafting"))
    client = browser(world["jia_tech_clerk"])
    saved = client.get(page(response, "draft_docx"))
    assert saved["Content-Type"] == WORD_TYPE
    name = f"草稿-{response.proposal.label}-第{response.version}稿.docx"
    assert unquote(saved["Content-Disposition"]) == f"attachment; filename*=utf-8''{name}"
    text = said(saved.content)
    assert [line for line in response.body.split("\n") if line.strip() not in text] == []
    data = typed(response, body="一、尚未保存的标题")
    just_typed = client.post(page(response, "draft_docx"), data)
    assert "一、尚未保存的标题" in said(just_typed.content)
    assert text_of(response.proposal).version == response.version
    found = AuditEvent.objects.filter(what="response.draft_docx").order_by("pk")
    assert [(one.by, one.detail["version"]) for one in found] == [
        (world["jia_tech_clerk"], response.version)
    ] * 2


def test_a_draft_that_cannot_be_taken_says_why(world: World):
    response = begun(world)
    answer = browser(world["jia_tech_clerk"]).post(
        page(response, "draft_docx"), typed(response, resolution_class="Z")
    )
    assert (answer.status_code, answer.context["sentences"]) == (422, ["所选类别不在本机构的类别之内。"])
    assert not AuditEvent.objects.filter(what="response.draft_docx").exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("jia_tech_clerk", 200),
        ("jia_tech_head", 200),
        ("jia_tech_signer", 200),
        ("jia_tech_office", 200),
        ("jia_edu_clerk", 404),
        ("jia_gov", 404),
        ("jia_cppcc_office", 404),
        ("jia_member1", 404),
        ("yi_tech_head", 404),
        ("root", 404),
    ],
)
def test_who_gets_a_draft_as_word(world: World, who: str, status: int):
    response = written(item_in(world, "drafting"))
    answer = browser(world[who]).get(page(response, "draft_docx"))
    assert answer.status_code == status
    shown = browser(world["jia_tech_head"]).get(page(response)).content.decode()
    assert page(response, "draft_docx") in shown

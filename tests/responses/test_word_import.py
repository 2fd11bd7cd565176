"""A Word draft read in on the workbench: shown first, taken as the text by a second step, stored nowhere else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEvent
from responses.models import Response, ResponseRevision
from responses.services.drafting import LONGEST_BODY, NOT_THE_WRITER
from responses.views import word_import
from responses.views.word_import import (
    NO_DECISION,
    NO_FILE,
    NO_TEXT,
    SAVED_SINCE,
    TOO_LONG,
    Preview,
)
from tests.documents.word_files import docx_of, p, r, table
from tests.responses.desk import begun, browser, errors_on, item_in, page, text_of, typed, words
from tests.road import written
from tests.world import World

TRACK = 'w:id="1" w:author="甲" w:date="2026-03-02T09:00:00Z"'
CHANGED = (
    f"<w:p>{r('我局已建成')}<w:ins {TRACK}>{r('十二')}</w:ins>"
    f"<w:del {TRACK}><w:r><w:delText>十</w:delText></w:r></w:del>{r('处。')}</w:p>"
)
PLAIN = p("一、总体情况") + p("我局已建成图书室。") + table(("项目", "数量"), ("图书室", "12"))
TEXT = "一、总体情况\n我局已建成图书室。\n| 项目 | 数量 |\n| 图书室 | 12 |"


def upload(client: Client, response: Response, file: bytes, **more: str):
    data = {"do": "read", "file": SimpleUploadedFile("稿.docx", file), **more}
    return client.post(page(response, "word_import"), data)


def adopt(client: Client, response: Response, **more: object):
    data = {"do": "adopt", "body": TEXT, "version": response.version, **more}
    return client.post(page(response, "word_import"), data)


def kept(response: Response) -> tuple[str, int, int]:
    fresh = text_of(response.proposal)
    return fresh.body, fresh.version, ResponseRevision.objects.filter(response=fresh).count()


def test_a_file_is_shown_first_and_nothing_is_kept(world: World):
    response = begun(world)
    before = kept(response)
    answer = upload(browser(world["jia_tech_clerk"]), response, docx_of(PLAIN))
    assert answer.status_code == 200
    preview = answer.context["preview"]
    assert (preview.text, preview.paragraphs, preview.pictures, preview.unknown, preview.changes) == (
        TEXT,
        4,
        (),
        (),
        0,
    )
    assert "共 4 段。" in words(answer)
    assert f">\n{TEXT}</textarea>" in answer.content.decode()
    assert kept(response) == before


def test_what_was_read_becomes_the_next_version(world: World):
    response = written(item_in(world, "drafting"))
    client = browser(world["jia_tech_clerk"])
    answer = adopt(client, response)
    assert (answer.status_code, answer["Location"]) == (302, page(response))
    fresh = text_of(response.proposal)
    assert (fresh.body, fresh.version) == (TEXT, response.version + 1)
    same = ("addressee", "contact_name", "contact_phone", "copies", "resolution_class")
    assert [getattr(fresh, name) for name in same] == [getattr(response, name) for name in same]
    answers = [list(one.demand_answers.values_list("demand", "verdict", "note")) for one in (fresh, response)]
    assert answers[0] == answers[1]
    event = AuditEvent.objects.filter(what="response.save").latest("pk")
    assert (event.by, event.detail["version"]) == (world["jia_tech_clerk"], fresh.version)
    assert f"已采用为正文，存为第 {fresh.version} 稿。" in words(client.get(page(response)))


def test_somebody_elses_newer_version_is_not_overwritten_unseen(world: World):
    response = begun(world)
    other = browser(world["jia_tech_clerk"])
    assert other.post(page(response), typed(response, body="别人另存的一稿。")).status_code == 302
    before = kept(response)
    answer = adopt(browser(world["jia_tech_clerk"]), response)
    assert (answer.status_code, errors_on(answer)) == (409, [SAVED_SINCE])
    assert answer.context["preview"].text == TEXT
    assert kept(response) == before
    assert adopt(other, text_of(response.proposal)).status_code == 302
    assert kept(response) == (TEXT, before[1] + 1, before[2] + 1)


def test_both_texts_are_shown_and_the_clerk_says_which_one_counts(world: World):
    response = begun(world)
    client = browser(world["jia_tech_clerk"])
    before = kept(response)
    shown = upload(client, response, docx_of(CHANGED))
    preview = shown.context["preview"]
    assert (shown.status_code, preview.text, preview.refused) == (
        200,
        "我局已建成十二处。",
        "我局已建成十处。",
    )
    assert (preview.changes, preview.decision) == (2, "")
    html = shown.content.decode()
    assert "我局已建成十<ins>二</ins>处。" in html
    assert html.count(" checked") == 0
    carried = {"body": preview.text, "refused": preview.refused, "count": 2}
    for undecided in ({}, {"changes": ""}, {"changes": "perhaps"}):
        asked = adopt(client, response, **carried, **undecided)
        assert (asked.status_code, errors_on(asked)) == (422, [NO_DECISION])
        assert asked.context["preview"].refused == preview.refused
    assert kept(response) == before
    assert adopt(client, response, **carried, changes="refuse").status_code == 302
    assert kept(response)[:2] == ("我局已建成十处。", before[1] + 1)
    again = adopt(client, text_of(response.proposal), **carried, changes="accept")
    assert again.status_code == 302
    assert kept(response)[:2] == ("我局已建成十二处。", before[1] + 2)


def test_changes_outside_the_text_ask_nothing(world: World):
    response = begun(world)
    boxed = (
        f"<w:p>{r('正文。')}<w:r><w:drawing><w:txbxContent>{CHANGED}</w:txbxContent></w:drawing></w:r></w:p>"
    )
    preview = upload(browser(world["jia_tech_clerk"]), response, docx_of(boxed)).context["preview"]
    assert (preview.text, preview.refused, preview.changes) == ("正文。", None, 2)
    assert preview.unknown == (
        "第 1 段：文本框没有读入正文，其中文字：我局已建成十二十处。",
        "有 2 处修订痕迹不在正文的文字里，接受与拒绝的结果相同",
    )


def test_what_stood_in_the_box_outlives_a_bad_file(world: World):
    response = begun(world)
    client = browser(world["jia_tech_clerk"])
    typed_in = {
        "body": "我改过的正文。",
        "refused": "我改过的另一种正文。",
        "count": "2",
        "changes": "accept",
        "version": str(response.version),
        "unknown": "第 1 段：公式没有读入：x\r\n页眉没有读入：内部资料",
        "pictures": "第 2 段",
    }
    for wrong in (b"%PDF-1.7\n", b"", b"\xd0\xcf\x11\xe0" * 200, docx_of(p("长" * (LONGEST_BODY + 1)))):
        answer = upload(client, response, wrong, **typed_in)
        assert answer.status_code == 422
        assert answer.context["preview"] == Preview(
            text="我改过的正文。",
            refused="我改过的另一种正文。",
            changes=2,
            decision="accept",
            unknown=("第 1 段：公式没有读入：x", "页眉没有读入：内部资料"),
            pictures=("第 2 段",),
        )
        html = answer.content.decode()
        assert ">\n我改过的正文。</textarea>" in html
        assert html.count(" checked") == 1


def test_what_was_not_understood_is_listed(world: World):
    response = begun(world)
    answer = upload(browser(world["jia_tech_clerk"]), response, docx_of(p("正文。") + "<w:altChunk/>"))
    assert answer.context["preview"].text == "正文。"
    [sentence] = answer.context["preview"].unknown
    assert sentence.endswith("嵌入的另一份文件没有读入")
    assert sentence in words(answer)


def test_a_file_that_is_none_is_refused_with_a_sentence(world: World):
    response = begun(world)
    client = browser(world["jia_tech_clerk"])
    before = kept(response)
    wrong = upload(client, response, b"%PDF-1.7\n")
    assert (wrong.status_code, errors_on(wrong)) == (422, ["这是 PDF 文件，请上传 Word 的 .docx 文件。"])
    none = client.post(page(response, "word_import"), {"do": "read"})
    assert (none.status_code, errors_on(none)) == (422, [NO_FILE])
    long = upload(client, response, docx_of(p("长" * (LONGEST_BODY + 1))))
    assert (long.status_code, errors_on(long)) == (422, [TOO_LONG])
    empty = adopt(client, response, body=" \n")
    assert (empty.status_code, errors_on(empty)) == (422, [NO_TEXT])
    lost = client.post(page(response, "word_import"), {"do": "other"})
    assert (lost.status_code, errors_on(lost)) == (422, ["请用本页的按钮办理。"])
    assert kept(response) == before


FORBIDDEN = [
    ("jia_tech_head", 403),
    ("jia_tech_signer", 403),
    ("jia_tech_leader", 403),
    ("jia_tech_office", 403),
    ("jia_tech_print", 403),
    ("jia_edu_clerk", 404),
    ("jia_fin_clerk", 404),
    ("jia_gov", 404),
    ("jia_cppcc_office", 404),
    ("jia_npc_office", 404),
    ("jia_member1", 404),
    ("yi_tech_clerk", 404),
    ("root", 404),
]


@pytest.mark.parametrize(("who", "status"), FORBIDDEN)
def test_only_the_writers_read_a_file_in(world: World, who: str, status: int):
    response = written(item_in(world, "drafting"))
    before = kept(response)
    client = browser(world[who])
    assert client.get(page(response, "word_import")).status_code == status
    assert upload(client, response, docx_of(PLAIN)).status_code == status
    assert adopt(client, response).status_code == status
    assert kept(response) == before
    if status == 403:
        assert page(response, "word_import") not in client.get(page(response)).content.decode()


def test_nobody_reads_a_file_in_once_the_text_is_handed_on_and_the_words_come_back(world: World):
    response = text_of(item_in(world, "in_review"))
    before = kept(response)
    client = browser(world["jia_tech_clerk"])
    assert client.get(page(response, "word_import")).status_code == 403
    answer = adopt(client, response)
    assert (answer.status_code, errors_on(answer)) == (403, [NOT_THE_WRITER])
    assert answer.context["preview"].text == TEXT
    assert kept(response) == before


def test_texts_longer_than_any_are_shown_but_not_compared(world: World, monkeypatch: pytest.MonkeyPatch):
    """What a form brings back may be anything: nobody waits for a comparison of a million characters."""
    response = begun(world)
    monkeypatch.setattr(word_import, "LONGEST_BODY", 10)
    asked: list[str] = []
    monkeypatch.setattr(word_import, "compare", lambda old, new: asked.append(new) or [])
    for action in ("adopt", "read", "nothing"):
        more = {"refused": "乙" * 11, "count": "1", "do": action}
        answer = browser(world["jia_tech_clerk"]).post(page(response, "word_import"), {"body": "甲", **more})
        assert answer.status_code == 422
        assert "正文过长，不作比较。" in words(answer)
        assert "乙" * 11 in words(answer)
    assert not asked


def test_the_workbench_leads_there(world: World):
    response = begun(world)
    client = browser(world["jia_tech_clerk"])
    assert page(response, "word_import") in client.get(page(response)).content.decode()
    assert client.get(page(response, "word_import")).status_code == 200

"""A Word draft read in on the workbench: shown first, taken as the text by a second step, stored nowhere else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEvent
from responses.models import Response, ResponseRevision
from responses.services.drafting import LONGEST_BODY, NOT_THE_WRITER
from responses.views.word_import import NO_DECISION, NO_FILE, NO_TEXT, SAVED_SINCE
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


def test_tracked_changes_wait_for_a_decision(world: World):
    response = begun(world)
    client = browser(world["jia_tech_clerk"])
    asked = upload(client, response, docx_of(CHANGED))
    assert (asked.status_code, asked.context["preview"], asked.context["undecided"]) == (422, None, 2)
    assert errors_on(asked) == [
        "文件中有 2 处修订痕迹，请先选择接受全部修订或拒绝全部修订。"
        "选好以后请重新选择文件：文件不在系统中保存。"
    ]
    accepted = upload(client, response, docx_of(CHANGED), changes="accept")
    refused = upload(client, response, docx_of(CHANGED), changes="refuse")
    assert (accepted.context["preview"].text, refused.context["preview"].text) == (
        "我局已建成十二处。",
        "我局已建成十处。",
    )
    assert "2 处修订痕迹已全部接受" in " ".join(words(accepted).split())
    assert "2 处修订痕迹已全部拒绝" in " ".join(words(refused).split())
    answer = upload(client, response, docx_of(CHANGED), changes="perhaps")
    assert (answer.status_code, errors_on(answer)) == (422, [NO_DECISION])


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
    assert (long.status_code, errors_on(long)) == (
        422,
        [f"读入的正文超过 {LONGEST_BODY} 字，请把资料改作附件后再读入。"],
    )
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


def test_the_workbench_leads_there(world: World):
    response = begun(world)
    client = browser(world["jia_tech_clerk"])
    assert page(response, "word_import") in client.get(page(response)).content.decode()
    assert client.get(page(response, "word_import")).status_code == 200

"""Letters of every length: one line, a title of 120 characters, 200 pages, tables of 60 columns and 500 rows."""

import re
import time
from io import BytesIO

import pdfplumber
import pytest

from proposals.models import Proposal
from proposals.services.fitness import MOST_PAGES
from responses.letters.printing import fill_pdf
from responses.models import ResponseAnnex
from responses.services.drafting import LONGEST_BODY
from tests.responses.desk import begun, browser, errors_on, item_in, page, seen, text_of, typed
from tests.road import draft_of, walk, written
from tests.security.bad_letters import files_of, issued_by_hand, nothing_written, refused_issue
from tests.world import World

LINE = "您的提案收悉，所提建议已经采纳，感谢您的关心。"
SENTENCE = "本局对此项工作十分重视，逐条研究，逐项落实，现将有关情况答复如下。"


def text_on(file: object) -> list[str]:
    """Return the text of each page without blanks."""
    with file.open("rb") as kept, pdfplumber.open(BytesIO(kept.read())) as read:
        return ["".join((one.extract_text() or "").split()) for one in read.pages]


def test_a_reply_of_one_line_is_a_letter_of_two_sides(world: World) -> None:
    letter, job = files_of(
        issued_by_hand(world, item_in(world, "signed", body=LINE)), world["jia_tech_print"]
    )
    pages = text_on(letter.pdf)
    assert len(pages) == letter.pages
    assert LINE in pages[0]
    assert "甲市科学技术局2026年3月2日" in pages[0]
    assert "2026年3月2日印发" in pages[-1]
    assert {one.kind for one in job.files.all()} == {
        "letters",
        "cover",
        "opinions",
        "envelopes",
        "labels",
        "labels_24",
        "register",
    }


@pytest.mark.parametrize("character", ["长", "W", "《"], ids=["Chinese", "wide Latin", "marks"])
def test_a_title_of_120_characters_is_printed_whole(world: World, character: str) -> None:
    rules = world.jia.cppcc.rules
    rules.phrases = rules.phrases | {"title": "关于《{title}》的答复函"}
    rules.save()
    title = character * 120
    item = walk(draft_of(world.seat("jia_member1"), title=title), "signed", lead=world.jia.tech)
    letter, _ = files_of(issued_by_hand(world, item), world["jia_tech_print"])
    assert letter.title == f"关于《{title}》的答复函"
    assert f"关于《{title}》的答复函" in text_on(letter.pdf)[0]


def test_an_item_with_a_longer_title_is_refused_where_it_is_typed(world: World) -> None:
    client = browser(world["jia_member1"])
    with nothing_written():
        answer = client.post(
            "/my/new/", {"title": "长" * 121, "body": "文", "may_publish": "yes", "action": "save"}
        )
    assert answer.status_code == 422
    assert "标题最多 120 字，现有 121 字。" in answer.content.decode()
    assert "长" * 121 in answer.content.decode()


def test_the_longest_text_a_clerk_may_save_is_a_letter(world: World) -> None:
    """120,000 characters are some two hundred pages: typed, signed, issued, printed, each word on the paper."""
    paragraphs = [f"第{place}段。{SENTENCE * 17}" for place in range(1, 206)]
    body = "\n".join([LINE, *paragraphs, "感谢您的关心。"])
    assert 0.95 * LONGEST_BODY < len(body) <= LONGEST_BODY
    letter = issued_by_hand(world, item_in(world, "signed", body=body))
    begun_at = time.process_time()
    assert fill_pdf(letter.pk)
    letter.refresh_from_db()
    assert time.process_time() - begun_at < 120
    assert 190 <= letter.pages <= MOST_PAGES
    pages = "".join(text_on(letter.pdf))
    assert [place for place in range(1, 206) if f"第{place}段。" not in pages] == []


def test_more_pages_than_a_letter_may_have_are_refused_before_a_number_is_taken(world: World) -> None:
    item = item_in(world, "signed", body=LINE)
    for order in (1, 2, 3):
        ResponseAnnex.objects.create(
            response=text_of(item), order=order, title="资料", body="\n".join(["短。"] * 4000)
        )
    [sentence] = refused_issue(world, item)
    said = rf"全文连同附件共 5\d\d 页，超过 {MOST_PAGES} 页，不能排印；请把资料改作单独的材料另送。"
    assert re.fullmatch(said, sentence)
    clerk = browser(world["jia_tech_clerk"])
    for name in ("draft_pdf", "draft_docx"):  # nor is a worker of the site kept busy with a draft of them
        answer = clerk.get(page(text_of(item), name))
        assert (answer.status_code, answer.context["sentences"]) == (422, [sentence])
    text_of(item).annexes.filter(order__gt=1).delete()
    assert issued_by_hand(world, item).serial == 1


@pytest.mark.parametrize(
    ("table", "last"),
    [
        ("| 甲 " * 19 + "| 末 |", "末"),
        (
            "| 序 | 项目 |\n|---|---|\n" + "\n".join(f"| {row} | 第{row}项 |" for row in range(1, 501)),
            "第500项",
        ),
        ("| " + "字" * 3000 + " | 乙 |", "乙"),
        ("| 甲 |\n" * 3 + "|---|", "甲"),
    ],
    ids=["20 columns", "500 rows", "one long cell", "rule at the end"],
)
def test_a_table_of_any_shape_is_printed(world: World, table: str, last: str) -> None:
    item = item_in(world, "signed", body=f"{LINE}\n{table}\n以上情况，特此答复。")
    letter = issued_by_hand(world, item)
    assert fill_pdf(letter.pk), type(letter).objects.get(pk=letter.pk).render_error
    letter.refresh_from_db()
    assert last in "".join(text_on(letter.pdf))


@pytest.mark.parametrize(("columns", "where"), [(21, "body"), (60, "annex"), (1999, "body")])
def test_a_table_of_more_columns_than_anybody_reads_is_refused(
    world: World, columns: int, where: str
) -> None:
    table = "|" + "甲|" * columns
    item = item_in(world, "signed", body=f"{LINE}\n{table if where == 'body' else ''}\n以上情况，特此答复。")
    if where == "annex":
        ResponseAnnex.objects.create(response=text_of(item), order=1, title="名单", body=table)
    sentence = f"有一张表格有 {columns} 列，最多排 20 列，不能印发；请分成几张表，或作为图片放进附件。"
    shown = browser(world["jia_tech_office"]).get(page(text_of(item)))
    assert shown.context["unprintable"] == [sentence]  # while it is drafted, too
    assert refused_issue(world, item) == [sentence]


@pytest.mark.parametrize(
    "body",
    [
        "（" * 100_000,
        "“" * 100_000,
        "的" * 100_000,
        "甲乙" * 50_000,
        "a" * 100_000,
        "1" * 100_000,
        "，" * 100_000,
        " \u3000" * 50_000 + "完",
        "e\u0301" + "\u0301" * 200,
        "《" * 20_000 + "》" * 20_000,
        "| " * 60_000,
        "\n".join("（" * 30 for _ in range(3_900)),
        "2025年1月1日" * 14_000,
    ],
    ids=lambda body: f"{body[:2]!r} x {len(body)}",
)
def test_no_text_makes_the_desk_slow_or_breaks_it(world: World, body: str) -> None:
    """Saved, proofread, shown, compared with the version before, and previewed: each a page within seconds."""
    response = begun(world)
    client = browser(world["jia_tech_clerk"])
    begun_at = time.process_time()
    assert client.post(page(response), typed(response, body=body)).status_code in (302, 422)
    assert client.get(page(response)).status_code == 200
    other = typed(response, body=body[::-1][: len(body) - 1], version=0)
    assert client.post(page(response), other).status_code in (
        302,
        409,
        422,
    )  # stale: both versions side by side
    assert client.get(page(response, "preview")).status_code in (200, 422)
    assert time.process_time() - begun_at < 20


def test_a_phrase_that_makes_the_letters_title_too_long_is_refused_in_words(world: World) -> None:
    rules = world.jia.cppcc.rules
    rules.phrases = rules.phrases | {"addressee": "{name}" + "尊" * 120 + "："}
    rules.save()
    item = item_in(world, "drafting")
    client = browser(world["jia_tech_clerk"])
    with nothing_written():
        answer = client.post(f"/admin/responses/response/start/{item.pk}/")
    assert answer.status_code == 422
    assert errors_on(answer) == [
        "按办理规则写成的主送有 125 字，最多 120 字；请本机构办公室修改办理规则中的函件用语。"
    ]
    assert Proposal.objects.get(pk=item.pk).responses.count() == 0


@pytest.mark.parametrize("name", ["preview", "draft_pdf", "draft_docx"])
def test_what_is_typed_and_not_saved_is_held_to_the_same(world: World, name: str) -> None:
    response = begun(world)
    client = browser(world["jia_tech_clerk"])
    with nothing_written():
        answer = client.post(page(response, name), typed(response, body="短\n" * 60_000))
    assert (answer.status_code, answer.context["sentences"]) == (
        422,
        ["正文超过 4000 段，请把资料改作附件。"],
    )


def test_an_annex_without_end_is_refused_where_it_is_typed(world: World) -> None:
    response, client = begun(world), browser(world["jia_tech_clerk"])
    typed_annex = {"do": "add", "title-new": "资料", "body-new": "短\n" * 60_000}
    with nothing_written():
        answer = client.post(page(response, "annexes"), typed_annex)
    assert (answer.status_code, errors_on(answer)) == (422, ["附件正文超过 4000 段，请分作几个附件。"])


def test_a_letter_without_end_is_not_handed_on(world: World) -> None:
    item = item_in(world, "drafting")
    text = written(item, body=LINE)
    for order in (1, 2, 3):
        ResponseAnnex.objects.create(response=text, order=order, title="资料", body="短。\n" * 3999)
    client = browser(world["jia_tech_clerk"])
    with nothing_written():
        answer = client.post(page(text, "step", action="submit_for_review"), seen(item))
    assert answer.status_code == 422
    [sentence] = errors_on(answer)
    assert sentence.startswith("全文连同附件共 5")

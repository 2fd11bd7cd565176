"""Nothing is ever fetched from outside: hostile words go through every paper and page while a bystander watches."""

import urllib.request
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from django.http import HttpResponse

from documents import render
from proposals.models import Paper, Proposal
from proposals.permissions import open_lead
from proposals.services.papers import hand_over_notice
from proposals.tasks import print_paper
from responses.models import PrintJob, ReplyLetter, ResponseAnnex
from tests.documents.word_files import docx_of, p
from tests.responses.desk import begun, browser, item_in, page, text_of, words
from tests.road import REASON, draft_of, take, walk, written
from tests.security.bad_letters import files_of, issued_by_hand, nothing_written, upload
from tests.security.bystander import SECRET, Bystander, standing_by
from tests.world import World

# What an engine would act on if it ever got it unescaped; {web}, {picture}, {words} are addresses.
TAGS = (
    '<img src="{web}/a.png">',
    '<img src="{picture}">',
    '<link rel="stylesheet" href="{words}">',
    '<link rel="stylesheet" href="{web}/a.css">',
    '<link rel="attachment" href="{words}">',
    '<a rel="attachment" href="{words}">附</a>',
    "<style>@import url({words});</style>",
    "<style>@import '{web}/a.css';</style>",
    "<style>@font-face {{ font-family: F; src: url({web}/a.otf) }} p {{ font-family: F }}</style><p>字</p>",
    '<p style="background: url({picture})">字</p>',
    '<p style="list-style: url({web}/a.png); display: list-item">字</p>',
    "<style>p::before {{ content: url({picture}) }}</style><p>字</p>",
    '<object data="{picture}" type="image/png"></object>',
    '<embed src="{picture}" type="image/png">',
    '<input type="image" src="{picture}">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{picture}" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{web}/a.svg#b"/></svg>',
    '<iframe src="{web}/"></iframe>',
    "<base href='{web}/'><img src='a.png'>",
    "<script src='{web}/a.js'></script>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM '{words}'>]><p>&e;</p>",
    "{{% include '/etc/passwd' %}}{{{{ settings.SECRET_KEY }}}}",
)


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bystander]:
    with standing_by(tmp_path, monkeypatch) as bystander:
        yield bystander


def filled(tag: str, outside: Bystander) -> str:
    return tag.format(web=outside.address, picture=outside.picture, words=outside.words)


def assert_nothing_came_in(outside: Bystander, *pdfs: bytes) -> None:
    assert outside.asked == []
    for file in pdfs:
        with pikepdf.open(BytesIO(file)) as read:
            sizes = {
                (int(one.Width), int(one.Height))
                for one in read.objects
                if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
            }
            attached = {name for name in read.attachments}
        assert (31, 37) not in sizes
        assert attached <= {"content.json"}
        with pdfplumber.open(BytesIO(file)) as read:
            assert SECRET not in "".join(one.extract_text() or "" for one in read.pages)


def test_the_bystander_notices_whoever_asks(outside: Bystander) -> None:
    urllib.request.urlopen(f"{outside.address}/asked", timeout=5).close()  # noqa: S310 - our own server
    assert "/asked" in outside.asked
    assert any(str(one).startswith("socket") for one in outside.asked)


@pytest.mark.parametrize("tag", TAGS)
def test_the_engine_itself_fetches_nothing_even_unescaped(tag: str, outside: Bystander) -> None:
    """The last fence: markup that slipped through every escape still loads nothing; most of it stops the printing."""
    html = f'<html lang="zh-CN"><head><title>函</title></head><body>{filled(tag, outside)}<p>完</p></body></html>'
    try:
        file = render.pdf(html)
    except render.RenderingFailed:
        file = b""
    assert_nothing_came_in(outside, *([file] if file else []))


# -- every field at once, through every paper ------------------------------------------------------------------------


def hostile(outside: Bystander, most: int) -> str:
    """Return as much of the hostile words as a field takes."""
    return "甲" + "".join(filled(tag, outside) for tag in TAGS)[: most - 1]


def hostile_item(world: World, outside: Bystander) -> Proposal:
    """Return a signed item with hostile words in every field that anybody fills in."""
    unit, seat, other = world.jia.tech, world.seat("jia_member1"), world.seat("jia_member2")
    for name in ("name", "short_name", "letterhead", "imprint_office", "phone"):
        setattr(unit, name, hostile(outside, type(unit)._meta.get_field(name).max_length))
    unit.save()
    rules = world.jia.cppcc.rules
    rules.answer_each_co_signer = rules.class_on_letter = rules.signer_on_letter = True
    # A slot ends a phrase's own words; what fills it is never read for slots again.
    rules.phrases = rules.phrases | {"title": "<b>关于</b>{session}第{number}号{kind}的答复函"}
    rules.save()
    for one in (seat, other):
        one.address = hostile(outside, 60)
        one.save()
    signer = world["jia_tech_signer"]
    signer.name = hostile(outside, 40)
    signer.save()
    draft = draft_of(
        seat,
        title=hostile(outside, 120),
        body=hostile(outside, 2000),
        demands=[hostile(outside, 500)],
        co_signers=[other],
    )
    draft.proposers.update(name=hostile(outside, 40))
    item = walk(draft, "drafting", lead=unit)
    text = written(item, body="\n".join(filled(tag, outside) for tag in TAGS))
    type(text).objects.filter(pk=text.pk).update(
        addressee=hostile(outside, 120),
        contact_name=hostile(outside, 40),
        contact_phone=hostile(outside, 60),
        copies=hostile(outside, 200),
        secrecy=hostile(outside, 20),
    )
    ResponseAnnex.objects.create(
        response=text,
        order=1,
        title=hostile(outside, 120),
        body=f"| {hostile(outside, 300)} | 乙 |\n{hostile(outside, 900)}",
    )
    return item


def signed(item: Proposal) -> Proposal:
    text = text_of(item)
    kept = {
        name: getattr(text, name) for name in ("body", "addressee", "contact_name", "contact_phone", "copies")
    }
    for action in ("submit_for_review", "sign"):
        item = take(action, item, **({"body": kept["body"]} if action == "submit_for_review" else {}))
        type(text).objects.filter(pk=text.pk).update(**kept)
    return item


def test_hostile_words_in_every_field_go_out_as_words_and_fetch_nothing(
    world: World, outside: Bystander
) -> None:
    item = signed(hostile_item(world, outside))
    pages = [
        browser(world["jia_tech_clerk"]).get(page(text_of(item))),
        browser(world["jia_tech_clerk"]).get(page(text_of(item), "preview")),
        browser(world["jia_tech_clerk"]).get(page(text_of(item), "annexes")),
        browser(world["jia_tech_office"]).get(f"/admin/proposals/proposal/{item.pk}/change/"),
    ]
    drafts = [
        browser(world["jia_tech_clerk"]).get(page(text_of(item), name))
        for name in ("draft_pdf", "draft_docx")
    ]
    letter, job = files_of(issued_by_hand(world, item), world["jia_tech_print"])
    office = browser(world["jia_tech_office"])
    pages += [
        office.get(f"/letters/{letter.pk}/"),
        office.get(f"/letters/{letter.pk}/office/"),
        browser(world["jia_tech_print"]).get("/print/"),
        browser(world["jia_tech_print"]).get(f"/print/{letter.pk}/"),
        browser(world["jia_tech_print"]).get(f"/print/jobs/{job.pk}/"),
        browser(world["jia_member1"]).get(f"/my/{item.pk}/"),
        browser(world["jia_member1"]).get(f"/letters/{letter.pk}/"),
        browser(world["jia_member1"]).get(f"/verify/{letter.verify_code}/"),
    ]
    for answer in pages:
        assert answer.status_code == 200
        assert_page_loads_nothing(answer)
    papers = [drafts[0].content, office.get(f"/letters/{letter.pk}/opinion-form.pdf").content]
    papers += [stored(letter.pdf), *(stored(copy.pdf) for copy in letter.addressed.all())]
    papers += [stored(one.file) for one in job.files.all()]
    assert {one.kind for one in job.files.all()} == {"letters", "cover", "envelopes", "labels", "register"}
    assert_nothing_came_in(outside, *papers)
    for file in (drafts[1].content, office.get(f"/letters/{letter.pk}/letter.docx").content):
        assert_word_file_points_nowhere(file)
    with pdfplumber.open(BytesIO(stored(letter.pdf))) as read:
        printed = "".join("".join((one.extract_text() or "").split()) for one in read.pages)
    for tag in TAGS:
        # Everything but what a line end or a narrow space may part: the first word of each tag stands there as typed.
        assert "".join(filled(tag, outside)[:12].split()) in printed


def test_hostile_words_in_the_papers_about_an_item_fetch_nothing(world: World, outside: Bystander) -> None:
    unit = world.jia.gov
    for name in ("name", "letterhead", "imprint_office"):
        setattr(unit, name, hostile(outside, 70))
    unit.save()
    item = walk(
        draft_of(world.seat("jia_member1"), title=hostile(outside, 120)), "assigned", lead=world.jia.tech
    )
    paper = hand_over_notice(open_lead(item), by=world["jia_gov"])
    print_paper(paper.pk)
    paper = Paper.objects.get(pk=paper.pk)
    assert (paper.render_error, paper.rendered_at is not None) == ("", True)
    blank = browser(world["jia_tech_office"]).get(f"/papers/items/{item.pk}/contact-sheet.pdf")
    assert blank.status_code == 200
    assert_nothing_came_in(outside, stored(paper.pdf), blank.content)


def stored(file: object) -> bytes:
    with file.open("rb") as kept:
        return kept.read()


class Loads(HTMLParser):
    """Every address a browser would load for a page, every element that runs, every style of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.acts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        loads = [given[name] for name in ("src", "srcset", "data", "poster", "background") if name in given]
        if tag in ("link", "base", "use", "image"):
            loads.append(given.get("href", ""))
        self.found += loads
        self.acts += [name for name in given if name.startswith("on") or name == "style"]
        if tag in ("iframe", "object", "embed", "style", "svg", "base", "meta") and given.get("http-equiv"):
            self.acts.append(tag)
        if tag in ("object", "embed", "style", "base") or (tag == "script" and not given.get("src")):
            self.acts.append(tag)


def assert_page_loads_nothing(answer: HttpResponse) -> None:
    loads = Loads()
    loads.feed(answer.content.decode())
    assert [one for one in loads.found if not (one.startswith("/") and not one.startswith("//"))] == []
    assert loads.acts == []
    assert (
        "default-src 'self'" in answer["Content-Security-Policy"]
        or "'none'" in answer["Content-Security-Policy"]
    )


def assert_word_file_points_nowhere(file: bytes) -> None:
    with zipfile.ZipFile(BytesIO(file)) as package:
        parts = {
            name: package.read(name).decode()
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }
    assert not [name for name, text in parts.items() if 'TargetMode="External"' in text]
    whole = parts["word/document.xml"]
    assert not [
        word
        for word in ("w:instrText", "w:fldSimple", "w:hyperlink", "INCLUDEPICTURE")
        if f"<{word}" in whole
    ]


# -- what comes in from Word ---------------------------------------------------------------------------------------------


def test_a_word_draft_that_points_outside_is_read_without_asking(world: World, outside: Bystander) -> None:
    links = [
        ("rId7", "image", f"{outside.address}/a.png", True),
        ("rId8", "attachedTemplate", outside.words, True),
        ("rId9", "hyperlink", f"{outside.address}/b", True),
    ]
    picture = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:link="rId7"/>'
        "</w:drawing></w:r></w:p>"
    )
    file = docx_of(p("您的提案收悉。") + picture, links=links)
    response, client = begun(world), browser(world["jia_tech_clerk"])
    with nothing_written():
        answer = client.post(page(response, "word_import"), {"do": "read", "file": upload(file, "稿.docx")})
    assert answer.status_code == 200
    assert "您的提案收悉。" in words(answer)
    assert answer.context["preview"].unknown or answer.context["preview"].pictures
    assert_page_loads_nothing(answer)
    assert_nothing_came_in(outside)


def test_reasons_and_remarks_are_words_too(world: World, outside: Bystander) -> None:
    item = item_in(world, "in_review")
    client = browser(world["jia_tech_head"])
    said = hostile(outside, 480)
    address = page(text_of(item), "step", action="send_back")
    seen = {"seen": item.steps.order_by("-sequence").first().sequence}
    assert client.post(address, seen | {"reason": said}).status_code == 302
    shown = browser(world["jia_tech_clerk"]).get(page(text_of(item)))
    assert said in shown.context["came_back"].reason
    assert_page_loads_nothing(shown)
    assert_nothing_came_in(outside)
    assert said != REASON
    assert not ReplyLetter.objects.exists()
    assert not PrintJob.objects.exists()

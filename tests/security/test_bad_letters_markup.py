"""Hostile words in every field at once, through every paper and page: printed as words, fetched by nobody."""

import zipfile
from io import BytesIO

import pdfplumber

from proposals.models import Paper, Proposal
from proposals.permissions import open_lead
from proposals.services.papers import hand_over_notice
from proposals.tasks import print_paper
from responses.models import ResponseAnnex
from tests.responses.desk import browser, page, text_of
from tests.road import draft_of, take, walk, written
from tests.security.bad_letters import files_of, issued_by_hand
from tests.security.bystander import (
    TAGS,
    Bystander,
    assert_nothing_came_in,
    assert_page_loads_nothing,
    filled,
    hostile,
)
from tests.world import World


def stored(file: object) -> bytes:
    with file.open("rb") as kept:
        return kept.read()


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
    assert {one.kind for one in job.files.all()} == {
        "letters",
        "cover",
        "opinions",
        "envelopes",
        "labels",
        "labels_24",
        "register",
    }
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

"""Fields from people in a .docx: whatever was typed, the file opens and says it, and nothing of it becomes markup."""

import random
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from documents.content import Annex, ContactPlace, Layout, OfficialDocument, SigningBody
from documents.word.out import docx
from documents.word.reading import read
from tests.documents.office import pdf_of
from tests.documents.test_word_out import pages_of
from tests.documents.word_shapes import shape

# Control characters, marks of direction, halves of pairs, what is no character, markup, marks that join and part.
NASTY = "\x00\x08\x0b\x0c\x1b\x1f\x7f\x85\u00ad\u200b\u200d\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069"
NASTY += "\ufeff\ufffe\uffff\ud800\udfff\U000e0041\U0001f469\U00020000𫖯<>&\"'|{}%\t\n\r　 ﷽"
PIECES = (
    "]]>",
    "<w:p/>",
    "</w:t>",
    "&amp;",
    "&#0;",
    "{{ x }}",
    "{% x %}",
    "一、",
    "（一）",
    "| 甲 | 乙 |",
    "|---|",
    "附件：",
)
ANY = st.one_of(st.text(max_size=12), st.sampled_from(PIECES), st.sampled_from(NASTY))
TEXTS = st.lists(ANY, max_size=8).map("".join)
LOST = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def named(text: str) -> str:
    """Return a text for a field that is never empty."""
    return text if text.strip() else "甲"


PAPERS = st.builds(
    lambda layout, name, text, more, contact, note: shape(
        layout=layout,
        letterheads=(named(name), named(text)) if more else (named(name),),
        copy_number=note,
        secrecy=text,
        urgency=name,
        number=named(note),
        signers=(named(name), named(text)) if more else (),
        class_mark=note[:2],
        title=named(text),
        addressee=name,
        paragraphs=(named(text), *more),
        contact=contact,
        contact_place=ContactPlace.NOTE if note else ContactPlace.BEFORE_SIGNATURE,
        signing=tuple(SigningBody(name=named(one)) for one in (name, *more)),
        notes=(note,),
        copies=contact,
        imprint_office=text,
        annexes=tuple(Annex(title=named(one), paragraphs=(text, one)) for one in more),
        watermark=name,
    ),
    st.sampled_from(Layout),
    TEXTS,
    TEXTS,
    st.lists(TEXTS, max_size=2),
    TEXTS,
    TEXTS,
)


def opened(file: bytes) -> Document:
    """Return the file as python-docx opens it, every part of it being well-formed."""
    with ZipFile(BytesIO(file)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False))
    return Document(BytesIO(file))


def bare(text: str) -> str:
    """Return what a file can say of a text: no blanks, no characters that XML has not, no mark that stands for one."""
    return re.sub(r"[\s\ufffd]", "", LOST.sub("", text))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PAPERS)
def test_any_words_give_a_file_that_opens_and_says_them(paper: OfficialDocument) -> None:
    file = docx(paper, {})
    assert opened(file).element.body is not None
    draft = read(file)
    said = bare("".join((*draft.paragraphs, *draft.unknown)))
    assert bare(paper.title) in said
    assert bare(paper.number) in said
    for text in paper.paragraphs:
        if "|" not in text:
            assert bare(text) in said


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_nothing_typed_becomes_markup(text: str) -> None:
    plain, typed = (docx(shape(contact=words, annexes=()), {}) for words in ("", f"甲{text}"))
    kinds = [
        {element.tag for element in opened(file).element.iter() if isinstance(element.tag, str)}
        for file in (plain, typed)
    ]
    assert kinds[1] <= kinds[0] | {f"{{{opened(plain).element.nsmap['w']}}}tab"}


@pytest.mark.slow
def test_libreoffice_opens_the_worst_of_them(tmp_path: Path) -> None:
    chance = random.Random(7)
    papers = []
    for _ in range(12):
        text = "".join(chance.choice([*NASTY, *PIECES, "办理情况"]) for _ in range(60))
        paper = shape(
            paragraphs=(named(text), "完毕。"), title=named(text[:30]), addressee=text[:9], copies=text
        )
        papers.append(replace(paper, signing=(SigningBody(name=named(text[:9])),), watermark=text[:4]))
    for file in pdf_of([docx(paper, {}) for paper in papers], tmp_path):
        assert "完毕。" in "".join(line[2] for page in pages_of(file) for line in page)

"""Any text on the other papers: the Word file, envelopes, labels, lists, sheets to fill in, and the screen."""

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from html.parser import HTMLParser
from zipfile import ZipFile

import pikepdf
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from documents import forms
from documents.forms import FormRefused
from documents.layout import missing_characters, preview_html
from documents.word.out import docx
from tests.documents import structure
from tests.documents.printed_words import words
from tests.documents.test_fuzz import ANY_TEXT, ORDINARY, PRINTABLE_TEXT, documents, said
from tests.documents.witnesses import PICTURES

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAY = date(2026, 3, 2)
MOST = 40  # characters of a short text


def any_form(text: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    """Every kind of form with such a text in every field."""
    short = text.map(lambda given: given[:MOST])
    recipient = st.builds(
        forms.Recipient,
        name=short,
        address=short,
        postcode=st.just("") | st.just("310001"),
        number=text.map(lambda given: given[:12]),
        sender=short,
        sender_address=short,
    )
    item = st.builds(
        forms.ItemWords, session=short, number=short, title=text, kind=short, proposer=short, unit=short
    )
    opinion = st.builds(
        forms.OpinionForm,
        item=item,
        scales=st.lists(st.builds(forms.Scale, question=short, answers=st.tuples(short)), max_size=2),
        return_to=short,
        reply_number=short,
    )
    sheet = st.builds(
        forms.ContactSheet,
        item=item,
        ways=st.tuples(short),
        levels=st.tuples(short),
        place=short,
        people=short,
        content=text,
        recorded_by=short,
    )
    entry = st.builds(
        forms.RegisterRow,
        number=short,
        title=text,
        addressee=short.map(lambda given: given.rstrip("：: ")),
        copies=st.just(1),
        written_on=st.just(DAY),
        delivery=short,
        receiver=short,
        notes=short,
    )
    register = st.builds(
        forms.RegisterPage, unit=short, made_on=st.just(DAY), period=short, rows=st.tuples(entry)
    )
    letter = st.builds(
        forms.CoverRow,
        number=short,
        title=text,
        recipients=st.tuples(short),
        copies=st.just(1),
        pages=st.just(1),
    )
    cover = st.builds(
        forms.CoverList,
        unit=short,
        made_on=st.just(DAY),
        made_by=short,
        title=short,
        rows=st.tuples(letter),
    )
    return recipient | opinion | sheet | register | cover


NOT_PRINTED = {"postcode", "made_on"}
MAKERS = {
    forms.Recipient: lambda person: forms.envelopes([person]),
    forms.OpinionForm: lambda form: forms.opinion_forms([form], copies=1),
    forms.ContactSheet: lambda sheet: forms.contact_sheets([sheet]),
    forms.RegisterPage: forms.register,
    forms.CoverList: forms.cover_list,
}


def texts(value: object) -> list[str]:
    """Return every text within a form's values, one after another."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, (tuple, list)):
        return [text for part in value for text in texts(part)]
    if is_dataclass(value):
        return [
            text
            for one in fields(value)
            if one.name not in NOT_PRINTED
            for text in texts(getattr(value, one.name))
        ]
    return []


def is_printed(make: Callable[[object], bytes], form: object) -> bool:
    """Hold one form to the promise; false when it is refused."""
    try:
        file = make(form)
    except FormRefused as refused:
        sentence = str(refused)
    else:
        with pikepdf.open(io.BytesIO(file)) as pdf:
            found = structure.drawn(pdf)
            assert structure.boxes(found) == []
        assert Counter(said("".join(texts(form)))) - Counter(said("".join(found.text))) == Counter()
        return True
    assert sentence.endswith("。")
    return False


def test_a_form_prints_any_text_as_it_is_or_refuses_it_in_a_sentence():
    came_out: Counter[bool] = Counter()

    @settings(ORDINARY, max_examples=50)
    @given(any_form(ANY_TEXT) | any_form(PRINTABLE_TEXT))
    def try_one(form: object) -> None:
        came_out[is_printed(MAKERS[type(form)], form)] += 1
        if isinstance(form, forms.Recipient):
            unsent = replace(form, sender="", sender_address="")  # a label names no sender
            came_out[is_printed(lambda person: forms.labels([person]), unsent)] += 1

    try_one()
    assert min(came_out[True], came_out[False]) > 10


@settings(ORDINARY, max_examples=40)
@given(documents(PRINTABLE_TEXT))
def test_the_word_file_says_what_the_paper_says(document):
    assert missing_characters(document) == []
    with ZipFile(io.BytesIO(docx(document, PICTURES))) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
        body = etree.fromstring(package.read("word/document.xml"))
    assert said("".join(text.text or "" for text in body.iter(f"{W}t"))) == said("".join(words(document)))


class Reader(HTMLParser):
    """Collects the tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@settings(ORDINARY, max_examples=60)
@given(documents(ANY_TEXT | PRINTABLE_TEXT))
def test_the_screen_shows_any_text_and_no_tag_of_it(document):
    reader = Reader()
    reader.feed(preview_html(document))
    assert reader.tags & {"img", "script", "b"} == set()
    assert Counter(said("".join(words(document)))) - Counter(said("".join(reader.text))) == Counter()

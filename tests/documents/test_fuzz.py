"""Any text in any field: either a letter that says exactly that, or the characters no face can print, by field."""

import io
import unicodedata
from dataclasses import replace
from datetime import date
from functools import lru_cache

import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from documents import fonts
from documents.content import (
    PRINTED_FIELDS,
    Annex,
    ContactPlace,
    Layout,
    OfficialDocument,
    PlacedPicture,
    SigningBody,
)
from documents.fonts import Role
from documents.layout import missing_characters
from documents.printing import print_document
from tests.documents import structure
from tests.documents.printed_words import words
from tests.documents.witnesses import PICTURES, SEALED

# What is told apart only by care: markup, templates, marks that may not end a line, long runs, other directions.
PIECES = (
    '<img src="file:///etc/passwd">',
    "<script>alert(1)</script>",
    "</p></div></body>",
    "&amp;&#0;&lt;",
    "{{ letter }}{% debug %}{# #}",
    "“‘《〈（【〔",
    "〕】）〉》’”。、，；：？！",
    "——……～·％",
    "https://www.yunxi.example.cn/zwgk/2025/1201.html?a=1&b=2",
    "W" * 90,
    "1234567890" * 5,
    "〔2023〕125号",
    "堃喆㛃䶮𫖯𬤊",
    "é\u0301ﬁ①㈠Ａ",
    "一、",
    "（一）关于。",
    "1.",
    "：",
    "国" * 60,
)
BAD = (
    "\u202e",
    "\u200b",
    "\ufeff",
    "\x00",
    "\x1b",
    "\ue863",
    "\ud800",
    "\U000f0000",
    "\u2028",
    "\u0600",
    "😀",
)
WIDTHS = {
    "letterheads": 40,
    "title": 130,
    "number": 30,
    "mark": 6,
}  # characters; beyond it is another test


@lru_cache
def printable() -> list[str]:
    """Every character that the faces of the body, of titles and of headings all can print."""
    roles = (Role.FANGSONG, Role.XIAOBIAOSONG, Role.HEITI, Role.KAITI)
    sets = [{code for face in fonts.chain(role) for code in fonts.metrics(face).cmap} for role in roles]
    codes = sorted(set.intersection(*sets))
    return [chr(code) for code in codes if all(fonts.can_print(role, chr(code)) for role in roles)]


ANY_TEXT = st.lists(st.text(max_size=12) | st.sampled_from(PIECES) | st.sampled_from(BAD), max_size=5).map(
    "".join
)
PRINTABLE_TEXT = st.lists(
    st.deferred(lambda: st.text(st.sampled_from(printable()), max_size=40)) | st.sampled_from(PIECES),
    min_size=1,
    max_size=6,
).map("".join)


def documents(text: st.SearchStrategy[str]) -> st.SearchStrategy[OfficialDocument]:
    """Papers with such a text in every field that is printed; a bar stands only where it parts cells."""
    some = text.map(lambda given: given.replace("|", ""))
    needed = some.map(lambda given: given or "局")
    short = {name: needed.map(lambda given, most=most: given[:most]) for name, most in WIDTHS.items()}
    pieces = st.lists(some | tables(some), min_size=1, max_size=3).map(in_one)
    return st.builds(
        OfficialDocument,
        layout=st.sampled_from(Layout),
        letterheads=st.lists(short["letterheads"], min_size=1, max_size=3).map(tuple),
        copy_number=short["mark"] | st.just(""),
        secrecy=short["mark"] | st.just(""),
        urgency=short["mark"] | st.just(""),
        number=short["number"],
        signers=st.lists(short["mark"], max_size=3).map(tuple),
        class_mark=some.map(lambda given: given[: WIDTHS["mark"]]),
        title=short["title"],
        addressee=some,
        paragraphs=pieces,
        contact=some,
        contact_place=st.sampled_from(ContactPlace),
        signing=st.lists(needed.map(lambda given: SigningBody(name=given[:30])), min_size=1, max_size=3).map(
            tuple
        ),
        written_on=st.just(date(2025, 6, 9)),
        notes=st.lists(some, max_size=1).map(tuple),
        copies=some,
        imprint_office=some.map(lambda given: given[:20]),
        printed_on=st.just(date(2025, 6, 10)),
        annexes=st.lists(annexes(short["title"], pieces, some), max_size=2).map(tuple),
    )


def annexes(
    title: st.SearchStrategy[str],
    paragraphs: st.SearchStrategy[tuple[str, ...]],
    caption: st.SearchStrategy[str],
) -> st.SearchStrategy[Annex]:
    """Annexes with one picture at most."""
    picture = caption.map(
        lambda given: PlacedPicture(sha256=SEALED, width_mm=60, height_mm=40, caption=given)
    )
    pictures = st.lists(picture, max_size=1).map(tuple)
    return st.builds(Annex, title=title, paragraphs=paragraphs, pictures=pictures)


def tables(text: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Rows of a table without a head (on a second page a head is printed again): 格 keeps a cell from being a rule."""
    cell = text.map(lambda given: "格" + " ".join(given.split())[:40])
    row = st.lists(cell, min_size=2, max_size=3).map(lambda cells: f"|{'|'.join(cells)}|")
    return st.lists(row, min_size=1, max_size=3).map(tuple)


def in_one(pieces: list[str | tuple[str, ...]]) -> tuple[str, ...]:
    """Return paragraphs and tables as the paragraphs of a paper."""
    return tuple(part for piece in pieces for part in (piece if isinstance(piece, tuple) else (piece,)))


def leaves_ink_alone(character: str) -> bool:
    """Whether a character is one of its own: a letter, a mark, a sign, neither combining nor made of others."""
    category = unicodedata.category(character)
    return category[0] in "LNPS" and unicodedata.is_normalized("NFKD", character)


@lru_cache(maxsize=1)
def drawn_alike() -> dict[int, int]:
    """By character, the lowest one that some face draws with the same glyph: U+30FB and U+00B7 are one dot."""
    lowest: dict[int, int] = {}
    for face in fonts.all_faces():
        by_glyph: dict[int, int] = {}
        for character, glyph in sorted(fonts.metrics(face).cmap.items()):
            if not leaves_ink_alone(chr(character)):
                continue
            first = by_glyph.setdefault(glyph, character)
            lowest[character] = min(lowest.get(character, character), lowest.get(first, first))
    return lowest


def said(text: str) -> list[str]:
    """The characters of a text that leave ink, as they are compared: in one order, since parts stand side by side."""
    # Decomposed: parts that begin with a combining mark stand beside another part on the sheet than in the list.
    # A file names one character for a glyph, so those drawn alike are one here.
    plain = unicodedata.normalize("NFKD", text).translate(drawn_alike())
    return sorted(character for character in plain if not character.isspace())


def check(document: OfficialDocument) -> None:
    """Hold one paper to the promise."""
    missing = missing_characters(document)
    if missing:
        fields = document.text_by_field()
        for character, field in missing:
            assert field in PRINTED_FIELDS.values()
            assert character in fields[field]
        return
    with pikepdf.open(io.BytesIO(print_document(document, PICTURES).file)) as pdf:
        found = structure.drawn(pdf)
        assert structure.boxes(found) == []
    assert said("".join(found.text)) == said("".join(words(document)))


BASE = OfficialDocument(
    letterheads=("云溪市教育局",),
    number="云教提复〔2025〕1号",
    title="关于市政协十二届三次会议第1号提案的答复函",
    paragraphs=("收悉。",),
    signing=(SigningBody(name="云溪市教育局"),),
    written_on=date(2025, 6, 9),
    printed_on=date(2025, 6, 10),
)
ORDINARY = settings(
    max_examples=60,
    phases=(Phase.explicit, Phase.generate),  # making a failure smaller takes minutes; the slow test does it
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    database=None,
)
MANY = settings(ORDINARY, max_examples=1500, phases=tuple(Phase))


@ORDINARY
@given(documents(ANY_TEXT))
def test_any_text_makes_a_letter_or_is_told(document):
    check(document)


@settings(ORDINARY, max_examples=40)
@given(documents(PRINTABLE_TEXT))
@example(replace(BASE, paragraphs=PIECES))
@example(
    replace(BASE, addressee="\n王忠权委员：\n", contact="0" * 53)
)  # the page plan knows of no line end there
def test_whatever_the_faces_hold_is_printed_as_it_is(document):
    check(document)


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("lines", [1, 5, 8])
def test_line_ends_in_names_are_blanks(layout, lines):
    name = "云溪市\n教育局"
    parts = {"letterheads": (name,), "title": f"关于{name}的函", "signing": (SigningBody(name=name),)}
    check(replace(BASE, layout=layout, paragraphs=("收悉。",) * lines, **parts))


@pytest.mark.slow
@MANY
@given(documents(ANY_TEXT) | documents(PRINTABLE_TEXT))
def test_any_text_at_length(document):
    check(document)


@pytest.mark.parametrize("character", BAD)
@pytest.mark.parametrize("field", ["title", "addressee", "contact", "copies", "number", "class_mark"])
def test_what_cannot_be_seen_is_told_with_its_field(field, character):
    document = replace(BASE, **{field: f"关于{character}的"})
    assert missing_characters(document) == [(character, PRINTED_FIELDS[field])]

"""The floor of the letter's benchmark is fair: it sets the same words in the same faces."""

import re
from html import unescape

from benchmarks.letter import bare_css, bare_html, letter_426
from documents import fonts
from documents.layout import letter_html


def words(html: str) -> str:
    """The text of a page's body without any white space."""
    return re.sub(r"\s|<[^>]*>", "", unescape(html[html.index("<body>") :]))


def test_the_floor_sets_the_same_words() -> None:
    content = letter_426()
    assert words(bare_html(content)) == words(letter_html(content))


def test_the_floor_has_the_same_faces() -> None:
    named = set(re.findall(r'font-family: "([^"]+)"; src', bare_css()))
    assert named == {face.family for face in fonts.all_faces() if not face.in_collection}

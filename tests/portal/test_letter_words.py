"""The deputies' page of a letter says all that the paper says, whatever the paper has."""

import re
from html import unescape

import pytest
from django.template.loader import render_to_string

from documents.content import OfficialDocument
from documents.layout import screen_words
from documents.wording import chinese_date
from tests.documents.printed_words import words
from tests.documents.witnesses import FILE, ILLUSTRATED, JOINT, LETTER, SHORT_LETTER

PAPERS = {"file": FILE, "letter": LETTER, "joint": JOINT, "illustrated": ILLUSTRATED, "short": SHORT_LETTER}


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def shown(paper: OfficialDocument) -> str:
    """The page's words without tags."""
    page = render_to_string("portal/_letter_words.html", {"words": screen_words(paper, {}), "draft": False})
    return squeezed(unescape(re.sub(r"<[^>]+>", "", page)))


@pytest.mark.parametrize("name", PAPERS)
def test_the_page_says_all_that_the_paper_says(name: str):
    paper, page = PAPERS[name], shown(PAPERS[name])
    below = {paper.copies, f"{paper.imprint_office}{chinese_date(paper.printed_on)}印发"}  # of letter.html
    code = paper.verify_address.rstrip("/").split("/")[-1]
    for part in words(paper):
        if part not in below and not (code and part.endswith(code)):
            assert squeezed(part) in page, part


def test_a_draft_bears_no_date_and_no_empty_line_for_its_number():
    page = render_to_string(
        "portal/_letter_words.html",
        {"words": screen_words(SHORT_LETTER, {}), "draft": True},
    )
    assert chinese_date(SHORT_LETTER.written_on) not in page

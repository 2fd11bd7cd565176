"""The text of a printed file, taken out by poppler: all that the paper says, in the order in which it is read.

Two orders are tried: that of the tags, by which a screen reader goes, and that of the pages' content, by which much
software copies; there the head, the names above the date and 附注 may stand behind the text they surround.
"""

import re
import subprocess
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from documents.content import OfficialDocument, PdfKind
from tests.documents.printed_words import words
from tests.documents.ruler import squeezed
from tests.documents.test_structure import ALWAYS, EVERY_PAPER, PAPERS, file_of

PAGE_NUMBER = re.compile(r"^\s*—\s*\d+\s*—\s*$", re.MULTILINE)
RULED = re.compile(r"[|:\- ]+")


def taken_out(file: bytes, *command: str) -> str:
    """Return what a program of poppler takes out of a file."""
    done = subprocess.run(command, input=file, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode("utf-8")


@cache
def by_tags(name: str, kind: PdfKind = PdfKind.ACCESSIBLE) -> str:
    """Return the text of a paper in the order of its structure tree, squeezed."""
    file = file_of(name, kind)
    return squeezed(
        "".join(re.findall(r'^ *"(.*)"$', taken_out(file, "pdfinfo", "-struct-text", "-"), re.MULTILINE))
    )


def by_content(file: bytes) -> str:
    """Return the text in the order of the pages' content, squeezed, page numbers left out."""
    return squeezed(PAGE_NUMBER.sub("", taken_out(file, "pdftotext", "-raw", "-", "-")))


def heads_of_tables(document: OfficialDocument) -> set[str]:
    """Return the first rows of the paper's tables: they stand again above what is left for the next page."""
    runs = [document.paragraphs, *(annex.paragraphs for annex in document.annexes)]
    return {
        squeezed(row).replace("|", "") for run in runs for row, rule in pairwise(run) if RULED.fullmatch(rule)
    }


def once(text: str, document: OfficialDocument) -> str:
    """Return the text without heads of tables and without the watermark, which stand as often as there are pages."""
    for repeated in (*heads_of_tables(document), document.watermark):
        text = text.replace(repeated, "") if repeated else text
    return text


def expected(name: str) -> str:
    return once(squeezed("".join(words(PAPERS[name]))), PAPERS[name])


def running_text(document: OfficialDocument) -> str:
    """Return the title and the paragraphs up to the first table."""
    parts = [document.title, document.addressee]
    for paragraph in document.paragraphs:
        if paragraph.startswith("|"):
            break
        parts.append(paragraph)
    return squeezed("".join(parts))


@pytest.mark.parametrize("name", EVERY_PAPER)
def test_the_tags_read_all_that_the_paper_says_in_its_order(name):
    assert once(by_tags(name), PAPERS[name]) == expected(name)


@pytest.mark.parametrize("name", ["file", "joint", "illustrated", "2"])
def test_an_archive_file_is_read_the_same(name):
    assert by_tags(name, PdfKind.ARCHIVE) == by_tags(name)


@pytest.mark.parametrize("name", EVERY_PAPER)
def test_the_content_holds_every_character_once_and_the_running_text_in_order(name):
    text = by_content(file_of(name, PdfKind.ACCESSIBLE))
    assert running_text(PAPERS[name]) in text
    assert Counter(once(text, PAPERS[name])) == Counter(expected(name))


def test_a_head_is_read_with_its_table_at_least_once():
    for name, document in PAPERS.items():
        if name in ALWAYS and heads_of_tables(document):
            text = by_tags(name)
            assert all(head in text for head in heads_of_tables(document))

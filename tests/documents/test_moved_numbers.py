"""Every number of documents/layout/ that places something is moved by one millimetre, and the ruler must report it.

The numbers are found by reading the modules, so that a new one without a measure, or a reason, fails.
"""

import ast
import importlib
import pkgutil
from dataclasses import replace
from pathlib import Path

import pytest

from documents import layout
from documents.layout import head, lay_out
from documents.layout.measures import EM
from documents.render import RenderingFailed
from tests.documents.measures import first_missed
from tests.documents.printed_shapes import printed
from tests.documents.test_measures import as_styled
from tests.documents.witnesses import DRAFT, FILE, ILLUSTRATED, JOINT, LETTER, SMALL_SEAL, UNSEALED

MODULES = [
    importlib.import_module(f"documents.layout.{found.name}")
    for found in pkgutil.iter_modules(layout.__path__)
]
# What a number of a module places is looked for on these papers, in this order.
LOOKED_AT = {
    "head": (FILE, LETTER, JOINT, SMALL_SEAL),
    "imprint": (FILE, LETTER),
    "code": (LETTER, FILE),
    "signature": (LETTER, JOINT, UNSEALED, SMALL_SEAL),
    "body": (ILLUSTRATED, FILE),
    "measures": (FILE, LETTER, JOINT, SMALL_SEAL, ILLUSTRATED),
}
MOVES = {  # by how much a number is moved that is not in mm
    "DATE_FROM_RIGHT": 1 / EM,
    "STACK_FROM_RIGHT": 1 / EM,
    "DATE_FROM_NAME": 1 / EM,
    "STACK_GAP": 1 / 14.8,  # em of the mark
    "LETTER_ROWS": 1,
}
NO_LENGTHS = {  # what is not drawn: a bound beyond which something else happens, or a count
    "NARROWEST": "how narrow a long mark may become before it is made smaller",
    "LOWEST_INK": "a mark of lower ink is set as if it were so high",
    "STACK_LEADING": "the least step of a joint mark; it is spread to the number",
    "HIGHEST_STACK": "beyond it the names of a joint mark are made smaller",
    "BETWEEN_SEALS": "the least blank; seals stand farther apart where there is room",
    "FEWEST_LEFT": "a count of rows of a table",
    "MOST_COLUMNS": "a count: a table of more is refused",
    "MOST_NAME_LINES": "a count: names of more lines stand in fewer columns",
    "SEALS_IN_A_ROW": "a count",
    "WIDEST_STEP": "beyond it seals are not spread",
    "LONGEST_IN_THREE": "names longer than this stand two in a row",
    "BETWEEN_NAMES": "the least blank between names side by side",
    "MOST_SEALED_ROWS": "beyond it seals are refused",
    "LARGEST_SEAL": "a larger one is made smaller",
    "FILE_ROWS": "a count of lines (see the test of counts below)",
    "CODE_ROWS": "a count of lines: as many as hold the QR code and its letters",
    "CODE_CLEAR": "what stands nearer sends the QR code below",
    "GROUP": "a count of characters",
    "LONGEST_LABEL": "what is longer before a colon is no label",
    "SMALLEST": "a picture is not made smaller",
    "PICTURE_ROOM": "the least blank; it grows to whole lines",
    "LONG_MARK": "of the screen",
    "LONGEST_MARK": "of the screen",
}


def numbers(module) -> list[str]:
    """The names of a module that are given a number in it."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    targets = [target for line in tree.body if isinstance(line, ast.Assign) for target in line.targets]
    names = [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
    return [name for name in names if isinstance(getattr(module, name), int | float)]


NUMBERS = [(module, name) for module in MODULES for name in numbers(module)]
MOVED = [pytest.param(module, name, id=name) for module, name in NUMBERS if name not in NO_LENGTHS]


def move(monkeypatch: pytest.MonkeyPatch, module, name: str) -> None:
    """Move a number in its own module and wherever it is imported."""
    value = getattr(module, name)
    for other in MODULES:
        if vars(other).get(name) == value:
            monkeypatch.setattr(other, name, value + MOVES.get(name, 1.0))


@pytest.mark.parametrize(("module", "name"), MOVED)
def test_a_number_moved_by_one_millimetre_is_reported(module, name, monkeypatch):
    move(monkeypatch, module, name)
    assert any(is_reported(paper) for paper in LOOKED_AT[module.__name__.rpartition(".")[2]]), (
        f"nobody saw {name} move"
    )


def is_reported(paper) -> bool:
    """Whether the ruler sees that something stands wrong, or the engine that it cannot be set at all."""
    try:
        return bool(first_missed(paper, as_styled(paper)))
    except RenderingFailed:
        return True


def test_a_line_too_few_counted_for_the_head_is_refused_where_it_changes_the_pages(monkeypatch):
    papers = [replace(DRAFT, paragraphs=("收悉。",) * lines) for lines in range(20, 36)]
    right = [lay_out(paper).pages for paper in papers]
    monkeypatch.setattr(head, "FILE_ROWS", head.FILE_ROWS - 1)
    wrong = [paper for paper, pages in zip(papers, right, strict=True) if lay_out(paper).pages != pages]
    assert wrong
    with pytest.raises(RenderingFailed, match="pages came out where"):
        printed(wrong[0])


def test_the_lists_name_numbers_that_are_there():
    names = {name for _, name in NUMBERS}
    assert len(MOVED) > 20
    assert names >= {*MOVES, *NO_LENGTHS}


def test_no_length_stands_within_the_code_of_a_function():
    """A number before mm in a text would escape the list above."""
    for module in MODULES:
        for text in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
            if isinstance(text, ast.Constant) and isinstance(text.value, str) and ":" in text.value:
                found = [
                    word
                    for word in text.value.replace(";", " ").split(":")
                    if word[:1].isdigit() and "mm" in word
                ]
                assert found == [], module.__name__

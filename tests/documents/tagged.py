"""The tags of a printed file against the marks of its pages (ISO 14289-1, ISO 32000-1 14.7 and 14.8)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pikepdf import Array, Name, Object, Pdf

from tests.documents.structure import Drawn

# ISO 32000-1 14.8.4: what needs no role map.
STANDARD = frozenset(
    [
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "NonStruct",
        "Private",
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "THead",
        "TBody",
        "TFoot",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
        "Link",
        "Annot",
        "Figure",
        "Formula",
        "Form",
    ]
)
ROWS_STAND_IN = {"Table", "THead", "TBody", "TFoot"}


@dataclass
class Element:
    """One element of the structure tree: its type, its dictionary, what it holds in order."""

    kind: str
    source: Object
    marks: list[tuple[int, int]] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        """Yield the element and all below it in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree(pdf: Pdf) -> Element:
    """Return the structure tree below its one document element."""
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
    [document] = pdf.Root.StructTreeRoot.K

    def element(source: Object) -> Element:
        made = Element(str(source.S).removeprefix("/"), source)
        kids = source.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, int):
                made.marks.append((pages[source.Pg.objgen], int(kid)))
            elif kid.get("/Type") in (Name.MCR, Name.OBJR):
                made.marks.append((pages[kid.Pg.objgen], int(kid.get("/MCID", -1))))
            else:
                made.children.append(element(kid))
        return made

    return element(document)


def tag_faults(pdf: Pdf, found: Drawn) -> list[str]:
    """Return what is wrong between the pages' marks and the structure tree, and within the tree."""
    root = tree(pdf)
    return [
        *found.faults,
        *_unmapped(pdf, found, root),
        *_misbuilt(root),
        *_headings(root),
        *_tables(pdf, root),
    ]


def _unmapped(pdf: Pdf, found: Drawn, root: Element) -> Iterator[str]:
    """Every mark belongs to one element, and the parent tree leads back to it (ISO 32000-1 14.7.4.4)."""
    owners: dict[tuple[int, int], Element] = {}
    for one in root.walk():
        for mark in one.marks:
            if mark in owners:
                yield f"Mark {mark} belongs to two elements."
            owners[mark] = one
    if lost := sorted(found.marks.keys() - owners.keys()):
        yield f"Marks {lost[:5]} belong to no element."
    if empty := sorted(owners.keys() - found.marks.keys()):
        yield f"Elements name the marks {empty[:5]}, which no page has."
    back = _parents(pdf.Root.StructTreeRoot.ParentTree)
    for number, page in enumerate(pdf.pages):
        listed = back.get(int(page.obj.get("/StructParents", -1)))
        marks = sorted(mark for at, mark in found.marks if at == number)
        if listed is None:
            yield f"Page {number + 1} is not in the parent tree."
            continue
        for mark in marks:
            owner = owners.get((number, mark))
            if owner and (mark >= len(listed) or listed[mark].objgen != owner.source.objgen):
                yield f"The parent tree leads from mark {mark} of page {number + 1} to another element."


def _parents(node: Object) -> dict[int, Object]:
    """Return a number tree as a plain mapping."""
    numbers = list(node.get("/Nums", []))
    found = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for kid in node.get("/Kids", []):
        found |= _parents(kid)
    return found


def _misbuilt(root: Element) -> Iterator[str]:
    for one in root.walk():
        if one.kind not in STANDARD:
            yield f"{one.kind} is no standard type."
        if one.kind == "Figure" and not str(one.source.get("/Alt", "")).strip():
            yield "A figure has no alternative text."
        for child in one.children:
            if child.source.P.objgen != one.source.objgen:
                yield f"A {child.kind} names another parent than the {one.kind} that holds it."


def _headings(root: Element) -> Iterator[str]:
    """Headings begin with the first level and skip none (ISO 14289-1 7.4.2)."""
    levels = [int(one.kind[1]) for one in root.walk() if re.fullmatch("H[1-6]", one.kind)]
    if levels[:1] != [1]:
        yield f"The first heading is of level {levels[:1]}."
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"A heading of level {after} follows one of level {before}."


def _tables(pdf: Pdf, root: Element) -> Iterator[str]:
    """Rows stand in tables and are equally long; every cell under a head names it (ISO 14289-1 7.5)."""
    heads = {bytes(one.source.ID) for one in root.walk() if one.kind == "TH" and "/ID" in one.source}
    known = set(_named(pdf.Root.StructTreeRoot.get("/IDTree")))
    if heads != known:
        yield f"The tree of identifiers holds {len(known)} of {len(heads)} heads of tables."
    for one in root.walk():
        for child in one.children:
            if (child.kind == "TR") != (one.kind in ROWS_STAND_IN and child.kind not in ROWS_STAND_IN):
                yield f"A {child.kind} stands in a {one.kind}."
            if child.kind in ("TH", "TD") and one.kind != "TR":
                yield f"A {child.kind} stands in a {one.kind}."
        if one.kind == "Table":
            yield from _table(one, heads)


def _table(table: Element, heads: set[bytes]) -> Iterator[str]:
    rows = [row.children for row in table.walk() if row.kind == "TR"]
    if len({len(row) for row in rows}) != 1:
        yield "The rows of a table are not equally long."
    headed = any(cell.kind == "TH" for row in rows for cell in row)
    for cell in (cell for row in rows for cell in row if cell.kind == "TD" and headed):
        named = [bytes(name) for name in cell.source.A.get("/Headers", [])]
        if not named or not set(named) <= heads:
            yield "A cell of a table does not name its head."


def _named(node: Object | None) -> Iterator[bytes]:
    """Yield the keys of a name tree."""
    if node is None:
        return
    names = list(node.get("/Names", []))
    yield from (bytes(names[at]) for at in range(0, len(names), 2))
    for kid in node.get("/Kids", []):
        yield from _named(kid)

"""Mend the tags as the engine writes them, before the file is written.

Page numbers are artifacts of the page, not text of the paper (ISO 14289-1 7.8): the engine tags them and leaves their
elements outside the tree. Heads of tables are found by a tree of their identifiers (ISO 32000-1 14.7.2): the engine
writes none.
"""

from collections.abc import Iterator, Sequence

import pydyf

PAGINATION = pydyf.Dictionary({"Type": "/Pagination"})


def mend(pdf: pydyf.PDF) -> None:
    """Mend the tags of a file that has any, in place."""
    if "StructTreeRoot" not in pdf.catalog:
        return
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    elements = [
        thing
        for thing in pdf.objects
        if isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/StructElem"
    ]
    for loose in _outside(_at(pdf, root["K"][0]), elements):
        _make_artifact(pdf, root, loose)
    _index_heads(root, elements)


def _at(pdf: pydyf.PDF, reference: bytes) -> pydyf.Dictionary:
    return pdf.objects[int(reference.split()[0])]


def _outside(document: pydyf.Dictionary, elements: Sequence[pydyf.Dictionary]) -> list[pydyf.Dictionary]:
    """Return the elements that name the document as their parent and are not among its children."""
    held, parent = set(document["K"]), document.reference
    return [one for one in elements if one["P"] == parent and one.reference not in held]


def _make_artifact(pdf: pydyf.PDF, root: pydyf.Dictionary, loose: pydyf.Dictionary) -> None:
    """Mark what the element and those below it hold as pagination, and empty them."""
    page = _at(pdf, loose["Pg"])
    marks = set(_marks(pdf, loose))
    listed = _at(pdf, root["ParentTree"])["Nums"][2 * page["StructParents"] + 1]
    for mark in marks:
        listed[mark] = "null"
    content = _at(pdf, page["Contents"]).stream
    for place in range(len(content) - 1, 0, -1):  # the engine draws the margins last
        if not marks:
            break
        properties = content[place]
        if isinstance(properties, pydyf.Dictionary) and properties.get("MCID") in marks:
            marks.remove(properties["MCID"])
            content[place - 1 : place + 1] = ["/Artifact", PAGINATION]


def _marks(pdf: pydyf.PDF, element: pydyf.Dictionary) -> Iterator[int]:
    """Yield the marks of the element and of those below it, and empty them all."""
    kids = list(element["K"])
    element.clear()
    for kid in kids:
        if isinstance(kid, int):
            yield kid
        else:
            yield from _marks(pdf, _at(pdf, kid))


def _index_heads(root: pydyf.Dictionary, elements: Sequence[pydyf.Dictionary]) -> None:
    heads = sorted((one for one in elements if "ID" in one), key=lambda head: head["ID"].data)
    if heads:
        names = [part for head in heads for part in (head["ID"], head.reference)]
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})

"""What a .docx says of its paragraph styles: which are titles and headings, and which bear a list."""

import re

from lxml import etree

from documents.word.numbering import W, value_of

DEEPEST = 12  # how far a style is followed to what it is based on
HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)


class Styles:
    """The paragraph styles of one file, by id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        for style in root.iterchildren(f"{W}style") if root is not None else ():
            self._styles.setdefault(style.get(f"{W}styleId", ""), style)

    def is_title(self, style: str) -> bool:
        """Whether the style is the title of the whole."""
        return any(value_of(found, "name").lower() in {"title", "标题"} for found in self._chain(style))

    def level(self, style: str) -> int:
        """Return the heading's level, 1 to 9, or 0 for text."""
        for found in self._chain(style):
            heading = HEADING.fullmatch(value_of(found, "name").strip())
            if heading:
                return int(heading[1])
            properties = found.find(f"{W}pPr")
            outline = value_of(properties, "outlineLvl") if properties is not None else ""
            if outline in {"0", "1", "2", "3"}:
                return int(outline) + 1
        return 0

    def hides(self, style: str) -> bool:
        """Whether text of that style (of a paragraph or of characters) is hidden."""
        for found in self._chain(style):
            vanish = found.find(f"{W}rPr/{W}vanish")
            if vanish is not None:
                return is_on(vanish)
        return False

    def list_of(self, style: str, direct: tuple[str, str]) -> tuple[str, int]:
        """Return the list and the level (from 0) of a paragraph: its own words first, then its style's."""
        list_id, level = direct
        for found in self._chain(style):
            properties = found.find(f"{W}pPr/{W}numPr")
            if properties is not None:
                list_id = list_id or value_of(properties, "numId")
                level = level or value_of(properties, "ilvl")
        return list_id, int(level) if level in set("012345678") else 0

    def _chain(self, style: str) -> list[etree._Element]:
        """Return the style and those it is based on, nearest first; a ring ends."""
        chain: list[etree._Element] = []
        while style in self._styles and len(chain) < DEEPEST:
            chain.append(self._styles[style])
            style = value_of(chain[-1], "basedOn")
        return chain


def is_on(element: etree._Element) -> bool:
    """Whether a property that is on or off is on; it is when nothing is said."""
    return element.get(f"{W}val", "1") not in {"0", "false", "off"}

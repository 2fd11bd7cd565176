"""Read a paragraph's level from its GB/T 9704 numbering: 一、 then （一） then 1. then （1） (clause 7.3.3)."""

import re
from dataclasses import dataclass

CHINESE = "[〇零一二三四五六七八九十百]+"
LEVELS = (
    (1, re.compile(rf"{CHINESE}、")),
    (2, re.compile(rf"（{CHINESE}）|\({CHINESE}\)")),
    (3, re.compile(r"\d{1,2}[.．](?!\d)")),
    (4, re.compile(r"（\d{1,2}）|\(\d{1,2}\)")),
)
LONGEST_HEADING = (
    84  # characters, three lines: what runs longer without a stop is prose that happens to be numbered
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph's level (0: plain text) and how many of its first characters are the heading."""

    level: int
    length: int


PLAIN = Heading(0, 0)


def heading_of(paragraph: str) -> Heading:
    """Return the heading a paragraph opens with: all of it, or up to the first 。 when text follows on the line."""
    for level, numbering in LEVELS:
        if numbering.match(paragraph):
            stop = paragraph.find("。") + 1 or len(paragraph)
            return Heading(level, stop) if stop <= LONGEST_HEADING else Heading(level, 0)
    return PLAIN

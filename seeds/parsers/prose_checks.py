"""What is odd in the paragraphs and headings of any paper."""

import re
from collections.abc import Iterable, Iterator

from seeds.parsers.figure_checks import check_figures
from seeds.parsers.found import Finding, Paragraph
from seeds.parsers.joins import is_label_line
from seeds.parsers.numbering import Section
from seeds.parsers.punctuation import is_chinese

_SHORT = 30  # characters: a shorter line without 。 may be a label of a kind not known here
_NEXT_STEP = re.compile(r"(?<=[。；;])下一步[，,][^。]{0,12}")


def check_prose(paragraphs: Iterable[Paragraph]) -> Iterator[Finding]:
    """List paragraphs without a final mark, measures in mid-paragraph and figures that do not come out."""
    for paragraph in paragraphs:
        raw = paragraph.raw.rstrip()
        unfinished = is_chinese(raw[-1]) and raw[-1] not in "。！？；：”）…"
        if unfinished and len(raw) > _SHORT and not is_label_line(raw):
            yield Finding(paragraph.file, paragraph.lines[-1:], "no_full_stop", raw[-12:])
        for match in _NEXT_STEP.finditer(raw):
            yield Finding(paragraph.file, paragraph.lines, "next_step_inline", match.group())
        yield from check_figures(paragraph.file, paragraph.line, raw)


def check_headings(file: str, sections: tuple[Section, ...]) -> Iterator[Finding]:
    """List headings that differ in form from their siblings and 1. that begins again in each section."""
    for level in (1, 2):
        siblings = [each for each in sections if each.level == level]
        quoted = [each for each in siblings if each.heading.raw.startswith("关于“")]
        bare = [each for each in quoted if each.heading.raw.endswith("”")]
        if bare and len(bare) != len(quoted):
            yield Finding(file, tuple(each.line for each in bare), "uneven_headings", bare[0].heading.raw)
        alone = [each for each in siblings if each.mark.rest.rstrip("。") == each.heading.raw]
        if len(alone) * 2 < len(siblings):
            for each in alone:
                yield Finding(file, (each.line,), "heading_alone", each.heading.raw)
    items = [each for each in sections if each.level == 2 and each.mark.kind == "item"]
    restarts = [each for each in items if each.mark.value == 1]
    if len(restarts) > 1:
        for each in restarts:
            yield Finding(file, (each.line,), "numbering_restarts", f"1.{each.heading.raw}")

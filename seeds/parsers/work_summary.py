"""Work summaries copied from collections of model papers: cut in chunks, masked, without paragraphs."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from seeds.parsers.citations import Citation, read_citations
from seeds.parsers.found import Finding, Found
from seeds.parsers.line_checks import ENTITY_RESIDUE, MASKED, check_lines
from seeds.parsers.numbering import Mark, Section, chinese_number
from seeds.parsers.punctuation import display
from seeds.parsers.text import DOCUMENTS, Document, read_document

KIND = "bureau_annual_work_summary_and_plan"
_NUMBER = "[一二三四五六七八九十]{1,3}"
_HEADING = re.compile(
    rf"(?:^|(?<=[ 。]))(?:(?P<chapter>{_NUMBER})、|[(（](?P<section>{_NUMBER})[)）])(?P<heading>[^ 。]+)(?= )"
)
_POINT = re.compile(rf"(?<=[ 。])(?P<no>{_NUMBER})是(?P<heading>[^。；;，,]+)。")
_COUNTER = re.compile(r"(\d+)、")
_SENTENCE = re.compile(r"[^。 ]+。?")
SHOWN = 8  # characters of each side of a chunk join


@dataclass(frozen=True, slots=True)
class ChunkJoin:
    """Two chunks that were one text: the last characters of one and the first of the next."""

    chunks: tuple[int, int]
    tail: str
    head: str


@dataclass(frozen=True, slots=True)
class PageMarker:
    """A running header or page number inside the text; `context` is its clause, `healed` without it."""

    marker: Found[str]
    context: str
    healed: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `masked` ones hold hidden names or figures and may not serve as evidence."""

    text: Found[str]
    masked: bool


@dataclass(frozen=True, slots=True)
class WorkSummary:
    """A summary; `text` is the file without counters and page markers, `chunks` what stood on each line.

    Issuing body and year are not stated and are not here.
    """

    document: Document
    kind: str
    title: Found[str] | None
    other_titles: tuple[Found[str], ...]
    text: str
    chunks: tuple[str, ...]
    chunk_joins: tuple[ChunkJoin, ...]
    page_markers: tuple[PageMarker, ...]
    sections: tuple[Section, ...]
    points: tuple[tuple[Found[str], ...], ...]
    masked: tuple[Found[str], ...]
    sentences: tuple[Sentence, ...]
    cited: tuple[Citation, ...]
    findings: tuple[Finding, ...]


class _Joined:
    """Pieces of lines put together, able to say on which line a character stands."""

    def __init__(self, pieces: list[tuple[int, str]]) -> None:
        self.text = "".join(text for _, text in pieces)
        self._lines = [number for number, _ in pieces]
        self._starts = [0]
        for _, text in pieces[:-1]:
            self._starts.append(self._starts[-1] + len(text))

    def lines(self, start: int, end: int) -> tuple[int, ...]:
        first, last = (bisect_right(self._starts, place) - 1 for place in (start, max(start, end - 1)))
        return tuple(dict.fromkeys(self._lines[first : last + 1]))


def parse_work_summary(name: str, folder: Path = DOCUMENTS) -> WorkSummary:
    """Read the seed `name` ("004") as a summary; raises SeedAltered when the file is not as recorded."""
    return work_summary(read_document(name, folder))


def work_summary(document: Document) -> WorkSummary:
    """Read a document as a summary: chunks first, then titles, headings and points in the joined text."""
    chunks = _chunks(document)
    titles = _titles(document, chunks)
    markers = _marker_pattern([title.raw for title in titles])
    joined = _Joined([(n, piece) for n, text in chunks for piece in markers.split(text)])
    sections = _sections(document, joined)
    sentences = _sentences(document, joined)
    joins = tuple(
        ChunkJoin((a, b), first[-SHOWN:], second[:SHOWN]) for (a, first), (b, second) in pairwise(chunks)
    )
    page_markers = _page_markers(document, chunks, markers)
    return WorkSummary(
        document=document,
        kind=KIND,
        title=titles[-1] if titles else None,
        other_titles=titles[:-1],
        text=joined.text,
        chunks=tuple(text for _, text in chunks),
        chunk_joins=joins,
        page_markers=page_markers,
        sections=sections,
        points=_points(document, joined),
        masked=tuple(
            document.quote(match.group(), n)
            for n, text in chunks
            for pattern in (MASKED, ENTITY_RESIDUE)
            for match in pattern.finditer(text)
        ),
        sentences=sentences,
        cited=read_citations(document.file, chunks),
        findings=(
            *_line_findings(document, joined),
            *_chunk_findings(document, joined, joins, page_markers, titles),
        ),
    )


def _chunks(document: Document) -> list[tuple[int, str]]:
    """Take the counter off each line, but only when every line k begins with k、: otherwise it is a list."""
    numbered = [(n, line, _COUNTER.match(line)) for n, line in document.nonblank]
    counted = all(match and int(match[1]) == n for n, _, match in numbered)
    return [(n, line[match.end() :] if counted and match else line) for n, line, match in numbered]


def _titles(document: Document, chunks: list[tuple[int, str]]) -> tuple[Found[str], ...]:
    """The words above the first heading, parted by spaces; the last of them is the title."""
    number, text = chunks[0]
    first = _HEADING.search(text)
    head = text[: first.start()] if first else ""
    return tuple(document.quote(title, number) for title in head.split())


def _marker_pattern(titles: list[str]) -> re.Pattern[str]:
    header = "|".join(re.escape(title) for title in titles)
    return re.compile(rf"(?:{header})?第\d+页(?: ?共\d+页)? ?")


def _page_markers(
    document: Document, chunks: list[tuple[int, str]], pattern: re.Pattern[str]
) -> tuple[PageMarker, ...]:
    markers = []
    for number, text in chunks:
        for match in pattern.finditer(text):
            before = re.split(r"[，,。；;]", text[: match.start()])[-1]
            after = re.split(r"[，,。；;]", text[match.end() :])[0]
            found = document.found(match.group().strip(), number, match.group())
            markers.append(PageMarker(found, before + match.group() + after, before + after))
    return tuple(markers)


def _sections(document: Document, joined: _Joined) -> tuple[Section, ...]:
    sections: list[Section] = []
    counts, parent = [0, 0], ""
    for match in _HEADING.finditer(joined.text):
        depth = 0 if match["chapter"] else 1
        no = match["chapter"] or match["section"]
        if chinese_number(no) != counts[depth] + 1:
            continue
        counts[depth] += 1
        if depth == 0:
            counts[1], parent = 0, no
        kind = ("chapter", "section")[depth]
        lines = joined.lines(match.start(), match.end())
        found = document.quote(match["heading"], lines)
        path = parent if depth == 0 else f"{parent}({no})"
        sections.append(Section(depth + 1, path, Mark(kind, no, counts[depth], match["heading"]), found))
    return tuple(sections)


def _points(document: Document, joined: _Joined) -> tuple[tuple[Found[str], ...], ...]:
    """The runs 一是, 二是, …; a new run begins at each 一是."""
    runs: list[list[Found[str]]] = []
    for match in _POINT.finditer(joined.text):
        value = chinese_number(match["no"])
        if value == 1:
            runs.append([])
        if runs and value == len(runs[-1]) + 1:
            lines = joined.lines(match.start(), match.end())
            runs[-1].append(document.quote(match["heading"], lines))
    return tuple(tuple(run) for run in runs)


def _sentences(document: Document, joined: _Joined) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(
            document.found(display(match.group()), joined.lines(*match.span()), match.group()),
            any(pattern.search(match.group()) for pattern in (MASKED, ENTITY_RESIDUE)),
        )
        for match in _SENTENCE.finditer(joined.text)
    )


def _line_findings(document: Document, joined: _Joined) -> Iterator[Finding]:
    """The checks of each line; a quote that a chunk cut off from its partner is whole in the joined text."""
    whole = joined.text.count("“") == joined.text.count("”")
    for finding in check_lines(document):
        if not (whole and finding.rule == "reversed_quotes" and len(finding.raw) == 1):
            yield finding


def _chunk_findings(
    document: Document,
    joined: _Joined,
    joins: tuple[ChunkJoin, ...],
    markers: tuple[PageMarker, ...],
    titles: tuple[Found[str], ...],
) -> Iterator[Finding]:
    file = document.file
    for number, line in document.nonblank if joins and _COUNTER.match(document.lines[0]) else ():
        if match := _COUNTER.match(line):
            yield Finding(file, (number,), "chunk_counter", match.group(), match.group(), "", applied=True)
    for join in joins:
        before, after = f"{join.tail}\n{join.chunks[1]}、{join.head}", join.tail + join.head
        yield Finding(file, join.chunks, "chunk_join", before, before, after, applied=True)
    for marker in markers:
        raw = marker.marker.raw
        yield Finding(
            file, marker.marker.lines, "page_marker", raw, marker.context, marker.healed, applied=True
        )
    if len(titles) > 1 or (titles and _HEADING.search(document.lines[titles[0].line - 1])):
        pieces = document.lines[titles[0].line - 1].split("、", 2)
        yield Finding(file, titles[0].lines, "titles_share_line", "、".join(pieces[:2]) + "、")
    for match in _HEADING.finditer(joined.text):
        yield Finding(file, joined.lines(*match.span()), "space_for_paragraph", f"{match.group()} ")

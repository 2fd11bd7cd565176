"""What a machine can notice in any line of a seed: damage from copying, from web pages and from masking."""

import re
from collections.abc import Iterator

from seeds.parsers.found import Finding
from seeds.parsers.joins import is_label_line
from seeds.parsers.labels import read_fields
from seeds.parsers.punctuation import CJK, close_spaces, close_title, full_width
from seeds.parsers.text import Document

MASKED = re.compile(r"\*+|20xx|X{2,}|(?<=\d)x{2}")
ENTITY_RESIDUE = re.compile(r"[a-z]{2,5};[a-z](?![a-z])")
_PLAIN = {
    "angle_brackets": re.compile(r"<[^<>]*>"),
    "box_drawing_dash": re.compile(r"[\u2500-\u257f]"),
    "entity_residue": ENTITY_RESIDUE,
    "foreign_word": re.compile(rf"(?<=[{CJK}]) ?\b(?:and|or|of|the|with|for)\b ?(?=[{CJK}])"),
    "masked_text": MASKED,
    "space_in_date": re.compile(
        r"\d{4}-\s+\d{1,2}-\s*\d{1,2}(?:\s+\d{1,2}:\s*\d{2})?|\d{4}\s+年\s*\d+\s*月\s*\d+\s*日"
    ),
    "stray_letter": re.compile(rf"(?<=[{CJK}])X(?=[{CJK}])"),
    "titles_back_to_back": re.compile(r"》《"),
    "nonbreaking_space": re.compile(r"\S*\u00a0+\S*"),
    "abbreviation_defined": re.compile(r"[(（]以下简称[“\"][^”\"]+[”\"][)）]"),
}
# Characters that end a noun or join clauses: doubled, nearly always a slip (牢牢 and 年年 are words).
_DOUBLED = re.compile(r"[\u4e00-\u9fff]{0,2}([所的了在和是与于等及为并将对被把以院局])\1[\u4e00-\u9fff]{0,2}")
_HALF = str.maketrans("（）", "()")
_PAIRS = {")": "(", "》": "《", "〕": "〔", "】": "【", "]": "[", "〉": "〈"}


def check_lines(document: Document, joins: tuple[Finding, ...] = ()) -> tuple[Finding, ...]:
    """List what is odd in each line of a document, in order of lines.

    A bracket that a join in `joins` closes again is not listed here.

    Only the display heals (half-width marks, spaces by digits) are applied; everything else stays as written.
    """
    found: list[Finding] = list(_leading_blanks(document))
    for number, line in document.nonblank:
        for check in (_plain, _display_heals, _doubled, _quotes, _brackets, _field_checks):
            found += check(document.file, number, line)
    closed = {line for join in joins if join.rule == "bracket_across_join" for line in join.lines}
    kept = (each for each in found if each.rule != "unmatched_bracket" or each.line not in closed)
    return (*kept, *_acronyms(document))


def _leading_blanks(document: Document) -> Iterator[Finding]:
    first, line = document.nonblank[0]
    if first > 1:
        blank = tuple(range(1, first))
        yield Finding(document.file, blank, "leading_blank_lines", "\n" * (first - 1) + line)


def _plain(file: str, number: int, line: str) -> Iterator[Finding]:
    for rule, pattern in _PLAIN.items():
        for match in pattern.finditer(line):
            after = "和" if match.group().strip() == "and" else None
            yield Finding(file, (number,), rule, match.group(), match.group() if after else None, after)


def _display_heals(file: str, number: int, line: str) -> Iterator[Finding]:
    plain = line.replace("\u00a0", " ")
    spaced = close_spaces(plain)
    if spaced != plain:
        yield Finding(file, (number,), "space_by_digits", line, plain, spaced, applied=True)
    if is_label_line(line) and close_title(spaced) != spaced:
        yield Finding(file, (number,), "space_in_text", line, spaced, close_title(spaced), applied=True)
    if full_width(plain) != plain:
        yield Finding(file, (number,), "half_width_punctuation", line, plain, full_width(plain), applied=True)


def _doubled(file: str, number: int, line: str) -> Iterator[Finding]:
    for match in _DOUBLED.finditer(line):
        once = match.group().replace(match[1] * 2, match[1])
        yield Finding(file, (number,), "doubled_character", match.group(), match.group(), once)


def _quotes(file: str, number: int, line: str) -> Iterator[Finding]:
    """Quotes the wrong way round, or without a partner: equal counts of both do not hide them."""
    marks = [(place, char) for place, char in enumerate(line) if char in "“”"]
    turned = re.compile("”“(?=“|$)|“”|.")
    for match in turned.finditer("".join(char for _, char in marks)):
        first, last = marks[match.start()][0], marks[match.end() - 1][0]
        if match.group() != "“”":
            yield Finding(file, (number,), "reversed_quotes", line[first : last + 1])


def _brackets(file: str, number: int, line: str) -> Iterator[Finding]:
    plain = line.translate(_HALF)
    waiting: list[tuple[str, int]] = []
    lost: list[int] = []
    for place, char in enumerate(plain):
        if char in _PAIRS.values():
            waiting.append((char, place))
        elif char in _PAIRS:
            opened = [each for each in waiting if each[0] == _PAIRS[char]]
            if opened:
                waiting.remove(opened[-1])
            else:
                lost.append(place)
    for place in sorted([*lost, *(place for _, place in waiting)]):
        yield Finding(file, (number,), "unmatched_bracket", line[max(place - 6, 0) : place + 2])


def _field_checks(file: str, number: int, line: str) -> Iterator[Finding]:
    fields = read_fields(number, line)
    if len(fields) > 1:
        yield Finding(file, (number,), "fields_share_line", line)
    for field in fields:
        if " " in field.written_label:
            with_colon = field.raw[: len(field.written_label) + 1]
            yield Finding(file, (number,), "space_in_label", with_colon)
        if field.label.endswith("时期"):
            yield Finding(file, (number,), "label_variant", field.written_label)
        if not field.value:
            yield Finding(file, (number,), "empty_field", field.raw)


def _acronyms(document: Document) -> Iterator[Finding]:
    """An acronym that is another one of the same text with its letters in a different order."""
    seen: dict[str, str] = {}
    for number, line in document.nonblank:
        for word in re.findall(r"(?<![A-Za-z])[A-Z]{3,}(?![A-Za-z])", line):
            first = seen.setdefault("".join(sorted(word)), word)
            if first != word:
                yield Finding(document.file, (number,), "acronym_transposed", word, word, first)

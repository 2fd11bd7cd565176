"""What the letter says about its case: number, session, title, against what the case itself says."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from responses.letters.proofread.facts import (
    TITLE,
    CaseFacts,
    LetterText,
    Note,
    Passage,
)
from responses.letters.proofread.passages import body_passages
from responses.letters.proofread.script import HAN, masked, number_of

_WITHIN = 4  # paragraphs: the item is named in the title and where its receipt is acknowledged
_ACKNOWLEDGES = re.compile("收悉|收到|答复如下|答复意见")
_STATED = re.compile(
    r"第\s?(?P<a>\d{1,9})\s?号(?:政协)?(?:提案|建议|代表建议)"
    r"|(?:提案|建议)第?\s?(?P<b>\d{1,9})\s?号"
    r"|(?<=[（(])(?P<year>\d{4})\s?年\s?第?\s?(?P<c>\d{1,5})\s?号(?=[）)])"
    r"|(?<=[（(])第?\s?(?P<d>\d{1,9})\s?号(?=[）)])"
)
_YEARED = re.compile(r"(?P<year>(?:19|20)\d{2})(?:年第?|[-－—〕])?0*(?P<serial>\d{1,4})")
_NUMERAL = r"[一二三四五六七八九十]{1,3}|\d{1,2}"
_SESSION = re.compile(rf"第?(?P<term>{_NUMERAL})届[{HAN}]{{0,12}}?第?(?P<meeting>{_NUMERAL})次(?:全体)?会议")
_ITEM_END = re.compile("的?(?:提案|建议案|建议|议案)$")


@dataclass(frozen=True, slots=True)
class _Stated:
    """One place where the letter gives a number: year (if said) and serial, its words, where the digits stand."""

    passage: Passage
    start: int
    stop: int
    digits: tuple[int, int]
    year: int | None
    serial: int
    words: str


def _opening(letter: LetterText) -> Iterator[Passage]:
    """The title and the paragraphs at the beginning that acknowledge the item."""
    if letter.title:
        yield Passage(TITLE, None, letter.title, masked(letter.title))
    first = [passage for passage, _ in zip(body_passages(letter), range(_WITHIN), strict=False)]
    yield from (passage for passage in first if _ACKNOWLEDGES.search(passage.text))


def _stated(passage: Passage) -> Iterator[_Stated]:
    for match in _STATED.finditer(passage.masked):
        group = next(name for name in "abcd" if match[name])
        year, serial = read_number(match[group])
        year = int(match["year"]) if match["year"] else year
        words = "".join(match.group().split())
        yield _Stated(passage, *match.span(), match.span(group), year, serial, words)


def read_number(text: str) -> tuple[int | None, int]:
    """Return year (None when not said) and serial of an item's number: 426, 2024009, 2024年9."""
    digits = re.sub(r"^\D+|\D+$", "", text.strip())
    match = _YEARED.fullmatch(digits) if len(re.sub(r"\D", "", digits)) > 4 else None
    if match:
        return int(match["year"]), int(match["serial"])
    found = re.findall(r"\d{1,9}", digits)
    return None, int(found[-1]) if found else 0


def number(letter: LetterText, case: CaseFacts) -> Iterator[Note]:
    """The item's number in title and opening is the case's; one with a year (2024年9号) has the case's year."""
    if not re.search(r"\d", case.number_text):
        return
    known = [read_number(text) for text in (case.number_text, *case.other_numbers)]
    year, serial = known[0]
    year = year or case.year
    for passage in _opening(letter):
        for each in _stated(passage):
            if each.serial not in [serial for _, serial in known]:
                message = f"“{each.words}”与本件编号（{case.number_text}）不符，请核对。"
                right = str(serial) if each.year is None else None
                yield passage.note(*each.digits, message, right)
            elif each.year and year and each.year != year:
                message = f"“{each.words}”的年份与本件（{year}年）不符，请核对。"
                yield passage.note(each.start, each.stop, message)


def number_form(letter: LetterText, case: CaseFacts) -> Iterator[Note]:
    """One way of writing the item's number; the form the assembly's rules give may stand beside the title's."""
    own = read_number(case.number_text)[1] if case.number_text else None
    seen: list[str] = []
    for passage in _opening(letter):
        for each in _stated(passage):
            if own is not None and each.serial != own:
                continue
            if case.number_label and each.words in "".join(case.number_label.split()):
                continue
            if seen and each.words not in seen:
                message = f"编号的写法前后不一：此处是“{each.words}”，前面是“{seen[0]}”，请统一。"
                yield passage.note(each.start, each.stop, message)
            seen.append(each.words)


def session(letter: LetterText, case: CaseFacts) -> Iterator[Note]:
    """The session (届、次) named in title and opening is the case's."""
    known = _SESSION.search(case.session)
    if known is None:
        return
    for passage in _opening(letter):
        for match in _SESSION.finditer(passage.text):
            if _meeting(match) == _meeting(known):
                continue
            first, second = (
                (match.start(part) - match.start(), match.end(part) - match.start()) for part in _PARTS
            )
            said = match.group()
            right = (
                said[: first[0]]
                + known["term"]
                + said[first[1] : second[0]]
                + known["meeting"]
                + said[second[1] :]
            )
            message = f"“{said}”与本件的届次（{case.session}）不符，请核对。"
            yield passage.note(*match.span(), message, right)


_PARTS = ("term", "meeting")


def _meeting(match: re.Match[str]) -> tuple[int | None, ...]:
    return tuple(number_of(match[part]) for part in _PARTS)


def item_title(letter: LetterText, case: CaseFacts) -> Iterator[Note]:
    """The title in 《》 where the item is acknowledged is the case's, 的提案 or 的建议 at its end aside."""
    if not case.title:
        return
    for passage in _opening(letter):
        place = None if passage.field == TITLE else _titled(passage.text)
        if place is None:
            continue
        start, stop = place
        if _title_key(passage.text[start:stop]) != _title_key(case.title):
            message = f"《{passage.text[start:stop]}》与本件标题《{case.title}》不一致，请核对。"
            yield passage.note(start, stop, message, case.title)
        return


def _titled(text: str) -> tuple[int, int] | None:
    """Return where the first book title begins and ends, marks excluded, whatever titles stand inside it."""
    start, depth = text.find("《"), 0
    for match in re.finditer("[《》]", text):
        depth += 1 if match.group() == "《" else -1
        if depth <= 0 <= start < match.start():
            return start + 1, match.start()
    return None


def _title_key(title: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", title).split()).strip("《》")
    return _ITEM_END.sub("", plain.translate(str.maketrans("〈〉", "《》")))

"""Brackets, quotes and book-title marks: paired, nested and turned the right way (GB/T 15834 4.8, 4.9, 4.15)."""

import re
from collections import Counter
from collections.abc import Iterator

from responses.letters.proofread.facts import Note, Passage

_KIND = {"(": "（", "（": "（", "《": "《", "〈": "〈", "〔": "〔", "【": "【", "「": "「", "『": "『"}
_CLOSES = {")": "（", "）": "（", "》": "《", "〉": "〈", "〕": "〔", "】": "【", "」": "「", "』": "『"}
_NAMES = {"（": "圆括号", "《": "书名号", "〈": "单书名号", "〔": "六角括号", "【": "方头括号"}
_LISTED = re.compile(r"(?:^|[；。，：\s])(?:\d{1,2}|[a-zA-Z])$")  # 1）…：a number with half a bracket
_QUOTES = {"“": ("“", "”"), "‘": ("‘", "’")}
_BETWEEN_LATIN = re.compile(r"[A-Za-z]")


def brackets(passage: Passage) -> Iterator[Note]:
    """Brackets and book-title marks without a partner, of whichever width."""
    text = passage.masked
    waiting: list[tuple[str, int]] = []
    open_now: Counter[str] = Counter()
    lost: list[int] = []
    for place, char in enumerate(text):
        if char in _KIND:
            waiting.append((_KIND[char], place))
            open_now[_KIND[char]] += 1
        elif char in _CLOSES:
            kind = _CLOSES[char]
            if not open_now[kind]:
                if not (kind == "（" and _LISTED.search(text[max(place - 3, 0) : place])):
                    lost.append(place)
                continue
            while True:
                top, opened = waiting.pop()
                open_now[top] -= 1
                if top == kind:
                    break
                lost.append(opened)
    lost += [place for _, place in waiting]
    for place in sorted(lost):
        char = text[place]
        name = _NAMES.get(_KIND.get(char) or _CLOSES[char], "括号")
        partner = "后" if char in _KIND else "前"
        yield passage.note(place, place + 1, f"{name}“{char}”没有配对的{partner}半个，请补上或删去。")


def nested_titles(passage: Passage) -> Iterator[Note]:
    """《 inside 《…》 is 〈 (GB/T 15834 4.15.3.5)."""
    depth = 0
    inner: list[int] = []
    for match in re.finditer("[《》]", passage.masked):
        if match.group() == "《":
            depth += 1
            if depth == 2:
                inner.append(match.start())
        elif depth:
            depth -= 1
            if depth == 1 and inner:
                start = inner.pop()
                quote = passage.text[start : match.end()]
                message = "书名号里面再用书名号时，里面的用单书名号〈〉。"
                yield passage.note(start, match.end(), message, f"〈{quote[1:-1]}〉")


def quotes(passage: Passage) -> Iterator[Note]:
    """Curly quotes without a partner or turned the wrong way: equal counts of both do not hide them."""
    for opening, closing in _QUOTES.values():
        yield from _one_kind(passage, opening, closing)


def _one_kind(passage: Passage, opening: str, closing: str) -> Iterator[Note]:
    text = passage.masked
    places = [
        place
        for place, char in enumerate(text)
        if char in (opening, closing) and not (char == "’" and _BETWEEN_LATIN.match(text[place - 1 : place]))
    ]
    marks = [text[place] for place in places]
    at = 0
    while at < len(marks):
        two, third = marks[at : at + 2], marks[at + 2] if at + 2 < len(marks) else opening
        if two == [opening, closing]:
            at += 2
        elif two == [closing, opening] and third == opening:
            yield _turned(passage, places[at], places[at + 1], opening, closing)
            at += 2
        elif len(two) == 2 and two[0] == two[1] and third == opening:
            yield _same_way(passage, places[at], places[at + 1], opening, closing)
            at += 2
        else:
            mark = marks[at]
            lacking = "后" if mark == opening else "前"
            message = f"引号“{mark}”没有配对的{lacking}半个，请补上或删去。"
            yield passage.note(places[at], places[at] + 1, message)
            at += 1


def _turned(passage: Passage, first: int, last: int, opening: str, closing: str) -> Note:
    inner = passage.text[first + 1 : last]
    message = f"引号方向反了，应为{opening}{inner[:20]}{closing}。"
    return passage.note(first, last + 1, message, f"{opening}{inner}{closing}")


def _same_way(passage: Passage, first: int, last: int, opening: str, closing: str) -> Note:
    inner = passage.text[first + 1 : last]
    message = f"前后引号是同一个方向，请改为{opening}{inner[:20]}{closing}，或检查是否缺了半个引号。"
    return passage.note(first, last + 1, message)

"""Spaces where none belong: beside digits, between Chinese characters, before the first word."""

import re
from collections.abc import Iterator

from responses.letters.proofread.facts import BODY, CONTACT, Note, Passage
from responses.letters.proofread.script import CHINESE, HAN

_BLANK = " \u00a0\u3000\t\u2002-\u200a"
_BETWEEN = re.compile(rf"(?<=[{CHINESE}\d%％,:;])[{_BLANK}]+(?=[{CHINESE}\d])")
_FIRST = re.compile(rf"[{_BLANK}]+(?=\S)")
_LABEL = re.compile(rf"[{HAN}]{{2,6}}[：:]")
_LATIN_BEFORE = re.compile(r"[A-Za-z][ .\-]?\d[\d.]*$")
_DIGIT = re.compile(r"\d")


def stray_spaces(passage: Passage) -> Iterator[Note]:
    """Spaces between Chinese and digits, Chinese and Chinese, or at the start; beside Latin words they may stay."""
    text = passage.text
    for match in _BETWEEN.finditer(text):
        before, after = text[match.start() - 1], text[match.end()]
        if before in ",:;" or (_DIGIT.match(before) and _DIGIT.match(after)):
            continue  # half-width marks take their space with them; 12 345 is a number
        if passage.field in (CONTACT, BODY) and _LABEL.match(text, match.end()):
            continue  # 联系人：某某 联系电话：…: two fields on a line
        if before.isdigit() and _LATIN_BEFORE.search(text[max(match.start() - 12, 0) : match.start()]):
            continue  # Windows 11 系统
        yield passage.note(*match.span(), "文字之间有多余的空格，请删去。", "")
    if first := _FIRST.match(text):
        yield passage.note(*first.span(), "开头有空格，首行缩进由系统排版，请删去。", "")

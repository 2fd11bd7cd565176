"""Spaces where none belong: beside digits, between Chinese characters, before the first word."""

import re
from collections.abc import Iterator

from responses.letters.proofread.annexed import ANNEX
from responses.letters.proofread.facts import BODY, CONTACT, NOTE, Note, Passage
from responses.letters.proofread.script import CHINESE, HAN, IS_HAN

_BLANK = " \u00a0\u3000\t\u2002-\u200a"
_BETWEEN = re.compile(rf"(?<=[{CHINESE}\d%％,:;])[{_BLANK}]+(?=[{CHINESE}\d])")
_FIRST = re.compile(rf"[{_BLANK}]+(?=\S)")
_LABEL = re.compile(rf"[{HAN}]{{2,6}}[：:]")
_LATIN_BEFORE = re.compile(r"[A-Za-z][ .\-]?\d[\d.]*$")
_DIGIT = re.compile(r"\d")
# 姓　名, 张　三: characters set apart so that a column is even.
_SPREAD = re.compile(rf"[{HAN}](?:[{_BLANK}]{{1,8}}[{HAN}]){{1,5}}")
_FIGURE = re.compile(r"[图表附件]{1,2}\d{1,3}(?:[-—.]\d{1,3})?")
_SENTENCE_MARK = re.compile("[。，；]")


def stray_spaces(passage: Passage) -> Iterator[Note]:
    """Spaces between Chinese and digits, Chinese and Chinese, or at the start; beside Latin words they may stay."""
    text = passage.text
    if passage.is_cell and _SPREAD.fullmatch(text):
        return
    # A line of a list, a cell of names: 张三 市科技局 科长.
    is_listed = passage.is_cell or (passage.part == ANNEX and passage.paragraph is not None)
    in_columns = is_listed and not _SENTENCE_MARK.search(text)
    for match in _BETWEEN.finditer(text):
        before, after = text[match.start() - 1], text[match.end()]
        if before in ",:;" or (_DIGIT.match(before) and _DIGIT.match(after)):
            continue  # half-width marks take their space with them; 12 345 is a number
        if passage.part in (CONTACT, BODY, NOTE, ANNEX) and _LABEL.match(text, match.end()):
            continue  # 联系人：某某 联系电话：…: two fields on a line
        if before.isdigit() and _LATIN_BEFORE.search(text[max(match.start() - 12, 0) : match.start()]):
            continue  # Windows 11 系统
        if in_columns and IS_HAN.match(before) and IS_HAN.match(after):
            continue
        if passage.part in (BODY, ANNEX) and _FIGURE.fullmatch(text, 0, match.start()):
            continue  # 图1 乡镇图书室分布: the number of a figure and its name
        yield passage.note(*match.span(), "文字之间有多余的空格，请删去。", "")
    if first := _FIRST.match(text):
        yield passage.note(*first.span(), "开头有空格，首行缩进由系统排版，请删去。", "")

"""Characters and words written twice by a slip: 科研院所所在德国, 推进推进."""

import re
from collections.abc import Iterator

from responses.letters.proofread.facts import Note, Passage
from responses.letters.proofread.lexicon import (
    BEFORE_UNITS,
    BEGINNINGS,
    LEVELS,
    PHRASES,
    PLACES,
    REDUPLICATED,
    WORDS,
)
from responses.letters.proofread.script import HAN, IS_HAN, NUMERALS

_RUN = re.compile(rf"([{HAN}])\1+")
_WORD = re.compile(rf"([{HAN}]{{2,8}}?)\1+")
_NAME = re.compile(rf"(?:^|[、，；/ ])[{HAN}]([{HAN}])\1(?=$|[、，；/ ])")  # 张磊磊, in a cell of names
_DATED = "年月日"
_COUNTED = set(NUMERALS) - set("十百亿")  # 二〇二二年, 一一对应, 千千万万
# 一步一步, 逐条逐条 are said so; a longer noun may begin with the word before it (企业企业家, 服务服务业).
_SAID_TWICE = "一逐越"
_GOES_ON = "家业者型们"


def doubled_characters(passage: Passage) -> Iterator[Note]:
    """The same character twice, unless the language doubles it (人人, 方方面面) or two words meet (发展展示)."""
    text = passage.text
    names = {name.start(1) for name in _NAME.finditer(text)} if passage.is_cell else ()
    for match in _RUN.finditer(text):
        char, (start, stop) = match[1], match.span()
        if char in _COUNTED and stop - start == 2:
            continue
        if stop - start == 2 and (_is_meant(text, start) or start in names):
            continue
        message = f"“{text[max(start - 2, 0) : stop + 2]}”中“{char}”疑似重复，请核对。"
        yield passage.note(start, stop, message, char)


def _is_meant(text: str, start: int) -> bool:
    pair = text[start : start + 2]
    before, after = text[start - 1 : start] if start else "", text[start + 2 : start + 3]
    ends_word, begins_word = before + pair[0] in WORDS, pair[0] + after in WORDS
    if _is_aabb(text, start) or before + pair in PHRASES or text[start : start + 4] in BEGINNINGS:
        return True
    if ends_word and (begins_word or text[start + 1 : start + 4] in PLACES):
        return True
    if before and pair[0] in _DATED and (before.isdigit() or before in NUMERALS):
        return begins_word
    if pair[0] in LEVELS and begins_word and (not IS_HAN.match(before) or before in BEFORE_UNITS):
        return True
    return pair in REDUPLICATED and not ends_word and not begins_word


def _is_aabb(text: str, start: int) -> bool:
    """Two doubled characters side by side: 点点滴滴."""
    before, after = text[max(start - 2, 0) : start], text[start + 2 : start + 4]
    return any(len(pair) == 2 and pair[0] == pair[1] != text[start] for pair in (before, after))


def doubled_words(passage: Passage) -> Iterator[Note]:
    """The same word of two to eight characters twice in a row."""
    text = passage.text
    for match in _WORD.finditer(text):
        word = match[1]
        if len(set(word)) == 1 or set(word) <= set(NUMERALS) or word[0] in _SAID_TWICE:
            continue
        if text[match.end() : match.end() + 1] in tuple(_GOES_ON):
            continue
        yield passage.note(*match.span(), f"“{word}”重复出现，请核对。", word)

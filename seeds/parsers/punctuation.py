"""Healing for display: stray spaces out, half-width marks between Chinese characters made full-width.

Numbers, versions, year ranges and addresses keep their half-width marks; spelling is never touched.
"""

import re

CJK = "\u3400-\u4dbf\u4e00-\u9fff"
_CHINESE = re.compile(rf"[{CJK}、。，：；！？“”‘’《》〈〉（）【】〔〕—…]")
_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_LABEL_NEXT = rf"(?![{CJK}]{{2,6}}[:：])"
_BY_DIGITS = re.compile(
    rf"(?<=[{CJK}，。：；、“”《》（）]) +(?=\d)|(?<=[\d%]) +(?=[{CJK}]){_LABEL_NEXT}",
)
_IN_TEXT = re.compile(rf"(?<=[{CJK}]) (?=[{CJK}]){_LABEL_NEXT}")
_AFTER_MARK = re.compile(r"(?<=[，：；！？]) +")


def is_chinese(char: str) -> bool:
    """Tell whether one character is a Chinese character or a full-width mark."""
    return bool(_CHINESE.match(char))


def close_spaces(text: str) -> str:
    """Take out the spaces between a number and its Chinese neighbours (到 2025 年 becomes 到2025年)."""
    return _BY_DIGITS.sub("", text.replace("\u00a0", " "))


def close_title(text: str) -> str:
    """Take out single spaces between two Chinese characters too, as a title on one line needs."""
    return _IN_TEXT.sub("", close_spaces(text))


def full_width(text: str) -> str:
    """Make the half-width marks that stand in Chinese text full-width; brackets change only in pairs.

    A mark beside one that has just become full-width follows it, so healing twice is healing once.
    """
    healed = _full_width_once(text)
    while healed != text:
        text, healed = healed, _full_width_once(healed)
    return healed


def _full_width_once(text: str) -> str:
    chars = list(text)
    for place, char in enumerate(text):
        if char in ",:;?!" and _beside_chinese(text, place):
            chars[place] = _FULL[char]
    for first, last in _bracket_pairs(text):
        if _CHINESE.search(text[max(first - 1, 0) : last + 2]):
            for place in (first, last):
                chars[place] = _FULL.get(text[place], text[place])
    return _AFTER_MARK.sub("", "".join(chars))


def display(text: str) -> str:
    """Return `text` as a page or a printed letter shows it."""
    return full_width(close_spaces(text)).strip()


def _beside_chinese(text: str, place: int) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return any(char and is_chinese(char) for char in (before, after))


def _bracket_pairs(text: str) -> list[tuple[int, int]]:
    """Pair the round brackets of either width; one without a partner is a pair with itself."""
    open_places: list[int] = []
    pairs = []
    for place, char in enumerate(text):
        if char in "(（":
            open_places.append(place)
        elif char in ")）":
            pairs.append((open_places.pop() if open_places else place, place))
    return pairs + [(place, place) for place in open_places]

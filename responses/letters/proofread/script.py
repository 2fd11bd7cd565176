"""Which characters are Chinese writing, which are marks; numerals; addresses of the web."""

import re

HAN = "\u3400-\u4dbf\u4e00-\u9fff\u3007"
FULL_MARKS = "、。，：；！？“”‘’《》〈〉（）【】〔〕「」『』—…"
CHINESE = f"{HAN}{FULL_MARKS}"
NUMERALS = "〇零一二三四五六七八九十百千万亿两"

IS_HAN = re.compile(f"[{HAN}]")
IS_CHINESE = re.compile(f"[{CHINESE}]")
_WEB = re.compile(
    r"(?:https?://|www\.)[!-~]+"
    r"|[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,100}"
    r"|(?<![A-Za-z0-9.-])(?:[A-Za-z0-9-]{1,40}\.){1,5}(?:cn|com|org|net)(?![A-Za-z])(?:/[!-~]*)?"
)
_DIGITS = "零一二三四五六七八九"


def masked(text: str) -> str:
    """Return the text, as long as before, with addresses of the web and of mail hidden by U."""
    return _WEB.sub(_hidden, text)


def _hidden(match: re.Match[str]) -> str:
    bare = match.group().rstrip(",.;:!?)")
    return "U" * len(bare) + match.group()[len(bare) :]


def number_of(text: str) -> int | None:
    """Return the value of Arabic digits or of a Chinese number below one hundred; None for anything else."""
    if text.isascii() and text.isdigit():
        return int(text)
    tens, ten, ones = text.replace("〇", "零").rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or any(digit not in _DIGITS for digit in tens + ones):
        return None
    if not ten:
        return _DIGITS.index(ones) if ones else None
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)

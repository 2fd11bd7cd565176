"""Characters that do not belong into a printed letter, whatever the words around them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from responses.letters.proofread.facts import Note, Passage
from responses.letters.proofread.script import HAN

# Cc without the line feed and tab, direction marks and overrides, zero width, soft hyphen, byte order mark, surrogates.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]+"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U000ffffd\U00100000-\U0010fffd]+")
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+(?:．[０-９]+)?")
_BOX = re.compile("[\u2500-\u257f]+")
_BETWEEN_YEARS = re.compile(r"(?<![\d.])((?:19|20)\d{2})年?([-－–‐‑−~～]{1,2})((?:19|20)\d{2})(?!\d)")
_AFTER_LATIN = re.compile(r"[A-Za-z][/ ]?[A-Za-z]* ?$")
_ANGLES = re.compile(rf"<([^<>]{{0,60}}[{HAN}][^<>]{{0,60}})>")


def unseen(passage: Passage) -> Iterator[Note]:
    """Control characters, direction overrides, zero-width characters: they print nothing and hide something."""
    for match in _UNSEEN.finditer(passage.text):
        names = "、".join(f"U+{ord(char):04X}" for char in dict.fromkeys(match.group()))
        yield passage.note(*match.span(), f"此处有看不见的控制字符（{names}），请删去。", "")
    for match in _PRIVATE.finditer(passage.text):
        yield passage.note(*match.span(), "此处的字符不是通用文字，别处可能显示为方框，请改用规范字。")


def wide_digits(passage: Passage) -> Iterator[Note]:
    """Full-width digits and letters."""
    for match in _WIDE.finditer(passage.text):
        narrow = unicodedata.normalize("NFKC", match.group())
        yield passage.note(
            *match.span(), f"“{match.group()}”是全角数字或字母，请改为半角“{narrow}”。", narrow
        )


def box_drawing(passage: Passage) -> Iterator[Note]:
    """Lines of a character table (U+2500 to U+257F) that stand in for a dash."""
    for match in _BOX.finditer(passage.text):
        around = passage.text[max(match.start() - 1, 0) : match.start()] + passage.text[match.end() :][:1]
        dash = "—" if any(char.isdigit() or char == "年" for char in around) else "——"
        message = f"此处用制表符“{match.group()[:4]}”代替了连接号，请改为“{dash}”。"
        yield passage.note(*match.span(), message, dash)


def year_range(passage: Passage) -> Iterator[Note]:
    """A span of years joined by a hyphen instead of 一字线, or running backwards (GB/T 15834 4.13.3)."""
    text = passage.masked
    for match in _BETWEEN_YEARS.finditer(text):
        if _AFTER_LATIN.search(text[max(match.start() - 6, 0) : match.start()]):
            continue  # GB/T 2015-2023: a number of a standard
        mark = match[2]
        if mark not in ("～",):
            message = f"年份之间的“{mark}”应为一字线“—”（如2024—2027年）。"
            yield passage.note(match.start(2), match.end(2), message, "—")


def angle_brackets(passage: Passage) -> Iterator[Note]:
    """Signs of "less" and "greater" used as brackets round Chinese words: <二>."""
    for match in _ANGLES.finditer(passage.masked):
        message = f"“{match.group()}”用了半角尖括号，请改为“〈{match[1]}〉”或圆括号。"
        yield passage.note(*match.span(), message, f"〈{passage.text[match.start(1) : match.end(1)]}〉")


def percent_signs(passages: Sequence[Passage]) -> Iterator[Note]:
    """Both % and ％ in one letter: the rarer of the two (％ when equal)."""
    places = {sign: [(p, m.start()) for p in passages for m in re.finditer(sign, p.text)] for sign in "%％"}
    half, full = places["%"], places["％"]
    if not half or not full:
        return
    odd, right, found = ("%", "％", half) if len(half) < len(full) else ("％", "%", full)
    for passage, start in found:
        message = f"全文的百分号有“%”和“％”两种，此处“{odd}”请统一为“{right}”。"
        yield passage.note(start, start + 1, message, right)

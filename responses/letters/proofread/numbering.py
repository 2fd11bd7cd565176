"""Document numbers (GB/T 9704 7.2.5): 温科提复〔2023〕125号, and nothing else."""

import re
from collections.abc import Iterator

from responses.letters.proofread.facts import NUMBER, CaseFacts, LetterText, Note, Passage
from responses.letters.proofread.script import HAN

_ANY = re.compile(
    rf"(?<=[{HAN}])(?P<open>[〔\[（(【［])(?P<year>(?:19|20)?\d{{2}})(?P<close>[〕\]）)】］])"
    r"(?P<ordinal> ?第? ?)(?P<zeros>0*)(?P<serial>\d{1,5})(?= ?号)"
)
_WHOLE = re.compile(
    rf"(?P<code>[{HAN}]+)\s*[〔\[（(【［]\s*(?P<year>\d{{2,4}})\s*[〕\]）)】］]\s*第?\s*0*(?P<serial>\d{{1,5}})\s*号"
)
_RIGHT = re.compile(rf"[{HAN}]{{1,12}}〔(?:19|20)\d{{2}}〕[1-9]\d*号")


def cited_numbers(passage: Passage) -> Iterator[Note]:
    """A document number anywhere in the text with other brackets than 〔〕, a 第, a leading zero or a short year."""
    for match in _ANY.finditer(passage.text):
        year, serial = match["year"], match["serial"]
        right = f"〔{year}〕{serial}"
        if match.group() == right and len(year) == 4:
            continue
        if match["ordinal"].strip() != match["ordinal"] and match.group().replace(" ", "") == right:
            continue  # only a space: the rule of spaces
        message = (
            f"发文字号“{match.group()}号”的写法不规范，年份用六角括号〔〕和四位数字，序号不加“第”、不编虚位。"
        )
        yield passage.note(*match.span(), message, right if len(year) == 4 else None)


def own_number(letter: LetterText, case: CaseFacts) -> Iterator[Note]:
    """The letter's own number: its form, the unit's code, the year of the day it was written."""
    text = letter.number
    if not text:
        return
    passage = Passage(NUMBER, None, text, text)
    match = _WHOLE.fullmatch(text.strip())
    if not _RIGHT.fullmatch(text):
        right = f"{match['code']}〔{match['year']}〕{int(match['serial'])}号" if match else None
        safe = right if right and _RIGHT.fullmatch(right) else None
        message = f"发文字号“{text[:30]}”的写法不规范，应如“某发〔2023〕5号”，中间不空格。"
        yield passage.note(0, len(text), message, safe)
    if match is None:
        return
    if case.series_code and match["code"] != case.series_code:
        message = f"机关代字“{match['code']}”与本单位的“{case.series_code}”不符，请核对。"
        start = text.index(match["code"])
        yield passage.note(start, start + len(match["code"]), message)
    if letter.written_on and len(match["year"]) == 4 and int(match["year"]) != letter.written_on.year:
        start = text.index(match["year"])
        message = f"发文字号的年份{match['year']}与成文日期的年份{letter.written_on.year}不符，请核对。"
        yield passage.note(start, start + 4, message)

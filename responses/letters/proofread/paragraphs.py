"""The body as a row of paragraphs: blank lines, paragraphs cut in two, sentences that do not end, stray labels."""

import re
from collections.abc import Iterator

from documents.headings import heading_of
from responses.letters.proofread.facts import BODY, CaseFacts, LetterText, Note, Passage
from responses.letters.proofread.punctuation import ends_open
from responses.letters.proofread.script import HAN, NUMERALS

_SHOWN = 8
_NEXT_STEP = re.compile("(?<=[。；;])下一步[，,]")
_LONG_BEFORE, _LONG_AFTER = 60, 30  # characters: shorter paragraphs may hold deeds and plans together
# What begins a new thought: the paragraph before it was not cut, it only lacks its stop.
_STARTS_ANEW = re.compile(
    rf"(?:[{NUMERALS}]{{1,3}}(?:是|要)|第[{NUMERALS}]{{1,3}}[，、]|下一步|同时|此外|另外|其中，|其次|近年来|目前|截至|今后|最后"
    r"|感谢|衷心|专此|此复|特此|附件|联系|抄送|——|以上|针对|关于|您|\||20\d\d年)"
)
_DATE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_FRAME = (
    (re.compile(rf"[{HAN}]{{4,40}}文件"), "版头"),
    (re.compile(rf"[{HAN}]{{2,10}}\s*[〔\[（(]\s*\d{{4}}\s*[〕\]）)]\s*第?\s*\d+\s*号"), "发文字号"),
    (re.compile(r"关于[^，。；！？]{4,80}的\s*(?:再次)?答复(?:函|意见)?"), "标题"),
    (re.compile(rf"[{HAN}·]{{2,12}}(?:委员|代表)(?:[（(][^（）()]{{1,12}}[）)])?[：:]"), "主送"),
    (re.compile(r"联\s?系\s?人\s*[：:].{1,60}", re.DOTALL), "联系方式"),
    (re.compile(r"[（(]?" + _DATE.pattern + r"[）)]?"), "成文日期"),
    (re.compile(r"抄\s?送\s*[：:].{1,200}", re.DOTALL), "抄送"),
    (re.compile(r".{0,40}" + _DATE.pattern + r"\s*印发"), "印发日期"),
    (re.compile(rf"[{HAN}]{{4,30}}(?:局|委员会|办公室|人民政府|厅|中心)"), "署名或印发机关"),
)


def blank_lines(letter: LetterText, _case: CaseFacts) -> Iterator[Note]:
    """Blank lines before the first paragraph, or more than one between two; a single one only divides."""
    begun = -1
    for place, text in enumerate((*letter.paragraphs, "x")):
        if not text.strip():
            begun = place if begun < 0 else begun
            continue
        if begun == 0 or (begun > 0 and place - begun > 1):
            message = f"此处有{place - begun}个空行，印制时会去掉，请删去。"
            yield Note(BODY, begun, 0, 0, message, subject=text[:_SHOWN])
        begun = -1


def unfinished(letter: LetterText, _case: CaseFacts) -> Iterator[Note]:
    """A paragraph without its closing mark, when what follows begins anew or nothing follows."""
    for place, following in _open_paragraphs(letter):
        if not _is_cut(letter.paragraphs[place], following):
            text = letter.paragraphs[place].rstrip()
            passage = Passage(BODY, place, text, text)
            start = max(len(text) - _SHOWN, 0)
            mark = "" if text[-1] not in "，、,(" else "（现为“" + text[-1] + "”）"
            fix = None if mark else text[start:] + "。"
            yield passage.note(start, len(text), f"段末没有句号{mark}，请补上，或检查文字是否缺失。", fix)


def cut(letter: LetterText, _case: CaseFacts) -> Iterator[Note]:
    """A paragraph that stops in mid-sentence and goes on in the next one, as after copying across a page."""
    for place, following in _open_paragraphs(letter):
        text = letter.paragraphs[place].rstrip()
        if _is_cut(text, following):
            passage = Passage(BODY, place, text, text)
            message = f"段落在句中断开，下一段从“{following[:_SHOWN]}”接着写，请接为一段。"
            yield passage.note(max(len(text) - _SHOWN, 0), len(text), message)


def _open_paragraphs(letter: LetterText) -> Iterator[tuple[int, str]]:
    """Places of paragraphs that do not close, with the next one that is not blank (empty at the end)."""
    following = ""
    found = []
    for place in range(len(letter.paragraphs) - 1, -1, -1):
        text = letter.paragraphs[place]
        if ends_open(text) and frame_part(text) is None:
            found.append((place, following))
        following = text.strip() or following
    yield from reversed(found)


def _is_cut(text: str, following: str) -> bool:
    if not following or heading_of(following).level or _STARTS_ANEW.match(following):
        return False
    return frame_part(following) is None and heading_of(text).level != 1


def frame_part(text: str) -> str | None:
    """Return which part of the letter round the body a line is (版头, 主送, 抄送 …); None when it is none."""
    line = text.strip()
    if not line or len(line) > 240:
        return None
    return next((name for pattern, name in _FRAME if pattern.fullmatch(line)), None)


def frame_in_body(letter: LetterText, _case: CaseFacts) -> Iterator[Note]:
    """Letterhead, number, addressee, signature … typed into the body, where they would be printed twice."""
    for place, text in enumerate(letter.paragraphs):
        name = frame_part(text)
        if name is not None:
            passage = Passage(BODY, place, text, text)
            message = (
                f"“{text.strip()[:20]}”像是{name}，正文里不写，印制时按各栏自动排出，请移到相应一栏或删去。"
            )
            yield passage.note(0, len(text), message)


def next_step_inline(letter: LetterText, _case: CaseFacts) -> Iterator[Note]:
    """Plans (下一步) that begin in the middle of a long paragraph about what was done."""
    for place, text in enumerate(letter.paragraphs):
        match = _NEXT_STEP.search(text)
        if match and match.start() >= _LONG_BEFORE and len(text) - match.end() >= _LONG_AFTER:
            message = "“下一步”的打算夹在已做工作的段落中间，建议另起一段，便于对照落实。"
            yield Passage(BODY, place, text, text).note(*match.span(), message)

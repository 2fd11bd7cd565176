"""Marks: of the wrong width, doubled, in the wrong place, missing at the end (GB/T 15834)."""

import re
from collections.abc import Iterator
from itertools import accumulate

from documents.headings import heading_of
from responses.letters.proofread.facts import BODY, Note, Passage
from responses.letters.proofread.script import HAN, IS_CHINESE, IS_HAN, NUMERALS

_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_NARROW = re.compile(r"[,:;?!] *")
_POINT = re.compile(rf"(?<=[{HAN}”’）》])\.(?=\s*$|[{HAN}“‘《（])")
_FIRST_NUMERAL = re.compile(rf"[{NUMERALS}]+$")
_LATIN = re.compile(r"[A-Za-z]")

_RUN = re.compile(r"[，、；：。！？,;:!?]{2,}")
_FINE_RUNS = frozenset({"！？", "？！", "！！", "！！！", "？？", "？？？"})
_WIDTHS = str.maketrans(_FULL)
_DOTS = re.compile(r"\.{3,}|。{3,}|(?<!…)…(?!…)|…{3,}")
_HYPHENS = re.compile(rf"(?<=[{HAN}”》）])-{{2,}}(?=[{HAN}“《（])")
_AFTER_OPENING = re.compile(r"(?<=[（《〈〔【“‘(])[，。、；：,;]+")
_BEFORE_CLOSING = re.compile(r"(?<![，、；：,;])[，、；：,;]+(?=[）》〉〕】)])")
_CLOSING_FIRST = re.compile(r"[，。、；：！？,;:!?）》〉〕】”’)％%]")

_STOPS = "。！？…!?"
_OPEN_ENDS = "，、,("
_CLOSINGS = "”’）》〉〕】)"
_MAY_GO_ON = "：；:;"
_BRACKETED = re.compile("[（(][^（）()]*[）)]")
_LABEL = re.compile(rf"(?:附件|附|联系人|联系电话|抄送|主送)[{HAN}]{{0,2}}[：:]")
_INNER_MARK = re.compile("[，。；、：！？,;]")
_WHOLE_SENTENCE = re.compile("感谢|此复|特此|专此|以上|现答复")
LONGEST_LABEL = 30  # characters: a longer line with no stop is prose


def half_width(passage: Passage) -> Iterator[Note]:
    """Half-width , : ; ? ! ( ) " ' . beside Chinese writing; 1:1, 9:30, R&D, 1,200 and addresses of the web stay."""
    yield from _narrow_marks(passage)
    yield from _narrow_brackets(passage)
    yield from _straight_quotes(passage)
    for match in _POINT.finditer(passage.masked):
        if passage.field == BODY and _FIRST_NUMERAL.fullmatch(passage.masked[: match.start()][:4]):
            continue  # 一.: the form of a heading, which is another rule's
        yield _widen(passage, *match.span(), "。")


def _widen(passage: Passage, start: int, stop: int, right: str) -> Note:
    wrong = passage.text[start:stop].strip()
    return passage.note(start, stop, f"中文里用了半角标点“{wrong}”，请改为全角“{right}”。", right)


def _is_chinese_at(text: str, place: int) -> bool:
    return 0 <= place < len(text) and bool(IS_CHINESE.match(text[place]))


def _narrow_marks(passage: Passage) -> Iterator[Note]:
    text = passage.masked
    for match in _NARROW.finditer(text):
        if _is_chinese_at(text, match.start() - 1) or _is_chinese_at(text, match.end()):
            yield _widen(passage, *match.span(), _FULL[match.group()[0]])


def _narrow_brackets(passage: Passage) -> Iterator[Note]:
    text = passage.masked
    if "(" not in text and ")" not in text:
        return
    chinese = [0, *accumulate(1 if IS_HAN.match(char) else 0 for char in text)]
    opened: list[int] = []
    for place, char in enumerate(text):
        if char in "(（":
            opened.append(place)
        elif char in ")）":
            first = opened.pop() if opened else place
            yield from _one_pair(passage, first, place, chinese[place] > chinese[first])
    for place in opened:
        yield from _one_pair(passage, place, place, inside=False)


def _one_pair(passage: Passage, first: int, last: int, inside: bool) -> Iterator[Note]:
    text = passage.masked
    mixed = first != last and text[first] + text[last] in ("（)", "(）")
    alone = first == last and _is_chinese_at(text, last + 1)
    if inside or mixed or alone or _is_chinese_at(text, first - 1):
        for place in sorted({first, last}):
            if text[place] in "()":
                yield _widen(passage, place, place + 1, _FULL[text[place]])


def _straight_quotes(passage: Passage) -> Iterator[Note]:
    """Straight quotes become curly by turns: what stands open is closed."""
    text = passage.masked
    is_open = {'"': False, "'": False}
    for place, char in enumerate(text):
        if char in "“”":
            is_open['"'] = char == "“"
        elif char in "‘’":
            is_open["'"] = char == "‘"
        elif char in is_open:
            before, after = _is_chinese_at(text, place - 1), _is_chinese_at(text, place + 1)
            apostrophe = char == "'" and (_LATIN.match(text[place - 1 : place]) or not (before or after))
            if apostrophe or not (before or after or is_open[char]):
                continue
            is_open[char] = not is_open[char]
            curly = "“”" if char == '"' else "‘’"
            yield _widen(passage, place, place + 1, curly[0] if is_open[char] else curly[1])


def repeated_marks(passage: Passage) -> Iterator[Note]:
    """Two marks where one belongs: 。。 or ，。; dots that are no ellipsis; hyphens that are no dash."""
    text = passage.masked
    for match in _RUN.finditer(text):
        run = match.group()
        wide = run.translate(_WIDTHS)
        beside = _is_chinese_at(text, match.start() - 1) or _is_chinese_at(text, match.end())
        if wide in _FINE_RUNS or not (beside or IS_CHINESE.search(run)):
            continue
        if set(wide) == {"。"} and len(wide) > 2:
            continue  # dots: below
        right = _one_of(wide)
        advice = f"请改为“{right}”" if right else "请只留一个"
        yield passage.note(*match.span(), f"标点“{run}”重复或连用，{advice}。", right)
    for match in _DOTS.finditer(text):
        if _is_chinese_at(text, match.start() - 1) or _is_chinese_at(text, match.end()):
            yield passage.note(*match.span(), f"省略号应为“……”，此处是“{match.group()[:6]}”。", "……")
    for match in _HYPHENS.finditer(text):
        yield passage.note(*match.span(), f"破折号应为“——”，此处是“{match.group()[:4]}”。", "——")


def _one_of(run: str) -> str | None:
    if len(set(run)) == 1:
        return run[0]
    return run[-1] if run[-1] in "。！？" and set(run[:-1]) <= set("，、；：") else None


def misplaced_marks(passage: Passage) -> Iterator[Note]:
    """A mark right after an opening bracket or right before a closing one, or a paragraph that begins with one."""
    text = passage.masked
    for match in _AFTER_OPENING.finditer(text):
        yield passage.note(*match.span(), f"前括号或前引号后面不应有“{match.group()}”，请删去。", "")
    for match in _BEFORE_CLOSING.finditer(text):
        yield passage.note(*match.span(), f"后括号前面不应有“{match.group()}”，请删去。", "")
    if passage.is_cell:
        return  # a column may say % alone
    first = len(text) - len(text.lstrip())
    if match_first := _CLOSING_FIRST.match(text, first):
        mark = match_first.group()
        message = f"段首不应是“{mark}”，请检查与上一段是否断开或多了标点。"
        yield passage.note(first, first + 1, message)


def ends_open(text: str) -> bool:
    """Tell whether a paragraph of prose ends without a mark that closes a sentence.

    Headings, labels (附件：…), short lines without any mark and what stands wholly in brackets need none.
    """
    line = text.rstrip()
    if not line or line.startswith("|") or not IS_HAN.search(line):
        return False
    if line[-1] in _STOPS + _MAY_GO_ON:
        return False
    bare = line.rstrip(_CLOSINGS)
    if len(bare) < len(line) and (bare[-1:] in _STOPS or _BRACKETED.fullmatch(line)):
        return False
    return line[-1] in _OPEN_ENDS or not _needs_no_stop(line)


def _needs_no_stop(line: str) -> bool:
    heading = heading_of(line)
    if (heading.level and heading.length == len(line)) or _LABEL.match(line):
        return True
    if _WHOLE_SENTENCE.match(line) and len(line) > 6:
        return False
    return len(line) <= LONGEST_LABEL and not _INNER_MARK.search(line)

"""Faults planted in invented replies by operations on the text, each remembered with its place."""

import random
import re
from collections.abc import Callable
from datetime import timedelta

from benchmarks._sentences import EARLIER, OF_PROPOSER
from benchmarks._sheets import NUMERALS, Fault, Line, Sheet, sheet
from responses.letters.proofread import AnnexText
from responses.letters.proofread.annexed import ANNEX

CLEAN_ONE_IN = 10
MOST_FAULTS = 6
COPIED_LEAST = 30  # characters of a planted copy, so that its rule may be asked to find each

Planter = Callable[[random.Random, Sheet], Fault | None]


def _free(dice: random.Random, sheet: Sheet, pattern: str) -> tuple[Line, re.Match[str]] | None:
    """One place that the pattern finds in a paragraph that has no fault yet."""
    places = [(line, m) for line in sheet.lines if not line.taken for m in re.finditer(pattern, line.text)]
    places = [(line, m) for line, m in places if not _is_address(line.text, m.start())]
    return dice.choice(places) if places else None


def _is_address(text: str, place: int) -> bool:
    return any(m.start() <= place < m.end() for m in re.finditer(r"[A-Za-z0-9:/@.-]{12,}", text))


def _put(kind: str, line: Line, start: int, stop: int, new: str) -> Fault:
    line.text = line.text[:start] + new + line.text[stop:]
    line.taken = True
    return Fault(kind, line, None, start, start + len(new))


def _swap(kind: str, pattern: str, new: Callable[[random.Random, re.Match[str]], str | None]) -> Planter:
    """Return a planter that puts something else in place of what the pattern finds."""

    def plant(dice: random.Random, sheet: Sheet) -> Fault | None:
        found = _free(dice, sheet, pattern)
        text = new(dice, found[1]) if found else None
        if found is None or text is None or text == found[1].group():
            return None
        return _put(kind, found[0], *found[1].span(), text)

    return plant


def _digit(dice: random.Random, number: str) -> str:
    """The number with one digit changed, never to a leading zero."""
    at = dice.choice([place for place, char in enumerate(number) if char.isdigit()])
    choice = [d for d in "0123456789" if d != number[at] and not (at == 0 and d == "0")]
    return number[:at] + dice.choice(choice) + number[at + 1 :]


def _in_sentence(kind: str, sentence: str, number: str) -> Planter:
    """Return a planter that changes a digit of one number of a sentence that states a calculation."""

    def plant(dice: random.Random, sheet: Sheet) -> Fault | None:
        found = _free(dice, sheet, sentence)
        if found is None:
            return None
        line, match = found
        inner = dice.choice(list(re.finditer(number, match.group())))
        new = _digit(dice, inner.group())
        start = match.start() + inner.start()
        fault = _put(kind, line, start, start + len(inner.group()), new)
        return _over(fault, match.start(), match.end())

    return plant


def _over(fault: Fault, start: int, stop: int) -> Fault:
    """The whole sentence is the place: which of its numbers is wrong cannot be told."""
    fault.start, fault.stop = start, stop
    return fault


def _part(kind: str, name: str, change: Callable[[random.Random, str], str | None]) -> Planter:
    def plant(dice: random.Random, sheet: Sheet) -> Fault | None:
        if name in sheet.touched:
            return None
        new = change(dice, sheet.parts[name])
        if new is None or new == sheet.parts[name]:
            return None
        sheet.touched.add(name)
        sheet.parts[name] = new
        return Fault(kind, None, name, 0, len(new))

    return plant


def _cut(dice: random.Random, sheet: Sheet) -> Fault | None:
    found = _free(dice, sheet, r"(?<=[\u4e00-\u9fff]{6})(?=[\u4e00-\u9fff]{6})")
    if found is None or found[0].role in ("heading", "opening", "thanks"):
        return None
    line, match = found
    rest = Line(line.text[match.start() :], taken=True)
    sheet.lines.insert(sheet.lines.index(line) + 1, rest)
    line.text, line.taken = line.text[: match.start()], True
    return Fault("cut", line, None, max(match.start() - 8, 0), match.start())


def _unstopped(dice: random.Random, sheet: Sheet) -> Fault | None:
    found = _free(dice, sheet, "。$")
    return (
        _put("unfinished", found[0], found[1].start() - 4, found[1].end(), found[0].text[-5:-1])
        if found
        else None
    )


def _unanswered(_dice: random.Random, sheet: Sheet) -> Fault | None:
    last = len(sheet.topics) - 1
    own = [line for line in sheet.lines if line.topic == last]
    if last < 1 or not own or any(line.taken for line in own):
        return None
    sheet.lines = [line for line in sheet.lines if line.topic != last]
    return Fault("demands")


def _unnamed(dice: random.Random, sheet: Sheet) -> Fault | None:
    opening = sheet.lines[0]
    if not sheet.case.co_handlers or opening.taken:
        return None
    for unit in sheet.case.co_handlers:
        names = (unit.short.removeprefix("市"), unit.full.removeprefix("云溪市"))
        if any(name in line.text for name in names for line in sheet.lines[1:]):
            return None
    names = "、".join(unit.short for unit in sheet.case.co_handlers)
    opening.text = opening.text.replace(names, "有关部门")
    opening.taken = True
    return Fault("co_handlers")


def _planless(_dice: random.Random, sheet: Sheet) -> Fault | None:
    """Class B in a letter that has lost every plan."""
    if any(line.taken for line in sheet.lines if line.role == "planned"):
        return None
    sheet.lines = [line for line in sheet.lines if line.role != "planned"]
    sheet.parts["resolution_class"] = "B"
    return Fault("result_class")


def _disorder(_dice: random.Random, sheet: Sheet) -> Fault | None:
    sheet.printed_on = sheet.written_on - timedelta(days=9)
    return Fault("order")


def _thankless(_dice: random.Random, sheet: Sheet) -> Fault | None:
    if any(line.taken for line in sheet.lines[-1:]):
        return None
    sheet.lines = [line for line in sheet.lines if line.role != "thanks"]
    return Fault("opening_and_thanks")


def _renumbered(dice: random.Random, sheet: Sheet) -> Fault | None:
    heads = [line for line in sheet.lines if line.role == "heading" and not line.taken][1:]
    if not heads:
        return None
    line = dice.choice(heads)
    wrong = NUMERALS[NUMERALS.index(line.text[0]) + dice.choice((1, 2))]
    return _put("gaps", line, 0, 1, wrong)


def _jumped(_dice: random.Random, sheet: Sheet) -> Fault | None:
    deep = [line for line in sheet.lines if line.role == "deep"]
    if not deep or any(line.taken for line in deep):
        return None
    for line in deep:
        line.text = f"{NUMERALS.index(line.text[1]) + 1}." + line.text[3:]
        line.taken = True
    return Fault("levels", deep[0], None, 0, 2)


def _copied(dice: random.Random, sheet: Sheet) -> Fault | None:
    """A stretch of a plan or an earlier letter, from a mark of it on, at the end of a sentence of the letter's own."""
    found = _free(dice, sheet, "。$")
    if found is None or found[0].role not in ("prose", "deep", "planned"):
        return None
    line, match = found
    text = dice.choice(EARLIER)[1]
    starts = [0, *(mark.end() for mark in re.finditer("[，。；]", text[:-COPIED_LEAST]))]
    start = dice.choice(starts)
    ends = [mark.start() for mark in re.finditer("[，。；]", text) if mark.start() >= start + COPIED_LEAST]
    taken = text[start : dice.choice(ends)]
    return _put("copied", line, match.end(), match.end(), f"{taken}。")


def _in_annex(kind: str, pattern: str, new: Callable[[random.Random, re.Match[str]], str]) -> Planter:
    """Return a planter that puts something else in a text of the annex, a row of its table or a caption."""

    def plant(dice: random.Random, sheet: Sheet) -> Fault | None:
        if ANNEX in sheet.touched:
            return None
        sheet.touched.add(ANNEX)
        annex = sheet.annex
        texts = [*annex.paragraphs, *annex.captions]
        at, match = dice.choice(
            [(at, m) for at, text in enumerate(texts) for m in re.finditer(pattern, text)]
        )
        put = new(dice, match)
        texts[at] = texts[at][: match.start()] + put + texts[at][match.end() :]
        stop = len(annex.paragraphs)
        sheet.annex = AnnexText(annex.title, tuple(texts[:stop]), tuple(texts[stop:]))
        return Fault(kind, None, ANNEX, match.start(), match.start() + len(put))

    return plant


def _mistaken(dice: random.Random, sheet: Sheet) -> Fault | None:
    """A sentence of a letter of the other kind, at the end of a paragraph: the proposer under the wrong title."""
    found = _free(dice, sheet, "。$")
    if found is None or found[0].role not in ("prose", "deep", "planned"):
        return None
    line, match = found
    is_proposal = sheet.case.kind == "proposal"
    noun, call = ("人大代表建议", "代表") if is_proposal else ("政协提案", "委员")
    (person,) = sheet.case.proposers
    said = dice.choice(OF_PROPOSER).format(noun=noun, name=person, surname=person[0], call=call)
    return _put("kind_words", line, match.end(), match.end(), said)


def _too_much(dice: random.Random, sheet: Sheet) -> Fault | None:
    """One of the shares of a whole made greater, so that together they exceed it."""
    found = _free(dice, sheet, r"占比分别为((\d+)%、\d+%、\d+%)(?=，与上年)")
    if found is None:
        return None
    line, match = found
    more = int(match[2]) + dice.randint(5, 40)
    fault = _put("percentages", line, *match.span(2), str(more))
    return _over(fault, match.start(), match.end())


def _mixed_percent(dice: random.Random, sheet: Sheet) -> Fault | None:
    if sum(line.text.count("%") for line in sheet.lines) < 2:
        return None
    return _swap("percent_signs", "%", lambda *_: "％")(dice, sheet)


def _other(dice: random.Random, own: str, choice: str) -> str:
    return dice.choice([each for each in choice if each != own])


_WORDS = "推进|加强|完善|建立|提升|开展|管理|服务|居民|企业|小区|学校|活动|项目|补助|群众|资源|工作"
_SUM = r"[^。]*\d+[个条项][^。]*(?:其中|包括)[^。]*\d+[个条项][^。]*、[^。]*。"
_TOTAL = r"(?:已改造道路|新建便民点)[^。]*(?:合计|三年共)\d+[个条]"
_RATIO = r"(?:全年完成投资|全市共排查|服务网点由|平台共受理|志愿服务队由|积存问题由|累计拨付资金)[^。]*?%"
_PLAIN_MARKS = {"，": ",", "：": ":", "；": ";", "（": "(", "）": ")"}

PLANTERS: dict[str, tuple[Planter, ...]] = {
    "half_width": (
        _swap("half_width", "[，：；（）]", lambda _d, m: _PLAIN_MARKS[m.group()]),
        _in_annex("half_width", "[，：（）]", lambda _d, m: _PLAIN_MARKS[m.group()]),
    ),
    "spaces": (
        _swap("spaces", r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])", lambda *_: " "),
        _swap("spaces", r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", lambda *_: " "),
    ),
    "cut": (_cut,),
    "unfinished": (_unstopped,),
    "foreign_words": (
        _swap(
            "foreign_words",
            "(?<=[\u4e00-\u9fff])[和与](?=[\u4e00-\u9fff])",
            lambda d, _m: d.choice((" and ", "and")),
        ),
        _swap(
            "foreign_words",
            "(?<=[\u4e00-\u9fff])的(?=[\u4e00-\u9fff])",
            lambda d, _m: d.choice((" of ", " the ", " project ")),
        ),
    ),
    "doubled_characters": (_swap("doubled_characters", "[\u4e00-\u9fff]", lambda _d, m: m.group() * 2),),
    "doubled_words": (_swap("doubled_words", _WORDS, lambda _d, m: m.group() * 2),),
    "brackets": (_swap("brackets", "[（）《》〈〉]", lambda *_: ""),),
    "quotes": (
        _swap("quotes", "[“”]", lambda *_: ""),
        _swap("quotes", "“([^“”]{2,30})”", lambda _d, m: f"”{m[1]}“"),
    ),
    "cited_numbers": (
        _swap(
            "cited_numbers",
            r"〔(\d{4})〕(\d+)",
            lambda d, m: d.choice(("[{}]{}", "（{}）{}", "〔{}〕第{}", "〔{}〕0{}")).format(m[1], m[2]),
        ),
    ),
    "own_number": (
        _part(
            "own_number",
            "number",
            lambda d, t: d.choice(
                (
                    t.replace("〔", "[").replace("〕", "]"),
                    t.replace("〕", "〕第"),
                    t.replace("云民", "云教"),
                    t.replace("2025", "2024"),
                )
            ),
        ),
    ),
    "number": (
        _part("number", "title", lambda d, t: re.sub(r"\d+", lambda m: _digit(d, m.group()), t, count=1)),
        _swap("number", r"(?<=第)\d+(?=号(?:提案|建议)）收悉)", lambda d, m: _digit(d, m.group())),
    ),
    "session": (
        _part(
            "session",
            "title",
            lambda d, t: re.sub(
                "(?<=[届大])[一二三四五](?=次)", lambda m: _other(d, m.group(), "一二三四五"), t
            ),
        ),
        _swap(
            "session",
            "(?<=[届大])[一二三四五](?=次会议期间)",
            lambda d, m: _other(d, m.group(), "一二三四五"),
        ),
    ),
    "item_title": (_swap("item_title", "(?<=提出的《关于)[\u4e00-\u9fff]", lambda *_: ""),),
    "impossible_dates": (
        _swap(
            "impossible_dates",
            r"(?<=年)\d{1,2}月\d{1,2}(?=日)",
            lambda d, _m: d.choice(("2月30", "13月5", "6月31", "9月32", "11月31", "4月41")),
        ),
    ),
    "order": (_disorder,),
    "sums": (
        _in_sentence("sums", _SUM, r"(?<![\d年])\d+(?=[个条项])"),
        _in_sentence("sums", _TOTAL, r"\d+(?=[个条])"),
    ),
    "percentages": (
        _in_sentence("percentages", _RATIO, r"(?<![\d年])\d+(?:\.\d+)?(?=[%亿处个件](?!年))"),
        _too_much,
    ),
    "kind_words": (
        _part(
            "kind_words",
            "addressee",
            lambda _d, t: t.replace("委员", "代 表").replace("代表", "委员").replace("代 表", "代表"),
        ),
        _part(
            "kind_words",
            "title",
            lambda _d, t: t.replace("提案", "建 议").replace("建议", "提案").replace("建 议", "建议"),
        ),
        _mistaken,
        _mistaken,
    ),
    "demands": (_unanswered,),
    "co_handlers": (_unnamed,),
    "result_class": (_planless,),
    "private_numbers": (
        _part(
            "private_numbers",
            "contact",
            lambda d, t: t.replace("0571-88001200", f"13{d.randint(100000000, 999999999)}"),
        ),
        _swap(
            "private_numbers",
            "(?<=。)(?=[\u4e00-\u9fff])",
            lambda d, _m: f"联系手机1{d.choice('35789')}{d.randint(100000000, 999999999)}。",
        ),
        _in_annex(
            "private_numbers",
            r"(?<=、)[\u4e00-\u9fff]{2,3}(?= \|)",
            lambda d, m: f"{m.group()}13{d.randint(100000000, 999999999)}",
        ),
    ),
    "missing_parts": tuple(
        _part("missing_parts", name, lambda *_: "")
        for name in ("title", "contact", "copies", "signed_by", "addressee")
    ),
    "opening_and_thanks": (_thankless,),
    "copies": (_part("copies", "copies", lambda _d, t: t.removesuffix("。")),),
    "gaps": (_renumbered,),
    "levels": (_jumped,),
    "points": (_swap("points", "(?<=；)[二三](?=是)", lambda d, m: _other(d, m.group(), "二三四")),),
    "box_drawing": (_swap("box_drawing", r"(?<=\d)—(?=\d{4}年)", lambda *_: "─"),),
    "year_range": (_swap("year_range", r"(?<=\d)—(?=\d{4}年)", lambda *_: "-"),),
    "repeated_marks": (
        _swap("repeated_marks", "[。，；]", lambda _d, m: m.group() * 2),
        _swap("repeated_marks", "。", lambda *_: "，。"),
    ),
    "wide_digits": (_swap("wide_digits", r"\d", lambda _d, m: chr(ord(m.group()) + 0xFEE0)),),
    "percent_signs": (_mixed_percent,),
    "copied": (_copied,),
    "unseen": (
        _swap(
            "unseen",
            "(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])",
            lambda d, _m: d.choice("\u202e\u200b\u2066\ufeff\x07"),
        ),
    ),
}


def faulty(dice: random.Random) -> Sheet:
    """Write one letter and plant one to six faults in it; one in ten stays clean."""
    made = sheet(dice)
    if dice.randrange(CLEAN_ONE_IN) == 0:
        return made
    wanted = dice.randint(1, MOST_FAULTS)
    kinds = list(PLANTERS)
    dice.shuffle(kinds)
    # What takes whole paragraphs away comes before what needs them untouched.
    for kind in sorted(kinds[: wanted * 2], key=lambda each: each not in _FIRST):
        if len(made.faults) == wanted:
            break
        fault = dice.choice(PLANTERS[kind])(dice, made)
        if fault is not None:
            made.faults.append(fault)
    return made


_FIRST = ("demands", "result_class", "opening_and_thanks", "co_handlers", "levels")

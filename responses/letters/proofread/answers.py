"""What the letter has to answer: every demand, every unit that took part, a class that fits the words."""

import re
from collections.abc import Iterator
from types import MappingProxyType

from responses.letters.proofread.facts import (
    BODY,
    RESULT_CLASS,
    CaseFacts,
    LetterText,
    Note,
    Severity,
    UnitName,
    missing,
)
from responses.letters.proofread.script import HAN

_NOT_HAN = re.compile(f"[^{HAN}A-Za-z0-9]")
_SENTENCE = re.compile("[。；！？\n]")
# Words every demand is full of: they do not show that this one was taken up.
_COMMON = re.compile(
    "关于|建议|希望|进一步|加强|加大|加快|推进|推动|完善|建立|健全|提高|提升|促进|力度|工作|方面|问题|积极|大力"
)
_ENOUGH_SENTENCE, _ENOUGH_PARAGRAPH = 0.4, 0.6
_CITY = re.compile(f"^[{HAN}]{{0,6}}?[省市县区](?=[{HAN}]{{3}})")

_DONE = re.compile("已|完成|建成|印发|出台|实现|截至|目前|开展了|落实|解决|取得|举办|发放|投入|累计|通过")
_PROMISE = re.compile("下一步|将|拟|计划|争取|力争|预计|今后|接下来")
_WHEN = re.compile(
    r"20\d{2}|“[一二三四五六七八九十]+五”|年底|明年|今年|年内|月底|季度|上半年|下半年|个月内|近期|届内|[一二三]年"
)
_REASON = re.compile("因|由于|鉴于|条件|限制|尚不|暂不|暂无|不具备|政策|权限|规定|上位法|有待|难以|无法")
_KINDS = MappingProxyType(
    {
        "done": re.compile("已经解决|已解决|基本解决|已采纳"),
        "planned": re.compile("正在解决|列入计划|逐步解决|计划解决|正在研究"),
        "later": re.compile("以后解决|条件限制|条件所限|有待"),
        "reference": re.compile("参考|不可行"),
    }
)
_OPEN_VERDICTS = frozenset({"planned", "upward", "not_adopted"})


def _bare(text: str) -> str:
    return _NOT_HAN.sub("", text)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def verdicts(_letter: LetterText, case: CaseFacts) -> Iterator[Note]:
    """Every demand has its verdict."""
    for place, demand in enumerate(case.demands, 1):
        if not demand.verdict:
            message = f"第{place}条诉求“{demand.text[:24]}”没有填写办理结论，请逐条填写。"
            yield missing(BODY, message, subject=demand.key)


def demands(letter: LetterText, case: CaseFacts) -> Iterator[Note]:
    """Every demand is taken up: a heading, sentence or paragraph shares enough of its words."""
    whole = _bare("".join(letter.paragraphs))
    paragraphs = [_pairs(_bare(text)) for text in letter.paragraphs]
    sentences = [_pairs(_bare(each)) for text in letter.paragraphs for each in _SENTENCE.split(text)]
    for place, demand in enumerate(case.demands, 1):
        if not _bare(demand.text) or _bare(demand.text) in whole:
            continue
        wanted = _pairs(_bare(_COMMON.sub("，", demand.text))) or _pairs(_bare(demand.text))
        if _share(wanted, sentences) < _ENOUGH_SENTENCE and _share(wanted, paragraphs) < _ENOUGH_PARAGRAPH:
            message = f"正文似乎没有回应第{place}条诉求“{demand.text[:24]}”，请用标题或段落逐条答复。"
            yield missing(BODY, message, subject=demand.key)


def _share(wanted: frozenset[str], texts: list[frozenset[str]]) -> float:
    """The greatest part of the wanted pairs of characters that one of the texts holds."""
    return max((len(wanted & text) / len(wanted) for text in texts), default=0.0) if wanted else 1.0


def co_handlers(letter: LetterText, case: CaseFacts) -> Iterator[Note]:
    """Every co-handling unit is named, by its full or its short name, with or without the city before it."""
    text = "".join("".join(letter.paragraphs).split())
    for unit in case.co_handlers:
        if not any(name in text for name in _said(unit)):
            message = f"会办单位“{unit.short or unit.full}”在正文里没有提到，请在开头或相应部分写明。"
            yield missing(BODY, message, subject=unit.full)


def _said(unit: UnitName) -> Iterator[str]:
    """The unit's names, and each without the city it begins with (市经信局, 经信局)."""
    for name in unit.names:
        yield name
        yield _CITY.sub("", name)


def result_class(letter: LetterText, case: CaseFacts) -> Iterator[Note]:
    """Class against wording: solved needs deeds, planned a plan with a time, later its reason or a time."""
    scheme = dict(case.class_scheme)
    if not letter.resolution_class or not scheme:
        return
    definition = scheme.get(letter.resolution_class)
    if definition is None:
        message = f"类别“{letter.resolution_class}”不在本机构的类别之内，请重新选择。"
        yield missing(RESULT_CLASS, message, severity=Severity.ERROR)
        return
    meaning = next((key for key, words in _KINDS.items() if words.search(definition)), "")
    text = "".join(letter.paragraphs)
    contradiction = _against(
        meaning, letter.resolution_class, text, {each.verdict for each in case.demands if each.verdict}
    )
    if contradiction:
        yield missing(RESULT_CLASS, contradiction, subject=letter.resolution_class)


def _against(meaning: str, letter_class: str, text: str, given: set[str]) -> str | None:
    planned, timed = _PROMISE.search(text), _WHEN.search("".join(_promises(text)))
    if meaning == "done" and given and given <= _OPEN_VERDICTS:
        return f"类别为{letter_class}，但各条诉求的结论没有一条是采纳或已落实，请核对。"
    if meaning == "done" and planned and not _DONE.search(_deeds(text)):
        return f"类别为{letter_class}（已解决或基本解决），但正文只写了下一步打算，没有写已做的工作，请核对。"
    if meaning == "planned" and not (planned and timed):
        return f"类别为{letter_class}（列入计划逐步解决），正文应写明计划和时间，请补上。"
    if meaning == "later" and not (_REASON.search(text) or timed):
        return f"类别为{letter_class}（以后解决），正文应写明原因或预计时间，请补上。"
    return None


def _promises(text: str) -> Iterator[str]:
    return (each for each in _SENTENCE.split(text) if _PROMISE.search(each))


def _deeds(text: str) -> str:
    return "".join(each for each in _SENTENCE.split(text) if not _PROMISE.search(each))

"""Shares of one whole that together exceed it: 工业、农业、服务业占比分别为30%、40%、50%."""

import re
from collections.abc import Iterator
from decimal import Decimal

from responses.letters.proofread.amounts import INEXACT, decimals
from responses.letters.proofread.facts import Note, Passage

_ONE = r"\d{1,3}(?:\.\d{1,4})?\s?[%％]"
_LIST = re.compile(
    rf"(?:占比|比重|份额|分别占)(?:分别|依次)?(?:为|是|达到|达)?(?:总数|总量|总额|全部|全市|总体)?的?\s?"
    rf"(?P<list>{_ONE}(?:(?:[、，,]|以及|和|及)\s?{_ONE}){{1,12}})"
)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s?[%％]")
_END = re.compile(r"[。；;！？!?\n]")
_CLAUSE = 60  # characters before the list, where its whole is named
# Shares of several wholes (of each county, each year), or of kinds that overlap (women, graduates).
_OF_MANY = re.compile(
    r"各|每|[市县区镇乡村省国州](?=[、和及与，,]|的?[^、，,]{0,12}$)|街道|学校|年|季度|月|同期|同比|增|升|降|提高"
    "|以上|以下|女|党员|学历|职称|均|至少|最高|最低|人均|户均|本地|外地"
)
_WHOLE = 100


def shares(passage: Passage) -> Iterator[Note]:
    """Shares listed with 分别 or one after another that come to more than 100% by more than rounding can explain."""
    text = passage.text
    for match in _LIST.finditer(text):
        said = _END.split(text[max(match.start() - _CLAUSE, 0) : match.start()])[-1]
        if _OF_MANY.search(said) or INEXACT.search(match.group()):
            continue
        listed = [each[1] for each in _PERCENT.finditer(match["list"])]
        every = sum((Decimal(each) for each in listed), Decimal(0))
        slack = sum((Decimal(10) ** -decimals(each) / 2 for each in listed), Decimal(0))
        if every - slack > _WHOLE:
            message = f"各部分占比合计{every.normalize():f}%，超过了100%，请核对。"
            yield passage.note(*match.span(), message)

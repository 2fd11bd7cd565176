"""What must not be printed about people: mobile phones, identity cards, accounts of WeChat and QQ."""

import re
from collections.abc import Iterator

from responses.letters.proofread.dates import is_day
from responses.letters.proofread.facts import Note, Passage

_MOBILE = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?![\d.%％万亿元])")
_IDENTITY = re.compile(r"(?<!\d)[1-8]\d{5}((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[\dXx](?![\dXx])")
_ACCOUNT = re.compile(
    r"(?:(?:微信号|QQ号码?|QQ)[：:为是]?|微信[：:])\s?(?P<account>[A-Za-z0-9_-]{5,20})(?![A-Za-z0-9_-])"
)


def private_numbers(passage: Passage) -> Iterator[Note]:
    """A mobile number (eleven digits from 13 to 19), an identity card (eighteen with a day of birth), an account."""
    for match in _MOBILE.finditer(passage.text):
        message = f"“{match.group()}”是个人手机号，复函可能公开，请改用办公电话。"
        yield passage.note(*match.span(), message)
    for match in _IDENTITY.finditer(passage.text):
        if is_day(*(int(part) for part in match.groups())):
            yield passage.note(*match.span(), f"“{match.group()}”是居民身份证号，不得写入复函，请删去。")
    for match in _ACCOUNT.finditer(passage.text):
        message = f"“{match['account']}”是个人社交账号，复函可能公开，请改用办公电话。"
        yield passage.note(*match.span("account"), message)

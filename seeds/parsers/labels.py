"""Fields written as 名称：内容, one or several on a line, as office pages and letters have them."""

import re
from dataclasses import dataclass

from seeds.parsers.punctuation import CJK

_LABEL = re.compile(rf"(?:^|(?<=\s))(?P<label>[{CJK}] [{CJK}]|[{CJK}]{{2,6}})\s*[:：]")
_GREETING = re.compile(r"(?:委员|代表|同志|领导|单位|先生|女士)$")
_OPENING = re.compile(r"(?:抄送|抄报|主送|联系人|联系电话|电话|附件|报告人|签发人|信息来源|作者)\s*[:：]?")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `label` without spaces, `value` trimmed ("" when nothing follows), `raw` both as written."""

    label: str
    value: str
    raw: str
    line: int
    written_label: str


def read_fields(number: int, line: str) -> tuple[Field, ...]:
    """Split a line into its fields; empty when it begins with no label. A greeting is no label."""
    matches = [match for match in _LABEL.finditer(line) if not _GREETING.search(match["label"])]
    if not matches or line[: matches[0].start()].strip():
        return ()
    ends = [match.start() for match in matches[1:]] + [len(line)]
    return tuple(
        Field(
            re.sub(r"\s", "", match["label"]),
            line[match.end() : end].strip(),
            line[match.start() : end].strip(),
            number,
            match["label"],
        )
        for match, end in zip(matches, ends, strict=True)
    )


def opens_with_label(line: str) -> bool:
    """Tell whether a line begins with a field that closes a letter or heads a page (抄送, 联系人, 附件 …)."""
    match = _OPENING.match(line)
    return match is not None and match.group().endswith((":", "："))

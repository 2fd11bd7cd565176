"""委员 and 提案 in a letter of the CPPCC, 代表 and 建议 in one to a deputy: words taken from the other kind of letter.

In title, addressee, copies and the opening any word of the other kind is wrong. Elsewhere a letter may speak of the
other kind (各级人大代表, 办理人大代表建议126件); wrong is what it says of this case and of those who brought it in.
"""

import re
from collections.abc import Iterator

from responses.letters.proofread.case import read_number
from responses.letters.proofread.facts import (
    ADDRESSEE,
    BODY,
    COPIES,
    TITLE,
    CaseFacts,
    LetterText,
    Note,
    Passage,
    Severity,
)
from responses.letters.proofread.passages import all_passages
from responses.letters.proofread.script import HAN

_STERN = frozenset({TITLE, ADDRESSEE, COPIES})
_OPENING = 4  # paragraphs: where the item is acknowledged
_ACKNOWLEDGES = re.compile("收悉|收到您|已收到|答复如下|答复意见")
_TWO_KINDS = r"(?<!建议)(?<!建议、)(?<!建议和)(?<!议案)(?<!议案、)"
# Groups of people whom 代表 speaks for: 企业代表（3人） is no addressee.
_GROUPS = (
    "企业|居民|村民|群众|职工|学生|家长|教师|商户|业主|市民|农民|员工|青年|妇女|界别|党员|行业|会员|群体|各方|双方|院校"
    "|专家|社区"
)
_WRONG_ANYWHERE = {
    "proposal": re.compile(
        rf"人大代表(?:的)?建议|第\s?\d+\s?号(?:代表)?建议|建议第?\s?\d+\s?号|代表工委|[省市县区]人大(?=[一二三四五六七八九十第])"
        rf"|(?<![{HAN}])(?!{_GROUPS})[{HAN}]{{2,4}}代表(?=[：:（(])|尊敬的[{HAN}]{{1,4}}代表|代表建议"
    ),
    "suggestion": re.compile(
        rf"政协提案|{_TWO_KINDS}提案(?![、和与]?建议)|[省市县区]政协(?=[一二三四五六七八九十第])"
        rf"|(?<![{HAN}])[{HAN}]{{2,4}}委员(?=[：:（(])|尊敬的[{HAN}]{{1,4}}委员"
    ),
}

# -- in the body: what is said of this case and of those who brought it in -----------------------------------------

_YOURS = (
    r"(?:[您你](?:们)?(?:[^，。；：《》“”\d]{0,12}?(?:提出|所提|提交|反映|关心|关注))?的?(?:这[件份]|该|本)?"
    r"|[该本][件份]?|此件|这[件份])"
)
_RANK = "(?:一[名位])?[本届全国省市县区级]{0,4}的?"
_AS_ONE = r"(?=[，,]?[您你所]|提出|积极|长期|一直|高度)"
# The last group that matched is what the finding quotes.
_OF_THIS_CASE = {
    "proposal": re.compile(
        rf"{_YOURS}(?P<said>[省市县区]?(?:人大)?代表的?建议)(?!办理|工作)"
        rf"|(?P<dear>尊敬的[{HAN}]{{0,4}}代表)(?![{HAN}])"
        rf"|[您你][^，。；：]{{0,8}}(?P<you>作为{_RANK}(?:人大)?代表)(?![性团队作处]|大会|机构|单位|参加|出席|发言)"
        rf"|(?P<as>作为{_RANK}人大代表){_AS_ONE}"
    ),
    "suggestion": re.compile(
        rf"{_YOURS}(?P<said>(?:政协)?提案)(?![、和与]?建议|委|办理|工作)"
        r"|(?<!政协)(?<!委员)(?<!其他)(?<!其它)(?<!建议)(?<!建议、)(?<!建议和)(?<!号)"
        r"(?P<bare>提案)(?=中(?:提出|所提|反映|提到|指出|建议)|提出|所提|反映|提到|指出|收悉|人)"
        rf"|(?P<dear>尊敬的[{HAN}]{{0,4}}委员)(?![{HAN}])"
        rf"|[您你][^，。；：]{{0,8}}(?P<you>作为{_RANK}(?:政协)?委员)(?!会|单位|参加|出席|发言)"
        rf"|(?P<as>作为{_RANK}政协委员){_AS_ONE}"
    ),
}
_NUMBERED = {
    "proposal": re.compile(
        r"第\s?(?P<a>\d{1,9})\s?号(?:人大)?(?:代表)?建议|(?:代表)?建议第?\s?(?P<b>\d{1,9})\s?号"
    ),
    "suggestion": re.compile(r"第\s?(?P<a>\d{1,9})\s?号(?:政协)?提案|(?:政协)?提案第?\s?(?P<b>\d{1,9})\s?号"),
}
_WRONG_TITLE = {"proposal": ("代表", "委员"), "suggestion": ("委员", "代表")}

# What follows a title of honour; after the verb 代表 (to speak for) stands whom one speaks for.
_AFTER_NAME = (
    r"(?=$|[，。；：、！？,;:!?）)”》您你]|在|的|提(?!案)|所提|所反映|反映|来信|来电|等|和|与|以及|对|就|认为|建议|表示|曾"
    r"|关于|长期|一直|多年|高度|联名|同志|非常|十分)"
)
_BEFORE_SURNAME = r"(?:^|[，。；：、！？,;:（(“向与和对请经跟]|感谢|尊敬的|致谢|答复|走访|拜访|邀请|联系)"
_AFTER_SURNAME = (
    r"(?=[，：:]?[您你]|[：:]|的(?:关心|关注|支持|提案|建议|意见|来信|理解|信任|厚爱|监督)|在|提(?:出|到|交)|所提|反映|来信|等"
    r"|长期|一直|多年|对(?:我|本|全市|[省市县区]))"
)
_TWO_CHARACTERS = re.compile("欧阳|司马|上官|诸葛|司徒|东方|夏侯|尉迟|皇甫|公孙|慕容|令狐|长孙|宇文|轩辕")
# What stands before a surname may make a word of it: 对于代表的意见.
_ONE_WORD = re.compile("对于|对方|对应|和平|经常|向来|请安")
_LONGEST_NAME = 4  # longer ones are of organisations, which have representatives, or are written with ·


def kind_words(letter: LetterText, case: CaseFacts) -> Iterator[Note]:
    """Words of the other kind for this item or its proposers; 您的建议 to a member is accepted."""
    persons = _persons(case)
    for passage in all_passages(letter):
        told: set[int] = set()  # characters of the passage that a note is about already
        for note in (*_wrong_titles(passage, case, persons), *_wrong_words(passage, case)):
            if told.isdisjoint(range(note.start, note.stop)):
                told.update(range(note.start, note.stop))
                yield note


def _wrong_words(passage: Passage, case: CaseFacts) -> Iterator[Note]:
    """All words of the other kind round the body and in the opening; elsewhere those that mean this item."""
    right = "委员、提案" if case.kind == "proposal" else "代表、建议"
    is_stern = passage.field in _STERN
    is_opening = passage.field == BODY and (passage.paragraph or 0) < _OPENING
    spans: list[tuple[int, int]] = []
    if is_stern or (is_opening and _ACKNOWLEDGES.search(passage.text)):
        spans += [match.span() for match in _WRONG_ANYWHERE[case.kind].finditer(passage.masked)]
    spans += [match.span(match.lastgroup or 0) for match in _OF_THIS_CASE[case.kind].finditer(passage.masked)]
    own = {read_number(text)[1] for text in (case.number_text, *case.other_numbers) if text}
    spans += [
        match.span()
        for match in _NUMBERED[case.kind].finditer(passage.masked)
        if read_number(match["a"] or match["b"])[1] in own
    ]
    for start, stop in spans:
        if passage.field != TITLE and _is_named(passage.text, start, stop):
            continue
        message = f"“{passage.text[start:stop]}”与本件的性质不符，本件应称“{right}”，请核对。"
        severity = Severity.ERROR if is_stern else Severity.WARNING
        yield passage.note(start, stop, message, severity=severity)


def _is_named(text: str, start: int, stop: int) -> bool:
    """Say whether a word belongs to the subject of something named in 《》, other than what kind of paper it is."""
    inside = text.rfind("《", 0, start) > text.rfind("》", 0, start)
    return inside and text[stop : stop + 1] != "》"


def _persons(case: CaseFacts) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of those who brought the item in under the wrong title: of their names, of their surnames."""
    wrong = _WRONG_TITLE[case.kind][0]
    names = [name for name in case.proposers if len(name) > 1 and (len(name) <= _LONGEST_NAME or "·" in name)]
    if case.by_organisation or not names:
        return ()
    short = [name for name in names if len(name) <= _LONGEST_NAME]
    surnames = {name[:2] if _TWO_CHARACTERS.match(name) else name[0] for name in short}
    full, some = ("|".join(map(re.escape, sorted(each))) for each in (names, surnames))
    patterns = [rf"(?P<who>{full})(?:等(?:\d{{1,3}}[位名])?)?(?P<title>{wrong}){_AFTER_NAME}"]
    if some:
        patterns.append(rf"{_BEFORE_SURNAME}(?P<who>{some})(?P<title>{wrong}){_AFTER_SURNAME}")
    return tuple(map(re.compile, patterns))


def _wrong_titles(passage: Passage, case: CaseFacts, persons: tuple[re.Pattern[str], ...]) -> Iterator[Note]:
    right = _WRONG_TITLE[case.kind][1]
    for place, pattern in enumerate(persons):
        for match in pattern.finditer(passage.masked):
            start, stop = match.start("who"), match.end("title")
            if _ONE_WORD.match(passage.masked, max(start - 1, 0)):
                continue
            said = passage.text[start:stop]
            mended = passage.text[start : match.start("title")] + right
            message = f"“{said}”与本件的性质不符，应称“{mended}”，请核对。"
            is_sure = place == 0 or passage.field in _STERN
            severity = Severity.ERROR if is_sure else Severity.WARNING
            yield passage.note(start, stop, message, mended, severity)

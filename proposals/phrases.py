"""The phrases of an assembly's papers: what may be worded, patterns with slots from closed lists, checked; pure."""

import string
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

# What every phrase may name, and how people are told (filled by responses/letters/frozen.py and, for notices, by
# proposals/services/paper_words.py).
SLOT_NAMES = MappingProxyType(
    {
        "session": "届次会议",
        "number": "案号（不带“第”和“号”）",
        "title": "标题",
        "kind": "提案或者建议",
        "name": "提出人",
        "unit": "主办单位全称",
        "unit_short": "主办单位简称",
        "co_units": "会办单位简称",
        "former": "被更正的函的文号",
    }
)
SLOTS = frozenset(SLOT_NAMES)
OWN_SLOT_NAMES = MappingProxyType(
    {
        "role": "主办或者会办",
        "limit": "哪一种期限",
        "due": "期限",
        "why": "期限怎样算出",
        "standing": "距期限还有几个工作日或者已逾期几个工作日",
        "reply_by": "回复期限",
        "asked": "申请延至的日期",
        "told_on": "告知提出人的日期",
        "told_how": "告知提出人的方式",
    }
)


class PatternRefused(ValueError):
    """A phrase asks for something it may not have; the message is a sentence for the person who wrote it."""


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """One phrase an assembly's rules may word.

    label: what people call it; default: what it says where the rules are silent, empty for nothing; instead: the key
    of the phrase that then stands in; own: the slots it has beside SLOTS; needed: those it may not leave out;
    required: whether the rules may not be silent.
    """

    label: str
    default: str = ""
    instead: str = ""
    own: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    required: bool = False

    @property
    def slots(self) -> frozenset[str]:
        """Every slot the phrase may name."""
        return SLOTS | set(self.own)


LETTER_PHRASES = MappingProxyType(
    {
        "title": Phrase(label="答复函标题", needed=("number",), required=True),
        "title_again": Phrase(label="再次答复函标题", instead="title", needed=("number",)),
        "title_correction": Phrase(
            label="更正函标题",
            default="关于更正{session}第{number}号{kind}答复的函",
            needed=("number",),
        ),
        "addressee": Phrase(label="主送", needed=("name",), required=True),
        "addressee_lead": Phrase(label="主送（有联名人）", instead="addressee", needed=("name",)),
        "addressee_organisation": Phrase(label="主送（集体提出）", instead="addressee", needed=("name",)),
        "opening": Phrase(label="开头", needed=("title",), required=True),
        "opening_co_units": Phrase(
            label="开头（有会办单位）", instead="opening", needed=("title", "co_units")
        ),
        "opening_organisation": Phrase(label="开头（集体提出）", instead="opening", needed=("title",)),
        "opening_again": Phrase(label="开头（再次答复）", instead="opening", needed=("title",)),
        "opening_correction": Phrase(
            label="开头（更正）",
            default="{unit_short}关于《{title}》的答复函（{former}）有误，现予更正，以本函为准，原函同时废止。",
            needed=("former",),
        ),
        "closing": Phrase(label="结尾"),
        "closing_organisation": Phrase(label="结尾（集体提出）", instead="closing"),
        "copies": Phrase(label="抄送"),
        "number_label": Phrase(label="正文中怎样称呼案号", needed=("number",)),
    }
)
NOTICE_PHRASES = MappingProxyType(
    {
        "title_hand_over": Phrase(
            label="交办通知标题", default="关于交办{session}第{number}号{kind}的通知", needed=("number",)
        ),
        "hand_over": Phrase(
            label="交办通知开头",
            default="现将{session}第{number}号{kind}《{title}》（{name}提出）交你们办理，请按下列分工和期限办理。",
            needed=("title",),
        ),
        "hand_over_demands": Phrase(
            label="交办通知的办理要求",
            default=(
                "请主办单位主动与提出人沟通，会同会办单位逐条研究，按期书面答复；会办单位按期向主办单位提出会办意见。"
                "认为不属于本单位职责的，请在规定期限内书面申请调整，不得自行转办。"
            ),
        ),
        "title_urge": Phrase(
            label="催办通知标题", default="关于催办{session}第{number}号{kind}的通知", needed=("number",)
        ),
        "urge": Phrase(
            label="催办通知开头",
            default=(
                "{session}第{number}号{kind}《{title}》由你单位{role}，{limit}期限为{due}（{why}），{standing}。"
            ),
            own=("role", "limit", "due", "why", "standing"),
            needed=("title", "due"),
        ),
        "urge_reply": Phrase(
            label="催办通知结尾",
            default="请于{reply_by}前将办理情况书面告知我单位。",
            own=("reply_by",),
            needed=("reply_by",),
        ),
        "title_co_opinion": Phrase(
            label="会办意见函标题", default="关于{session}第{number}号{kind}的会办意见", needed=("number",)
        ),
        "co_opinion": Phrase(
            label="会办意见函开头",
            default=(
                "你单位主办的{session}第{number}号{kind}《{title}》收悉。根据职责分工，现提出会办意见如下："
            ),
            needed=("title",),
        ),
        "co_opinion_end": Phrase(label="会办意见函结尾", default="以上意见供你单位答复时采用。"),
        "title_extension": Phrase(
            label="延期函标题",
            default="关于申请延期答复{session}第{number}号{kind}的函",
            needed=("number",),
        ),
        "extension": Phrase(
            label="延期函开头",
            default=(
                "{session}第{number}号{kind}《{title}》由我单位主办，答复期限为{due}（{why}）。"
                "因按期答复确有困难，现申请延期至{asked}答复。"
            ),
            own=("due", "why", "asked"),
            needed=("title", "asked"),
        ),
        "extension_told": Phrase(
            label="延期函的告知情况",
            default="我单位已于{told_on}以{told_how}方式，将申请延期的情况告知提出人。",
            own=("told_on", "told_how"),
            needed=("told_on", "told_how"),
        ),
        "extension_end": Phrase(label="延期函结尾", default="妥否，请函复。"),
    }
)
PHRASES = MappingProxyType({**LETTER_PHRASES, **NOTICE_PHRASES})


def pattern_of(worded: Mapping[str, str], *keys: str) -> str:
    """Return the first of these phrases the rules word (`worded`) or that has a default; empty when there is none."""
    return next((found for key in keys if (found := worded.get(key) or PHRASES[key].default)), "")


def check_phrase(key: str, pattern: str) -> None:
    """Raise PatternRefused unless a wording of that phrase names only its slots, and all it may not leave out."""
    phrase = PHRASES[key]
    check_pattern(pattern, phrase.slots)
    present = {slot for _, slot, _, _ in string.Formatter().parse(pattern)}
    missing = [slot for slot in phrase.needed if slot not in present]
    if missing:
        raise PatternRefused(f"句式中缺少{said(missing)}，请写进去。")


def said(slots: Collection[str]) -> str:
    """Return slots as people are told of them: {due}期限、{why}期限怎样算出."""
    names = {**SLOT_NAMES, **OWN_SLOT_NAMES}
    return "、".join(f"{{{slot}}}{names[slot]}" for slot in slots)


def check_pattern(pattern: str, allowed: Collection[str]) -> None:
    """Raise PatternRefused unless the phrase only holds slots of the closed list, each as plain {name}."""
    try:
        pieces = list(string.Formatter().parse(pattern))
    except ValueError as wrong:
        raise PatternRefused("句式中的花括号不成对，请检查。") from wrong
    for _, slot, form, conversion in pieces:
        if slot is None:
            continue
        if slot not in allowed:
            known = "、".join(f"{{{name}}}" for name in sorted(allowed))
            raise PatternRefused(f"句式中不能使用“{{{slot}}}”，可用的有：{known}。")
        if form or conversion:
            raise PatternRefused(f"句式中的“{{{slot}}}”只能单独书写，不能带格式说明。")


def fill(pattern: str, **slots: object) -> str:
    """Return the phrase with its slots filled; raise PatternRefused for any slot that is not given here."""
    check_pattern(pattern, slots.keys())
    return pattern.format(**{name: str(value) for name, value in slots.items()})

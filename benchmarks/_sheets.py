"""Invented replies without a fault, and what is remembered of each fault that is then planted in one."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from benchmarks._sentences import (
    EARLIER,
    FACTUAL,
    OF_PROPOSER,
    ONLY_LOOK_WRONG,
    PEOPLE,
    PERCENTAGES,
    POINTS,
    SUMS,
    TABLE_PEOPLE,
    TOPICS,
    UNITS,
    Topic,
)
from responses.letters.proofread import AnnexText, CaseFacts, Demand, LetterText, UnitName
from responses.letters.proofread.facts import KnownText

NUMERALS = "一二三四五六七八九十"
SCHEME = (
    ("A", "所提问题已经解决或者基本解决"),
    ("B", "所提问题正在解决或者已列入计划逐步解决"),
    ("C", "因目前条件限制或者其他原因，有待以后解决"),
)


@dataclass(eq=False)
class Line:
    """One paragraph being written: what it is for, and whether a fault already stands in it."""

    text: str
    role: str = "prose"
    topic: int = -1
    taken: bool = False


@dataclass(eq=False)
class Fault:
    """One planted fault: its kind and where it stands; `line` or `part` is None, both when something is missing."""

    kind: str
    line: Line | None = None
    part: str | None = None
    start: int = 0
    stop: int = 0


@dataclass
class Sheet:
    """A letter while faults are planted: its lines, its parts by attribute of LetterText, its case."""

    lines: list[Line]
    parts: dict[str, str]
    written_on: date
    printed_on: date
    case: CaseFacts
    topics: tuple[Topic, ...]
    annex: AnnexText
    faults: list[Fault] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def letter(self) -> LetterText:
        """Return the letter as it stands."""
        return LetterText(
            paragraphs=tuple(line.text for line in self.lines),
            written_on=self.written_on,
            printed_on=self.printed_on,
            annexes=(self.annex,),
            **self.parts,
        )


def sheet(dice: random.Random) -> Sheet:
    """Write one letter without a fault."""
    is_proposal = dice.random() < 0.5
    topics = tuple(dice.sample(TOPICS, dice.randint(2, 4)))
    units = dice.sample(UNITS, dice.randint(0, 2))
    serial, person = dice.randint(3, 480), dice.choice(PEOPLE)
    meeting = NUMERALS[dice.randint(0, 4)]
    noun, call = ("提案", "委员") if is_proposal else ("建议", "代表")
    session = f"市政协九届{meeting}次会议" if is_proposal else f"市十四届人大{meeting}次会议"
    title = f"关于{topics[0].demand.split('，')[0]}的{noun}"
    together = "、".join(short for _, short in units) or "有关部门"
    written = date(2025, 5, 1) + timedelta(days=dice.randint(0, 90))
    opening = f"您在{session}期间提出的《{title}》（第{serial}号{noun}）收悉，"
    opening += f"市民生局会同{together}认真研究，现答复如下："
    parts = {
        "title": f"关于{session}第{serial}号{noun}的答复" + ("函" if is_proposal else ""),
        "number": f"云民提复〔2025〕{dice.randint(1, 200)}号",
        "addressee": f"{person}{call}：",
        "contact": "联系人：方小禾 联系电话：0571-88001200",
        "signed_by": "云溪市民生事务局",
        "copies": "抄送：市府办，" + ("市政协提案委。" if is_proposal else "市人大常委会代表工委。"),
        "resolution_class": dice.choice("AB"),
    }
    case = CaseFacts(
        kind="proposal" if is_proposal else "suggestion",
        session=session,
        number_text=str(serial),
        number_label=f"第{serial}号{noun}",
        title=title,
        proposers=(person,),
        demands=tuple(Demand(str(at), topic.demand, "done") for at, topic in enumerate(topics)),
        co_handlers=tuple(UnitName(full, short) for full, short in units),
        unit=UnitName("云溪市民生事务局", "市民生局"),
        series_code="云民提复",
        class_scheme=SCHEME,
        due_on=written + timedelta(days=20),
        year=2025,
        known_texts=tuple(KnownText(text, name) for name, text in EARLIER),
    )
    closing = Line("感谢您对民生事务工作的关心和支持。", "thanks")
    of_proposer = [each.format(noun=noun, name=person, surname=person[0], call=call) for each in OF_PROPOSER]
    lines = [Line(opening, "opening"), *_sections(dice, topics, dice.choice(of_proposer)), closing]
    printed = written + timedelta(days=dice.randint(0, 5))
    return Sheet(lines, parts, written, printed, case, topics, _table(dice, topics))


def _table(dice: random.Random, topics: tuple[Topic, ...]) -> AnnexText:
    """Write an annex: a line, a table of what is to be done, a figure's caption."""
    rows = []
    for at, topic in enumerate(topics, 1):
        item, charged = topic.demand.split("，")[0], f"{dice.choice(UNITS)[1]}、{dice.choice(TABLE_PEOPLE)}"
        rows.append(f"| {at} | {item} | {charged} | {dice.randint(2, 98)}.5 |")
    head = ("单位：万元", "| 序 号 | 项　目 | 责任单位（人） | 金额 |", "|---|:---|---|---:|")
    return AnnexText(
        "重点项目表（2025年）", (*head, *rows, "| | 合 计 | — | — |"), ("图1 项目分布，截至2025年6月",)
    )


def _sections(dice: random.Random, topics: tuple[Topic, ...], aside: str) -> list[Line]:
    """Write a section for each topic, the aside somewhere in one of them."""
    deep = dice.random() < 0.5
    lines = []
    aside_at = dice.randrange(len(topics))
    for at, topic in enumerate(topics):
        lines.append(Line(f"{NUMERALS[at]}、关于“{topic.demand}”的建议", "heading", at))
        made = [dice.choice(group)(dice) for group in (SUMS, PERCENTAGES, FACTUAL) if dice.random() < 0.7]
        sentences = [*topic.done, *made, *dice.sample(ONLY_LOOK_WRONG, 2)]
        sentences += [aside] if at == aside_at else []
        dice.shuffle(sentences)
        half = len(sentences) // 2
        for number, group in enumerate((sentences[:half], sentences[half:])):
            head = f"（{NUMERALS[number]}）{('夯实工作基础', '健全长效机制')[number]}。" if deep else ""
            lines.append(Line(head + "".join(group), "deep" if deep else "prose", at))
        if dice.random() < 0.3:
            lines.append(Line(dice.choice(POINTS), "points", at))
        lines.append(Line(dice.choice(topic.planned), "planned", at))
    return lines

"""One hundred and two letters of every shape an office sends: from one line to forty pages, seven on average.

A hundred are invented by a seeded generator, so that every run sets the same words; two are given ones, the reply to
proposal No. 426 and the reply to the suggestion of Jinhua.
"""

import random
from datetime import date, timedelta

from benchmarks import _phrases as words
from benchmarks._given import letter_426
from documents.content import Annex, ContactPlace, Layout, OfficialDocument, SigningBody
from seeds.parsers import parse_reply_letter

SEED = 9704
GENERATED = 100
# Characters of the body; 616 fill a page. Every tenth of the letters is of another kind.
SHORT = (20, 60, 120, 200, 300, 450, 700, 900, 1100, 1300)
LONGEST = 20400  # short paragraphs leave lines unfilled: it comes to forty pages
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
TITLES = (  # of one line, of two, of three, of four
    "关于政协第{p}号提案的复函",
    "关于市政协十二届{s}次会议第{p}号提案的答复函",
    "关于市十四届人大{s}次会议第{p}号《关于{aim}{subject}工作的建议》的答复函",
    "关于市政协十二届{s}次会议第{p}号《关于{aim}{subject}工作，{aim2}{subject2}"
    "体系建设，更好满足人民群众对美好生活需要的提案》的答复函",
)
COPIES = (
    "",
    "抄送：市政府办公室，市政协提案委员会。",
    "抄送：市政府办公室，市人大常委会代表工作委员会，市财政局、市发展和改革委员会、市自然资源和规划局、市住房和城乡建设局、"
    "市交通运输局、市卫生健康委员会、市市场监督管理局，各县（市、区）人民政府。",
)


def shapes() -> list[OfficialDocument]:
    """Return the letters: the two given ones first, then the invented ones; the same in every run."""
    return [letter_426(), letter_of_jinhua(), *(_letter(place) for place in range(GENERATED))]


def letter_of_jinhua() -> OfficialDocument:
    """Return the reply of the given document 002; its head and foot, which the document lacks, are invented."""
    given = parse_reply_letter("002")
    return OfficialDocument(
        layout=Layout.LETTER,
        letterheads=("金华市科学技术局",),
        number="金科提复〔2024〕9号",
        class_mark="A类",
        title="关于市八届人大三次会议第9号建议的答复函",
        addressee=f"{given.addressee.whole.value}：",
        paragraphs=tuple(paragraph.text for paragraph in given.body),
        contact=given.contact_line.value,
        signing=(SigningBody(name="金华市科学技术局"),),
        written_on=date(2024, 6, 28),
        copies="抄送：市政府办公室，市人大常委会代表工作委员会。",
        printed_on=date(2024, 6, 28),
    )


def _letter(place: int) -> OfficialDocument:
    """Return the invented letter of that place: its shape follows from the place, its words from a generator."""
    chance = random.Random(f"{SEED}:{place}")
    layout = Layout.LETTER if place % 5 in (1, 3) else Layout.FILE
    bodies = chance.sample(range(len(words.BODIES)), 1 + max(0, place % 9 - 4))  # five of nine have one body
    names = [words.BODIES[body] for body in bodies]
    written_on = date(2025, 1, 6) + timedelta(days=chance.randrange(340))
    return OfficialDocument(
        layout=layout,
        letterheads=_letterheads(names, layout),
        copy_number=f"{place:06d}" if place % 25 == 7 else "",
        urgency="特急" if place % 25 == 7 else "",
        number=f"{words.CODES[bodies[0]]}提复〔2025〕{chance.randrange(1, 400)}号",
        signers=_signers(place, len(names)) if layout is Layout.FILE and place % 10 in (0, 4) else (),
        class_mark=("A类", "B类", "C类")[place % 3] if place % 4 else "",
        title=_title(chance, place),
        addressee=_addressee(chance, place),
        paragraphs=_body(chance, _length(place)),
        contact=f"联系人：{_name(chance)} 联系电话：0577-88{chance.randrange(10**6):06d}"
        if place % 6
        else "",
        contact_place=ContactPlace.NOTE if place % 4 == 2 else ContactPlace.BEFORE_SIGNATURE,
        signing=tuple(SigningBody(name=name) for name in names),
        written_on=written_on,
        notes=("此件公开发布",) if place % 3 == 0 else (),
        copies=COPIES[place % 3],
        imprint_office=f"{names[0].split('（')[0]}办公室",
        printed_on=written_on + timedelta(days=chance.randrange(3)),
        annexes=tuple(_annex(chance) for _ in range((place % 8 == 5) + 2 * (place % 16 == 8))),
    )


def _letterheads(names: list[str], layout: Layout) -> tuple[str, ...]:
    if len(names) > 1:
        return tuple(names)
    return (names[0] if layout is Layout.LETTER else f"{names[0]}文件",)


def _signers(place: int, bodies: int) -> tuple[str, ...]:
    chance = random.Random(f"{SEED}:{place}:signers")
    return tuple(_name(chance) for _ in range(bodies))


def _name(chance: random.Random) -> str:
    return chance.choice(words.SURNAMES) + chance.choice(words.GIVEN_NAMES)


def _length(place: int) -> int:
    """Return how many characters the body is to have: short ones, a middle of two to twelve pages, one of forty."""
    if place == 50:
        return LONGEST
    if place % 10 == 0:
        return SHORT[place // 10]
    return 600 + (place * 61 % 100) * 42


def _title(chance: random.Random, place: int) -> str:
    return TITLES[place % 7 % 4].format(
        s=chance.choice("二三四"),
        p=chance.randrange(1, 600),
        aim=chance.choice(words.AIMS),
        subject=chance.choice(words.SUBJECTS),
        aim2=chance.choice(words.AIMS),
        subject2=chance.choice(words.SUBJECTS),
    )


def _addressee(chance: random.Random, place: int) -> str:
    if place % 11 == 3:
        return "、".join(_name(chance) for _ in range(12)) + "委员："
    return f"{_name(chance)}{'委员' if place % 2 else '代表'}："


def _body(chance: random.Random, length: int) -> tuple[str, ...]:
    """Return an opening, numbered sections of about so many characters in all, and the closing."""
    if length < SHORT[1]:
        return ("您的提案收悉，已转有关单位研究采纳。",)
    paragraphs = [
        f"您提出的《关于{chance.choice(words.AIMS)}{chance.choice(words.SUBJECTS)}工作的提案》收悉，"
        "经我局会同有关单位认真研究，现答复如下："
    ]
    section = 0
    while sum(map(len, paragraphs)) < length:
        paragraphs.append(f"{NUMERALS[section % 10]}、关于{chance.choice(words.SUBJECTS)}")
        paragraphs += _section(chance, length - sum(map(len, paragraphs)))
        section += 1
    paragraphs.append("感谢您对我市工作的关心和支持，希望您继续提出宝贵的意见和建议。")
    return tuple(paragraphs)


def _section(chance: random.Random, room: int) -> list[str]:
    """Return the paragraphs of one section, with headings of the second and third level when there is room."""
    found = []
    for number in range(chance.choice((1, 2, 3))):
        if room > 400:
            found.append(f"（{NUMERALS[number]}）{chance.choice(words.AIMS)}{chance.choice(words.SUBJECTS)}")
            found += [f"{part}.{_paragraph(chance)}" for part in range(1, chance.choice((2, 3, 4)))]
        found.append(_paragraph(chance))
        room -= sum(map(len, found))
        if room < 0:
            break
    return found


def _paragraph(chance: random.Random) -> str:
    return "".join(_sentence(chance) for _ in range(chance.choice((1, 2, 2, 3, 4))))


def _sentence(chance: random.Random) -> str:
    kind = chance.randrange(10)
    if kind < 5:
        return f"{chance.choice(words.WHO)}{chance.choice(words.DONE)}，{chance.choice(words.RESULTS)}。"
    if kind < 7:
        return f"{_filled(chance, words.FIGURES)}，{chance.choice(words.RESULTS)}。"
    if kind == 7:
        return f"根据{chance.choice(words.CITED)}，{chance.choice(words.WHO)}{chance.choice(words.DONE)}。"
    if kind == 8:
        return f"下一步，我们将{_filled(chance, words.PLANS)}；{_filled(chance, words.PLANS)}。"
    return f"{chance.choice(words.WESTERN)}，{chance.choice(words.RESULTS)}。"


def _filled(chance: random.Random, phrases: tuple[str, ...]) -> str:
    return chance.choice(phrases).format(
        year=chance.choice((2023, 2024, 2025)),
        next=2026,
        month=chance.randrange(1, 13),
        place=chance.choice(words.PLACES),
        n=chance.randrange(12, 400),
        many=chance.randrange(1000, 40000),
        few=chance.randrange(2, 12),
        part=chance.randrange(8, 98),
        money=chance.randrange(120, 9000),
    )


def _annex(chance: random.Random) -> Annex:
    subject = chance.choice(words.SUBJECTS)
    rows = ["| 序号 | 项目 | 完成时限 |", "| --- | --- | --- |"] + [
        f"| {number} | {chance.choice(words.AIMS)}{chance.choice(words.SUBJECTS)} | 2026年{number}月底 |"
        for number in range(1, 6)
    ]
    texts = [_paragraph(chance) for _ in range(chance.choice((1, 4)))]
    return Annex(title=f"{subject}工作任务分解表", paragraphs=(*texts, *rows))

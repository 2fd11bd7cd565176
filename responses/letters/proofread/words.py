"""Words: foreign ones inside a clause, set phrases with a character lost, units cut short, names nearly right."""

import re
from collections.abc import Iterator
from types import MappingProxyType

from responses.letters.proofread.facts import Note, Passage
from responses.letters.proofread.script import CHINESE, HAN

_MEANING = MappingProxyType({"and": "和", "or": "或", "with": "与"})
_FOREIGN = re.compile(rf"(?<=[{CHINESE}]) ?([a-z]{{2,20}}) ?(?=[{CHINESE}])")
# Units and words that Chinese papers write in small letters.
_SMALL = """
app apps vs vlog web wifi km cm mm nm kg mg ml kw kwh mw mwh gw hz khz mhz ghz ppm db dpi bp ph via etc vivo
"""
_AT_HOME = frozenset(_SMALL.split())

# Set phrases of official papers. Without the characters in the middle they are no words, whatever stands around,
# except after what binds the first character (提高发展质量) or before what makes another word (高发展中国家).
_SET_PHRASES = (
    (re.compile(r"(?<![提更较很最升拔调增超])高发展(?![中阶水潜])|高质发展|高量发展"), "高质量发展"),
    (re.compile(r"营环境|营商境(?!外|内)"), "营商环境"),
    (re.compile(r"知识权(?!威|利|力|重)|知产权保护|识产权保护(?<!知识产权保护)"), "知识产权"),
    (re.compile(r"专精新(?!材|能)|专特新|精特新(?<!专精特新)"), "专精特新"),
    (re.compile(r"共同裕|共富裕(?!路)"), "共同富裕"),
    (re.compile(r"生态文建设|态文明建设(?<!生态文明建设)"), "生态文明建设"),
)
_SLIPS = MappingProxyType(
    {
        "截止目前": "截至目前",
        "截止到目前": "截至目前",
        "布署": "部署",
        "按装": "安装",
        "既使": "即使",
        "必需要": "必须要",
        "迫不急待": "迫不及待",
        "一愁莫展": "一筹莫展",
        "再接再励": "再接再厉",
        "如火如茶": "如火如荼",
        "凑和": "凑合",
        "帐户": "账户",
        "付主任": "副主任",
        "松驰": "松弛",
        "精减": "精简",
        "幅射": "辐射",
        "防碍": "妨碍",
        "振撼": "震撼",
        "倡仪": "倡议",
        "粗旷": "粗犷",
        "园满": "圆满",
        "贯切": "贯彻",
        "惯彻": "贯彻",
        "座落": "坐落",
        "重迭": "重叠",
        "撤消": "撤销",
        "既便": "即便",
    }
)
_SLIP = re.compile("|".join(sorted(_SLIPS, key=len, reverse=True)))

# 市科… opens the name of a unit or a field of work: which character may follow each first character.
_UNIT_STEMS = MappingProxyType(
    {
        "科": "技协创研普学教幻",
        "经": "济信贸开发合营办常过历由",
        "财": "政务经力源产",
        "教": "育体研师学科委工职材",
    }
)
_CUT_UNIT = re.compile(
    rf"(?:(?<=[，。；：、（,;:(])|^|(?<=会同)|(?<=我))[省市县区]([{''.join(_UNIT_STEMS)}])(?=([{HAN}]))"
)

# Foreign names that take a fixed spelling; one other character in their place is a slip.
_NAMES = (
    "弗劳恩霍夫",
    "马克斯·普朗克",
    "亥姆霍兹联合会",
    "莱布尼茨学会",
    "斯坦福大学",
    "麻省理工学院",
    "卡罗林斯卡",
    "洛桑联邦理工",
    "慕尼黑工业大学",
    "约翰斯·霍普金斯",
    "卡内基梅隆",
    "诺丁汉大学",
    "哥本哈根大学",
    "斯德哥尔摩",
    "布宜诺斯艾利斯",
    "阿姆斯特丹",
    "达累斯萨拉姆",
    "约翰内斯堡",
    "杜塞尔多夫",
    "比勒费尔德",
    "乌兹别克斯坦",
    "哈萨克斯坦",
)
_NEARLY = tuple(
    (
        name,
        re.compile(
            "|".join(
                f"{re.escape(name[:at])}(?!{re.escape(name[at])})[{HAN}]{re.escape(name[at + 1 :])}"
                for at in range(len(name))
                if name[at] != "·"
            )
        ),
    )
    for name in _NAMES
)


def foreign_words(passage: Passage) -> Iterator[Note]:
    """A word in small Latin letters between Chinese characters, such as a left-over "and"."""
    for match in _FOREIGN.finditer(passage.masked):
        word = match[1]
        if word in _AT_HOME:
            continue
        right = _MEANING.get(word)
        advice = f"请改为“{right}”" if right else "请改用中文，或核对是否多余"
        yield passage.note(*match.span(), f"汉字之间夹有外文单词“{word}”，{advice}。", right)


def lost_characters(passage: Passage) -> Iterator[Note]:
    """A set phrase without one of its characters, or the short name of a unit that breaks off."""
    for pattern, phrase in _SET_PHRASES:
        for match in pattern.finditer(passage.text):
            message = f"“{match.group()}”疑似漏字，是否应为“{phrase}”？"
            yield passage.note(*match.span(), message)
    for match in _CUT_UNIT.finditer(passage.text):
        if match[2] not in _UNIT_STEMS[match[1]]:
            shown = passage.text[match.start() : match.end() + 2]
            yield passage.note(*match.span(), f"“{shown}”疑似漏字：单位名称“{match.group()}”不完整，请补全。")


def slips(passage: Passage) -> Iterator[Note]:
    """Words that are often written wrong."""
    for match in _SLIP.finditer(passage.text):
        right = _SLIPS[match.group()]
        yield passage.note(*match.span(), f"“{match.group()}”应为“{right}”，请核对。", right)


def near_names(passage: Passage) -> Iterator[Note]:
    """A foreign name that differs in one character from its usual spelling; the source's own may be kept."""
    for name, pattern in _NEARLY:
        for match in pattern.finditer(passage.text):
            message = f"“{match.group()}”与通行译名“{name}”差一个字，请核对；引用原文的可保留并说明。"
            yield passage.note(*match.span(), message)

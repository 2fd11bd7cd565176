"""Papers of many shapes, to be set once as PDF and once as Word: what each of them is there to show."""

from datetime import date
from io import BytesIO
from types import MappingProxyType

from PIL import Image, ImageDraw

from documents.content import (
    Annex,
    ContactPlace,
    Layout,
    OfficialDocument,
    PlacedPicture,
    SigningBody,
)

SEAL, FIGURE = "e" * 64, "f" * 64
BODIES = ("甲市科学技术局", "甲市财政局", "甲市人力资源和社会保障局")
ADDRESS = "https://suggestions.example.cn/verify/7K2M9QX4ABCD/"
SENTENCE = "我局会同有关单位对您提出的意见逐条作了研究，现将办理情况答复如下。"
# A name that reaches the place of the code, which then stands on three lines of its own below the date.
REACHES_LEFT = (SigningBody(name="甲市经济技术开发区综合行政执法与应急管理委员会办公室"),)
TABLE = (
    "| 项目 | 数量 | 说明 |",
    "|---|---|---|",
    "| 孵化器 | 3 | 已建成并对外开放 |",
    "| 众创空间 | 12 | 其中市级四家，县级八家，均已备案 |",
)


def _seal() -> bytes:
    file = BytesIO()
    picture = Image.new("RGBA", (420, 420), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((5, 5, 415, 415), outline=(230, 0, 18, 255), width=10)
    picture.save(file, "PNG")
    return file.getvalue()


def _figure() -> bytes:
    file = BytesIO()
    Image.new("RGB", (300, 200), "navy").save(file, "PNG")
    return file.getvalue()


PICTURES = MappingProxyType({SEAL: _seal(), FIGURE: _figure()})


def shape(**changes: object) -> OfficialDocument:
    """Return a plain paper of one page of text with some of it changed."""
    values = {
        "letterheads": ("甲市科学技术局文件",),
        "number": "甲科提复〔2026〕5号",
        "title": "关于市政协十届二次会议第12号提案的答复函",
        "addressee": "王三三委员：",
        "paragraphs": (
            SENTENCE,
            "一、总体情况",
            "（一）进展。" + SENTENCE * 3,
            "二、下一步打算",
            SENTENCE * 2,
            "感谢您对我们工作的支持。",
        ),
        "contact": "联系人：赵四 联系电话：0577-00000000",
        "signing": (SigningBody(name="甲市科学技术局"),),
        "written_on": date(2026, 3, 2),
        "copies": "抄送：市府办，市政协提案委。",
        "imprint_office": "甲市科学技术局办公室",
        "printed_on": date(2026, 3, 3),
    }  # fmt: skip
    return OfficialDocument(**(values | changes))


def joint(count: int, *, seal: str = SEAL, **changes: object) -> OfficialDocument:
    """Return a paper of several bodies."""
    names = (*BODIES, "甲市教育局", "甲市卫生健康委员会")[:count]
    return shape(letterheads=names, signing=[SigningBody(name=name, seal=seal) for name in names], **changes)


def filling(lines: int, **changes: object) -> OfficialDocument:
    """Return a paper whose text is so many lines of the grid."""
    return shape(paragraphs=["办" * 26 for _ in range(lines)], contact="", **changes)


LETTER = {"layout": Layout.LETTER, "letterheads": ("甲市科学技术局",)}
ANNEXES = (
    Annex(title="项目清单", paragraphs=("说明。", *TABLE, SENTENCE)),
    Annex(title="示意图", pictures=(PlacedPicture(sha256=FIGURE, width_mm=120, height_mm=80, caption="图1 选址"),)),
)  # fmt: skip
SHAPES = MappingProxyType(
    {
        "plain": shape(),
        "sealed": shape(signing=(SigningBody(name="甲市科学技术局", seal=SEAL),)),
        "everything": shape(
            copy_number="000001",
            secrecy="机密★1年",
            urgency="特急",
            class_mark="A",
            signers=("张一一", "李二二", "王三"),
            notes=("此件公开发布",),
            contact_place=ContactPlace.NOTE,
        ),
        "one-line": shape(paragraphs=("同意。",), contact=""),
        "joint-3": joint(3),
        "joint-5": joint(5),
        "joint-2-unsealed": joint(2, seal=""),
        "letter": shape(**LETTER),
        "letter-class": shape(**LETTER, class_mark="B", urgency="急件", signers=("张一一",)),
        "letter-bare": shape(**LETTER, copies="", paragraphs=("同意。",)),
        "letter-joint": joint(3, layout=Layout.LETTER),
        "annexes": shape(annexes=ANNEXES),
        "five-pages": shape(paragraphs=[SENTENCE * 4 for _ in range(20)]),
        "four-line-title": shape(
            title="关于市政协十届二次会议第12号提案《关于进一步加快推进我市科技成果转化应用和产业化体系建设"
            "完善民营企业科技创新服务平台与人才队伍保障机制的若干建议》的答复函",
        ),
        "coded": shape(verify_address=ADDRESS),
        "coded-below": shape(verify_address=ADDRESS, signing=REACHES_LEFT, notes=("此件公开发布",)),
        "table-before-signature": shape(paragraphs=(SENTENCE, *TABLE), contact=""),
        "odd-end": filling(4),
        "signature-turns": filling(7),
        "full-page": filling(30),
        "blank-page": filling(23),
        "long-names": shape(
            letterheads=("甲市经济技术开发区综合行政执法与应急管理局文件",),
            signing=(SigningBody(name="甲市经济技术开发区综合行政执法与应急管理局"),),
            copies="抄送："
            + "，".join(["市府办", "市政协提案委", "市人力资源和社会保障局", "市综合行政执法局"] * 3)
            + "。",
        ),
    }
)

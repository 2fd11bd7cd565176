"""Short papers that between them show every part a stylesheet places: what is moved by a millimetre must be seen."""

import hashlib
import io
from dataclasses import replace
from datetime import date

from PIL import Image, ImageDraw

from documents.content import Annex, ContactPlace, Layout, OfficialDocument, PlacedPicture, SigningBody

SENTENCE = "我局会同有关部门对全市老旧小区停车现状进行了全面摸底，逐个小区建立泊位台账，并向居民公开。"
TABLE = ("| 序号 | 项目 | 完成时限 |", "| --- | --- | --- |", "| 1 | 新建公共停车场 | 2026年6月底 |")
COPIES = (
    "抄送：市政府办公室，市人大常委会代表工作委员会，市财政局、市发展和改革委员会、市自然资源和规划局、市交通运输局，"
    "各县（市、区）人民政府。"
)
BODY = (
    "您提出的《关于缓解老旧小区停车难的提案》收悉，现答复如下：",
    "一、关于挖掘停车潜力",
    "（一）利用边角地建设临时停车场",
    f"按照《云溪市停车场管理办法》（试行）、《云溪市老旧小区改造导则》，{SENTENCE * 2}",  # marks that share room
    *(SENTENCE * 3 for _ in range(5)),
    "感谢您对我市工作的关心和支持。",
)


def seal() -> bytes:
    """A ring in red, as a seal's picture is."""
    image = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((2, 2, 197, 197), outline=(214, 0, 15, 255), width=5)
    file = io.BytesIO()
    image.save(file, format="PNG")
    return file.getvalue()


SEAL = seal()
PICTURES = {hashlib.sha256(SEAL).hexdigest(): SEAL}
SEALED = next(iter(PICTURES))

FILE = OfficialDocument(
    letterheads=("云溪市交通运输局文件",),
    copy_number="000012",
    secrecy="机密★1年",
    urgency="特急",
    number="云交提复〔2025〕12号",
    class_mark="A类",
    title="关于市政协十二届三次会议第12号提案的答复函",
    addressee="王建堃、李训根、张晓岚、刘国栋、陈文静、杨海燕、赵思远、黄立新委员：",
    paragraphs=BODY,
    contact="联系人：赵海燕 联系电话：0577-88001234",
    signing=(SigningBody(name="云溪市交通运输局"),),
    written_on=date(2025, 6, 9),
    notes=("此件公开发布",),
    copies=COPIES,
    imprint_office="云溪市交通运输局办公室",
    printed_on=date(2025, 6, 10),
    annexes=(
        Annex(title="停车场建设任务分解表", paragraphs=(SENTENCE * 3, *TABLE)),
        Annex(
            title="云溪市老旧小区停车泊位摸底情况汇总和分年度建设计划安排表（二〇二五年至二〇二七年）",
            paragraphs=(SENTENCE,),
        ),
    ),
)
LETTER = OfficialDocument(
    layout=Layout.LETTER,
    letterheads=("云溪市卫生健康委员会",),
    copy_number="000013",
    number="云卫健提复〔2025〕13号",
    class_mark="B类",
    title="关于市十四届人大三次会议第13号建议的答复函",
    addressee="李训根代表：",
    paragraphs=BODY,
    contact="联系人：陈文静 联系电话：0577-88005678",
    contact_place=ContactPlace.NOTE,
    verify_address="https://reply.yunxi.example.cn/verify/0123456789abcdef/",
    signing=(SigningBody(name="云溪市卫生健康委员会"),),
    written_on=date(2025, 6, 9),
    copies=COPIES,
    printed_on=date(2025, 6, 10),
)
JOINT = OfficialDocument(
    letterheads=("云溪市教育局", "云溪市财政局", "云溪市人力资源和社会保障局"),
    number="云教提复〔2025〕14号",
    signers=("王志强", "李玉兰", "张思远"),
    class_mark="C类",
    title="关于市政协十二届三次会议第14号提案的答复函",
    addressee="王建堃委员：",
    paragraphs=BODY,
    signing=tuple(
        SigningBody(name=name, seal=SEALED) for name in ("云溪市教育局", "云溪市财政局", "云溪市人力社保局")
    ),
    written_on=date(2025, 6, 9),
    imprint_office="云溪市教育局办公室",
    printed_on=date(2025, 6, 10),
)
UNSEALED = replace(JOINT, signing=tuple(SigningBody(name=body.name) for body in JOINT.signing), unsealed=True)
DRAFT = OfficialDocument(
    letterheads=("云溪市教育局",),
    number="",
    title="关于市政协十二届三次会议第15号提案的答复函",
    addressee="王建堃委员：",
    paragraphs=BODY[:1],
    signing=(SigningBody(name="云溪市教育局"),),
    written_on=date(2025, 6, 9),
    imprint_office="云溪市教育局办公室",
    printed_on=date(2025, 6, 10),
    watermark="草稿",
)
ILLUSTRATED = replace(
    LETTER,
    copies="",
    contact="",
    verify_address="",
    paragraphs=(*BODY[:2], *TABLE, *BODY[-1:]),
    annexes=(
        Annex(
            title="停车场位置图",
            pictures=(PlacedPicture(sha256=SEALED, width_mm=120, height_mm=90, caption="图1 城东片区"),),
        ),
    ),
)
SMALL_SEAL = replace(
    JOINT,
    letterheads=("云溪市人力资源和社会保障局办公室文件",),
    signers=(),
    title="关于市政协十二届三次会议第16号提案复函",
    signing=(SigningBody(name="云溪市体育局", seal=SEALED, seal_mm=34.0),),
)
SHORT_LETTER = replace(LETTER, paragraphs=BODY[:1], copies="抄送：市政府办公室。", verify_address="")
WITNESSES = (FILE, LETTER, JOINT, DRAFT)
EVERY_WITNESS = (*WITNESSES, UNSEALED, ILLUSTRATED, SMALL_SEAL, SHORT_LETTER)

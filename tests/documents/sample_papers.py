"""A short official document to be varied, and the pictures it may show."""

import hashlib
import io
from dataclasses import replace
from datetime import date

from PIL import Image, ImageDraw

from documents.content import OfficialDocument, SigningBody
from documents.printing import print_document
from tests.documents.ruler import Sheets, read

SCIENCE, FINANCE, LABOUR = "温州市科学技术局", "温州市财政局", "温州市人力资源和社会保障局"
EDUCATION, HEALTH = "温州市教育局", "温州市卫生健康委员会"


def _png(colour: str) -> bytes:
    image = Image.new("RGBA", (420, 420), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((4, 4, 415, 415), outline=colour, width=8)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


SEAL_FILE, PICTURE_FILE = _png("red"), _png("blue")
SEAL, PICTURE = (hashlib.sha256(file).hexdigest() for file in (SEAL_FILE, PICTURE_FILE))
PICTURES = {SEAL: SEAL_FILE, PICTURE: PICTURE_FILE}
PAPER = OfficialDocument(
    letterheads=(f"{SCIENCE}文件",),
    number="温科提复〔2023〕125号",
    title="关于市政协十二届二次会议第426号提案的答复函",
    addressee="王忠权委员：",
    paragraphs=("您的提案收悉，现答复如下：", "感谢您对科技工作的关心和支持。"),
    signing=(SigningBody(name=SCIENCE),),
    written_on=date(2023, 6, 29),
    copies="抄送：市府办，市政协提案委。",
    imprint_office=f"{SCIENCE}办公室",
    printed_on=date(2023, 6, 30),
)


def printed(**changes: object) -> Sheets:
    """Return the short paper with those fields changed, as read back from its PDF."""
    return read(print_document(replace(PAPER, **changes), PICTURES).file)


def bodies(*names: str, seal: str = "") -> tuple[SigningBody, ...]:
    """Return the signing bodies of those names, each with that seal."""
    return tuple(SigningBody(name=name, seal=seal) for name in names)

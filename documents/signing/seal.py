"""The seal that a digital signature shows: whose place the frozen file says, whose picture the store has.

The frozen file leaves its room blank: without the signature a paper bears no seal.
"""

from io import BytesIO

import pikepdf
from PIL import Image, ImageChops

from documents import pictures
from documents.content import OfficialDocument
from documents.layout import seal_of_signature
from documents.signing.provider import SealPlace, SigningRefused

BLOCK = (
    "sign"  # the destination the engine writes for the signature block (templates/documents/signature.html)
)
MM_A_POINT = 25.4 / 72
LOST = "印章图样在系统里找不到了，请在“用纸设置”中重新上传后重试。"


def seal_place(pdf: bytes, document: OfficialDocument) -> SealPlace | None:
    """Return where the signature shows the seal of the first body; None for a paper that leaves none to it.

    pdf: the frozen file of the document. Raises SigningRefused when the picture is lost or the file names no place.
    """
    seal = seal_of_signature(document)
    if seal is None:
        return None
    try:
        picture = pictures.bytes_of([seal.sha256])[seal.sha256]
    except pictures.PictureLost as lost:
        raise SigningRefused(LOST) from lost
    page, left, top = _block(pdf)
    half = seal.size / 2
    return SealPlace(
        page=page,
        x=left + seal.left + half,
        y=top + seal.top + half,
        diameter=seal.size,
        picture=see_through(picture),
    )


def _block(pdf: bytes) -> tuple[int, float, float]:
    """Return the page of the signature block (from 1) and its upper left corner in mm from that of the page."""
    try:
        with pikepdf.open(BytesIO(pdf)) as file:
            page, _, left, top, _ = pikepdf.NameTree(file.Root.Names.Dests)[BLOCK]
            _, low, _, high = (float(edge) for edge in pikepdf.Page(page).mediabox)
            number = pikepdf.Page(page).index + 1
            return number, float(left) * MM_A_POINT, (high - low - float(top)) * MM_A_POINT
    except (pikepdf.PdfError, AttributeError, KeyError, ValueError) as broken:
        raise SigningRefused("这份PDF文件没有标明落款的位置，印章放不上去，请重新生成文件。") from broken


def see_through(picture: bytes) -> bytes:
    """Return a seal's picture as a PNG through which the text below is seen: white paper around the ink is cleared."""
    image = Image.open(BytesIO(picture)).convert("RGBA")
    red, green, blue, alpha = image.split()
    ink = ImageChops.invert(ImageChops.darker(ImageChops.darker(red, green), blue))
    if alpha.getextrema()[0] == 255:  # no transparency of its own
        image.putalpha(ink)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()

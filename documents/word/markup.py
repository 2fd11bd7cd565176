"""The few elements of WordprocessingML that a paper needs, as text, children in the order the schema wants.

Lengths are points unless said otherwise; every text is escaped, and characters that XML cannot hold become U+FFFD.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

from documents.fonts import Role

NAMESPACES = MappingProxyType(
    {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    }
)
DECLARATIONS = " ".join(f'xmlns:{name}="{address}"' for name, address in NAMESPACES.items())
# The names offices have the faces under; one that lacks them sees its program's own substitute.
OFFICIAL_NAMES = MappingProxyType(
    {
        Role.FANGSONG: "仿宋_GB2312",
        Role.XIAOBIAOSONG: "方正小标宋简体",
        Role.HEITI: "黑体",
        Role.KAITI: "楷体_GB2312",
        Role.SONGTI: "宋体",
        Role.LATIN: "Times New Roman",
    }
)
PITCH = 29.6  # from line to line: 22 in the type area
BODY_SIZE, BODY_SPACING = 16.0, -0.25  # 三号 drawn together so that 28 characters fill 156 mm
EM = BODY_SIZE + BODY_SPACING
RED = "E60012"
EMU_A_MM, TWIPS_A_POINT, POINTS_A_MM = 36000, 20, 72 / 25.4
# Chinese line breaking on, no mark hung into the margin, no blank between Chinese and digits. Said of every paragraph:
# LibreOffice does not take it from a style.
HABITS = (
    '<w:kinsoku/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    '<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
)
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks: its face, its size and letter-spacing in points, its colour as RRGGBB (empty: black).

    scale: the part of their width its letters are narrowed to; alone: Western letters in the same face.
    """

    role: Role = Role.FANGSONG
    size: float = BODY_SIZE
    spacing: float = BODY_SPACING
    color: str = ""
    scale: float = 1.0
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a paragraph stands; lengths in points. line: exact pitch, 0 for as high as its content (a picture)."""

    style: str = ""
    line: float = PITCH
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0  # negative: the later lines hang
    align: str = "both"
    keep_next: bool = False
    page_break: bool = False
    outline: int = 0
    tabs: tuple[
        tuple[float, str], ...
    ] = ()  # (from the left, how the text stands there: left, center, right)
    rules: tuple[
        tuple[str, float, float, str], ...
    ] = ()  # (side, width, distance, colour), top before bottom


BODY = Look()
PLAIN = Shape()


def twips(points: float) -> int:
    return round(points * TWIPS_A_POINT)


def emu(mm: float) -> int:
    return round(mm * EMU_A_MM)


def mm(length: float) -> float:
    """Return a length in mm as points."""
    return length * POINTS_A_MM


def holdable(text: str) -> str:
    """Return the text with U+FFFD for every character that XML cannot hold."""
    return NOT_IN_XML.sub("\ufffd", text)


def safe(text: str) -> str:
    """Return the text for an element's content or an attribute."""
    return escape(holdable(text))


def faces(look: Look) -> str:
    """Return the w:rFonts of a look: official Chinese face, Western letters in Times but in titles and marks."""
    chinese = OFFICIAL_NAMES[look.role]
    own = look.alone or look.role in {Role.XIAOBIAOSONG, Role.SONGTI}
    western = chinese if own else OFFICIAL_NAMES[Role.LATIN]
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{western}" w:eastAsia="{chinese}" w:hAnsi="{western}"'
        f' w:cs="{western}"/>'
    )


def run_properties(look: Look) -> str:
    color = f'<w:color w:val="{look.color}"/>' if look.color else ""
    scale = f'<w:w w:val="{round(look.scale * 100)}"/>' if look.scale < 1 else ""
    half_points = round(look.size * 2)
    return (
        f'<w:rPr>{faces(look)}{color}<w:spacing w:val="{twips(look.spacing)}"/>'
        f'{scale}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
    )


def run(text: str, look: Look = BODY) -> str:
    """Return a run of text; \\n in it is a line break, \\t a tab. The look of the body is left to the style."""
    properties = "" if look == BODY else run_properties(look)
    parts = []
    for piece in re.split("([\t\n])", text):
        if piece == "\t":
            parts.append("<w:tab/>")
        elif piece == "\n":
            parts.append("<w:br/>")
        elif piece:
            parts.append(f'<w:t xml:space="preserve">{safe(piece)}</w:t>')
    return f"<w:r>{properties}{''.join(parts)}</w:r>" if parts else ""


def page_number(look: Look) -> str:
    """Return the field that shows the number of its page."""
    return f'<w:fldSimple w:instr=" PAGE "><w:r>{run_properties(look)}<w:t>1</w:t></w:r></w:fldSimple>'


def paragraph_properties(shape: Shape, section: str = "") -> str:
    """Return a w:pPr; section: the w:sectPr that ends with the paragraph."""
    parts = [f'<w:pStyle w:val="{shape.style}"/>'] if shape.style else []
    if shape.keep_next:
        parts.append("<w:keepNext/>")
    if shape.page_break:
        parts.append("<w:pageBreakBefore/>")
    parts.append('<w:widowControl w:val="0"/>')
    if shape.rules:
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="{round(width * 8)}" w:space="{round(distance)}" w:color="{color}"/>'
            for side, width, distance, color in shape.rules
        )
        parts.append(f"<w:pBdr>{sides}</w:pBdr>")
    if shape.tabs:
        stops = "".join(f'<w:tab w:val="{kind}" w:pos="{twips(place)}"/>' for place, kind in shape.tabs)
        parts.append(f"<w:tabs>{stops}</w:tabs>")
    parts.append(HABITS)
    rule = (
        f'w:line="{twips(shape.line)}" w:lineRule="exact"' if shape.line else 'w:line="240" w:lineRule="auto"'
    )
    parts.append(f'<w:spacing w:before="{twips(shape.before)}" w:after="{twips(shape.after)}" {rule}/>')
    side = "firstLine" if shape.first >= 0 else "hanging"
    parts.append(
        f'<w:ind w:left="{twips(shape.left)}" w:right="{twips(shape.right)}" w:{side}="{twips(abs(shape.first))}"/>'
    )
    parts.append(f'<w:jc w:val="{shape.align}"/>')
    if shape.outline:
        parts.append(f'<w:outlineLvl w:val="{shape.outline - 1}"/>')
    return f"<w:pPr>{''.join(parts)}{section}</w:pPr>"


def paragraph(*runs: str, shape: Shape = PLAIN, section: str = "") -> str:
    return f"<w:p>{paragraph_properties(shape, section)}{''.join(runs)}</w:p>"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the paper in mm: left and top edge, width and height, turned clockwise by degrees."""

    left: float
    top: float
    width: float
    height: float
    turned: float = 0.0


def anchored(
    box: Box, number: int, *, fill: str = "", content: Sequence[str] = (), behind: bool = False
) -> str:
    """Return a run with a shape anchored to its page: a filled bar, or a text box with paragraphs on its floor.

    number: the shape's id, different for each in a part; behind: the text runs over it, otherwise it keeps clear.
    """
    paint = f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>' if fill else "<a:noFill/>"
    text = f"<wps:txbx><w:txbxContent>{''.join(content)}</w:txbxContent></wps:txbx>" if content else ""
    wrap = "<wp:wrapTopAndBottom/>" if content and not behind else "<wp:wrapNone/>"
    turned = f' rot="{round(box.turned * 60000) % 21600000}"' if box.turned else ""
    size = f'cx="{emu(box.width)}" cy="{emu(box.height)}"'
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f'<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}"'
        f' behindDoc="{int(behind)}" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{emu(box.left)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{emu(box.top)}</wp:posOffset></wp:positionV>'
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/>{wrap}'
        f'<wp:docPr id="{number}" name="版面 {number}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{NAMESPACES["wps"]}"><wps:wsp>'
        f"<wps:cNvSpPr{' txBox=' + chr(34) + '1' + chr(34) if content else ''}/>"
        f'<wps:spPr><a:xfrm{turned}><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{paint}<a:ln><a:noFill/></a:ln></wps:spPr>'
        f'{text}<wps:bodyPr rot="0" vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b">'
        "<a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        "</mc:Choice></mc:AlternateContent></w:r>"
    )


def inline_picture(relation: str, number: int, width: float, height: float, words: str) -> str:
    """Return a run with a picture of so many mm in the line; relation: its r:id; words: what it shows."""
    size = f'cx="{emu(width)}" cy="{emu(height)}"'
    named = f'id="{number}" name="图片 {number}" descr="{safe(words)}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f"<wp:docPr {named}/><wp:cNvGraphicFramePr/>"
        f'<a:graphic><a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic><pic:nvPicPr><pic:cNvPr {named}/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/>'
        f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def table(
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    heights: Sequence[float] = (),
    headed: bool = False,
    ruled: bool = True,
    padding: float = 2.85,
) -> str:
    """Return a table; every cell is its paragraphs as XML, widths of the columns and least heights in points.

    headed: the first row is repeated on every page; ruled: with rules around each cell; padding: points on both sides
    of a cell's text.
    """
    line = '<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(line.format(side=side) for side in sides) if ruled else ""
    borders = f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    tall = heights or [0.0] * len(rows)
    body = "".join(
        _row(row, widths, height, head=headed and place == 0)
        for place, (row, height) in enumerate(zip(rows, tall, strict=True))
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'{borders}<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{twips(padding)}" w:type="dxa"/>'
        f'<w:right w:w="{twips(padding)}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def _row(cells: Sequence[str], widths: Sequence[float], height: float, *, head: bool) -> str:
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    tall = f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>' if height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}{'<w:tblHeader/>' if head else ''}</w:trPr>{inner}</w:tr>"

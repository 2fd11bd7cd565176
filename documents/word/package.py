"""The parts of a .docx around its body: styles, settings, headers and footers, and a zip that is the same each time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from documents.fonts import Role
from documents.word import markup
from documents.word.markup import BODY, DECLARATIONS, Look, Shape

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
# Parts of python-docx's own template that say nothing about our papers.
NOT_OURS = frozenset(
    {
        RELATIONSHIP_TYPE.THEME,
        RELATIONSHIP_TYPE.FONT_TABLE,
        RELATIONSHIP_TYPE.WEB_SETTINGS,
        RELATIONSHIP_TYPE.NUMBERING,
        RELATIONSHIP_TYPE.CUSTOM_XML,
        RELATIONSHIP_TYPE.THUMBNAIL,
        RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
        "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    }
)
TITLE_LOOK = Look(role=Role.XIAOBIAOSONG, size=22, spacing=0)
LEVEL_LOOKS = (Look(role=Role.HEITI), Look(role=Role.KAITI))
# (id, name, its pPr children before spacing, outline level, look)
STYLES = (
    ("Title", "Title", Shape(align="center"), TITLE_LOOK),
    ("Heading1", "heading 1", Shape(first=2 * markup.EM, outline=1), LEVEL_LOOKS[0]),
    ("Heading2", "heading 2", Shape(first=2 * markup.EM, outline=2), LEVEL_LOOKS[1]),
)
SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)


class Package:
    """A .docx in the making: takes parts and pictures, gives their relation ids, and writes itself."""

    def __init__(self) -> None:
        self._document = Document()
        self._part = self._document.part
        for owner in (self._part, self._part.package):
            for name in [name for name, relation in owner.rels.items() if relation.reltype in NOT_OURS]:
                del owner.rels[name]
        _replace(self._document.styles.element, _styles())
        _replace(self._document.settings.element, SETTINGS)

    def add_picture(self, data: bytes) -> str:
        """Return the relation id of a picture's bytes (PNG or JPEG)."""
        return self._part.get_or_add_image(BytesIO(data))[0]

    def add_margin(self, kind: str, number: int, content: str) -> str:
        """Return the relation id of a new header or footer (kind: header, footer) with that content."""
        name, root = PackURI(f"/word/{kind}{number}.xml"), "hdr" if kind == "header" else "ftr"
        content_type = CONTENT_TYPE.WML_HEADER if kind == "header" else CONTENT_TYPE.WML_FOOTER
        relation = RELATIONSHIP_TYPE.HEADER if kind == "header" else RELATIONSHIP_TYPE.FOOTER
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<w:{root} {DECLARATIONS} mc:Ignorable="">{content}</w:{root}>'
        )
        part = Part(name, content_type, xml.replace(' mc:Ignorable=""', "").encode(), self._part.package)
        return self._part.relate_to(part, relation)

    def written(self, body: Sequence[str], section: str, *, title: str, author: str, day: date) -> bytes:
        """Return the file: body and last section, core properties from the paper alone, every date of the zip fixed."""
        _replace(self._document.element.body, "".join(body) + section)
        properties = self._document.core_properties
        properties.title = markup.holdable(title)[:255]
        properties.author = properties.last_modified_by = markup.holdable(author)[:255]
        properties.created = properties.modified = datetime.combine(day, time())
        properties.comments = properties.keywords = properties.subject = ""
        properties.revision, properties.language = 1, "zh-CN"
        raw = BytesIO()
        self._document.save(raw)
        return _same_each_time(raw)


def _replace(element: BaseOxmlElement, content: str) -> None:
    """Let an element of the document hold this content and nothing else."""
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(f"<w:any {DECLARATIONS}>{content}</w:any>")))


def _styles() -> str:
    """Return every style of a paper; what has no style of its own is 仿宋 三号 on the grid."""
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"{markup.paragraph_properties(markup.PLAIN)}{_with_language(BODY)}</w:style>"
    )
    others = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="Normal"/><w:qFormat/>{markup.paragraph_properties(shape)}{markup.run_properties(look)}'
        "</w:style>"
        for key, name, shape, look in STYLES
    )
    tables = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    )
    defaults = f"<w:rPrDefault>{_with_language(BODY)}</w:rPrDefault><w:pPrDefault/>"
    return f"<w:docDefaults>{defaults}</w:docDefaults>{normal}{others}{tables}"


def _with_language(look: Look) -> str:
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
    return markup.run_properties(look).replace("</w:rPr>", language)


def section(
    margins: Mapping[str, float],
    relations: Sequence[tuple[str, str, str]],
    *,
    kind: str = "",
    title_page: bool,
) -> str:
    """Return a w:sectPr of A4.

    margins: top, right, bottom, left, header, footer in points; relations: (header or footer, first/even/default,
    relation id); kind: how the section begins (evenPage), empty for on a new page; title_page: the first page differs.
    """
    edges = " ".join(f'w:{side}="{markup.twips(length)}"' for side, length in margins.items())
    references = "".join(
        f'<w:{part}Reference w:type="{which}" r:id="{relation}"/>' for part, which, relation in relations
    )
    return (
        f"<w:sectPr>{references}{f'<w:type w:val={chr(34)}{kind}{chr(34)}/>' if kind else ''}"
        f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar {edges} w:gutter="0"/>'
        f'<w:cols w:space="425"/>{"<w:titlePg/>" if title_page else ""}</w:sectPr>'
    )


def _same_each_time(raw: BytesIO) -> bytes:
    """Return the zip with its entries in a fixed order and without any moment of writing."""
    written = BytesIO()
    with ZipFile(raw) as source, ZipFile(written, "w", ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = ZipInfo(name, ZIP_EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 0, 0
            target.writestr(entry, source.read(name))
    return written.getvalue()

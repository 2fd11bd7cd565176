"""Small .docx files written by hand, so that a test says exactly what is in them."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from documents.word.markup import DECLARATIONS

MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MORE = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def part(root: str, content: str) -> bytes:
    """Return a part whose root has that local name in the w namespace."""
    return f"{HEAD}<w:{root} {DECLARATIONS} {MORE}>{content}</w:{root}>".encode()


def relations(rows: Sequence[tuple[str, str, str, bool]]) -> bytes:
    """Return a .rels part; rows: (id, kind, target, outside)."""
    inner = "".join(
        f'<Relationship Id="{name}" Type="{KINDS}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if outside else ""}/>'  # noqa: E501
        for name, kind, target, outside in rows
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'.encode()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


def parts_of(
    body: str,
    *,
    others: Mapping[str, bytes] | None = None,
    links: Sequence[tuple[str, str, str, bool]] = (),
    main_type: str = MAIN_TYPE,
) -> dict[str, bytes]:
    """Return the parts of a file with that body; others: more parts by name; links: relations of the main part."""
    types = (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>'
    )
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations([("rId1", "officeDocument", "word/document.xml", False)]),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relations(links),
        **(others or {}),
    }


def docx_of(body: str, **more: object) -> bytes:
    """Return a .docx with that body; see parts_of."""
    return zipped(parts_of(body, **more))


def p(text: str, properties: str = "") -> str:
    """Return a paragraph of one run."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    """Return a table; a cell that is markup already stays as it is."""
    inner = ("".join(text if text.startswith("<w:tc>") else cell(text) for text in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in inner)}</w:tbl>"

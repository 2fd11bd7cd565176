"""The inside of a printed file as a second reader (pikepdf) finds it: content, fonts, things no file of ours may have.

What is asked stands in ISO 19005-3 (PDF/A-3), ISO 14289-1 (PDF/UA-1) and ISO 32000-1; every fault is one sentence.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

SUBSET = re.compile(r"/[A-Z]{6}\+.+")
TEXT_SHOWN = {"Tj", "TJ", "'", '"'}
PAINTED = {*TEXT_SHOWN, "Do", "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "INLINE IMAGE"}
FILTERS = {"/FlateDecode", "/DCTDecode"}
# What a stream has whose bytes lie in another file (ISO 32000-1 7.3.8).
OUTSIDE = ("/F", "/FFilter", "/FDecodeParms")
WIDTH_OFF = 1.0  # thousandths of an em that a width may differ from the face's own (ISO 19005-3 6.2.11.5)


@dataclass
class Drawn:
    """What the pages' content says: which marks it bears, and which glyphs of which font it shows."""

    marks: dict[tuple[int, int], str] = field(default_factory=dict)  # (page from 0, MCID): its tag
    glyphs: dict[tuple[int, int], set[int]] = field(default_factory=dict)  # number and generation of the font
    fonts: dict[tuple[int, int], Object] = field(default_factory=dict)
    told: dict[tuple[int, int], dict[int, str]] = field(default_factory=dict)  # what each glyph says
    text: list[str] = field(default_factory=list)  # of all that is no artifact, as it is drawn
    faults: list[str] = field(default_factory=list)


def drawn(pdf: Pdf) -> Drawn:
    """Read every page's content."""
    found = Drawn()
    for number, page in enumerate(pdf.pages):
        _PageReader(found, number, page).read()
    return found


class _PageReader:
    """Follows the marks and the font through one page's content."""

    def __init__(self, found: Drawn, number: int, page: pikepdf.Page) -> None:
        self.found, self.number, self.page = found, number, page
        self.marks: list[str] = []  # artifact, tagged or other, the innermost last
        self.font: Object | None = None
        self.kept: list[Object | None] = []  # the fonts that q laid by

    def read(self) -> None:
        for operands, operator in pikepdf.parse_content_stream(self.page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                self._open(operands)
            elif name == "EMC":
                self.marks.pop()
            elif name == "q":
                self.kept.append(self.font)
            elif name == "Q":
                self.font = self.kept.pop()
            elif name == "Tf":
                self.font = self.page.resources.Font[str(operands[0])]
            elif name in PAINTED:
                self._paint(name, operands)
        if self.marks:
            self._fault("leaves a mark open")

    def _fault(self, what: str) -> None:
        self.found.faults.append(f"Page {self.number + 1} {what}.")

    def _open(self, operands: Iterable[Object]) -> None:
        tag, *properties = operands
        kind = "artifact" if tag == Name.Artifact else "other"
        if properties and "/MCID" in properties[0]:
            kind = "tagged"
            place = (self.number, int(properties[0].MCID))
            if place in self.found.marks:
                self._fault(f"bears mark {place[1]} twice")
            self.found.marks[place] = str(tag)
        if kind != "other" and {"artifact", "tagged"} & set(self.marks):
            self._fault(f"has {kind} content inside {self.marks[-1]} content")
        self.marks.append(kind)

    def _paint(self, name: str, operands: Iterable[Object]) -> None:
        if not {"artifact", "tagged"} & set(self.marks):
            self._fault(f"paints ({name}) what is neither tagged nor an artifact")
        if name in TEXT_SHOWN and self.font is not None:
            self._show(b"".join(part for operand in operands for part in _strings(operand)))

    def _show(self, codes: bytes) -> None:
        key = self.font.objgen
        if key not in self.found.fonts:
            self.found.fonts[key], self.found.glyphs[key] = self.font, set()
            cmap = self.font.get("/ToUnicode")
            self.found.told[key] = _told(cmap.read_bytes().decode("ascii")) if cmap is not None else {}
        glyphs = [int.from_bytes(codes[place : place + 2]) for place in range(0, len(codes), 2)]
        self.found.glyphs[key].update(glyphs)
        if "artifact" not in self.marks:
            self.found.text += [self.found.told[key].get(glyph, "") for glyph in glyphs]


def _strings(operand: Object) -> Iterator[bytes]:
    for part in operand if isinstance(operand, Array) else [operand]:
        if isinstance(part, pikepdf.String):
            yield bytes(part)


def boxes(found: Drawn) -> list[str]:
    """Return a sentence for every font of which the pages show the box of a character that the face lacks.

    That is glyph 0, or a glyph beyond those of the font's program, as the engine numbers them.
    """
    faults = []
    for key, shown in found.glyphs.items():
        held = _program(found.fonts[key])["maxp"].numGlyphs
        if wrong := sorted(glyph for glyph in shown if not 0 < glyph < held):
            faults.append(f"{found.fonts[key].BaseFont} shows a box for glyphs {wrong}.")
    return faults


def _program(font: Object) -> TTFont:
    descriptor = font.DescendantFonts[0].FontDescriptor
    file = descriptor["/FontFile2"] if "/FontFile2" in descriptor else descriptor["/FontFile3"]
    return TTFont(io.BytesIO(file.read_bytes()), lazy=True)


# --- fonts ------------------------------------------------------------------------------------------------------


def font_faults(found: Drawn) -> list[str]:
    """Return what is wrong with the fonts that the pages show."""
    faults = boxes(found)
    for key, font in found.fonts.items():
        faults += _font(font, sorted(found.glyphs[key]), found.told[key])
    return faults


def _font(font: Object, shown: list[int], told: dict[int, str]) -> Iterator[str]:
    name = str(font.BaseFont)
    if font.Subtype != Name.Type0 or font.Encoding != Name("/Identity-H"):
        yield f"{name} is no composite font read by glyph."
        return
    [inner] = font.DescendantFonts
    descriptor = inner.FontDescriptor
    if not SUBSET.fullmatch(name) or str(inner.BaseFont) != name or str(descriptor.FontName) != name:
        yield f"{name} does not say that it is a subset."
    embedded = [descriptor[key] for key in ("/FontFile2", "/FontFile3") if key in descriptor]
    if len(embedded) != 1:
        yield f"{name} is not embedded."
        return
    program = _program(font)
    widths, usual, units = _widths(inner), float(inner.get("/DW", 1000)), program["head"].unitsPerEm
    order, own = program.getGlyphOrder(), program["hmtx"].metrics
    for glyph in shown:
        if abs(widths.get(glyph, usual) - own[order[glyph]][0] * 1000 / units) > WIDTH_OFF:
            yield f"{name} gives glyph {glyph} another width than its program."
    if silent := [glyph for glyph in shown if not told.get(glyph)]:
        yield f"{name} does not tell the characters of {silent}."


def _widths(inner: Object) -> dict[int, float]:
    """Return the advance of each glyph as /W has it (ISO 32000-1 9.7.4.3)."""
    found: dict[int, float] = {}
    parts = list(inner.get("/W", []))
    while parts:
        first = int(parts.pop(0))
        second = parts.pop(0)
        if isinstance(second, Array):
            found |= {first + place: float(width) for place, width in enumerate(second)}
        else:
            width = float(parts.pop(0))
            found |= dict.fromkeys(range(first, int(second) + 1), width)
    return found


def _told(cmap: str) -> dict[int, str]:
    """Return the text of each glyph as the map has it, one by one or in ranges."""
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for glyph, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            found[int(glyph, 16)] = bytes.fromhex(text).decode("utf-16-be", "replace")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(text, 16) + step)
    return found


# --- the file ---------------------------------------------------------------------------------------------------


def file_faults(pdf: Pdf) -> list[str]:
    """Return what no file of ours may have: scripts, actions, things kept elsewhere, encryption."""
    return list(_file(pdf))


def _file(pdf: Pdf) -> Iterator[str]:
    if pdf.is_encrypted or "/Encrypt" in pdf.trailer:
        yield "The file is encrypted."
    for key in ("/OpenAction", "/AA", "/AcroForm", "/Collection", "/Requirements", "/OCProperties", "/Perms"):
        if key in pdf.Root:
            yield f"The catalogue has {key}."
    if names := set(pdf.Root.get("/Names", Dictionary()).keys()) - {"/EmbeddedFiles", "/Dests"}:
        yield f"The catalogue names {sorted(names)}."
    for thing in pdf.objects:
        if isinstance(thing, (Dictionary, Stream)):
            yield from _thing(thing)


def _thing(thing: Object) -> Iterator[str]:
    if "/JS" in thing or thing.get("/S") == Name.JavaScript:
        yield "The file holds a script."
    for action in (thing.get(key) for key in ("/A", "/AA")):
        # An attribute of a structure element has an owner, /O.
        if isinstance(action, Dictionary) and "/O" not in action and action.get("/S") != Name.GoTo:
            yield f"The file holds an action: {action}."
    if thing.get("/Type") == Name.Filespec and "/EF" not in thing:
        yield "A file is named that is not embedded."
    if isinstance(thing, Stream):
        yield from _stream(thing)


def _stream(stream: Object) -> Iterator[str]:
    if any(key in stream for key in OUTSIDE):
        yield "A stream lies in another file."
    packed = stream.get("/Filter", Array())
    if strange := {str(name) for name in (packed if isinstance(packed, Array) else [packed])} - FILTERS:
        yield f"A stream is packed by {sorted(strange)}."
    if stream.get("/Subtype") == Name.PS or any(key in stream for key in ("/OPI", "/Ref", "/Alternates")):
        yield "A picture is no plain one."

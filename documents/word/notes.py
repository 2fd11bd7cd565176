"""What of a .docx was not read in: sentences with the words that are lost to the text, and the pictures."""

from dataclasses import dataclass, field

from lxml import etree

from documents.word.markup import NAMESPACES
from documents.word.numbering import W

A = f"{{{NAMESPACES['a']}}}"
V = "{urn:schemas-microsoft-com:vml}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WORDS = (f"{W}t", f"{W}delText", f"{M}t", f"{A}t")
LONGEST_QUOTE = 60  # characters of a quote in a sentence
LONGEST_LOSS = 2000  # characters quoted of words that were not read in: all of them, within reason


@dataclass(frozen=True, slots=True)
class WordPicture:
    """A picture of the file: its bytes as they are (not checked yet: documents.pictures.accept), and where it stood."""

    data: bytes
    place: str


@dataclass
class Notes:
    """Everything that was not understood, and the pictures, in reading order; told once each."""

    unknown: dict[str, None] = field(default_factory=dict)
    pictures: list[WordPicture] = field(default_factory=list)

    def tell(self, sentence: str) -> None:
        """Note one sentence."""
        self.unknown[sentence] = None


def quoted(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Return the text in one line, cut where a sentence would get too long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest]}……（共 {len(line)} 字）"


def lost(text: str) -> str:
    """Return words that were not read in, in one line: whole, so that the clerk can take them over by hand."""
    return quoted(text, LONGEST_LOSS)


def words_of(element: etree._Element | None) -> str:
    """Return the words below an element, those of deletions and of WordArt too; a blank between paragraphs."""
    if element is None:
        return ""
    pieces = []
    for part in element.iter(*WORDS, f"{W}p", f"{V}textpath"):
        if part.tag == f"{W}p":
            pieces.append(" ")
        else:
            pieces.append((part.get("string") if part.tag == f"{V}textpath" else part.text) or "")
    return " ".join("".join(pieces).split())


def loose_words(element: etree._Element) -> str:
    """Return the words of a drawing that stand in none of its text boxes."""
    boxes = set(element.iter(f"{W}txbxContent"))
    found = []
    for part in element.iter(*WORDS, f"{V}textpath"):
        if boxes.isdisjoint(part.iterancestors(f"{W}txbxContent")):
            found.append((part.get("string") if part.tag == f"{V}textpath" else part.text) or "")
    return " ".join(" ".join(found).split())

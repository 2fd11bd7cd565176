"""What every printed file claims to be, held against it by readers that did not make it: pikepdf, poppler, qpdf.

Conformance to PDF/A-3 and PDF/UA-1 is checked clause by clause as far as tests/documents/{structure,tagged}.py go.
"""

import io
import re
import subprocess
from dataclasses import replace
from functools import cache

import pikepdf
import pytest
from pikepdf import Name

from documents import finishing
from documents.content import OfficialDocument, PdfKind
from documents.fonts import all_faces
from documents.printing import SNAPSHOT_NAME, print_document
from tests.documents import structure, tagged
from tests.documents.printed_shapes import FORTY_PAGES, SHAPES
from tests.documents.sample_papers import PICTURES as SAMPLE_PICTURES
from tests.documents.witnesses import DRAFT, FILE, ILLUSTRATED, JOINT, LETTER, PICTURES, UNSEALED

WITNESSES = {
    "file": FILE,
    "letter": LETTER,
    "joint": JOINT,
    "unsealed": UNSEALED,
    "draft": DRAFT,
    "illustrated": ILLUSTRATED,
}
PAPERS: dict[str, OfficialDocument] = {**WITNESSES, **{str(at): shape for at, shape in enumerate(SHAPES)}}
ALWAYS = {*WITNESSES, "0", "1", "2", "5", "8", "10", "17", "43"}
EVERY_PAPER = [
    pytest.param(name, marks=[] if name in ALWAYS else pytest.mark.slow, id=name) for name in PAPERS
]
EVERY_FILE = [
    pytest.param(
        name, kind, marks=[] if name in ALWAYS else pytest.mark.slow, id=f"{name}-{kind.name.lower()}"
    )
    for name in PAPERS
    for kind in PdfKind
]
ALL_PICTURES = {**PICTURES, **SAMPLE_PICTURES}


@cache
def file_of(name: str, kind: PdfKind) -> bytes:
    """Return the paper printed as that kind of file, as the office prints it."""
    return print_document(replace(PAPERS[name], pdf_kind=kind), ALL_PICTURES).file


def opened(name: str, kind: PdfKind) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(file_of(name, kind)))


def said(*command: object) -> str:
    """Return what a program of poppler or qpdf says of a file; one that complains fails the test."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize(("name", "kind"), EVERY_FILE)
def test_the_file_is_closed_in_itself_and_every_font_and_tag_is_sound(name, kind):
    with opened(name, kind) as pdf:
        found = structure.drawn(pdf)
        assert len(found.fonts) >= 2
        assert structure.file_faults(pdf) == []
        assert structure.font_faults(found) == []
        assert tagged.tag_faults(pdf, found) == []


@pytest.mark.parametrize("name", EVERY_PAPER)
def test_an_archive_file_claims_and_keeps_what_pdf_a_3_asks(name):
    document, file = PAPERS[name], file_of(name, PdfKind.ARCHIVE)
    assert re.match(rb"%PDF-1\.7\n%[\x80-\xff]{4}", file)  # ISO 19005-3 6.1.2
    assert file.rstrip().endswith(b"%%EOF")
    with opened(name, PdfKind.ARCHIVE) as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["dc:title"] == str(pdf.docinfo.Title) == document.title
        assert len(pdf.trailer.ID) == 2
        [intent] = pdf.Root.OutputIntents
        profile = intent.DestOutputProfile.read_bytes()
        assert (intent.S, intent.DestOutputProfile.N) == (Name.GTS_PDFA1, 3)
        assert (profile[16:20], profile[36:40], int.from_bytes(profile[:4])) == (
            b"RGB ",
            b"acsp",
            len(profile),
        )
        [attached] = pdf.Root.AF
        assert (attached.AFRelationship, attached.F, attached.UF) == (Name.Data, SNAPSHOT_NAME, SNAPSHOT_NAME)
        assert pdf.Root.Names.EmbeddedFiles.Names[1].objgen == attached.objgen
        assert attached.EF.F.Subtype == Name("/application/json")
        snapshot = attached.EF.F.read_bytes().decode()
    assert snapshot == replace(document, pdf_kind=PdfKind.ARCHIVE).to_json()
    assert OfficialDocument.from_json(snapshot) == replace(document, pdf_kind=PdfKind.ARCHIVE)


@pytest.mark.parametrize(("name", "kind"), EVERY_FILE)
def test_the_file_is_tagged_in_chinese_and_shows_its_title(name, kind):
    with opened(name, kind) as pdf:
        with pdf.open_metadata() as metadata:
            claims = metadata.get("pdfuaid:part"), metadata.get("pdfaid:part")
            assert claims == (("1", None) if kind is PdfKind.ACCESSIBLE else (None, "3"))
            assert metadata["dc:title"] == PAPERS[name].title
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("zh-CN", True)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert [str(page.obj.get("/Tabs")) for page in pdf.pages] == ["/S"] * len(pdf.pages)
        kinds = [one.kind for one in tagged.tree(pdf).walk()]
        assert (kinds[0], kinds.count("H1")) == ("Document", 1)
        shown = [body.seal for body in PAPERS[name].signing if body.seal]
        shown += [picture.sha256 for annex in PAPERS[name].annexes for picture in annex.pictures]
        assert kinds.count("Figure") == len(shown) + bool(PAPERS[name].verify_address)


@pytest.mark.parametrize(("name", "kind"), EVERY_FILE)
def test_the_programs_of_poppler_and_qpdf_find_the_same(name, kind, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(file_of(name, kind))
    assert "No syntax or stream encoding errors found" in said("qpdf", "--check", path)
    told = dict(re.findall(r"^([^:]+):\s*(.*)$", said("pdfinfo", path), re.MULTILINE))
    assert [told[name] for name in ("Tagged", "Encrypted", "JavaScript", "Form", "Suspects", "UserProperties")] == [
        "yes", "no", "no", "none", "no", "no",
    ]  # fmt: skip
    assert told["Title"] == PAPERS[name].title
    rows = [row.split() for row in said("pdffonts", path).splitlines()[2:]]
    assert rows
    assert {tuple(row[-5:-2]) for row in rows} == {
        ("yes", "yes", "yes")
    }  # embedded, subset, its characters told
    tree = said("pdfinfo", "-struct", path)
    assert tree.startswith("Document")
    listed = said("pdfdetach", "-list", path)
    if kind is PdfKind.ACCESSIBLE:
        assert listed == "0 embedded files\n"
        return
    assert listed == f"1 embedded files\n1: {SNAPSHOT_NAME}\n"
    said("pdfdetach", "-saveall", "-o", tmp_path, path)
    assert (tmp_path / SNAPSHOT_NAME).read_text(encoding="utf-8") == replace(
        PAPERS[name], pdf_kind=kind
    ).to_json()


def test_what_the_engine_leaves_unmended_is_reported(monkeypatch):
    """Page numbers tagged outside the tree, and heads of a table without a tree of their names."""
    monkeypatch.setattr(finishing, "mend", lambda pdf: None)
    file = print_document(replace(FILE, pdf_kind=PdfKind.ACCESSIBLE), ALL_PICTURES).file
    with pikepdf.open(io.BytesIO(file)) as pdf:
        faults = tagged.tag_faults(pdf, structure.drawn(pdf))
    assert [fault.split()[0] for fault in faults if "belong to no element" in fault] == ["Marks"]
    assert "The tree of identifiers holds 0 of 3 heads of tables." in faults


def test_a_subset_is_a_small_part_of_its_face():
    """The forty pages hold the most characters."""
    whole = {face.family: face.path.stat().st_size for face in all_faces()}
    with opened(str(FORTY_PAGES), PdfKind.ARCHIVE) as pdf:
        for font in structure.drawn(pdf).fonts.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            program = descriptor.get("/FontFile2", descriptor.get("/FontFile3"))
            family = re.split("[+-]", str(font.BaseFont))[1]
            assert len(program.read_bytes()) < whole[family] / 4

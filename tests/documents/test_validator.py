"""An independent validator of PDF/A-3 and PDF/UA-1 (page) finds no fault in letters, signed letters and forms.

It knows the profiles that veraPDF checks and is tried by its authors on veraPDF's corpus; it is young, so that the
files are said to claim conformance, not to have proved it.
"""

from datetime import date

import pytest

from documents import forms
from documents.content import PdfKind
from documents.signing.provider import SealPlace
from tests.documents import signing_kit as kit
from tests.documents import test_forms as sample
from tests.documents.test_structure import EVERY_FILE, file_of

DAY = date(2026, 3, 4)
PROFILES = {PdfKind.ARCHIVE: "3a", PdfKind.ACCESSIBLE: "ua1"}
# It takes the last byte of a packed stream for part of the line's end where that byte is a carriage return; qpdf
# --check reads the lengths as they stand (test_structure.py).
MISREAD = "PDFA3A-STREAM-LENGTH-001"
LETTER = forms.CoverRow(number="甲提复〔2026〕1号", title="答复函", recipients=("王小明",), copies=1, pages=1)
FORMS = {
    "envelopes": lambda: forms.envelopes([sample.WANG] * 2),
    "labels": lambda: forms.labels([sample.WANG] * 3),
    "register": lambda: forms.register(
        forms.RegisterPage(unit="甲市科学技术局", made_on=DAY, rows=sample.rows(80))
    ),
    "cover list": lambda: forms.cover_list(
        forms.CoverList(unit="甲市科学技术局", made_on=DAY, rows=(LETTER,))
    ),
    "opinion form": lambda: forms.opinion_forms([sample.opinion_form()]),
    "contact sheet": lambda: forms.contact_sheets(
        [forms.ContactSheet(item=sample.ITEM, ways=("走访", "座谈"), levels=("主要领导", "科室"))]
    ),
}
PLACE = SealPlace(page=1, x=130, y=200, diameter=42, picture=kit.seal_picture())


def faults(file: bytes, profile: str) -> list[str]:
    """Return what the validator has against a file, each fault as its rule and its sentence."""
    validator = pytest.importorskip("page", reason="page-validation is not installed")
    report = validator.validate_pdf_bytes(file, profile=profile)
    assert report.rules.total > 100
    return [f"{fault.rule_id}: {fault.message}" for fault in report.failures if fault.rule_id != MISREAD]


@pytest.mark.parametrize(("name", "kind"), EVERY_FILE)
def test_every_paper_is_what_it_claims(name, kind):
    assert faults(file_of(name, kind), PROFILES[kind]) == []


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_what_it_claims(name):
    assert faults(FORMS[name](), PROFILES[PdfKind.ACCESSIBLE]) == []


@pytest.mark.parametrize("kind", PdfKind)
@pytest.mark.parametrize("place", [None, PLACE], ids=["unseen", "sealed"])
def test_a_signed_letter_stays_what_it_claims(kind, place, tmp_path):
    office = kit.office(tmp_path, "rsa")
    signed = office.sign(file_of("letter", kind), reason="印发答复函", place=place, at=kit.SIGNED_AT)
    assert faults(signed, PROFILES[kind]) == []


@pytest.mark.parametrize(
    ("kind", "other", "rule"),
    [(PdfKind.ARCHIVE, "ua1", "PDFUA1-ID-PART-001"), (PdfKind.ACCESSIBLE, "3a", "PDFA3A-ID-SCHEMA-001")],
)
def test_a_claim_that_is_not_made_is_a_fault(kind, other, rule):
    assert rule in [fault.split(":")[0] for fault in faults(file_of("file", kind), other)]

"""Every file of a letter that is all there, for everybody: as docs say who reads, who prints, who keeps the seal.

Source: domain.md 1.4 (whose step it is), letter of the issue: frozen file, Word file and office page are the print
office's; what went out is read by whoever sees the item.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEvent
from responses.letters.printing import fill_pdf
from responses.services.originals import upload_original
from responses.services.withdrawing import withdraw_letter
from tests.responses.test_originals import pdf
from tests.security.house import VISITORS, House, settle
from tests.world import World

NOBODY = {"visitor", "switched_off"}
PRINTS = {"tech_office", "printer"}
OFFICES = {"office", "gov"}
READS = {"lead", "co_signer", "clerk", "head", "co_office", "co_printer"} | PRINTS | OFFICES


def answers(allowed: set[str], seen: set[str]) -> dict[str, int]:
    """Return the status for each visitor: nobody is sent to log in, who sees the item gets 403, all others 404."""
    rest = {name: 403 if name in seen else 404 for name in VISITORS}
    return rest | dict.fromkeys(NOBODY, 302) | dict.fromkeys(allowed, 200)


WHO = {
    "letter.pdf": answers(READS, READS),
    "original/": answers(READS, READS),
    "frozen.pdf": answers(PRINTS, READS),
    "letter.docx": answers(PRINTS, READS),
    "office/": answers(PRINTS, READS),
    "opinion-form.pdf": answers(PRINTS | OFFICES, READS),
}


@pytest.fixture
def house(world: World) -> House:
    house = settle(world)
    fill_pdf(house.letter.pk)
    house.letter.refresh_from_db()
    scan = SimpleUploadedFile("扫描.pdf", pdf(1))
    upload_original(house.letter, scan, by=world["jia_tech_print"])
    return house


def met(house: House, file: str) -> dict[str, int]:
    found = {}
    for visitor in VISITORS:
        answer = house.browser(visitor).get(f"/letters/{house.letter.pk}/{file}")
        if answer.streaming:
            b"".join(answer.streaming_content)
        if answer.status_code == 200:
            assert "no-store" in answer["Cache-Control"], visitor
            assert answer["X-Content-Type-Options"] == "nosniff", visitor
        found[visitor] = answer.status_code
    return found


def test_each_file_goes_to_exactly_those_who_may_have_it(house: House) -> None:
    assert {file: met(house, file) for file in WHO} == WHO
    withdraw_letter(house.letter, by=house.world["jia_tech_office"], reason="数据有误")
    again = {file: met(house, file) for file in ("letter.pdf", "frozen.pdf", "original/")}
    assert again == {file: WHO[file] for file in again}  # being void opens no other doors


def test_every_reading_leaves_its_trace(house: House) -> None:
    forms = {"letter.pdf": "pdf", "original/": "original", "frozen.pdf": "frozen", "letter.docx": "docx"}
    printer = house.browser("printer")
    for file in forms:
        b"".join(printer.get(f"/letters/{house.letter.pk}/{file}"))
    found = AuditEvent.objects.filter(what="letter.read").order_by("pk")
    assert [(one.by, one.object_id, one.detail["form"]) for one in found] == [
        (house.world["jia_tech_print"], house.letter.pk, form) for form in forms.values()
    ]

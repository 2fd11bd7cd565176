"""The letter a response becomes: what a unit's stationery, the rules and the text itself put on the paper."""

import hashlib
from dataclasses import replace
from io import BytesIO

import pdfplumber
import pikepdf
import pytest
from django.core.files.base import ContentFile
from PIL import Image

from accounts.models import User
from accounts.now import now
from documents import pictures
from documents.content import (
    Annex,
    ContactPlace,
    Layout,
    OfficialDocument,
    PdfKind,
    PlacedPicture,
    SigningBody,
)
from documents.models import Picture, Stationery
from documents.models.picture import PictureType
from documents.printing import print_document
from proposals.models import AssemblyRules
from responses.letters.frozen import content_of
from responses.models import AnnexPicture, Response, ResponseAnnex, SigningUnit
from tests.responses.desk import item_in, text_of
from tests.world import MONDAY, World

NUMBER = "甲科提复〔2026〕7号"
CODE = "ABCD2345EFGH"
SITE = "https://reply.example.invalid"


@pytest.fixture
def with_signer(world: World) -> None:
    """Rules that print the 签发人, from before anything was filed under them."""
    assert AssemblyRules.objects.filter(assembly=world.jia.cppcc.assembly).update(signer_on_letter=True) == 1


@pytest.fixture
def signed(world: World, settings) -> Response:
    settings.SITE_ADDRESS = f"{SITE}/"
    return text_of(item_in(world, "signed"))


def picture(by: User, size: tuple[int, int], colour: str = "red") -> Picture:
    """Keep a picture of one colour as an upload leaves it."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    row = Picture(sha256=hashlib.sha256(out.getvalue()).hexdigest(), media_type=PictureType.PNG)
    row.width_px, row.height_px = size
    row.added_by, row.added_at = by, now()
    row.file.save("", ContentFile(out.getvalue()), save=False)
    row.save()
    return row


def stationery(world: World, **looks: object) -> Stationery:
    return Stationery.objects.create(unit=world.jia.tech, **looks)


def issued(response: Response) -> OfficialDocument:
    """Return the letter as it would be issued on Monday."""
    return content_of(
        Response.objects.get(pk=response.pk),
        number=NUMBER,
        written_on=MONDAY,
        printed_on=MONDAY,
        draft=False,
        verify_code=CODE,
    )


def draft(response: Response) -> OfficialDocument:
    """Return the draft of the same day, asked for with everything an issued letter has."""
    return content_of(
        Response.objects.get(pk=response.pk),
        number=NUMBER,
        written_on=MONDAY,
        printed_on=MONDAY,
        draft=True,
        verify_code=CODE,
    )


def plain(response: Response) -> OfficialDocument:
    """Return the letter of a unit that has set nothing up, word by word."""
    return OfficialDocument(
        layout=Layout.FILE,
        pdf_kind=PdfKind.ARCHIVE,
        letterheads=("甲市科学技术局文件",),
        number=NUMBER,
        title="关于市政协九届五次会议第1号提案的答复函",
        addressee=response.addressee,
        paragraphs=tuple(response.body.split("\n")),
        contact=f"联系人：{response.contact_name} 联系电话：88886666",
        contact_place=ContactPlace.BEFORE_SIGNATURE,
        signing=(SigningBody(name="甲市科学技术局", seal="", seal_mm=42.0),),
        written_on=MONDAY,
        copies=response.copies,
        imprint_office="甲市科学技术局办公室",
        printed_on=MONDAY,
    )


def printed(document: OfficialDocument) -> bytes:
    return print_document(document, pictures.bytes_of(document.picture_names())).file


def test_a_unit_that_has_set_nothing_up_has_the_defaults(signed: Response):
    assert issued(signed) == plain(signed)
    assert draft(signed) == replace(plain(signed), watermark="草稿")


def test_the_seal_is_printed_on_the_issued_letter_and_on_no_draft(world: World, signed: Response):
    seal = picture(world["jia_tech_office"], (400, 400))
    row = stationery(world, seal=seal, seal_mm="40.5")
    assert issued(signed).signing == (SigningBody(name="甲市科学技术局", seal="", seal_mm=40.5),)
    row.print_seal = True
    row.save()
    sealed = SigningBody(name="甲市科学技术局", seal=seal.sha256, seal_mm=40.5)
    assert issued(signed) == replace(plain(signed), signing=(sealed,))
    assert draft(signed) == replace(plain(signed), signing=(replace(sealed, seal=""),), watermark="草稿")


def test_the_code_leads_to_the_page_of_verification_where_the_unit_wants_it(world: World, signed: Response):
    row = stationery(world)
    assert issued(signed).verify_address == ""
    row.verify_qr = True
    row.save()
    assert issued(signed) == replace(plain(signed), verify_address=f"{SITE}/verify/{CODE}/")
    assert draft(signed) == replace(plain(signed), watermark="草稿")
    without_code = content_of(signed, number=NUMBER, written_on=MONDAY, printed_on=MONDAY, draft=False)
    assert without_code.verify_address == ""


def test_the_signer_stands_there_where_the_rules_say_so(with_signer: None, signed: Response):
    assert issued(signed) == replace(plain(signed), signers=(signed.signed_by.name,))
    Response.objects.filter(pk=signed.pk).update(signed_by=None, signed_on=None)
    assert issued(signed).signers == ()


def test_urgency_and_the_mark_of_secrecy_are_the_texts_own(signed: Response):
    Response.objects.filter(pk=signed.pk).update(urgency="特急", secrecy="内部")
    assert issued(signed) == replace(plain(signed), urgency="特急", secrecy="内部")


def test_the_note_is_the_texts_own_and_printed_in_brackets_below_the_date(signed: Response):
    assert issued(signed).notes == ()
    Response.objects.filter(pk=signed.pk).update(note="此件公开发布")
    content = issued(signed)
    assert content == replace(plain(signed), notes=("此件公开发布",))
    with pdfplumber.open(BytesIO(print_document(content, {}).file)) as pdf:
        lines = "\n".join(sheet.extract_text() for sheet in pdf.pages).splitlines()
    at = lines.index("（此件公开发布）")
    assert lines[at - 1].endswith("日")
    assert lines.count("（此件公开发布）") == 1


def test_a_letter_in_letter_layout_bears_the_name_alone_and_the_kind_of_file_asked_for(
    world: World, signed: Response
):
    stationery(world, layout="letter", pdf_kind="pdf/ua-1", contact_place="note")
    assert issued(signed) == replace(
        plain(signed),
        layout=Layout.LETTER,
        pdf_kind=PdfKind.ACCESSIBLE,
        contact_place=ContactPlace.NOTE,
        letterheads=("甲市科学技术局",),
    )


def test_joint_letters_name_the_lead_first_then_the_others_in_their_order(world: World, signed: Response):
    for order, unit in ((2, world.jia.edu), (1, world.jia.fin), (3, world.jia.tech)):
        SigningUnit.objects.create(response=signed, order=order, unit=unit)
    seal = picture(world["jia_edu_office"], (300, 300))
    Stationery.objects.create(unit=world.jia.edu, seal=seal, print_seal=True)
    names = ("甲市科学技术局", "甲市财政局", "甲市教育局")
    assert issued(signed) == replace(
        plain(signed),
        letterheads=names,
        signing=(
            SigningBody(name=names[0]),
            SigningBody(name=names[1]),
            SigningBody(name=names[2], seal=seal.sha256),
        ),
    )


def annex_with_pictures(world: World, response: Response) -> tuple[Annex, ...]:
    """Write two annexes, the first with a wide and a tall picture, and return them as they are to be printed."""
    wide = picture(world["jia_tech_clerk"], (300, 100), "navy")
    tall = picture(world["jia_tech_clerk"], (100, 400), "green")
    second = ResponseAnnex.objects.create(response=response, order=2, title="名单", body=" 甲。\n\n乙。 ")
    first = ResponseAnnex.objects.create(response=response, order=1, title="图册")
    AnnexPicture.objects.create(annex=first, order=2, picture=tall, width_mm="100.0")
    AnnexPicture.objects.create(annex=first, order=1, picture=wide, width_mm="120.0", caption="图书室")
    return (
        Annex(
            title=first.title,
            pictures=(
                PlacedPicture(sha256=wide.sha256, width_mm=120.0, height_mm=40.0, caption="图书室"),
                # 400 mm high as asked for: scaled to the tallest that fits, 190 mm
                PlacedPicture(sha256=tall.sha256, width_mm=47.5, height_mm=190.0),
            ),
        ),
        Annex(title=second.title, paragraphs=("甲。", "乙。")),
    )


def test_annexes_come_in_their_order_with_pictures_that_fit_the_page(world: World, signed: Response):
    annexes = annex_with_pictures(world, signed)
    assert issued(signed) == replace(plain(signed), annexes=annexes)


def test_the_printed_letter_shows_seal_signer_marks_and_annexes(
    world: World, with_signer: None, signed: Response
):
    seal = picture(world["jia_tech_office"], (400, 400))
    stationery(world, seal=seal, print_seal=True, verify_qr=True)
    Response.objects.filter(pk=signed.pk).update(urgency="加急", secrecy="内部")
    annex_with_pictures(world, signed)
    with pdfplumber.open(BytesIO(printed(issued(signed)))) as read:
        pages = ["".join((page.extract_text() or "").split()) for page in read.pages]
        sizes = {one["srcsize"] for page in read.pages for one in page.images}
    for said in ("加急", "内部", NUMBER, "甲市科学技术局文件"):
        assert said in pages[0]
    assert f"签发人：{signed.signed_by.name}" in pages[0]
    assert "图书室" in "".join(pages[1:])
    assert {(400, 400), (300, 100), (100, 400)} <= sizes
    with pdfplumber.open(BytesIO(printed(draft(signed)))) as read:
        drawn = {one["srcsize"] for page in read.pages for one in page.images}
    assert (400, 400) not in drawn
    assert {(300, 100), (100, 400)} <= drawn


def test_the_accessible_file_of_a_letter_layout_says_what_it_is(world: World, signed: Response):
    stationery(world, layout="letter", pdf_kind="pdf/ua-1")
    file = printed(issued(signed))
    with pikepdf.open(BytesIO(file)) as read:
        about = read.open_metadata()
        assert about["pdfuaid:part"] == "1"
        assert "pdfaid:part" not in about
        assert list(read.attachments) == []
    with pdfplumber.open(BytesIO(file)) as read:
        text = "".join((read.pages[0].extract_text() or "").split())
    assert "甲市科学技术局文件" not in text
    assert text.startswith(f"甲市科学技术局{NUMBER}")

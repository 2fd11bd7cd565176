"""A visible seal stands where the letter wants it, as a tagged field of the file."""

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from documents.signing.key_file import KeyFile
from documents.signing.provider import SealPlace, SigningRefused
from tests.documents import signing_kit as kit
from tests.documents import signing_readers as readers
from tests.documents.signing_kit import SIGNED_AT

REASON = "印发答复函"
MM = 72 / 25.4  # points


@pytest.fixture(params=["rsa", "ec"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> KeyFile:
    """A good provider, once with each algorithm."""
    return kit.office(tmp_path, request.param)


@pytest.mark.parametrize("variant", kit.VARIANTS)
@pytest.mark.parametrize("size", [100, 1200])
def test_a_visible_seal_stands_where_it_was_told(
    office: KeyFile, variant: str, size: int, tmp_path: Path
) -> None:
    place = SealPlace(page=2, x=130, y=200, diameter=42, picture=kit.seal_picture(size))
    signed = office.sign(kit.unsigned(variant), reason=REASON, place=place, at=SIGNED_AT)
    opened, field = readers.widget_of(signed)
    edges = [float(edge) for edge in field.Rect]
    height = float(opened.pages[1].MediaBox[3])
    wanted = [109 * MM, height - 221 * MM, 151 * MM, height - 179 * MM]
    assert edges == pytest.approx(wanted, abs=0.02)
    assert field.P.objgen == opened.pages[1].obj.objgen
    assert int(field.F) & 0b111 == 0b100

    file = tmp_path / "signed.pdf"
    file.write_bytes(signed)
    # 254 dots to the inch are ten to the millimetre.
    command = [
        "pdftoppm",
        "-r",
        "254",
        "-f",
        "2",
        "-l",
        "2",
        "-png",
        "-singlefile",
        str(file),
        str(tmp_path / "p"),
    ]
    subprocess.run(command, check=True)
    page = tmp_path / "p.png"
    image = Image.open(page).convert("RGB")
    red, green, _ = image.split()
    coloured = ImageChops.multiply(
        red.point(lambda n: 255 * (n > 150)), green.point(lambda n: 255 * (n < 120))
    )
    assert [edge / 10 for edge in coloured.getbbox()] == pytest.approx([109, 179, 151, 221], abs=0.6)
    # The dot of the upper left quarter is still there, the right way up, and the paper shows through beside it.
    column = round((109 + 42 * 0.3) * 10)
    assert coloured.getpixel((column, round((179 + 42 * 0.3) * 10))) == 255
    assert image.getpixel((column, round((179 + 42 * 0.7) * 10))) == (255, 255, 255)
    assert readers.qpdf_complaints(signed, tmp_path) == (0, "")
    assert readers.openssl_says(signed, kit.authority().pem, tmp_path)[0] == 0


@pytest.mark.parametrize("variant", kit.VARIANTS)
def test_a_visible_seal_is_tagged_as_a_form(office: KeyFile, variant: str) -> None:
    place = SealPlace(page=2, x=130, y=200, diameter=42, picture=kit.seal_picture())
    opened, field = readers.widget_of(
        office.sign(kit.unsigned(variant), reason=REASON, place=place, at=SIGNED_AT)
    )
    tree = opened.Root.StructTreeRoot
    document = tree.K[0]
    form = document.K[-1]
    assert (form.S, form.P.objgen, form.K[0].Type) == ("/Form", document.objgen, "/OBJR")
    assert form.K[0].Obj.objgen == field.objgen
    numbers = list(tree.ParentTree.Nums)
    keys = [int(key) for key in numbers[0::2]]
    assert keys == sorted(set(keys))
    assert int(field.StructParent) == keys[-1]
    assert numbers[-1].objgen == form.objgen
    assert opened.pages[1].obj.Tabs == "/S"


@pytest.mark.parametrize(
    ("page", "picture", "sentence"),
    [
        (3, kit.seal_picture(), "文件没有第3页，印章放不上去。"),
        (0, kit.seal_picture(), "文件没有第0页，印章放不上去。"),
        (1, b"", "印章图片不是PNG图片或已损坏，请重新上传。"),
        (1, b"GIF89a" + bytes(30), "印章图片不是PNG图片或已损坏，请重新上传。"),
        (1, kit.seal_picture()[:-200], "印章图片不是PNG图片或已损坏，请重新上传。"),
    ],
)
def test_a_seal_that_cannot_be_set_stops_the_signing(
    office: KeyFile, page: int, picture: bytes, sentence: str
) -> None:
    place = SealPlace(page=page, x=100, y=100, diameter=42, picture=picture)
    with pytest.raises(SigningRefused) as refused:
        office.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=place, at=SIGNED_AT)
    assert refused.value.sentence == sentence


def test_a_picture_of_too_many_dots_is_refused(office: KeyFile) -> None:
    out = BytesIO()
    Image.new("1", (5000, 5000)).save(out, "PNG")
    place = SealPlace(page=1, x=100, y=100, diameter=42, picture=out.getvalue())
    with pytest.raises(SigningRefused, match="太大"):
        office.sign(kit.unsigned("pdf/ua-1"), reason=REASON, place=place, at=SIGNED_AT)

"""Pictures and seals nobody vouches for: refused in a sentence, nothing kept; a good one of an odd kind is drawn."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pdfplumber
import pytest
from django.core.files.storage import default_storage
from PIL import Image

from documents.models import Picture, Stationery
from documents.pictures import accept, bytes_of
from responses.models import AnnexPicture, ResponseAnnex
from tests.documents.signing_kit import seal_picture
from tests.responses.desk import begun, browser, errors_on, item_in, page, text_of
from tests.responses.test_annexes import picture_of
from tests.road import written
from tests.security.bad_letters import files_of, issued_by_hand, nothing_written, refused_issue, upload
from tests.world import World

WRONG_TYPE = "图片只收 PNG 或 JPEG 格式，请另存为这两种格式后再上传。"
TOO_LARGE = "图片像素太多（最多 4000 万像素，每边不超过 12000），请缩小后再上传。"
CORRUPT = "图片文件已损坏，读不出来，请重新导出后再上传。"
EMPTY = "图片是空文件，请重新选择。"
MOVING = "图片含有多帧动画，请上传静止的图片。"
STATIONERY = "/admin/documents/stationery/add/"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_saying(width: int, height: int, *, rows: int) -> bytes:
    """A grey PNG whose head says one size while so many rows of pixels follow: small, whatever it says."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(width + 1) * rows, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def drawn(kind: str, mode: str = "RGB", size: tuple[int, int] = (400, 400), **more: object) -> bytes:
    kept = BytesIO()
    Image.new(mode, size, 0).save(kept, kind, **more)
    return kept.getvalue()


def moving(kind: str) -> bytes:
    frames = [Image.new("P", (40, 40), shade) for shade in (0, 9)]
    kept = BytesIO()
    frames[0].save(kept, kind, save_all=True, append_images=frames[1:])
    return kept.getvalue()


def with_a_place() -> bytes:
    """A photograph that says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[29] = "2026:03:02"
    exif[0x010E] = "GPS 28.0,120.7"
    return drawn("JPEG", exif=exif)


SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:9/a"/></svg>'
)
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "20000 x 20000": (lambda: png_saying(20_000, 20_000, rows=20_000), TOO_LARGE),
    "a lying head": (lambda: png_saying(400, 400, rows=3), CORRUPT),
    "a head beyond memory": (lambda: png_saying(2**31 - 1, 2**31 - 1, rows=0), TOO_LARGE),
    "vectors": (lambda: SVG, WRONG_TYPE),
    "moving GIF": (lambda: moving("GIF"), WRONG_TYPE),
    "moving PNG": (lambda: moving("PNG"), MOVING),
    "PDF": (lambda: b"%PDF-1.7\n", WRONG_TYPE),
    "page": (lambda: b"<html><script>alert(1)</script>", WRONG_TYPE),
    "cut": (lambda: drawn("JPEG")[:-300], CORRUPT),
    "signature alone": (lambda: b"\x89PNG\r\n\x1a\n", CORRUPT),
    "empty": (lambda: b"", EMPTY),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_picture_of_an_annex_leaves_nothing(world: World, kind: str) -> None:
    response, (make, sentence) = begun(world), BAD[kind]
    annex = ResponseAnnex.objects.create(response=response, order=1, title="图册", body="")
    client = browser(world["jia_tech_clerk"])
    data = picture_of(annex, picture=upload(make()), caption="辛苦写的图题")
    with nothing_written():
        answer = client.post(page(response, "annexes"), data)
    assert (answer.status_code, errors_on(answer)) == (422, [sentence])
    assert "辛苦写的图题" in answer.content.decode()


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_seal_leaves_nothing(world: World, kind: str) -> None:
    make, sentence = BAD[kind]
    client = browser(world["jia_tech_office"])
    data = {"unit": world.jia.tech.pk, "layout": "file", "pdf_kind": "pdf/a-3a", "contact_place": "before"}
    with nothing_written():
        answer = client.post(STATIONERY, data | {"seal_mm": "40.5", "seal_file": upload(make())})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors == {"seal_file": [sentence]}
    assert 'value="40.5"' in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        (
            {"seal_file": drawn("PNG", size=(400, 300))},
            "seal_file",
            "印章图样的宽和高须相同，请裁成正方形后再上传。",
        ),
        ({"seal_file": seal_picture(), "seal_mm": "60"}, "seal_mm", "印章直径须在 36 到 45 毫米之间。"),
        ({"seal_file": seal_picture(), "layout": "poster"}, "layout", None),
    ],
    ids=["oval", "too wide", "another field is wrong"],
)
def test_a_good_picture_in_a_refused_form_is_not_kept(
    world: World, given: dict[str, object], field: str, sentence: str | None
) -> None:
    client = browser(world["jia_tech_office"])
    data = {"unit": world.jia.tech.pk, "layout": "file", "pdf_kind": "pdf/a-3a", "contact_place": "before"}
    data |= {"seal_mm": "42", "print_seal": "on"} | given
    data["seal_file"] = upload(given["seal_file"])
    with nothing_written():
        answer = client.post(STATIONERY, data)
    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert field in errors or sentence in errors.get("__all__", [])
    assert sentence is None or sentence in [one for found in errors.values() for one in found]


@pytest.mark.parametrize(
    ("data", "mode"),
    [
        (drawn("JPEG", "CMYK"), "RGB"),
        (drawn("PNG", "RGB"), "RGB"),
        (drawn("PNG", "L"), "L"),
        (drawn("PNG", "1"), "L"),
        (drawn("PNG", "P"), "RGB"),
        (with_a_place(), "RGB"),
    ],
    ids=["CMYK JPEG", "PNG without alpha", "grey", "black and white", "palette", "photograph with its place"],
)
def test_an_odd_but_good_seal_is_drawn_and_says_nothing_of_where_it_comes_from(
    world: World, data: bytes, mode: str
) -> None:
    seal = accept(data, by=world["jia_tech_office"])
    kept = bytes_of([seal.sha256])[seal.sha256]
    read_back = Image.open(BytesIO(kept))
    assert (read_back.mode, dict(read_back.getexif())) == (mode, {})
    assert b"GPS" not in kept
    Stationery.objects.create(unit=world.jia.tech, seal=seal, print_seal=True)
    letter, _ = files_of(issued_by_hand(world, item_in(world, "signed")), world["jia_tech_print"])
    with letter.pdf.open("rb") as file, pdfplumber.open(file) as read:
        assert sum(len(one.images) for one in read.pages) == 1


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_seal_lost_from_the_store_stops_the_issue_before_a_number_is_taken(world: World, harm: str) -> None:
    seal = accept(seal_picture(), by=world["jia_tech_office"])
    Stationery.objects.create(unit=world.jia.tech, seal=seal, print_seal=True)
    item = item_in(world, "signed")
    good = bytes_of([seal.sha256])[seal.sha256]
    default_storage.delete(seal.file.name)
    if harm == "changed":
        with default_storage.open(seal.file.name, "wb") as file:
            file.write(good[:-40])
    said = {
        "gone": f"图片的文件不在（摘要 {seal.sha256[:12]}…），请管理员从备份恢复。",
        "changed": f"图片的文件与登记的摘要不一致（摘要 {seal.sha256[:12]}…），请管理员从备份恢复。",
    }
    assert refused_issue(world, item) == [said[harm]]
    with default_storage.open(seal.file.name, "wb") as file:
        file.write(good)
    assert issued_by_hand(world, item).serial == 1


@pytest.mark.parametrize("caption", ["图\x00题", "图" * 121], ids=["control character", "too long"])
def test_a_caption_no_column_takes_keeps_no_picture(world: World, caption: str) -> None:
    response = written(item_in(world, "drafting"))
    annex = ResponseAnnex.objects.create(response=response, order=1, title="图册", body="")
    client = browser(world["jia_tech_clerk"])
    data = picture_of(annex, picture=upload(drawn("PNG")), caption=caption)
    with nothing_written():
        answer = client.post(page(response, "annexes"), data)
    sentence = {
        "图\x00题": "图题中有不能保存的控制字符（U+0000），请删去后再提交。",
        "图" * 121: "图题不超过 120 字。",
    }[caption]
    assert (answer.status_code, errors_on(answer)) == (422, [sentence])
    assert (Picture.objects.count(), AnnexPicture.objects.count()) == (0, 0)
    assert text_of(response.proposal) == response

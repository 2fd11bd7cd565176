"""Pictures: judged by content, written anew without metadata, stored once; all else is refused with a sentence."""

import hashlib
import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from accounts.now import now
from documents import pictures, png
from documents.models import Picture
from documents.pictures import BadPicture, PictureLost, accept, bytes_of, rewritten
from tests.world import World


def drawn(kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """Return a picture in which no two columns are alike."""
    picture = Image.linear_gradient("L").resize(size).rotate(90).resize(size).convert(mode)
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(width: int, height: int) -> bytes:
    """Return a small PNG that says it is very large."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def refusal(data: bytes) -> str:
    with pytest.raises(BadPicture) as refused:
        rewritten(data)
    return refused.value.sentence


@pytest.mark.parametrize(
    ("kind", "mode", "seen"),
    [
        ("PNG", "1", "L"),
        ("PNG", "L", "L"),
        ("PNG", "I;16", "L"),
        ("PNG", "P", "RGB"),
        ("PNG", "RGB", "RGB"),
        ("PNG", "LA", "RGBA"),
        ("PNG", "RGBA", "RGBA"),
        ("JPEG", "L", "L"),
        ("JPEG", "RGB", "RGB"),
        ("JPEG", "CMYK", "RGB"),
    ],
)
def test_every_kind_of_pixel_becomes_one_that_is_drawn(kind: str, mode: str, seen: str) -> None:
    data, media_type, size = rewritten(drawn(kind, mode))
    read_back = Image.open(BytesIO(data))
    assert (media_type, size) == (f"image/{kind.lower()}", (40, 30))
    assert (read_back.format, read_back.mode, read_back.size) == (kind, seen, (40, 30))


def test_deep_grey_keeps_its_shades() -> None:
    picture = Image.new("I;16", (20, 20), 0x8000)
    file = BytesIO()
    picture.save(file, "PNG")
    assert Image.open(BytesIO(rewritten(file.getvalue())[0])).getextrema() == (128, 128)


def test_a_png_keeps_its_pixels() -> None:
    given_data = drawn("PNG", "RGBA")
    read_back = Image.open(BytesIO(rewritten(given_data)[0]))
    assert read_back.tobytes() == Image.open(BytesIO(given_data)).tobytes()


def test_metadata_is_gone_and_the_photograph_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turned
    exif[0x010F] = "Fictional camera"
    data, _, size = rewritten(drawn("JPEG", exif=exif, comment=b"private words", dpi=(300, 300)))
    assert size == (30, 40)
    assert b"Fictional" not in data
    assert b"private" not in data
    assert not Image.open(BytesIO(data)).getexif()
    notes = PngInfo()
    notes.add_text("Author", "private words", zip=False)
    data, _, _ = rewritten(drawn("PNG", pnginfo=notes) + b"private words after the end")
    assert b"private" not in data
    assert Image.open(BytesIO(data)).info == {}


def test_the_same_picture_gives_the_same_bytes() -> None:
    notes = PngInfo()
    notes.add_text("Author", "somebody")
    assert rewritten(drawn("PNG", pnginfo=notes)) == rewritten(drawn("PNG"))
    assert rewritten(drawn("JPEG")) == rewritten(drawn("JPEG"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", pictures.EMPTY),
        (b"GIF89a" + b"\0" * 40, pictures.WRONG_TYPE),
        (drawn("BMP"), pictures.WRONG_TYPE),
        (drawn("WEBP"), pictures.WRONG_TYPE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", pictures.WRONG_TYPE),
        (b"%PDF-1.7", pictures.WRONG_TYPE),
        (drawn("PNG")[:100], pictures.CORRUPT),
        (drawn("JPEG")[:-200], pictures.CORRUPT),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, pictures.CORRUPT),
        (b"\xff\xd8\xff" + b"\0" * 50, pictures.CORRUPT),
        (bomb(9000, 9000), pictures.TOO_LARGE),
        (bomb(11000, 11000), pictures.TOO_LARGE),
        (bomb(60000, 60000), pictures.TOO_LARGE),
        (bomb(20000, 20), pictures.TOO_LARGE),
        (bomb(400, 400), pictures.CORRUPT),
        (drawn(size=(400, 15)), pictures.TOO_SMALL),
    ],
)
def test_what_is_no_good_picture_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    assert refusal(data) == sentence


def test_a_moving_picture_is_refused() -> None:
    first, second = (Image.new("RGB", (20, 20), colour) for colour in ("red", "blue"))
    file = BytesIO()
    first.save(file, "PNG", save_all=True, append_images=[second])
    assert refusal(file.getvalue()) == pictures.MOVING


@pytest.mark.parametrize("interlaced", [0, 1])
@pytest.mark.parametrize("missing", [0, 1])
def test_a_png_of_fewer_pixels_than_it_says_is_torn(interlaced: int, missing: int) -> None:
    """Pillow would fill up with black: every byte of every pass is counted."""
    passes = png.ADAM7 if interlaced else png.WHOLE
    rows = [(-(-(17 - x) // right), -(-(19 - y) // down)) for x, y, right, down in passes]
    raw = b"".join(bytes(1 + columns) * count for columns, count in rows)
    head = struct.pack(">IIBBBBB", 17, 19, 8, 0, 0, 0, interlaced)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(raw[: len(raw) - missing])), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    ]
    data = b"".join([b"\x89PNG\r\n\x1a\n", *chunks])
    assert png.has_every_pixel(data) == (not missing)
    if missing:
        assert refusal(data) == pictures.CORRUPT
    else:
        assert rewritten(data)[2] == (17, 19)


def test_a_changed_byte_inside_a_png_is_found() -> None:
    data = bytearray(drawn("PNG"))
    place = data.index(b"IDAT") + 12
    data[place] ^= 0xFF
    assert refusal(bytes(data)) == pictures.CORRUPT


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_bytes_are_a_picture_or_a_sentence(draw: st.DataObject) -> None:
    data = bytearray(draw.draw(st.sampled_from([drawn("PNG"), drawn("JPEG"), drawn("PNG", "P")])))
    for _ in range(draw.draw(st.integers(1, 8))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    data = data[: draw.draw(st.integers(0, len(data)))]
    try:
        written, _, size = rewritten(bytes(data))
    except BadPicture:
        return
    assert Image.open(BytesIO(written)).size == size


def test_a_picture_is_stored_once_under_its_hash(world: World) -> None:
    clerk, other = world["jia_tech_clerk"], world["jia_edu_clerk"]
    row = accept(SimpleUploadedFile("图.gif", drawn()), by=clerk)
    again = accept(drawn(), by=other)
    assert again.pk == row.pk
    assert Picture.objects.count() == 1
    with row.file.open("rb") as file:
        stored = file.read()
    assert hashlib.sha256(stored).hexdigest() == row.sha256
    assert row.file.name == f"pictures/{row.sha256[:2]}/{row.sha256}"
    assert (row.media_type, row.width_px, row.height_px) == ("image/png", 40, 30)
    assert (row.added_by, row.added_at.date()) == (clerk, now().date())
    assert bytes_of([row.sha256, row.sha256]) == {row.sha256: stored}


def test_a_heavy_file_is_refused_before_it_is_read_whole(world: World) -> None:
    heavy = ContentFile(drawn() + b"\0" * pictures.MOST_BYTES)
    with pytest.raises(BadPicture) as refused:
        accept(heavy, by=world["jia_tech_clerk"])
    assert refused.value.sentence == pictures.TOO_HEAVY
    assert heavy.tell() == pictures.MOST_BYTES + 1
    assert not Picture.objects.exists()


def test_a_torn_file_of_an_earlier_try_is_replaced(world: World) -> None:
    data = rewritten(drawn(size=(50, 50)))[0]
    name = hashlib.sha256(data).hexdigest()
    storage = Picture._meta.get_field("file").storage
    storage.save(f"pictures/{name[:2]}/{name}", ContentFile(data[:20]))
    accept(drawn(size=(50, 50)), by=world["jia_tech_clerk"])
    assert bytes_of([name]) == {name: data}


def test_a_lost_or_changed_file_is_found_when_asked_for(world: World, django_assert_num_queries) -> None:
    rows = [accept(drawn(size=(side, side)), by=world["jia_tech_clerk"]) for side in (60, 61, 62)]
    with django_assert_num_queries(1):
        assert len(bytes_of(row.sha256 for row in rows)) == 3
    with django_assert_num_queries(0):
        assert bytes_of([]) == {}
    with rows[0].file.open("wb") as file:
        file.write(b"other")
    rows[1].file.storage.delete(rows[1].file.name)
    for name, part in [(rows[0].sha256, "不一致"), (rows[1].sha256, "文件不在"), ("0" * 64, "找不到")]:
        with pytest.raises(PictureLost, match=part):
            bytes_of([rows[2].sha256, name])

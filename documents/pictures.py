"""Take pictures in and hand them out: PNG and JPEG only, checked by content, written anew, kept once by hash."""

import hashlib
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from types import MappingProxyType

from django.core.files.base import File
from django.db import transaction
from PIL import Image, ImageFile, ImageOps

from accounts.models import User
from accounts.now import now
from documents.models import Picture
from documents.models.picture import PictureType
from documents.png import has_every_pixel
from documents.storing import store

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000  # an A4 page scanned at 600 dpi has 35 million
MOST_SIDE = 12_000
LEAST_SIDE = 16
JPEG_QUALITY = 90
SIGNATURES = MappingProxyType({b"\x89PNG\r\n\x1a\n": PictureType.PNG, b"\xff\xd8\xff": PictureType.JPEG})
# What Pillow raises for a file that is not what its first bytes promise.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    struct.error,
    zlib.error,
)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
DEEP_GREY = frozenset({"I", "I;16", "I;16B", "I;16L"})

EMPTY = "图片是空文件，请重新选择。"
TOO_HEAVY = "图片超过 10 MB，请压缩后再上传。"
WRONG_TYPE = "图片只收 PNG 或 JPEG 格式，请另存为这两种格式后再上传。"
TOO_LARGE = "图片像素太多（最多 4000 万像素，每边不超过 12000），请缩小后再上传。"
TOO_SMALL = "图片太小（每边至少 16 像素），请换一张清楚的图片。"
MOVING = "图片含有多帧动画，请上传静止的图片。"
CORRUPT = "图片文件已损坏，读不出来，请重新导出后再上传。"


class BadPicture(Exception):
    """A file that is not taken as a picture; `sentence` says why and what to do. Nothing was stored."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class PictureLost(LookupError):
    """A picture that a paper shows is not there, or its file is not the one that was stored; a sentence for people."""


def accept(file: File | bytes, *, by: User) -> Picture:
    """Check a picture, write it anew without metadata and return its row; the same file again gives the same row.

    file: the upload or its bytes; type and size are judged by content alone, names are never looked at.
    Raises BadPicture when it is empty, over 10 MB or 40 million pixels, not PNG or JPEG, animated or corrupt.
    """
    data, media_type, size = rewritten(bytes_in(file))
    sha256 = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        known = Picture.objects.filter(sha256=sha256).first()
        if known is not None:
            return known
        row = Picture(sha256=sha256)
        store(row.file, data)
        values = {
            "file": row.file.name,
            "media_type": media_type,
            "width_px": size[0],
            "height_px": size[1],
            "added_by": by,
            "added_at": now(),
        }
        # Two uploads of the same picture at once: the second finds the first one's row.
        return Picture.objects.get_or_create(sha256=sha256, defaults=values)[0]


def bytes_of(names: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of the pictures with these sha256, each checked against its name; one query.

    Raises PictureLost when a row is missing, or its file is gone or changed.
    """
    wanted = list(dict.fromkeys(names))
    rows = {row.sha256: row for row in Picture.objects.filter(sha256__in=wanted)} if wanted else {}
    return {name: _checked(name, rows.get(name)) for name in wanted}


def rewritten(data: bytes) -> tuple[bytes, PictureType, tuple[int, int]]:
    """Return the picture written anew, its type and its size in pixels: the same bytes for the same picture.

    Metadata, colour profiles and what follows the picture in the file are gone; a photograph stands upright.
    Raises BadPicture as `accept` does.
    """
    media_type = next((kind for start, kind in SIGNATURES.items() if data.startswith(start)), None)
    if media_type is None:
        raise BadPicture(WRONG_TYPE if data else EMPTY)
    try:
        _opened(data, media_type).verify()
        picture = _opened(data, media_type)  # verify() leaves a picture that cannot be read on
        with _torn_ones_refused():
            picture.load()
        if media_type is PictureType.PNG and not has_every_pixel(data):
            raise BadPicture(CORRUPT)
        plain = _plain(ImageOps.exif_transpose(picture), media_type)
    except BOMBS as bomb:
        raise BadPicture(TOO_LARGE) from bomb
    except BROKEN as broken:
        raise BadPicture(CORRUPT) from broken
    written = BytesIO()
    if media_type is PictureType.PNG:
        plain.save(written, "PNG", compress_level=6)
    else:
        plain.save(written, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return written.getvalue(), media_type, plain.size


@contextmanager
def _torn_ones_refused() -> Iterator[None]:
    """Let Pillow refuse a picture that breaks off: the PDF engine, once imported, tells it to fill up with black."""
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def bytes_in(file: File | bytes) -> bytes:
    """Return the bytes of an upload; raise BadPicture when there are more than are allowed, which are not read."""
    if isinstance(file, bytes):
        data = file
    else:
        file.seek(0)
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise BadPicture(TOO_HEAVY)
    return data


def _opened(data: bytes, media_type: PictureType) -> Image.Image:
    """Return the picture with only its head read, when its size is one that may be decoded."""
    picture = Image.open(BytesIO(data), formats=[media_type.name])
    width, height = picture.size
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
        raise BadPicture(TOO_LARGE)
    if min(width, height) < LEAST_SIDE:
        raise BadPicture(TOO_SMALL)
    # Many telephones hide a second picture behind a JPEG: the first is the one that was meant.
    if media_type is PictureType.PNG and picture.n_frames > 1:
        raise BadPicture(MOVING)
    return picture


def _plain(picture: Image.Image, media_type: PictureType) -> Image.Image:
    """Return the pixels alone in one of the modes a PDF engine draws: grey or RGB, in a PNG with alpha where used."""
    see_through = "A" in picture.getbands() or "transparency" in picture.info
    if media_type is PictureType.PNG and see_through:
        plain = picture.convert("RGBA")
    elif picture.mode in DEEP_GREY:
        plain = picture.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    else:
        plain = picture.convert("L" if picture.mode in {"1", "L"} else "RGB")
    plain.info = {}
    return plain


def _checked(name: str, row: Picture | None) -> bytes:
    if row is None:
        raise PictureLost(f"找不到文中的图片（摘要 {name[:12]}…），请重新上传。")
    try:
        with row.file.open("rb") as file:
            data = file.read()
    except OSError as gone:
        raise PictureLost(f"图片的文件不在（摘要 {name[:12]}…），请管理员从备份恢复。") from gone
    if hashlib.sha256(data).hexdigest() != name:
        raise PictureLost(f"图片的文件与登记的摘要不一致（摘要 {name[:12]}…），请管理员从备份恢复。")
    return data

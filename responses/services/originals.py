"""用印件: the scan of the sealed letter, kept beside the frozen file as the original that was delivered."""

import hashlib
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from pikepdf.settings import set_qpdf_limits

from accounts import audit
from accounts.models import User
from accounts.now import now
from documents.pictures import BadPicture, rewritten
from proposals.errors import NotYours, StepBlocked
from proposals.services.reasons import stated
from responses.models import AddressedLetter, ReplyLetter, SealedOriginal
from responses.permissions import may_print
from responses.services.locking import locked_letter
from responses.services.validity import refuse_invalid

MOST_BYTES = 30 * 1024 * 1024
MOST_PAGES = 300
PDF, PNG, JPEG = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
ENDINGS = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg"}
CORRUPT_PDF = "扫描件（PDF）已损坏或加了密码，打不开，请重新扫描后上传。"
ACTIVE_PDF = "扫描件（PDF）中含有脚本或会自动执行的动作，不能上传；请重新扫描，或用“打印为 PDF”另存后再上传。"
MOST_OBJECTS, DEEPEST = 50_000, 50  # of a PDF that is looked through
NOT_DECODED = "error decoding stream data"  # what qpdf says of a part it gave up
# Once for the process, before anything is opened: half a megabyte of zeros would unpack to half a gigabyte.
MOST_UNPACKED = 64 * 1024 * 1024
set_qpdf_limits(flate_max_memory=MOST_UNPACKED, run_length_max_memory=MOST_UNPACKED)
# What a PDF may do by itself or at a click; a scan needs none of it (ISO 32000-1 12.5.6, 12.6.4). Attached files stay:
# a letter sealed electronically elsewhere carries the snapshot of its words.
ACTIVE_KEYS = ("/JS", "/XFA", "/RichMediaContent")
ACTIONS = frozenset(
    f"/{name}"
    for name in ("JavaScript", "Launch", "SubmitForm", "ImportData", "GoToE", "Rendition", "RichMediaExecute")
)
NOTES = frozenset({"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})


@dataclass(frozen=True)
class Scan:
    """A checked scan: its bytes as uploaded, the ending of its type, its pages."""

    data: bytes
    ending: str
    pages: int


@transaction.atomic
def upload_original(
    letter: ReplyLetter,
    upload: UploadedFile,
    *,
    by: User,
    reason: str = "",
    addressed: AddressedLetter | None = None,
) -> SealedOriginal:
    """Keep the scan of a sealed letter; a second one replaces the first and says why, the first stays on record.

    addressed: the co-signer's own copy that was scanned, None for the letter itself. The file is kept byte for byte
    under its SHA-256. Raises NotYours, StepNotOpen for a letter that is void or was corrected, or StepBlocked for an
    empty, too large, damaged or locked file, for one that is neither PDF nor JPEG nor PNG or acts by itself, for a
    replacement without a reason, and for a file that is kept as a scan already.
    """
    row = locked_letter(letter)
    if not may_print(by, row):
        raise NotYours("由印发单位的文印人员或办公室上传用印件。")
    replaces = row.sealed_originals.filter(addressed=addressed).exists()
    reason = stated(reason, missing="这一份已有用印件，更换请写明理由。" if replaces else "", name="更换理由")
    refuse_invalid(row)
    scan = checked_scan(upload)
    _refuse_used(scan, row, addressed)
    original = SealedOriginal(
        letter=row,
        addressed=addressed,
        sha256=hashlib.sha256(scan.data).hexdigest(),
        size=len(scan.data),
        pages=scan.pages,
        reason=reason,
        by=by,
        at=now(),
    )
    original.file.save(f"{original.sha256}{scan.ending}", ContentFile(scan.data), save=False)
    original.save()
    audit.record("letter.original", by=by, about=row, sha256=original.sha256, again=replaces)
    return original


def other_pages(original: SealedOriginal) -> str:
    """Return in a sentence that a scan has other pages than the paper printed; empty where they agree.

    Not refused: 版记 may stand on a page of its own that nobody scanned.
    """
    printed = (original.addressed or original.letter).pages
    if printed in (None, original.pages):
        return ""
    return f"扫描件有 {original.pages} 页，印发文件是 {printed} 页，请核对有没有漏扫、错扫。"


def _refuse_used(scan: Scan, letter: ReplyLetter, addressed: AddressedLetter | None) -> None:
    """Raise StepBlocked where the same file is kept for another paper already: it can be the scan of one only."""
    sha256 = hashlib.sha256(scan.data).hexdigest()
    used = (
        SealedOriginal.objects.filter(sha256=sha256).select_related("letter", "addressed__proposer").first()
    )
    if used is None:
        return
    if used.letter_id == letter.pk and used.addressed_id == (addressed and addressed.pk):
        raise StepBlocked("这个扫描件已经上传过了，不用再传。")
    raise StepBlocked(
        f"这个扫描件已作为{used.addressed or used.letter}的用印件上传过，请核对是不是选错了文件。"
    )


def checked_scan(upload: UploadedFile) -> Scan:
    """Return an upload as a scan, judged by its content; raise StepBlocked with a sentence."""
    if not upload.size:
        raise StepBlocked("所选文件是空文件（0 字节），请重新选择。")
    if upload.size > MOST_BYTES:
        raise StepBlocked(
            f"扫描件超过 {MOST_BYTES // 1024 // 1024} MB，请降低扫描分辨率（300 DPI 即可）后再上传。"
        )
    data = upload.read()
    kind = next((magic for magic in ENDINGS if data.startswith(magic)), None)
    if kind is None:
        raise StepBlocked("用印件只收 PDF、JPG 或 PNG 格式的扫描件。")
    if kind == PDF:
        return Scan(data, ENDINGS[kind], _pages(data))
    try:
        rewritten(data)
    except BadPicture as bad:
        raise StepBlocked(bad.sentence) from bad
    return Scan(data, ENDINGS[kind], 1)


def _pages(data: bytes) -> int:
    """Return how many pages a PDF has; raise StepBlocked when it cannot be opened or has none or too many."""
    try:
        with pikepdf.open(BytesIO(data)) as opened:
            pages = len(opened.pages)
            active = len(opened.objects) > MOST_OBJECTS or any(_acts(one) for one in opened.objects)
            unread = any(NOT_DECODED in str(warning) for warning in opened.get_warnings())
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError) as broken:
        raise StepBlocked(CORRUPT_PDF) from broken
    if unread:
        raise StepBlocked(CORRUPT_PDF)
    if not 0 < pages <= MOST_PAGES:
        raise StepBlocked(f"扫描件应有 1 到 {MOST_PAGES} 页，请核对文件。")
    if active:
        raise StepBlocked(ACTIVE_PDF)
    return pages


def _acts(value: object, depth: int = 0) -> bool:
    """Say whether an object of a PDF runs, sends or carries something; what it refers to is looked at by itself."""
    if isinstance(value, pikepdf.Stream):
        value = value.stream_dict
    if isinstance(value, pikepdf.Dictionary):
        kinds = {name: value.get(name) for name in ("/S", "/Subtype")}
        named = {name: str(kind) for name, kind in kinds.items() if isinstance(kind, pikepdf.Name)}
        if (
            any(key in value for key in ACTIVE_KEYS)
            or named.get("/S") in ACTIONS
            or named.get("/Subtype") in NOTES
        ):
            return True
        inner = list(value.values())
    elif isinstance(value, pikepdf.Array):
        inner = list(value)
    else:
        return False
    direct = [one for one in inner if isinstance(one, pikepdf.Object) and not one.is_indirect]
    return bool(direct) and (depth >= DEEPEST or any(_acts(one, depth + 1) for one in direct))

"""用印件: the scan of the sealed letter, kept beside the frozen file as the original that was delivered."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.now import now
from documents.pictures import BadPicture, rewritten
from documents.scans import BadScan, pages_of
from proposals.errors import NotYours, StepBlocked
from proposals.services.reasons import stated
from responses.addressing import scan_of
from responses.models import AddressedLetter, ReplyLetter, SealedOriginal
from responses.permissions import may_print
from responses.services.locking import locked_letter
from responses.services.validity import refuse_invalid

MOST_BYTES = 30 * 1024 * 1024
PDF, PNG, JPEG = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
SENT_ALREADY = "这个扫描件已经上传过了，不用再传。"
REPLACED_BEFORE = "这个扫描件以前上传过，后来换掉了；确要换回的，请重新扫描后上传。"
ENDINGS = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg"}


@dataclass(frozen=True)
class Scan:
    """A checked scan: its bytes as uploaded, the ending of its type, its pages."""

    data: bytes
    ending: str
    pages: int

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


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
    _refuse_others(by, letter)
    # Before any row is locked: reading a file takes its time, and whoever works on the item would wait for it.
    return _kept(letter, checked_scan(upload), by=by, reason=reason, addressed=addressed)


@transaction.atomic
def _kept(
    letter: ReplyLetter, scan: Scan, *, by: User, reason: str, addressed: AddressedLetter | None
) -> SealedOriginal:
    row = locked_letter(letter)
    _refuse_others(by, row)
    replaces = row.sealed_originals.filter(addressed=addressed).exists()
    reason = stated(reason, missing="这一份已有用印件，更换请写明理由。" if replaces else "", name="更换理由")
    refuse_invalid(row)
    _refuse_used(scan, row, addressed)
    original = SealedOriginal(
        letter=row,
        addressed=addressed,
        sha256=scan.sha256,
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


def _refuse_others(user: User, letter: ReplyLetter) -> None:
    """Raise NotYours for whoever may not print the letter."""
    if not may_print(user, letter):
        raise NotYours("由印发单位的文印人员或办公室上传用印件。")


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
    used = (
        SealedOriginal.objects.filter(sha256=scan.sha256)
        .select_related("letter", "addressed__proposer")
        .first()
    )
    if used is None:
        return
    if used.letter_id == letter.pk and used.addressed_id == (addressed and addressed.pk):
        newest = scan_of(letter, addressed or letter)
        raise StepBlocked(SENT_ALREADY if used == newest else REPLACED_BEFORE)
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
    try:
        if kind == PDF:
            return Scan(data, ENDINGS[kind], pages_of(data))
        rewritten(data)
    except (BadPicture, BadScan) as bad:
        raise StepBlocked(bad.sentence) from bad
    return Scan(data, ENDINGS[kind], 1)

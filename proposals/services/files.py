"""Files that come with an item: checked by content, kept under their hash, bound to who may see the item."""

import hashlib
import io
import struct
import zipfile

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.now import now
from proposals.errors import BadFile, NotYours, StepNotOpen
from proposals.models import Attachment, Proposal
from proposals.permissions import proposer
from proposals.services.perform import locked
from proposals.states import ProposalState as S

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFFICE_PARTS = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml"}
MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
EXTENSIONS = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
}
MOST_FILES = 10
MOST_PARTS = 10_000  # entries of a zip; a document of 20 MB made of names alone would cost seconds and 200 MB
PART_ENTRY = b"PK\x01\x02"
# What Python raises for a zip whose directory is broken, cut or of a version it does not know.
NO_ZIP = (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error)
ACCEPTED = "PDF、Word（.docx）、Excel（.xlsx）、JPG 或 PNG"


def content_type_of(name: str, content: bytes) -> str:
    """Return the type a file really has, read from its first bytes (for Office files from its parts).

    Raises BadFile when it is empty, too large, of no accepted type, carries macros, or is named as something else.
    """
    if not content:
        raise BadFile(f"“{name}”是空文件（0 字节），请重新选择。")
    if len(content) > settings.ATTACHMENT_MAX_BYTES:
        most = settings.ATTACHMENT_MAX_BYTES // (1024 * 1024)
        raise BadFile(f"“{name}”超过 {most} MB，请压缩或分成几个文件再上传。")
    found = next((kind for magic, kind in MAGIC if content.startswith(magic)), None) or _office_type(content)
    if found is None:
        raise BadFile(f"“{name}”不是可以接收的文件，请上传 {ACCEPTED}。")
    if not name.lower().endswith(EXTENSIONS[found]):
        raise BadFile(f"“{name}”的内容与文件名后缀不符，请核对后重新上传。")
    return found


def _office_type(content: bytes) -> str | None:
    """Return which Office type a zip is; None for any other zip and for one that carries macros."""
    if not content.startswith(b"PK\x03\x04") or content.count(PART_ENTRY) > MOST_PARTS:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = set(package.namelist())
    except NO_ZIP:
        return None
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        return None
    return next((kind for kind, part in OFFICE_PARTS.items() if part in parts), None)


@transaction.atomic
def attach(proposal: Proposal, upload: UploadedFile, *, by: User) -> Attachment:
    """Keep an uploaded file with an item that is still being written, or raise and keep nothing.

    The same content twice is kept once. Raises NotYours, StepNotOpen (already submitted) or BadFile.
    """
    row = locked(proposal)
    _refuse_unless_writing(row, by)
    name = upload.name.rsplit("/", 1)[-1][-120:]
    if row.attachments.count() >= MOST_FILES:
        raise BadFile(f"附件最多 {MOST_FILES} 个，请合并后再上传。")
    content = upload.read(settings.ATTACHMENT_MAX_BYTES + 1)
    kind = content_type_of(name, content)
    digest = hashlib.sha256(content).hexdigest()
    kept = row.attachments.filter(sha256=digest).first()
    if kept is not None:
        return kept
    attachment = Attachment(
        proposal=row,
        name=name,
        content_type=kind,
        size=len(content),
        sha256=digest,
        uploaded_by=by,
        uploaded_at=now(),
    )
    attachment.file.save(name, ContentFile(content), save=False)
    attachment.save()
    audit.record("attachment.add", by=by, about=row, name=name, sha256=digest)
    return attachment


@transaction.atomic
def detach(attachment: Attachment, *, by: User) -> None:
    """Take a file away from an item that is still being written; its bytes stay until the store is cleaned."""
    row = locked(attachment.proposal)
    _refuse_unless_writing(row, by)
    audit.record("attachment.remove", by=by, about=row, name=attachment.name, sha256=attachment.sha256)
    attachment.delete()


def _refuse_unless_writing(proposal: Proposal, by: User) -> None:
    if proposer(proposal, by) is None:
        raise NotYours("只有提出人（代录件为录入机构）可以增减附件。")
    if proposal.state not in (S.DRAFT, S.RETURNED):
        raise StepNotOpen("提交以后不能再增减附件；需要补充的，请联系工作机构退回补正。")

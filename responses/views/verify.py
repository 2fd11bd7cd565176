"""核验页: anybody may look up a letter by its code, or compare a file with those this system keeps.

An uploaded file is hashed in memory only.
"""

import hashlib
import unicodedata

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods
from redis.exceptions import RedisError

from accounts.address import client_address
from documents.signing.apart import Busy, signature_of_stranger
from documents.signing.reading import signature_of
from documents.signing.report import LEGAL_NOTE, SignatureReport
from responses.services.originals import MOST_BYTES
from responses.verification import letter_by_code, letter_by_hash, paper_by_hash

# Of one address: a whole office behind one address works on, guessing codes and sending large files does not.
MOST_A_MINUTE = 60
MOST_FILES_A_MINUTE = 10
HYPHENS = "-‐‑–—·"
UNKNOWN_CODE = "没有这个核验码对应的答复函，请核对后重新输入。"
TOO_MANY = "查询太频繁，请一分钟后再试。"
NO_FILE = "请选择要核对的文件。"
EMPTY = "所选文件是空文件（0 字节），请重新选择。"
TOO_LARGE = f"所选文件超过 {MOST_BYTES // 1024 // 1024} MB，不能比对；请改为输入核验码查询。"
NOT_NOW = "签名暂时不能查看，请稍后再试。"
# A letter saved anew by a reader program, or scanned, has other bytes: no match is no proof of a forgery.
NO_MATCH = (
    "本系统保存的文件中，没有与它完全相同的。它可能是另一种文件，也可能是另存、扫描过的，或者内容改动过；"
    "单凭这一点，不能断定它是不是本系统印发的。函上印有核验码的，请再按核验码查询。"
)


class InMemory(FileUploadHandler):
    """Keeps what is uploaded in memory, of all files of a form together MOST_BYTES: nothing of it reaches a disk."""

    size = 0

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)
        self.parts: list[bytes] = []

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.parts.append(raw_data)
        self.size += len(raw_data)
        if self.size > MOST_BYTES:
            self.request.upload_too_large = True
            raise StopUpload(connection_reset=False)

    def file_complete(self, file_size: int) -> SimpleUploadedFile:
        return SimpleUploadedFile("file", b"".join(self.parts))


@csrf_exempt  # the handlers must be chosen before the body is read; `_ask` checks the token
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Show the page with both ways of asking; ?code= leads to a letter's own page, a POST compares a file."""
    request.upload_handlers = [InMemory(request)]
    return _ask(request)


@csrf_protect
def _ask(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _compared(request)
    code = _plain(request.GET.get("code", ""))
    if not code:
        return _page(request)
    if not _may_be_code(code):
        return _page(request, code_error=UNKNOWN_CODE, typed=code, status=404)
    return redirect("verify:letter", code)


def _plain(typed: str) -> str:
    """Return a code as it was printed, however its groups were typed: with blanks, hyphens, full-width signs."""
    signs = unicodedata.normalize("NFKC", typed)
    return "".join(sign for sign in signs if sign not in HYPHENS and not sign.isspace()).upper()


def _may_be_code(code: str) -> bool:
    return code.isascii() and code.isalnum()


@never_cache
@require_GET
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is known of the letter with this code; an unknown one gets one plain sentence."""
    if _asks_too_often(request, "code", MOST_A_MINUTE):
        return _page(request, code_error=TOO_MANY, typed=code, status=429)
    found = letter_by_code(code)
    if found is None:
        return _page(request, code_error=UNKNOWN_CODE, typed=code, status=404)
    return render(request, "verify/letter.html", {"letter": found})


def _compared(request: HttpRequest) -> HttpResponse:
    upload = request.FILES.get("file")
    if getattr(request, "upload_too_large", False):
        return _page(request, file_error=TOO_LARGE, status=413)
    if upload is None:
        return _page(request, file_error=NO_FILE, status=422)
    if not upload.size:
        return _page(request, file_error=EMPTY, status=422)
    if _asks_too_often(request, "file", MOST_FILES_A_MINUTE):
        return _page(request, file_error=TOO_MANY, status=429)
    data = upload.read()
    sha256 = hashlib.sha256(data).hexdigest()
    found = letter_by_hash(sha256)
    paper = paper_by_hash(sha256) if found is None else None
    code = _plain(request.POST.get("code", ""))
    asked = letter_by_code(code) if _may_be_code(code) else None
    is_our_work = found.is_our_work if found is not None else paper is not None
    signature, signature_error = _signature_of(data, is_our_work=is_our_work)
    context = {
        "match": found,
        "paper": paper,
        # The page of a letter offers to compare a file with it: another letter's is no answer.
        "meant": asked if asked is not None and found is not None and asked != found.letter else None,
        "letter": found.letter if found is not None else None,
        "sha256": sha256,
        "no_match": NO_MATCH,
        "signature": signature,
        "signature_error": signature_error,
        "legal_note": LEGAL_NOTE,
    }
    return render(request, "verify/file.html", context)


def _signature_of(data: bytes, *, is_our_work: bool) -> tuple[SignatureReport | None, str]:
    """Return what the signature says, or why it cannot be said now; only a file this system made is read here."""
    if is_our_work:
        return signature_of(data), ""
    try:
        return signature_of_stranger(data), ""
    except Busy:
        return None, NOT_NOW


def _page(request: HttpRequest, *, status: int = 200, **context: str) -> HttpResponse:
    blank = {"code_error": "", "file_error": "", "typed": ""}
    return render(request, "verify/ask.html", blank | context, status=status)


def _asks_too_often(request: HttpRequest, what: str, most: int) -> bool:
    """Count one lookup of this kind by this address; without the cache nobody is held up."""
    key = f"verify:{what}:{client_address(request)}"
    try:
        cache.add(key, 0, 60)
        return cache.incr(key) > most
    except (RedisError, ValueError):  # away, or the minute ended between the two
        return False

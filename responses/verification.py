"""核验: what the public page says of a letter or a paper between offices, found by a code or by a file's SHA-256.

Of a letter the page names no person; of a paper nothing beside its kind, number, unit, dates and validity.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from proposals.models import Paper
from responses.models import AddressedLetter, ReplyLetter, SealedOriginal

LETTER, SIGNED = "印发文件", "加数字签名的印发文件"
SEALED, REPLACED = "用印扫描件", "已更换的用印扫描件"
ADDRESSED, SIGNED_ADDRESSED = "分送件", "加数字签名的分送件"


@dataclass(frozen=True)
class Match:
    """A letter, and which of its files a hash belongs to."""

    letter: ReplyLetter
    kind: str

    @property
    def is_replaced(self) -> bool:
        return self.kind == REPLACED

    @property
    def is_our_work(self) -> bool:
        """Say whether this system made the file: a scan was made elsewhere, and its bytes are anybody's."""
        return self.kind not in {SEALED, REPLACED}


def letter_by_code(code: str) -> ReplyLetter | None:
    """Return the letter that bears a verification code, typed in capitals or not."""
    return _letters().filter(verify_code=code.strip().upper()).first()


def letter_by_hash(sha256: str) -> Match | None:
    """Return the letter one of whose files has this SHA-256 (64 hexadecimal digits in small letters)."""
    for kind, find in _FILES.items():
        found = find(sha256)
        if found is not None:
            return Match(_letters().get(pk=found), kind)
    return None


def paper_by_hash(sha256: str) -> Paper | None:
    """Return the paper between offices (交办通知, 会办意见函 …) whose file has this SHA-256."""
    return Paper.objects.select_related("unit").filter(sha256=sha256).order_by("pk").first()


_FILES: dict[str, Callable[[str], int | None]] = {
    SIGNED: lambda hash_: _first(ReplyLetter.objects.filter(signed_sha256=hash_), "pk"),
    LETTER: lambda hash_: _first(ReplyLetter.objects.filter(sha256=hash_), "pk"),
    SIGNED_ADDRESSED: lambda hash_: _first(AddressedLetter.objects.filter(signed_sha256=hash_), "letter"),
    ADDRESSED: lambda hash_: _first(AddressedLetter.objects.filter(sha256=hash_), "letter"),
    SEALED: lambda hash_: _first(_scans(hash_).filter(is_replaced=False), "letter"),
    REPLACED: lambda hash_: _first(_scans(hash_), "letter"),
}


def _scans(sha256: str):
    """Return the scans with this hash; is_replaced: the same paper, letter or co-signer's copy, has a newer one."""
    scans = SealedOriginal.objects.annotate(copy=Coalesce("addressed", 0))
    newer = scans.filter(letter=OuterRef("letter"), copy=OuterRef("copy"), pk__gt=OuterRef("pk"))
    return scans.filter(sha256=sha256).annotate(is_replaced=Exists(newer))


def _first(rows, key: str) -> int | None:
    return rows.order_by("pk").values_list(key, flat=True).first()


def _letters():
    return ReplyLetter.objects.select_related("response__assignment__unit", "superseded_by", "supersedes")

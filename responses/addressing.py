"""Which paper of a letter goes to a reader, and which file: a co-signer's own copy, to everybody else the letter."""

from dataclasses import dataclass
from pathlib import PurePath

from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile

from accounts.models import User
from documents.models import SignedPaper
from responses.models import AddressedLetter, Delivery, ReplyLetter, SealedOriginal


@dataclass(frozen=True)
class ReadersFile:
    """The file somebody downloads, how many pages it has, and what it is called on the page: PDF, 扫描件."""

    file: FieldFile
    pages: int | None
    label: str


def own_deliveries(user: User, letter: ReplyLetter) -> QuerySet[Delivery]:
    """Return the deliveries of a letter to somebody's own seats."""
    return (
        letter.deliveries.filter(proposer__member__user=user)
        .select_related("proposer__proposal")
        .order_by("pk")
    )


@dataclass(frozen=True)
class HandedOut:
    """What of a letter goes to one reader: the deliveries to their own seats, and the paper that addresses them."""

    letter: ReplyLetter
    deliveries: tuple[Delivery, ...]
    paper: SignedPaper

    def file(self) -> ReadersFile | None:
        """Return the file that goes to this reader; None while it is not there.

        A proposer gets the scan of the sealed paper where there is one. Everybody else, and a proposer without a scan,
        gets the signed file where the paper must be signed, else the frozen one.
        """
        scan = scan_of(self.letter, self.paper) if self.deliveries else None
        if scan is not None:
            ending = PurePath(scan.file.name).suffix.removeprefix(".").upper()
            return ReadersFile(scan.file, scan.pages, f"用印扫描件，{ending}")
        kept = self.paper.delivered_pdf
        return ReadersFile(kept, self.paper.pages, "PDF") if kept else None


def handed_out(user: User, letter: ReplyLetter) -> HandedOut:
    """Return what goes to a reader: their own copy where each co-signer has one, else the letter itself."""
    deliveries = tuple(own_deliveries(user, letter))
    seats = [delivery.proposer_id for delivery in deliveries]
    own = list(letter.addressed.filter(proposer__in=seats).order_by("pk")) if seats else []
    # Whoever stands first under the item is addressed by the letter itself, whatever seat else they have.
    return HandedOut(letter, deliveries, own[0] if own and len(own) == len(seats) else letter)


def scan_of(letter: ReplyLetter, paper: SignedPaper) -> SealedOriginal | None:
    """Return the newest scan of the sealed paper: of the letter itself, or of one co-signer's copy of it."""
    copy = paper if isinstance(paper, AddressedLetter) else None
    return letter.sealed_originals.filter(addressed=copy).order_by("-pk").first()

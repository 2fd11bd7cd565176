"""The page of annexes: one form with many buttons, so that no button throws away what stands in another's boxes."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from documents.layout import screen_pieces
from responses.letters.frozen import lines_of
from responses.models import AnnexPicture, Response, ResponseAnnex
from responses.permissions import may_edit_draft
from responses.services import annexes as service

TEMPLATE = "admin/responses/response/annexes.html"
USUAL_WIDTH = "140"
NEW = "new"
BOXES = ("title", "body", "width", "caption")


@dataclass(frozen=True)
class Box:
    """One box of the page: its name, which is its id as well, what stands in it and what is wrong with it."""

    name: str
    value: str = ""
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """One annex with its boxes; None for the one to be added.

    was: the digest of its text as the page was opened; newest: the text somebody else saved meanwhile.
    """

    annex: ResponseAnnex | None
    pieces: list[dict[str, object]]
    title: Box
    body: Box
    picture: Box
    width: Box
    caption: Box
    sure: Box
    was: str
    pictures: list[tuple[AnnexPicture, Box]]
    newest: str = ""

    @property
    def key(self) -> str:
        """What the names of its boxes end in."""
        return str(self.annex.pk) if self.annex is not None else NEW

    @property
    def names(self) -> list[str]:
        """The names of all its boxes."""
        boxes = (self.title, self.body, self.picture, self.width, self.caption, self.sure)
        return [box.name for box in (*boxes, *(sure for _, sure in self.pictures))]

    @property
    def asks_for_picture(self) -> bool:
        """Whether something stands, or is wrong, in the boxes of a new picture."""
        return bool(self.picture.errors or self.width.errors or self.caption.errors or self.caption.value)


@dataclass(frozen=True)
class Sent:
    """What the page's form brought: the boxes by name, the units ticked; empty where nothing was sent."""

    boxes: Mapping[str, str] = field(default_factory=dict)
    units: frozenset[int] | None = None

    @classmethod
    def of(cls, post: QueryDict) -> "Sent":
        """Take the boxes out of a posted form; without its list of units none were asked."""
        boxes = {
            name: text
            for name, text in post.items()
            if name.partition("-")[0] in (*BOXES, "was") and "-" in name
        }
        units = frozenset(map(number, post.getlist("unit"))) if "units_asked" in post else None
        return cls(boxes, units)

    def is_new(self, key: str) -> bool:
        """Say whether the text of one annex is not what the page was opened with."""
        title, body = self.boxes.get(f"title-{key}"), self.boxes.get(f"body-{key}")
        if title is None and body is None:
            return False
        if key == NEW:
            return bool((title or "").strip() or (body or "").strip())
        return digest(title or "", body or "") != self.boxes.get(f"was-{key}", "")

    def left(self, response: Response, *, done: str) -> dict[str, object]:
        """Return what is still not saved after the button `done` has worked, to be shown again on the next page."""
        action, _, of = done.partition("-")
        keys = {name.partition("-")[2] for name in self.boxes}
        kept: dict[str, str] = {}
        for key in keys - ({of or NEW} if action in ("change", "add", "remove") else set()):
            if self.is_new(key):
                kept |= {
                    name: self.boxes.get(name, "") for name in (f"title-{key}", f"body-{key}", f"was-{key}")
                }
        for key in keys - ({of} if action in ("picture", "remove") else set()):
            caption, width = self.boxes.get(f"caption-{key}", ""), self.boxes.get(f"width-{key}", USUAL_WIDTH)
            if caption.strip() or width != USUAL_WIDTH:
                kept |= {f"caption-{key}": caption, f"width-{key}": width}
        left: dict[str, object] = {"boxes": kept} if kept else {}
        if action != "signing" and self.units is not None and self.units != _signing(response):
            left["units"] = sorted(self.units)
        return left

    def without_a_box(self, keys: Collection[str]) -> str:
        """Return the texts that were typed for annexes which are not on the page any more."""
        gone = {name.partition("-")[2] for name in self.boxes} - set(keys)
        texts = (
            f"{self.boxes.get(f'title-{key}', '')}\n{self.boxes.get(f'body-{key}', '')}"
            for key in sorted(gone)
            if self.is_new(key)
        )
        return "\n\n".join(texts)


def digest(title: str, body: str) -> str:
    """Return what tells one text of an annex from another; blanks at the end of lines aside."""
    plain = "\n".join(line.rstrip() for line in body.splitlines()).strip("\n")
    return hashlib.sha256(f"{' '.join(title.split())}\n{plain}".encode("utf-8", "surrogatepass")).hexdigest()[
        :16
    ]


def number(text: str | None) -> int:
    """Return a key as it was sent; what is none is none of them."""
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def annexes_page(
    request: HttpRequest,
    response: Response,
    sent: Sent,
    errors: Iterable[tuple[str, str]] = (),
    *,
    status: int = 200,
    stale: str = "",
) -> HttpResponse:
    """Return the page with what was sent in its boxes. stale: the annex whose text somebody else saved meanwhile."""
    may_edit = may_edit_draft(request.user, response)
    at: dict[str, list[str]] = {}
    for sentence, anchor in errors:
        at.setdefault(anchor, []).append(sentence)
    rows = [
        _shown(annex, sent, at, stale=stale)
        for annex in response.annexes.prefetch_related("pictures__picture").order_by("order")
    ]
    new = _shown(None, sent, at)
    boxes = [*(row.key for row in rows), NEW] if may_edit else []
    there = {"signing", *(box for row in (*rows, new) for box in row.names)} if may_edit else set()
    chosen = _signing(response) if sent.units is None else sent.units
    context = {
        "response": response,
        "proposal": response.proposal,
        "errors": [(sentence, anchor if anchor in there else "") for sentence, anchor in errors],
        "error_heading": "没有办成",
        "may_edit": may_edit,
        "annexes": rows,
        "new": new,
        "lost_text": sent.without_a_box(boxes),
        "signing": list(response.signing_units.select_related("unit")),
        "signing_errors": at.get("signing", []),
        "chosen": chosen,
        "possible": list(service.possible_signers(response.proposal)),
    }
    return render(request, TEMPLATE, context, status=status)


def _signing(response: Response) -> frozenset[int]:
    return frozenset(response.signing_units.values_list("unit", flat=True))


def _shown(
    annex: ResponseAnnex | None, sent: Sent, at: Mapping[str, Iterable[str]], *, stale: str = ""
) -> Shown:
    key = NEW if annex is None else str(annex.pk)
    title, body = (annex.title, annex.body) if annex is not None else ("", "")
    was = digest(title, body)

    def box(name: str, value: str) -> Box:
        full = f"{name}-{key}"
        return Box(full, sent.boxes.get(full, value), tuple(at.get(full, ())))

    pictures = sorted(annex.pictures.all(), key=lambda one: one.order) if annex is not None else []
    return Shown(
        annex=annex,
        pieces=screen_pieces(lines_of(body)),
        title=box("title", title),
        body=box("body", body),
        picture=box("picture", ""),
        width=box("width", USUAL_WIDTH),
        caption=box("caption", ""),
        sure=box("sure", ""),
        # Once the newer text was shown, saving again is a choice made with open eyes.
        was=was if key == stale else sent.boxes.get(f"was-{key}", was),
        pictures=[
            (one, Box(f"sure_picture-{one.pk}", errors=tuple(at.get(f"sure_picture-{one.pk}", ()))))
            for one in pictures
        ],
        newest=f"{title}\n{body}" if key == stale else "",
    )

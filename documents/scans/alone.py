"""The child of documents/scans: opens one PDF from its input, looks through all of it, says what it found."""

import json
import sys
from collections.abc import Iterable
from io import BytesIO

import pikepdf
from pikepdf.settings import set_qpdf_limits

from documents.limited import limit_self

# A scan of 300 pages with its recognised text has 20,000 values; a packed part of it some kilobytes.
MOST_OBJECTS, MOST_VALUES = 50_000, 500_000
MOST_UNPACKED = 16 * 1024 * 1024  # of one part; how many there may be is left to the limit of the process
NOT_DECODED = "error decoding stream data"  # what qpdf says of a part it gave up
# What a PDF may do by itself or at a click; a scan needs none of it (ISO 32000-1 12.5.6, 12.6.4). Attached files stay:
# a letter sealed electronically elsewhere carries the snapshot of its words.
ACTIVE_KEYS = ("/JS", "/XFA", "/RichMediaContent")
ACTIONS = frozenset(
    f"/{name}"
    for name in (
        "JavaScript",
        "Launch",
        "SubmitForm",
        "ImportData",
        "GoToE",
        "GoToR",
        "Thread",
        "Rendition",
        "RichMediaExecute",
    )
)
NOTES = frozenset({"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
BY_ITSELF = (
    "/URI"  # may stand behind a link somebody clicks, not where it is done on opening or turning a page
)


class _TooMuch(Exception):
    """More than a scan holds."""


def main() -> int:
    """Take the limits, read the file and write what was found."""
    limit_self()
    # Before anything is opened: half a megabyte of zeros would unpack to half a gigabyte.
    set_qpdf_limits(
        flate_max_memory=MOST_UNPACKED,
        run_length_max_memory=MOST_UNPACKED,
        png_max_memory=MOST_UNPACKED,
        tiff_max_memory=MOST_UNPACKED,
    )
    sys.stdout.write(json.dumps(looked_through(sys.stdin.buffer.read())))
    return 0


def looked_through(data: bytes) -> dict[str, object]:
    """Return `pages` and `problem`: corrupt, active, intricate (more than is looked through), or empty."""
    try:
        with pikepdf.open(BytesIO(data)) as opened:
            pages = len(opened.pages)
            problem = _problem(opened)
            if any(NOT_DECODED in str(warning) for warning in opened.get_warnings()):
                problem = "corrupt"
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError):
        return {"pages": 0, "problem": "corrupt"}
    return {"pages": pages, "problem": problem}


def _problem(opened: pikepdf.Pdf) -> str:
    # The trailer is no object of the file, and may hold the whole catalog.
    try:
        if len(opened.objects) > MOST_OBJECTS:
            return "intricate"
        return "active" if _acts([opened.trailer, *opened.objects]) else ""
    except _TooMuch:
        return "intricate"


class _Budget:
    """How many values may still be looked at, in the whole file."""

    def __init__(self) -> None:
        self.left = MOST_VALUES

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise _TooMuch


def _acts(objects: Iterable[pikepdf.Object]) -> bool:
    """Say whether anything runs, sends or carries something; what is referred to stands among the objects itself."""
    budget, waiting = _Budget(), list(objects)
    while waiting:
        value = waiting.pop()
        if isinstance(value, pikepdf.Stream):
            value = value.stream_dict
        if not isinstance(value, pikepdf.Dictionary | pikepdf.Array):
            continue
        budget.take(1 + len(value))
        if isinstance(value, pikepdf.Dictionary):
            if _is_active(value) or _goes_out_by_itself(value, budget):
                return True
            inner = list(value.values())
        else:
            inner = list(value)
        waiting += [one for one in inner if isinstance(one, pikepdf.Object) and not one.is_indirect]
    return False


def _is_active(value: pikepdf.Dictionary) -> bool:
    return (
        any(key in value for key in ACTIVE_KEYS)
        or _name(value, "/S") in ACTIONS
        or _name(value, "/Subtype") in NOTES
    )


def _goes_out_by_itself(value: pikepdf.Dictionary, budget: _Budget) -> bool:
    """Say whether an address is asked for without a click: by /OpenAction, /AA, or what follows upon them."""
    triggers = value.get("/AA")
    waiting = [value.get("/OpenAction")]
    waiting += list(triggers.values()) if isinstance(triggers, pikepdf.Dictionary) else []
    while waiting:
        budget.take(1)  # each may follow upon itself
        action = waiting.pop()
        if not isinstance(action, pikepdf.Dictionary):
            continue
        if _name(action, "/S") == BY_ITSELF:
            return True
        following = action.get("/Next")
        waiting += list(following) if isinstance(following, pikepdf.Array) else [following]
    return False


def _name(value: pikepdf.Dictionary, key: str) -> str:
    kind = value.get(key)
    return str(kind) if isinstance(kind, pikepdf.Name) else ""


if __name__ == "__main__":
    raise SystemExit(main())

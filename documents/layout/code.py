"""核验二维码: the QR code of the verification page with its code in letters below, at the left beside the date.

Who has no camera at hand types the code; it is the last part of the address.
"""

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace

import segno

from documents.fonts import Role, widths
from documents.layout.measures import HALF_LEADING, ROW

CODE_SIZE, CODE_CLEAR = 18.0, 2.0  # mm: a side of the code, and the least to what stands beside it
LETTERS_SIZE, LETTERS_LINE = 9 * 25.4 / 72, 4.0  # mm: 9 pt, and the line they stand on
CODE_ROWS = 3  # lines of the grid that hold both
LABEL = "核验二维码"
IN_LETTERS = "核验码"
GROUP = 4  # characters

Box = tuple[float, float, float]  # left, top and foot in mm of the block


@dataclass(frozen=True, slots=True)
class VerifyCode:
    """The picture and the letters below it; top: mm from the top of the signature block."""

    picture: bytes
    letters: str
    top: float = 0.0
    label: str = LABEL

    @property
    def sha256(self) -> str:
        """Return the name under which the picture is handed to the engine."""
        return hashlib.sha256(self.picture).hexdigest()

    @property
    def width(self) -> float:
        """Return how wide picture and letters are, in mm."""
        return max(CODE_SIZE, sum(widths(Role.FANGSONG, self.letters)) * LETTERS_SIZE)

    def room(self) -> str:
        """Return the box both stand in where they flow."""
        return f"height:{CODE_ROWS * ROW:.3f}mm"

    def picture_style(self) -> str:
        """Return the box of the picture."""
        return f"left:0;top:{self.top:.3f}mm;width:{CODE_SIZE}mm;height:{CODE_SIZE}mm"

    def letters_style(self) -> str:
        """Return the box of the letters."""
        box = f"left:0;top:{self.top + CODE_SIZE:.3f}mm;width:{self.width + 0.1:.3f}mm"
        return f"{box};font-size:{LETTERS_SIZE:.3f}mm;line-height:{LETTERS_LINE:.3f}mm"


def verify_code(address: str) -> VerifyCode:
    """Return the code of an address, not placed yet; the same address gives the same picture."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=8, border=0)
    return VerifyCode(picture.getvalue(), f"{IN_LETTERS} {grouped(address)}")


def grouped(address: str) -> str:
    """Return the last part of an address in groups of four: K7WM 9QX4 2ABC."""
    code = address.rstrip("/").rpartition("/")[2]
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def beside(code: VerifyCode, foot: float, boxes: Iterable[Box]) -> VerifyCode | None:
    """Return the code with its letters ending at `foot` mm of the block; None where a name or seal stands there."""
    top = foot - CODE_SIZE - LETTERS_LINE
    if top < 0 or any(
        left < code.width + CODE_CLEAR and high < foot and low > top for left, high, low in boxes
    ):
        return None
    return replace(code, top=top)


def below(code: VerifyCode, rows: int) -> VerifyCode:
    """Return the code on CODE_ROWS lines of its own below `rows` lines of the block."""
    return replace(code, top=rows * ROW + HALF_LEADING)

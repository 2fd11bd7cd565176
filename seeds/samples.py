"""The demo's pictures, drawn here: a seal that says it is none (样章), a chart of made-up figures, a scan."""

import math
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from documents import fonts

SEAL_SIDE, RING = 900, 26  # pixels
RED, NO_INK = (214, 0, 15, 255), (255, 255, 255, 0)
IN_THE_MIDDLE, ROUND_ABOUT = "样章", "仅供系统演示不具法律效力"
SWEEP = 270  # degrees of the circle that the words round about take
CHART_SIZE = (1200, 660)  # pixels
BARS = (("2023年", 42), ("2024年", 58), ("2025年", 73), ("2026年", 90))
SCAN_SIZE = (1240, 1754)  # pixels: A4 at 150 dpi
SCANNED = "演示用扫描件，代替盖章后扫描的纸质函"


def seal() -> bytes:
    """Return a round red print aid as PNG with transparent ground; no name, no star: nobody takes it for a seal."""
    return _png(_seal())


def scan(*lines: str) -> bytes:
    """Return a page with these lines and the print aid, as PNG: it stands for the scan of a sealed letter."""
    picture = Image.new("RGB", SCAN_SIZE, "white")
    draw = ImageDraw.Draw(picture)
    for place, line in enumerate((SCANNED, *lines)):
        draw.text((SCAN_SIZE[0] / 2, 300 + place * 90), line, font=_face(38), fill="black", anchor="mm")
    mark = _seal().resize((320, 320))
    picture.paste(mark, (760, 1200), mark)
    return _png(picture)


def _seal() -> Image.Image:
    picture = Image.new("RGBA", (SEAL_SIDE, SEAL_SIDE), NO_INK)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((0, 0, SEAL_SIDE - 1, SEAL_SIDE - 1), outline=RED, width=RING)
    centre = SEAL_SIDE / 2
    draw.text((centre, centre), IN_THE_MIDDLE, font=_face(230), fill=RED, anchor="mm")
    radius = centre - RING - 85
    for place, character in enumerate(ROUND_ABOUT):
        turned = (place / (len(ROUND_ABOUT) - 1) - 0.5) * SWEEP
        angle = math.radians(turned)
        letter = Image.new("RGBA", (120, 120), NO_INK)
        ImageDraw.Draw(letter).text((60, 60), character, font=_face(92), fill=RED, anchor="mm")
        letter = letter.rotate(-turned, resample=Image.Resampling.BICUBIC)
        place_at = (centre + radius * math.sin(angle) - 60, centre - radius * math.cos(angle) - 60)
        picture.alpha_composite(letter, (round(place_at[0]), round(place_at[1])))
    return picture


def chart() -> bytes:
    """Return a bar chart of made-up figures as PNG."""
    width, height = CHART_SIZE
    picture = Image.new("L", CHART_SIZE, 255)
    draw = ImageDraw.Draw(picture)
    ground, room = height - 90, width / len(BARS)
    for place, (label, value) in enumerate(BARS):
        middle = room * (place + 0.5)
        top = ground - value / 100 * (ground - 90)
        draw.rectangle((middle - 80, top, middle + 80, ground), fill=150, outline=0, width=3)
        draw.text((middle, top - 34), f"{value}项", font=_face(44), fill=0, anchor="mm")
        draw.text((middle, ground + 44), label, font=_face(44), fill=0, anchor="mm")
    draw.line((40, ground, width - 40, ground), fill=0, width=4)
    return _png(picture)


@lru_cache(maxsize=8)
def _face(size: int) -> ImageFont.FreeTypeFont:
    face = fonts.chain(fonts.Role.HEITI)[0]
    return ImageFont.truetype(str(face.path), size, index=max(face.number, 0))


def _png(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG", compress_level=6)
    return written.getvalue()

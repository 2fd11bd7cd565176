"""Whether a PNG holds every pixel its head announces (PNG 1.2, 3 and 4.1): Pillow fills up with black in silence."""

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = 8  # bytes
AROUND = 12  # bytes of a chunk beside its data: length, kind, checksum
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # of a pixel, by colour type
WHOLE = ((0, 0, 1, 1),)
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
STEP = 1 << 20  # bytes unpacked at a time; none are kept


def has_every_pixel(data: bytes) -> bool:
    """Say whether as many bytes of pixels are packed in the file as its head announces.

    data: a PNG whose chunks were verified. Raises zlib.error, struct.error, KeyError or IndexError for what is none.
    """
    width, height, depth, colour, _, _, interlaced = struct.unpack_from(">IIBBBBB", data, SIGNATURE + 8)
    bits = depth * SAMPLES[colour]
    left = 0
    for x, y, right, down in ADAM7 if interlaced else WHOLE:
        columns, rows = -(-(width - x) // right), -(-(height - y) // down)
        if columns > 0 and rows > 0:
            left += rows * (1 + -(-columns * bits // 8))  # each row begins with the byte of its filter
    unpack = zlib.decompressobj()
    for packed in _packed(data):
        while packed and left > 0:
            left -= len(unpack.decompress(packed, STEP))
            packed = unpack.unconsumed_tail
    return left <= 0


def _packed(data: bytes) -> Iterator[bytes]:
    """Yield the data of each IDAT chunk."""
    place = SIGNATURE
    while place + AROUND <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind == b"IDAT":
            yield data[place + 8 : place + 8 + length]
        place += length + AROUND

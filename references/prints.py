"""Prints of a text: few stored numbers by which texts that share a long run of characters find each other; pure.

Winnowing (Schleimer, Wilkerson, Aiken 2003): of every WINDOW neighbouring shingles of SHINGLE characters the one with
the least hash is kept, so two texts that share LEAST_RUN folded characters in a row share a print, whatever stands
around them.
"""

import hashlib

# One full line of print. Measured on given replies, plans and reports: wording that is merely customary reaches 22
# characters in a row, the shortest sentence taken from a plan has 29.
LEAST_RUN = 28  # folded characters
SHINGLE = 12
WINDOW = LEAST_RUN - SHINGLE + 1

# Full-width letters, digits and marks as their half-width twins, so that 2023，and 2023, are the same words.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def folded(text: str) -> str:
    """Return the text without white space, full-width letters, digits and marks made half-width."""
    return "".join(text.split()).translate(_NARROW)


def places(text: str) -> list[int]:
    """Return for each character of the folded text its place in the text."""
    return [place for place, character in enumerate(text) if not character.isspace()]


def prints(text: str) -> list[int]:
    """Return the distinct prints of a text, ascending, each a signed 64-bit number; none for a short text."""
    plain = folded(text)
    hashes = [_hash(plain[at : at + SHINGLE]) for at in range(len(plain) - SHINGLE + 1)]
    return sorted({min(hashes[at : at + WINDOW]) for at in range(len(hashes) - WINDOW + 1)})


def _hash(shingle: str) -> int:
    data = hashlib.blake2b(shingle.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(data, "big", signed=True)

"""Part Chinese text into words, so that lines can break at sense: the likeliest words by how often each is written.

The words stand in documents/words.txt, a part of the dictionary of jieba under the MIT licence printed there. The
library itself has had no release since 2020; what it adds, guessing words it does not know, is not needed here.
"""

import math
from functools import lru_cache
from pathlib import Path

WORDS_FILE = Path(__file__).with_name("words.txt")
LONGEST_WORD = 4  # characters
UNKNOWN = 17.0  # as the weights of the file: a character that is no word there


@lru_cache(maxsize=1)
def _weights() -> tuple[dict[str, float], float]:
    """Return each word's weight, ten times the decimal logarithm of its count, and that of all counts together."""
    weights: dict[str, float] = {}
    counted = 0.0
    for line in WORDS_FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            weight, *words = line.split(" ")
            weights |= dict.fromkeys(words, float(weight))
            counted += len(words) * 10 ** (float(weight) / 10)
    return weights, 10 * math.log10(counted)


@lru_cache(maxsize=256)
def word_starts(text: str) -> frozenset[int]:
    """Return the places at which the words of the text begin, 0 among them; what is no known word is cut singly."""
    weights, total = _weights()
    best: list[tuple[float, int]] = [
        (0.0, 0)
    ]  # for each place: the weight of the words before it, where the last began
    for stop in range(1, len(text) + 1):
        tries = []
        for start in range(max(0, stop - LONGEST_WORD), stop):
            weight = weights.get(text[start:stop], UNKNOWN if stop - start == 1 else None)
            if weight is not None:
                tries.append((best[start][0] + weight - total, start))
        best.append(max(tries))
    found, place = set(), len(text)
    while place:
        place = best[place][1]
        found.add(place)
    return frozenset(found)

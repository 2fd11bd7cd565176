"""The engine's own work, done once where it does it again and again: the bytes of our papers are the same.

A city's letters share one stylesheet, and every line of theirs is already composed. The engine cannot know that: it
computes the same styles for each letter, asks each box for lengths that never change, and shapes each line three
times. What stands here answers such a question from the last time; a case it does not know goes the engine's way.
tests/documents/test_lean.py sets every shape of letter both ways and compares the bytes.

Slow to import, as the engine is: documents.engine does when it makes the engine ready.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from documents.lean import boxes, composed, fonts, glyphs, lines, references, styles
from documents.lean.swap import Swap

SWAPS: tuple[Swap, ...] = (
    *fonts.SWAPS,
    *styles.SWAPS,
    *boxes.SWAPS,
    *lines.SWAPS,
    *composed.SWAPS,
    *glyphs.SWAPS,
    *references.SWAPS,
)


def use_lean_engine() -> None:
    """Have the engine work as told here from now on, in this process."""
    for swap in SWAPS:
        _put(swap.theirs, swap.ours, swap)


@contextmanager
def engine_as_delivered() -> Iterator[None]:
    """Let the engine work its own way meanwhile, for tests and the floor of the benchmark; afterwards as told here."""
    for swap in SWAPS:
        _put(swap.ours, swap.theirs, swap)
    try:
        yield
    finally:
        use_lean_engine()


def _put(old: Any, new: Any, swap: Swap) -> None:
    """Put a new thing in the place of an old one, also in the engine's modules that have imported the old one.

    Not in the module that defines it, unless that is the place: others may call it there.
    """
    setattr(swap.home, swap.name, new)
    if isinstance(swap.home, type):
        return
    for name, module in tuple(sys.modules.items()):
        if name.startswith("weasyprint.") and name != old.__module__ and vars(module).get(swap.name) is old:
            setattr(module, swap.name, new)

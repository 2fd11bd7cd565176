"""A worker of the letters' benchmark: it says when it is ready, waits for a line, does its part and says what it took.

Roles: `cold` prints its first letter; `memory` prints letters, the largest first, and watches itself; `letters` prints
letters, warm.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks._given import letter_426
from benchmarks._shapes import shapes
from documents.content import OfficialDocument
from documents.printing import print_document

STEADY_AFTER = 20
LAST = 20  # letters over which the memory at the end is taken


def resident() -> float:
    """Return this process's memory in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def cold(_count: int) -> Callable[[], dict[str, float]]:
    """Print one letter, the first of this process."""
    letter = letter_426()

    def run() -> dict[str, float]:
        wall, cpu = time.perf_counter(), time.process_time()
        print_document(letter, {})
        return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}

    return run


def memory(count: int) -> Callable[[], dict[str, float]]:
    """Print many letters; the largest come first, so that what comes later can only be a leak."""
    letters = sorted(shapes(), key=lambda letter: -sum(map(len, letter.paragraphs)))

    def run() -> dict[str, float]:
        seen = []
        for number in range(count):
            print_document(letters[number % len(letters)], {})
            seen.append(resident())
        return {"steady": seen[STEADY_AFTER - 1], "end": max(seen[-LAST:])}

    return run


def letters(count: int) -> Callable[[], dict[str, float]]:
    """Print so many letters, warm."""
    given: list[OfficialDocument] = shapes()[2 : 2 + count]
    print_document(letter_426(), {})

    def run() -> dict[str, float]:
        wall = time.perf_counter()
        for letter in given:
            print_document(letter, {})
        return {"wall": time.perf_counter() - wall}

    return run


ROLES = {"cold": cold, "memory": memory, "letters": letters}


def main() -> int:
    """Do what the command line says."""
    role, count = sys.argv[1:]
    run = ROLES[role](int(count))
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(run()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

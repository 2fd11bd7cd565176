"""Copied text: a full line or more that stands word for word in a plan, a report or an earlier year's letter."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from references.prints import LEAST_RUN, SHINGLE, folded, places
from responses.letters.proofread.facts import CaseFacts, KnownText, LetterText, Note, Passage
from responses.letters.proofread.passages import body_passages

_STEP = LEAST_RUN - SHINGLE + 1  # of so many neighbouring shingles a run of LEAST_RUN holds every one
# A line of dots or an empty table is nobody's wording, and what stands in a hundred places is found by its neighbours:
# without the two limits a text that repeats itself is held against every place of itself.
_LEAST_DISTINCT, _MOST_PLACES = 5, 20
_JOINED = LEAST_RUN  # folded characters: what is changed between two runs of one source does not part them
_Shingles = dict[str, list[tuple[int, int]]]  # shingle -> paragraph and place in it
_TOLD = 20  # characters of a run that its message repeats
# What letters share by custom: how they begin and end.
_FRAME = re.compile("收悉|现(?:将|就)?.{0,20}答复如下|感谢您|感谢你|衷心感谢|特此函?复")
# What is named or quoted in so many words is not passed off as one's own.
_NAMED = re.compile(rf"《[^《》]{{{SHINGLE},}}》|“[^“”]{{{LEAST_RUN},}}”")


@dataclass(frozen=True, slots=True)
class _Run:
    """Folded characters start to stop of a paragraph that stand in a source; length: of them, without gaps."""

    start: int
    stop: int
    length: int
    source: KnownText


class _Plain:
    """A folded text, to be read both ways."""

    def __init__(self, text: str) -> None:
        self.text, self.reverse = text, text[::-1]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph of the letter, folded, what is named or quoted in it blotted out."""

    passage: Passage
    plain: _Plain


def copied(letter: LetterText, case: CaseFacts) -> Iterator[Note]:
    """One note for each stretch taken from one source; of sources that overlap the one that gave most is named."""
    if not case.known_texts:
        return
    paragraphs = [
        _Paragraph(passage, _Plain(folded(_NAMED.sub(lambda named: "\0" * len(named.group()), passage.text))))
        for passage in body_passages(letter)
        if not passage.is_row and not _FRAME.search(passage.text)
    ]
    shingles: _Shingles = defaultdict(list)
    for which, paragraph in enumerate(paragraphs):
        plain = paragraph.plain.text
        for at in range(len(plain) - SHINGLE + 1):
            held = shingles[plain[at : at + SHINGLE]]
            if len(held) < _MOST_PLACES:
                held.append((which, at))
    shingles = {one: held for one, held in shingles.items() if len(set(one)) >= _LEAST_DISTINCT}
    runs: dict[int, list[_Run]] = defaultdict(list)
    for source in case.known_texts:
        for which, found in _from(source, shingles, paragraphs).items():
            runs[which] += _joined(_apart(found))
    for which in sorted(runs):
        for run in _apart(runs[which]):
            yield _note(paragraphs[which].passage, run)


def _note(passage: Passage, run: _Run) -> Note:
    where = places(passage.text)
    start, stop = where[run.start], where[run.stop - 1] + 1
    said = passage.text[start:stop]
    told = said[:_TOLD] + ("……" if len(said) > _TOLD else "")
    message = f"“{told}”起约{run.length}字与{run.source.name}相同，请核对是否仍然适用，宜改用本件的话答复。"
    return passage.note(start, stop, message)


def _from(source: KnownText, shingles: _Shingles, paragraphs: list[_Paragraph]) -> dict[int, list[_Run]]:
    """Return for each paragraph that shares runs with the source those runs; they may overlap."""
    known = _Plain(folded(source.text).replace("\0", " "))  # what is blotted out is like nothing
    found: dict[int, list[_Run]] = defaultdict(list)
    reached: dict[tuple[int, int], int] = {}  # by paragraph and shift: where the last run of that shift ends
    for there in range(0, len(known.text) - SHINGLE + 1, _STEP):
        for which, here in shingles.get(known.text[there : there + SHINGLE], ()):
            shift = which, there - here
            if here < reached.get(shift, 0):
                continue
            start, stop = _grown(paragraphs[which].plain, known, here, there)
            reached[shift] = stop
            if stop - start >= LEAST_RUN:
                found[which].append(_Run(start, stop, stop - start, source))
    return found


def _grown(ours: _Plain, known: _Plain, here: int, there: int) -> tuple[int, int]:
    """Return the whole run around a shared shingle, as places in the paragraph."""
    before = _alike(ours.reverse, len(ours.text) - here, known.reverse, len(known.text) - there)
    return here - before, here + _alike(ours.text, here, known.text, there)


def _alike(one: str, here: int, other: str, there: int) -> int:
    """Return how many characters agree from two places on; in strides, since a copy may be a whole letter."""
    most, found, stride, is_growing = min(len(one) - here, len(other) - there), 0, 1, True
    while stride:
        stop = found + stride
        if stop <= most and one[here + found : here + stop] == other[there + found : there + stop]:
            found = stop
        else:
            is_growing = False
        stride = stride * 2 if is_growing else stride // 2
    return found


def _joined(runs: list[_Run]) -> list[_Run]:
    joined: list[_Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is not None and run.start - last.stop <= _JOINED:
            joined[-1] = _Run(last.start, run.stop, last.length + run.length, run.source)
        else:
            joined.append(run)
    return joined


def _apart(runs: list[_Run]) -> list[_Run]:
    """Return the runs that give most, none overlapping another."""
    kept: list[_Run] = []
    for run in sorted(runs, key=lambda each: (-each.length, each.start)):
        at = bisect_left(kept, run.start, key=lambda one: one.start)
        neighbours = kept[max(at - 1, 0) : at + 1]
        if all(run.stop <= one.start or one.stop <= run.start for one in neighbours):
            kept.insert(at, run)
    return kept

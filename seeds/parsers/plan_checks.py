"""What is odd in a published plan: repeated page data, broken titles, a flattened table, unit lists."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from seeds.parsers.found import Finding, Found
from seeds.parsers.indicators import IndicatorTable
from seeds.parsers.notice import Notice
from seeds.parsers.plan_tasks import Task
from seeds.parsers.text import Document
from seeds.parsers.units import split_outside_brackets


def check_plan(
    document: Document,
    notice: Notice,
    plan_title: Found[str] | None,
    indicators: IndicatorTable | None,
    tasks: tuple[Task, ...],
) -> Iterator[Finding]:
    """List the findings that need the parts of a plan; each was read through, none changes the file."""
    yield from _metadata(document, notice)
    for title in (notice.title, plan_title):
        if title and len(title.lines) > 1:
            before = "\n".join(document.lines[n - 1] for n in title.lines)
            yield Finding(document.file, title.lines, "title_broken", before, before, title.raw, applied=True)
    if indicators:
        yield Finding(document.file, indicators.lines, "table_flattened", indicators.title.raw)
    yield from _units(document, tasks)


def _metadata(document: Document, notice: Notice) -> Iterator[Finding]:
    repeated = [
        label for label, count in Counter(each.label for each in notice.metadata).items() if count > 1
    ]
    if repeated:
        raw = "\n".join(document.lines[n - 1] for n in notice.metadata_lines)
        yield Finding(document.file, notice.metadata_lines, "metadata_repeated", raw)


def _units(document: Document, tasks: tuple[Task, ...]) -> Iterator[Finding]:
    usual = _usual_separators(tasks)
    for task in tasks:
        text = task.units_text.raw
        if task.rule_text:
            yield Finding(document.file, (task.line,), "rule_in_unit_list", f",{task.rule_text.raw}")
        for piece in split_outside_brackets(text, ",，、"):
            if "、" in piece:
                yield Finding(document.file, (task.line,), "separator_in_brackets", piece)
        if task.suffixed:
            raw = split_outside_brackets(text, ",，")[_group_with_suffix(text)]
            yield Finding(document.file, (task.line,), "shared_suffix", raw)
        for unit, separator, pair in _separated(text):
            if separator != usual[unit]:
                yield Finding(document.file, (task.line,), "uneven_separator", pair)


def _group_with_suffix(text: str) -> int:
    groups = split_outside_brackets(text, ",，")
    return next(place for place, group in enumerate(groups) if group.endswith("管委会"))


def _separated(text: str) -> Iterator[tuple[str, str, str]]:
    """Each unit after the first with the mark before it, and both with the unit they part."""
    pieces = split_outside_brackets(text, ",，、")
    place = 0
    for before, unit in pairwise(pieces):
        place = text.index(unit, place + len(before))
        mark = text[place - 1]
        yield unit, "," if mark in ",，" else mark, f"{before}{mark}{unit}"


def _usual_separators(tasks: Iterable[Task]) -> dict[str, str]:
    """For each unit, the mark that stands before it in most of the lists."""
    marks: dict[str, Counter[str]] = {}
    for task in tasks:
        for unit, mark, _ in _separated(task.units_text.raw):
            marks.setdefault(unit, Counter())[mark] += 1
    return {unit: counter.most_common(1)[0][0] for unit, counter in marks.items()}

"""The numbered tasks of a plan with the units in charge, their groups, and the goals marked with ——."""

import re
from dataclasses import dataclass

from seeds.parsers.found import Found
from seeds.parsers.numbering import Section, mark_of
from seeds.parsers.text import Document
from seeds.parsers.units import UnitList, read_units

_UNITS = re.compile(r"[(（](?:责任|牵头|配合)单位\s*[:：](?P<units>.+)[)）]\s*。?$")
_GOAL_MARK = "——"
_GOAL_YEAR = re.compile(r"到\s*(\d{4})\s*年")


@dataclass(frozen=True, slots=True)
class Task:
    """One task. `units` are all in order, the first leads; `body` is the text between title and unit list."""

    no: Found[int]
    title: Found[str]
    body: Found[str]
    lead: Found[str]
    co_units: tuple[Found[str], ...]
    units_text: Found[str]
    rule_text: Found[str] | None
    suffixed: tuple[str, ...]

    @property
    def line(self) -> int:
        return self.no.line

    @property
    def units(self) -> tuple[Found[str], ...]:
        return (self.lead, *self.co_units)


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """A second-level heading and the tasks under it."""

    no: str
    title: Found[str]
    tasks: tuple[Task, ...]

    @property
    def line(self) -> int:
        return self.title.line


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals, one a line after ——; `year` is the year the sentence above them sets."""

    year: Found[int] | None
    headings: tuple[Found[str], ...]
    bodies: tuple[Found[str], ...]


def read_tasks(document: Document, lines: list[tuple[int, str]]) -> tuple[Task, ...]:
    """Read each line numbered 1., 2., … without a gap that ends in its units in brackets."""
    tasks: list[Task] = []
    for number, line in lines:
        mark = mark_of(line)
        if mark is None or mark.kind != "item" or mark.value != len(tasks) + 1:
            continue
        start = max(mark.rest.rfind(label) for label in ("责任单位", "牵头单位:", "牵头单位："))
        listed = _UNITS.search(mark.rest, max(start - 1, 0)) if start > 0 else None
        if listed:
            tasks.append(_task(document, number, mark.rest, mark.value, listed))
    return tuple(tasks)


def group_tasks(sections: tuple[Section, ...], tasks: tuple[Task, ...]) -> tuple[TaskGroup, ...]:
    """Put each task under the last second-level heading above it; headings without tasks are no groups."""
    groups = []
    for place, section in enumerate(sections):
        end = sections[place + 1].line if place + 1 < len(sections) else float("inf")
        own = tuple(task for task in tasks if section.line < task.line < end)
        if own and section.level == 2:
            groups.append(TaskGroup(section.mark.no, section.heading, own))
    return tuple(groups)


def read_goals(document: Document, lines: list[tuple[int, str]]) -> Goals | None:
    """Read the lines that begin with ——; None when there are none."""
    marked = [
        (n, line.strip().removeprefix(_GOAL_MARK)) for n, line in lines if line.strip().startswith(_GOAL_MARK)
    ]
    if not marked:
        return None
    above = [(n, line) for n, line in lines if n < marked[0][0]]
    year = _GOAL_YEAR.search(above[-1][1]) if above else None
    return Goals(
        document.found(int(year[1]), above[-1][0], year.group()) if year else None,
        tuple(document.quote(line.partition("。")[0], n) for n, line in marked),
        tuple(document.quote(line.partition("。")[2], n) for n, line in marked),
    )


def _task(document: Document, number: int, text: str, value: int, listed: re.Match[str]) -> Task:
    title, _, body = text[: listed.start()].partition("。")
    read: UnitList = read_units(listed["units"])
    lead, *others = (document.found(unit, number, listed["units"]) for unit in read.units)
    return Task(
        document.found(value, number, f"{value}."),
        document.quote(title, number),
        document.quote(body, number),
        lead,
        tuple(others),
        document.quote(listed["units"], number),
        document.quote(read.rule_text, number) if read.rule_text else None,
        read.suffixed,
    )

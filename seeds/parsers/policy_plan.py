"""Policy plans issued with a notice: tasks with their units in charge, goals, indicators and safeguards."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from seeds.parsers.citations import Citation, DocNumber, number_parts, read_citations
from seeds.parsers.dates import read_period
from seeds.parsers.found import Finding, Found, Paragraph
from seeds.parsers.indicators import IndicatorTable, read_indicators
from seeds.parsers.joins import heal
from seeds.parsers.line_checks import check_lines
from seeds.parsers.notice import Notice, read_notice
from seeds.parsers.numbering import Section, read_sections
from seeds.parsers.people import city_of_body
from seeds.parsers.plan_checks import check_plan
from seeds.parsers.plan_tasks import Goals, Task, TaskGroup, group_tasks, read_goals, read_tasks
from seeds.parsers.prose_checks import check_headings, check_prose
from seeds.parsers.text import DOCUMENTS, Document, read_document
from seeds.parsers.web import check_furniture, furniture_lines

KIND = "policy_plan_notice"
_SENTENCE_END = ("。", "；", ";")
_ABRIDGED = re.compile(r"[(（]本文有删减[)）]")
_ATTACHMENT = re.compile(r"附件\d*\s*[:：]\s*(?P<title>.+)")


@dataclass(frozen=True, slots=True)
class PolicyPlan:
    """A plan and the notice that issues it; what the file does not state is None or empty.

    `rule_text` is the sentence inside the first unit list that says the first unit leads.
    `attachment_included` tells whether anything follows the line that names the attachment.
    """

    document: Document
    kind: str
    notice: Notice
    plan_title: Found[str] | None
    number_parts: DocNumber | None
    period: Found[tuple[int, int]] | None
    region: Found[str] | None
    sections: tuple[Section, ...]
    goals: Goals | None
    indicators: IndicatorTable | None
    groups: tuple[TaskGroup, ...]
    tasks: tuple[Task, ...]
    rule_text: Found[str] | None
    paragraphs: tuple[Paragraph, ...]
    abridged: Found[str] | None
    attachment: Found[str] | None
    attachment_included: bool
    cited: tuple[Citation, ...]
    boilerplate_lines: tuple[int, ...]
    findings: tuple[Finding, ...]


def parse_policy_plan(name: str, folder: Path = DOCUMENTS) -> PolicyPlan:
    """Read the seed `name` ("001") as a plan; raises SeedAltered when the file is not as recorded."""
    return policy_plan(read_document(name, folder))


def policy_plan(document: Document) -> PolicyPlan:
    """Read a document as a notice with a plan: page data, notice, plan title, then numbered parts."""
    boilerplate = furniture_lines(document)
    notice = read_notice(document)
    lines = [(n, text) for n, text in document.nonblank if n > notice.end and n not in boilerplate]
    plan_title, lines = _plan_title(document, lines)
    indicators = read_indicators(document, lines)
    in_table = range(indicators.lines[0], indicators.lines[-1] + 1) if indicators else range(0)
    prose = [(n, text) for n, text in lines if n not in in_table]
    tasks = read_tasks(document, prose)
    sections = read_sections(document.file, prose, ("chapter", "section"))
    paragraphs, joins = heal(document.file, prose)
    attachment = _matching(document, prose, _ATTACHMENT, "title")
    titles = [plan_title.raw] if plan_title else []
    return PolicyPlan(
        document=document,
        kind=KIND,
        notice=notice,
        plan_title=plan_title,
        number_parts=number_parts(notice.number.raw) if notice.number else None,
        period=_period(document, plan_title),
        region=city_of_body(notice.signed_by),
        sections=sections,
        goals=read_goals(document, prose),
        indicators=indicators,
        groups=group_tasks(sections, tasks),
        tasks=tasks,
        rule_text=next((task.rule_text for task in tasks if task.rule_text), None),
        paragraphs=paragraphs,
        abridged=_matching(document, prose, _ABRIDGED),
        attachment=attachment,
        attachment_included=attachment is not None and attachment.line < prose[-1][0],
        cited=read_citations(document.file, [*notice.lines, *prose], titles),
        boilerplate_lines=boilerplate,
        findings=(
            *joins,
            *check_lines(document, joins),
            *check_prose(paragraphs),
            *check_headings(document.file, sections),
            *check_plan(document, notice, plan_title, indicators, tasks),
            *check_furniture(document),
            *_closing_findings(document, prose, attachment),
        ),
    )


def _plan_title(
    document: Document, lines: list[tuple[int, str]]
) -> tuple[Found[str] | None, list[tuple[int, str]]]:
    """The lines above the first sentence are one title that the page broke; the rest is the plan."""
    count = next((i for i, (_, text) in enumerate(lines) if text.rstrip().endswith(_SENTENCE_END)), 0)
    if not count:
        return None, lines
    raw = "".join(text.strip() for _, text in lines[:count])
    places = tuple(n for n, _ in lines[:count])
    return document.quote(raw, places), lines[count:]


def _period(document: Document, title: Found[str] | None) -> Found[tuple[int, int]] | None:
    years = read_period(title.raw) if title else None
    return document.found(years, title.lines, title.raw) if title and years else None


def _matching(
    document: Document, lines: Iterable[tuple[int, str]], pattern: re.Pattern[str], group: str | int = 0
) -> Found[str] | None:
    for number, text in lines:
        if match := pattern.fullmatch(text.strip()):
            return document.quote(match[group], number)
    return None


def _closing_findings(
    document: Document, lines: list[tuple[int, str]], attachment: Found[str] | None
) -> Iterable[Finding]:
    for number, text in lines:
        if _ABRIDGED.fullmatch(text.strip()):
            yield Finding(document.file, (number,), "abridged", text)
    if attachment is not None and attachment.line == lines[-1][0]:
        yield Finding(document.file, attachment.lines, "attachment_not_included", lines[-1][1])

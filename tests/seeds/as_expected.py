"""What the parsers found, laid out like expected.json, so that the two can be met leaf by leaf."""

from collections import Counter
from typing import Any

from seeds.parsers import (
    DocNumber,
    Document,
    PolicyPlan,
    ReplyLetter,
    Report,
    WorkSummary,
    parse_policy_plan,
    parse_reply_letter,
    parse_report,
    parse_work_summary,
)
from seeds.parsers.citations import number_parts
from seeds.parsers.dates import read_date
from seeds.parsers.people import mentioned
from seeds.parsers.web import furniture_lines

Parsed = Report | PolicyPlan | ReplyLetter | WorkSummary
PARSERS = {
    "000": parse_report,
    "001": parse_policy_plan,
    "002": parse_reply_letter,
    "003": parse_reply_letter,
    "004": parse_work_summary,
}
SKIP = object()  # a place in a list that expected.json fills with prose


def parse(name: str) -> Parsed:
    return PARSERS[name](name)


def as_expected(name: str) -> dict[str, Any]:
    """Return the nested values of one seed under the names that expected.json gives them."""
    parsed = parse(name)
    layout = {"000": _report, "001": _plan, "002": _npc_reply, "003": _cppcc_reply, "004": _summary}[name]
    return {**_file(parsed.document), "kind": parsed.kind, "defects": SKIP, **layout(parsed)}


def value(found: Any) -> Any:
    """Unwrap a found value: its value, an ISO date, or None."""
    inner = getattr(found, "value", found)
    return inner.isoformat() if hasattr(inner, "isoformat") else inner


def values(found: Any) -> list[Any]:
    return [value(each) for each in found]


def _file(document: Document) -> dict[str, Any]:
    return {
        "file": document.file,
        "sha256": document.sha256,
        "bytes": document.size,
        "chars": len(document.text),
        "newlines": document.text.count("\n"),
        "nonblank_lines": len(document.nonblank),
    }


def _sections(sections: Any) -> dict[str, Any]:
    listed = [
        {"level": each.level, "no": each.path, "heading": value(each.heading), "line": each.line}
        for each in sections
    ]
    return {
        "sections": listed,
        "section_counts": {f"level{n}": sum(each["level"] == n for each in listed) for n in (1, 2)},
    }


def _report(report: Report) -> dict[str, Any]:
    return {
        "title": value(report.title),
        "doc_number": number_parts(report.document.text),
        "issuing_body": value(report.issuing_body),
        "publisher": value(report.publisher),
        "addressee": value(report.addressee),
        "dates": {"published": value(report.published_on), "report": value(report.reported_on)},
        "dates_raw": {"published": report.published_on.raw, "report": report.reported_on.raw},
        "source": value(report.source),
        "author_field": value(report.author),
        "region": value(report.region),
        "people": [{"name": value(p.name), "role": p.role, "post": p.post} for p in report.people],
        "phones": [{"value": value(report.site_phone)}],
        "laws": values(report.laws),
        "abbreviations": {value(each.short): value(each.stands_for) for each in report.abbreviations},
        "policy_documents_cited": sorted(each.title.raw for each in report.cited),
        "boilerplate_lines": list(report.boilerplate_lines),
        **_sections(report.sections),
    }


def _number(parts: DocNumber) -> dict[str, Any]:
    return {"agency": parts.agency, "year": parts.year, "serial": parts.serial}


def _plan(plan: PolicyPlan) -> dict[str, Any]:
    notice = plan.notice
    first, last = plan.period.value
    sections = _sections(plan.sections)
    sections["section_counts"]["tasks"] = len(plan.tasks)
    return {
        "title": value(notice.title),
        "title_lines": list(notice.title.lines),
        "attached_plan_title": value(plan.plan_title),
        "attached_plan_title_lines": list(plan.plan_title.lines),
        "doc_number": value(notice.number),
        "doc_number_parts": _number(plan.number_parts),
        "index_number": value(notice.index_number),
        "subject_class": value(notice.subject_class),
        "issuing_body": value(notice.signed_by),
        "publisher": value(notice.publisher),
        "addressee": value(notice.addressee),
        "dates": {
            "written": value(notice.written_on),
            "signed": value(notice.signed_on),
            "published": notice.published_at.value.isoformat(timespec="minutes"),
            "plan_period": f"{first}-{last}",
        },
        "dates_raw": {
            "written": notice.written_on.raw,
            "signed": notice.signed_on.raw,
            "published": notice.published_at.raw,
        },
        "region": value(plan.region),
        "people": list(mentioned(plan.document.file, plan.document.nonblank)),
        "openness": value(notice.openness),
        "abridged": value(plan.abridged),
        "attachment": value(plan.attachment),
        "attachment_available": plan.attachment_included,
        "policy_documents_cited": [each.title.raw for each in plan.cited],
        "boilerplate_lines": [SKIP, *plan.boilerplate_lines],
        "goals_2027": SKIP,
        f"goals_{value(plan.goals.year)}": {
            "lines": [each.line for each in plan.goals.headings],
            "marker": plan.document.lines[plan.goals.headings[0].line - 1][:2],
            "count": len(plan.goals.headings),
            "headings": values(plan.goals.headings),
        },
        **sections,
        **_indicators(plan),
        **_tasks(plan),
    }


def _indicators(plan: PolicyPlan) -> dict[str, Any]:
    table = plan.indicators
    return {
        "indicators_title": value(table.title),
        "indicator_years": [str(year) for year in table.years],
        "indicator_lines": [table.lines[0], table.lines[-1]],
        "indicators": [
            {
                "no": value(row.no),
                "name": value(row.name),
                "name_without_unit": row.name_without_unit,
                "unit": row.unit,
                "values_raw": {str(year): cell.raw for year, cell in row.values.items()},
                "values": {str(year): float(cell.value) for year, cell in row.values.items()},
            }
            for row in table.rows
        ],
    }


def _tasks(plan: PolicyPlan) -> dict[str, Any]:
    group_of = {task.line: group.no for group in plan.groups for task in group.tasks}
    counts = Counter(value(unit) for task in plan.tasks for unit in task.units)
    return {
        "task_groups": [
            {
                "no": group.no,
                "line": group.line,
                "title": value(group.title),
                "tasks": [value(task.no) for task in group.tasks],
            }
            for group in plan.groups
        ],
        "tasks": [
            {
                "no": value(task.no),
                "line": task.line,
                "group": group_of[task.line],
                "title": value(task.title),
                "lead": value(task.lead),
                "co_units": values(task.co_units),
                "units": values(task.units),
                "unit_count": len(task.units),
                "units_raw": task.units_text.raw,
                "body_chars": len(task.body.raw),
                "body_starts": task.body.raw[:16],
                "body_ends": task.body.raw[-16:],
            }
            for task in plan.tasks
        ],
        "task_count": len(plan.tasks),
        "lead_distribution": dict(Counter(value(task.lead) for task in plan.tasks)),
        "units_distinct": [{"unit": unit, "tasks": count} for unit, count in counts.most_common()],
    }


def _reply(letter: ReplyLetter) -> dict[str, Any]:
    """What both letters have."""
    original = letter.original
    return {
        "original_kind": original.kind,
        "original_title": value(original.title),
        "original_number": value(original.number),
        "session": value(original.session),
        "addressee": value(letter.addressee.whole),
        "addressee_name": value(letter.addressee.name),
        "addressee_role": letter.addressee.role,
        "lead_unit": value(letter.issuing_body),
        "co_units": values(letter.co_units),
        "contact": value(letter.contact),
        "phones": values(letter.phones),
        "contact_raw": letter.contact_line.raw,
        "signed_by": value(letter.signed_by),
        "date": value(letter.written_on),
        "cc": values(letter.cc) or None,
        "result_grade": value(letter.result_grade),
    }


def _npc_reply(letter: ReplyLetter) -> dict[str, Any]:
    deputy, contact = letter.people
    (phone,) = contact.phones
    numbered = [each for each in letter.cited if each.number]
    return {
        "title": value(letter.title),
        "doc_number": value(letter.number),
        "issuing_body": value(letter.issuing_body),
        "reply": {
            **_reply(letter),
            "original_year": value(letter.original.year),
            "original_number_raw": letter.original.number.raw,
            "is_lead_deputy": letter.addressee.is_lead,
            "co_units_raw": letter.co_units_clause.raw,
        },
        "dates": {
            "signed": value(letter.written_on),
            "latest_year_in_text": letter.latest_year,
            "statements": [each.raw for each in letter.promises],
        },
        "region": value(letter.region),
        "people": [
            {"name": value(deputy.name), "role": deputy.role},
            {"name": value(contact.name), "role": contact.role, "phone": value(phone)},
        ],
        "policy_documents_cited": [each.title.raw for each in letter.cited],
        "cited_doc_numbers": [value(each.number) for each in numbered],
        "cited_pairs": [{"title": value(each.title), "number": value(each.number)} for each in numbered],
        "boilerplate_lines": list(furniture_lines(letter.document)),
        **_sections(letter.sections),
    }


def _cppcc_reply(letter: ReplyLetter) -> dict[str, Any]:
    member, contact = letter.people
    session = letter.original.session_parts
    sections = _sections(letter.sections)
    for shown, section in zip(sections["sections"], letter.sections, strict=True):
        if section.suggestion_quoted:
            shown["suggestion_quoted"] = value(section.suggestion_quoted)
    (marker,) = {each.raw[:4] for each in letter.next_steps}
    return {
        "title": value(letter.title),
        "title_raw": letter.title.raw,
        "letterhead": value(letter.letterhead),
        "doc_number": value(letter.number),
        "doc_number_parts": _number(letter.number_parts),
        "issuing_body": value(letter.issuing_body),
        "print_office": value(letter.imprint_office),
        "reply": {
            **_reply(letter),
            "session_parts": {"term": session.term, "meeting": session.meeting, "level": session.level},
            "printed": value(letter.printed_on),
            "cc_raw": letter.copies_line.raw,
            "suggestions_answered": sum(each.suggestion_quoted is not None for each in letter.sections),
        },
        "dates": {"signed": value(letter.written_on), "printed": value(letter.printed_on)},
        "dates_raw": {"signed": letter.written_on.raw, "printed": letter.printed_on.raw},
        "region": value(letter.region),
        "people": [
            {"name": value(member.name), "role": member.role},
            {"name": value(contact.name), "role": contact.role, "phones": values(contact.phones)},
        ],
        "units_mentioned": values([letter.signed_by, letter.imprint_office, *letter.cc]),
        "nonblank_paragraphs_raw": len(letter.document.nonblank),
        "paragraphs_after_healing": len(letter.paragraphs),
        "page_break_joins": [_join(letter, each) for each in letter.joins if each.rule == "page_break_join"],
        "next_step_paragraph_lines": [each.line for each in letter.next_steps],
        "next_step_marker": marker,
        "policy_documents_cited": [each.title.raw for each in letter.cited],
        "boilerplate_lines": list(furniture_lines(letter.document)),
        **sections,
    }


def _join(letter: ReplyLetter, finding: Any) -> dict[str, Any]:
    """The last and the first ten characters at the join, and the healed paragraph it lies in."""
    first, second = (letter.document.lines[line - 1].strip() for line in finding.lines)
    paragraph = next(each for each in letter.paragraphs if finding.lines[0] in each.lines)
    return {
        "join_lines": list(finding.lines),
        "raw_tail": first[-10:],
        "raw_head": second[:10],
        "expected_contains": paragraph.text,
    }


def _summary(summary: WorkSummary) -> dict[str, Any]:
    other = summary.other_titles
    platforms, problems = summary.points
    masked = [value(each) for each in summary.masked]
    return {
        "title": value(summary.title),
        "title_alternative": value(other[0]),
        "doc_number": number_parts(summary.text),
        "issuing_body": getattr(summary, "issuing_body", None),
        "dates": {"signed": read_date(summary.text)},
        "people": list(mentioned(summary.document.file, summary.document.nonblank)),
        **_sections(summary.sections),
        "numbered_points": {"platforms": values(platforms), "problems": values(problems)},
        "chunk_count": len(summary.chunks),
        "chunk_joins": [
            {"chunks": list(j.chunks), "tail": j.tail, "head": j.head, "joined": j.tail + j.head}
            for j in summary.chunk_joins
        ],
        "counts": {
            "asterisk": sum(each.count("*") for each in masked),
            "XX": sum(each == "XX" for each in masked),
            "_20xx": sum(each == "20xx" for each in masked),
            "ramp_d": sum(each == "ramp;d" for each in masked),
        },
        "page_markers": [
            {"chunk": each.marker.line, "raw": each.marker.raw, "healed": each.healed}
            | ({"context_raw": each.context} if each.healed else {})
            for each in summary.page_markers
        ],
        "policy_documents_cited": [each.title.raw for each in summary.cited],
        "boilerplate_lines": list(furniture_lines(summary.document)),
    }

"""Load the five documents as given: what a text does not say stays empty; every row names its line."""

from collections.abc import Iterable
from pathlib import Path

from django.db import transaction
from django.utils.timezone import localdate, make_aware

from accounts.models import City, Unit, User
from accounts.now import now, today
from proposals.models import Assembly, AssemblySession, Assignment, Proposal, Proposer, Term
from proposals.models.assignment import AssignmentRole
from proposals.models.filing import ProposerRole
from proposals.models.proposal import Origin
from proposals.services.intake import rules_on
from proposals.states import ProposalState as S
from references.models import (
    Indicator,
    IndicatorValue,
    Passage,
    PlanTask,
    PlanTaskUnit,
    SourceDocument,
    SourceKind,
)
from seeds.parsers import (
    Document,
    PolicyPlan,
    ReplyLetter,
    Report,
    WorkSummary,
    letter_text,
    match_key,
    parse_policy_plan,
    parse_reply_letter,
    parse_report,
    parse_work_summary,
)
from seeds.parsers.found import Paragraph
from seeds.parsers.text import DOCUMENTS

NOT_STATED = 0  # the number of a term or session that a document does not name


@transaction.atomic
def load_documents(folder: Path = DOCUMENTS) -> dict[str, int]:
    """Load 000 to 004 once each, checked against their checksums; return how many rows there are.

    `folder` holds the five texts and their SHA256SUMS. Raises SeedAltered when a file is not
    as given; nothing is loaded then.
    """
    _load_report(parse_report("000", folder=folder))
    _load_plan(parse_policy_plan("001", folder=folder))
    _load_suggestion(parse_reply_letter("002", folder=folder))
    _load_letter(parse_reply_letter("003", folder=folder))
    _load_summary(parse_work_summary("004", folder=folder))
    return {
        "素材": SourceDocument.objects.count(),
        "段落": Passage.objects.count(),
        "方案任务": PlanTask.objects.count(),
        "指标值": IndicatorValue.objects.count(),
        "文件录入的件": Proposal.objects.filter(origin=Origin.IMPORTED).count(),
    }


def _city(region: str | None) -> City | None:
    return City.objects.filter(name=region).first() if region else None


def _value(found: object) -> object:
    """Return what was found, or nothing where the text says nothing."""
    return getattr(found, "value", found)


def _source(
    document: Document, kind: str, paragraphs: Iterable[Paragraph], **said: object
) -> SourceDocument | None:
    """Make the source and its passages; None when it is there already."""
    known = {name: _value(value) for name, value in said.items()}
    source, created = SourceDocument.objects.get_or_create(
        key=document.name,
        defaults={
            "kind": kind,
            "file_name": document.file,
            "sha256": document.sha256,
            **{name: value for name, value in known.items() if value is not None},
        },
    )
    if not created:
        return None
    Passage.objects.bulk_create(
        Passage(source=source, line=paragraph.line, text=paragraph.text) for paragraph in paragraphs
    )
    return source


def _text(paragraphs: Iterable[Paragraph]) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs)


def _load_report(report: Report) -> None:
    _source(
        report.document,
        SourceKind.REPORT,
        report.paragraphs,
        title=report.title,
        issuing_body=report.issuing_body,
        written_on=report.reported_on,
        published_on=report.published_on,
        city=_city(_value(report.region)),
        text=_text(report.paragraphs),
    )


def _load_plan(plan: PolicyPlan) -> None:
    notice = plan.notice
    source = _source(
        plan.document,
        SourceKind.PLAN,
        plan.paragraphs,
        title=notice.title,
        number=notice.number,
        issuing_body=notice.signed_by,
        written_on=notice.written_on,
        published_on=localdate(make_aware(notice.published_at.value)),
        city=_city(_value(plan.region)),
        text=_text(plan.paragraphs),
    )
    if source is None:
        return
    units = {match_key(unit.short_name): unit for unit in Unit.objects.filter(city=source.city)}
    group_of = {task.no.value: group.title for group in plan.groups for task in group.tasks}
    for task in plan.tasks:
        row = PlanTask.objects.create(
            source=source,
            number=task.no.value,
            group=_value(group_of[task.no.value]),
            title=task.title.value,
            body=task.body.value,
            line=task.line,
        )
        PlanTaskUnit.objects.bulk_create(
            PlanTaskUnit(
                task=row,
                order=order,
                name=unit.value,
                unit=units.get(match_key(unit.value)),
                is_lead=order == 1,
            )
            for order, unit in enumerate([task.lead, *task.co_units], start=1)
        )
    for indicator in plan.indicators.rows:
        kept = Indicator.objects.create(
            source=source,
            number=indicator.no.value,
            name=_value(indicator.name_without_unit),
            measure=_value(indicator.unit),
        )
        IndicatorValue.objects.bulk_create(
            IndicatorValue(indicator=kept, year=year, value=found.value, printed=found.raw, line=found.line)
            for year, found in indicator.values.items()
        )


def _load_letter(letter: ReplyLetter) -> None:
    """003: kept as the text to compare a printed letter with."""
    text = letter_text(letter)
    _source(
        letter.document,
        SourceKind.REPLY,
        letter.paragraphs,
        title=letter.title,
        number=letter.number,
        issuing_body=letter.issuing_body,
        written_on=letter.written_on,
        published_on=None,
        city=_city(_value(letter.region)),
        text=text,
    )


def _load_summary(summary: WorkSummary) -> None:
    source = _source(
        summary.document,
        SourceKind.SUMMARY,
        (),
        title=summary.title,
        text=_value(summary.text),
        figures_usable=False,
    )
    if source is not None:
        Passage.objects.bulk_create(
            Passage(source=source, line=sentence.text.line, text=sentence.text.value)
            for sentence in summary.sentences
            if not sentence.masked
        )


def _load_suggestion(letter: ReplyLetter) -> None:
    """002: an item known from its reply alone. Issuer, number and date are not in the text, so there is no letter."""
    source = _source(
        letter.document,
        SourceKind.REPLY,
        letter.paragraphs,
        city=_city(_value(letter.region)),
        text=letter_text(letter),
    )
    if source is None:
        return
    assembly = Assembly.objects.get(city=source.city, body="npc")
    original = letter.original
    session = _unnamed_session(assembly, original.year.value)
    proposal = Proposal.objects.create(
        session=session,
        kind=assembly.kind,
        number=original.number.value,
        number_text=original.number.raw.removesuffix("号"),
        title=original.title.value,
        origin=Origin.IMPORTED,
        source_note=f"{letter.document.file} 第 {original.number.line} 行",
        imported_reply=source.text,
        state=S.REPLIED,
        filed_by=User.objects.clock(),
        rules=rules_on(session, today()),
        distributor=assembly.distributor,
        created_at=now(),
    )
    Proposer.objects.create(proposal=proposal, name=letter.addressee.name.value, role=ProposerRole.LEAD)
    for found in letter.co_units:
        unit = Unit.objects.filter(city=assembly.city, short_name=found.value).first()
        if unit is not None:
            Assignment.objects.create(
                proposal=proposal, unit=unit, role=AssignmentRole.CO_HANDLER, assigned_at=now()
            )


def _unnamed_session(assembly: Assembly, year: int) -> AssemblySession:
    """Return the place of items whose term and session their document does not name."""
    term, _ = Term.objects.get_or_create(assembly=assembly, number=NOT_STATED)
    session, _ = AssemblySession.objects.get_or_create(
        term=term, number=NOT_STATED, defaults={"name": f"{year} 年（届次原文未载）", "year": year}
    )
    return session

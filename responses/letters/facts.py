"""What proofreading is given: the words of a text as they will be printed, and what its case says about them."""

from datetime import date

from accounts.now import today
from documents.models import NumberSeries
from proposals.conditions import answered
from proposals.models import Proposal
from proposals.models.filing import ProposerRole
from proposals.queries import lead_proposer
from proposals.services.clocks import REPLY_KEYS
from proposals.states import Kind
from responses.letters.frozen import contact_line, letter_title, phrase
from responses.letters.known_texts import known_texts
from responses.letters.proofread import AnnexText, CaseFacts, Demand, LetterText, UnitName
from responses.models import Response


def letter_text(response: Response, *, number: str = "", printed_on: date | None = None) -> LetterText:
    """Return the saved words of a text with its annexes, a paragraph for each line, blank lines too.

    Until it is signed the day of writing is today's, as in the draft. number: 发文字号, known at issue only.
    """
    return LetterText(
        title=letter_title(response),
        number=number,
        addressee=response.addressee,
        paragraphs=_own_lines(response.body),
        contact=contact_line(response),
        signed_by=response.assignment.unit.name,
        written_on=_written_on(response),
        printed_on=printed_on,
        copies=response.copies,
        note=response.note,
        annexes=_annexes(response),
        resolution_class=response.resolution_class,
    )


def _own_lines(text: str) -> tuple[str, ...]:
    """Return the lines as typed: print leaves blank ones out, whoever reads the text over is told of them."""
    return tuple(line.strip() for line in text.splitlines())


def _annexes(response: Response) -> tuple[AnnexText, ...]:
    return tuple(
        AnnexText(
            title=row.title,
            paragraphs=_own_lines(row.body),
            captions=tuple(
                one.caption for one in sorted(row.pictures.all(), key=lambda placed: placed.order)
            ),
        )
        for row in response.annexes.order_by("order").prefetch_related("pictures")
    )


def case_facts(response: Response, *, names_letters: bool = True) -> CaseFacts:
    """Return what the case of a text says, to hold its words against; the same few queries for any case.

    names_letters: whether the reader may learn which earlier letters of the unit there are.
    """
    proposal, unit = response.proposal, response.assignment.unit
    series = _series(response)
    lead = lead_proposer(proposal)
    verdicts = dict(response.demand_answers.values_list("demand", "verdict"))
    co_handlers = proposal.assignments.filter(role="co_handler", released_at__isnull=True)
    return CaseFacts(
        kind="proposal" if proposal.kind == Kind.PROPOSAL else "suggestion",
        session=proposal.session.name,
        number_text=_bare(proposal.number_text),
        number_label=phrase(proposal, unit, "number_label"),
        other_numbers=tuple(_bare(text) for text in _merged_numbers(proposal)),
        title=proposal.title,
        proposers=tuple(answered(proposal).values_list("name", flat=True)),
        by_organisation=lead is not None and lead.role == ProposerRole.COLLECTIVE,
        demands=tuple(
            Demand(key=str(demand.pk), text=demand.text, verdict=verdicts.get(demand.pk, ""))
            for demand in proposal.demands.all()
        ),
        co_handlers=tuple(
            UnitName(full, short) for full, short in co_handlers.values_list("unit__name", "unit__short_name")
        ),
        unit=UnitName(unit.name, unit.short_name),
        series_code=series.code if series is not None else "",
        class_scheme=tuple(sorted(proposal.rules.class_scheme.items())),
        due_on=_due_on(proposal),
        year=proposal.session.year,
        known_texts=known_texts(response, names_letters=names_letters),
    )


def _bare(number_text: str) -> str:
    return number_text.removeprefix("第").removesuffix("号")


def _merged_numbers(proposal: Proposal) -> list[str]:
    return list(proposal.merged_items.exclude(number_text="").values_list("number_text", flat=True))


def expected_number(response: Response) -> str:
    """Return the 发文字号 the text would get if it were numbered now; empty while its unit has no code."""
    series = _series(response)
    if series is None:
        return ""
    year = _written_on(response).year
    serial = series.next_number if series.year == year else 1
    return f"{series.code}〔{year}〕{serial}号"


def _series(response: Response) -> NumberSeries | None:
    """Return the series a letter of that year is numbered in: its own, or the one that would be continued."""
    series = NumberSeries.objects.filter(
        unit=response.assignment.unit, kind=response.proposal.kind, year__lte=_written_on(response).year
    )
    return series.order_by("-year").first()


def _written_on(response: Response) -> date:
    return response.signed_on or today()


def _due_on(proposal: Proposal) -> date | None:
    clock = proposal.clocks.filter(
        key__in=REPLY_KEYS, round_no=proposal.round_no, stopped_on__isnull=True
    ).first()
    return clock.due_on if clock is not None else None

"""发文登记簿 of a series: every number it gave, in order, with what became of it."""

from django.utils.timezone import localdate

from accounts.now import today
from documents.forms import RegisterPage, RegisterRow, register
from documents.models import NumberSeries, VoidNumber
from proposals.models import Paper
from responses.models import ReplyLetter


def register_of(series: NumberSeries) -> bytes:
    """Return the register of one unit, kind and year as PDF: letters, other papers and void numbers by number.

    Numbers of the bureau's own office system stand in that system's register. Raises documents.forms.FormRefused with
    a sentence, also where nothing was numbered yet. The same few queries for any series.
    """
    letters = series.letters.select_related("superseded_by", "supersedes").prefetch_related(
        "deliveries__proposer", "prints"
    )
    rows = [(one.serial, _letter(one)) for one in letters]
    rows += [(one.serial, _paper(one)) for one in series.papers.all()]
    rows += [(one.serial, _void(series, one)) for one in series.void_numbers.all()]
    return register(
        RegisterPage(
            unit=series.unit.name,
            made_on=today(),
            rows=[row for _, row in sorted(rows, key=lambda numbered: numbered[0])],
            period=f"{series.year}年",
        )
    )


def _letter(letter: ReplyLetter) -> RegisterRow:
    deliveries = sorted(letter.deliveries.all(), key=lambda one: (one.proposer.order, one.pk))
    notes = [] if letter.is_valid else [letter.status.label]
    notes += [f"更正{letter.supersedes.number}"] if letter.supersedes is not None else []
    ways = dict.fromkeys(one.get_channel_display() for one in deliveries if one.sent_on)
    return RegisterRow(
        number=letter.number,
        title=letter.title,
        addressee="、".join(one.proposer.name for one in deliveries),
        copies=sum(one.copies for one in letter.prints.all()),
        written_on=letter.written_on,
        printed_on=letter.printed_on,
        delivery="、".join(ways),
        receiver="、".join(one.proposer.name for one in deliveries if one.received_on),
        notes="，".join(notes),
    )


def _paper(paper: Paper) -> RegisterRow:
    return RegisterRow(
        number=paper.number,
        title=paper.title,
        addressee=paper.content["addressee"],
        copies=0,
        written_on=paper.written_on,
        printed_on=localdate(paper.issued_at),
        notes=paper.validity if paper.is_void else "",
    )


def _void(series: NumberSeries, void: VoidNumber) -> RegisterRow:
    return RegisterRow(
        number=f"{series}{void.serial}号",
        title=void.reason,
        addressee="",
        copies=0,
        written_on=localdate(void.at),
        notes="作废文号",
    )

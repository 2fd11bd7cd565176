"""The panel of proofreading on the workbench: findings by rule, each with its place, what may be done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.http import QueryDict

from accounts.models import User
from accounts.queries import units_of
from responses.letters.proofread import RULES, Finding, LetterText, Severity, place_of
from responses.models import FindingDismissal, Response
from responses.permissions import may_edit_draft
from responses.services.issuing import printed_by_stand_ins
from responses.services.proofreading import box_to_fill, is_fixable, may_explain, proofs_of

AROUND = 12  # characters shown on either side of what was found, so that ten alike can be told apart
MOST_SHOWN = 200  # a page with more is read by nobody; the rest shows when these are done


@dataclass(frozen=True)
class Row:
    """One finding with the characters around it; `box` names what has to be filled where no reason helps."""

    finding: Finding
    before: str
    after: str
    box: str
    is_fixable: bool
    is_chosen: bool


@dataclass(frozen=True)
class Spot:
    """What one rule says in the same words of one paragraph or field."""

    place: str
    message: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Group:
    """The open findings of one rule, with what was typed as the reason when that came back.

    mark: tells the group apart in the names of its boxes. may_explain: a reason may stand for some of them.
    """

    key: str
    mark: str
    name: str
    source: str
    is_error: bool
    spots: tuple[Spot, ...]
    typed_reason: str
    may_explain: bool

    @property
    def rows(self) -> tuple[Row, ...]:
        """The findings of all spots."""
        return tuple(row for spot in self.spots for row in spot.rows)


@dataclass(frozen=True)
class Panel:
    """What the workbench shows of the proofreading of the saved text.

    dismissed: place, message and record of each finding that was let stand.
    form: the id of the form its buttons send, which is that of the draft where there is one: what was typed goes along.
    stand_ins: a sentence for each face that is missing here and each character a face prints that is not the text's
    own, to be looked at, not explained.
    """

    groups: tuple[Group, ...]
    errors: int
    warnings: int
    hidden: int
    fixable: int
    dismissed: tuple[tuple[str, str, FindingDismissal], ...]
    may_fix: bool
    may_explain: bool
    form: str
    stand_ins: tuple[str, ...]

    def asks_reason_of(self, mark: str) -> bool:
        """Say whether the panel holds a box for the reason of this group."""
        return any(group.mark == mark and group.may_explain for group in self.groups)


def panel_of(response: Response, user: User, typed: Mapping[str, str] | None = None) -> Panel | None:
    """Return the panel of a saved text in work, errors first; None where there is nothing to proofread."""
    if not response.is_open or not response.version:
        return None
    # What an earlier letter of the unit is called is told to those who may read it: the unit's own people.
    is_own = units_of(user).filter(pk=response.assignment.unit_id).exists()
    proofs = proofs_of(response, names_letters=is_own)
    shown = proofs.open[:MOST_SHOWN]
    order = {key: place for place, key in enumerate(RULES)}
    by_rule = sorted(shown, key=lambda one: (one.severity != Severity.ERROR, order[one.rule]))
    may_fix, explains = may_edit_draft(user, response), may_explain(user, response)
    mends = Desk(proofs.letter, typed or {}, may_fix=may_fix, may_explain=explains)
    return Panel(
        groups=tuple(
            _group(rule, weight, tuple(found), mends)
            for (rule, weight), found in groupby(by_rule, key=lambda one: (one.rule, one.severity))
        ),
        errors=len(proofs.errors),
        warnings=len(proofs.open) - len(proofs.errors),
        hidden=len(proofs.open) - len(shown),
        fixable=len(proofs.fixable),
        dismissed=tuple(
            # What was kept names the letter; what is found again for this reader does not.
            (place_of(proofs.letter, finding), kept.message if is_own else finding.message, kept)
            for finding, kept in proofs.dismissed
        ),
        may_fix=may_fix,
        may_explain=explains,
        form="draft" if may_fix else "findings-do",
        stand_ins=tuple(printed_by_stand_ins(response)),
    )


@dataclass(frozen=True)
class Desk:
    """What the rows of a panel are drawn from: the words of the letter, what was sent, what this reader may do."""

    letter: LetterText
    typed: Mapping[str, str]
    may_fix: bool
    may_explain: bool

    def chosen_in(self, mark: str) -> set[str] | None:
        """Return the fingerprints that were ticked in a group whose reason came back; None for any other."""
        if self.typed.get("dismiss") != mark or not isinstance(self.typed, QueryDict):
            return None
        return set(self.typed.getlist(f"finding-{mark}"))


def mark_of(rule: str, weight: Severity) -> str:
    """Return what the boxes of a group are named after: one rule may find errors and warnings."""
    return f"{rule}-{weight.value}"


def _group(rule: str, weight: Severity, found: tuple[Finding, ...], desk: Desk) -> Group:
    mark = mark_of(rule, weight)
    chosen = desk.chosen_in(mark)
    spots: dict[tuple[str, str], list[Row]] = {}
    for one in found:
        spots.setdefault((place_of(desk.letter, one), one.message), []).append(_row(one, chosen, desk))
    return Group(
        key=rule,
        mark=mark,
        name=RULES[rule].name,
        source=RULES[rule].source,
        is_error=weight == Severity.ERROR,
        spots=tuple(Spot(place, message, tuple(rows)) for (place, message), rows in spots.items()),
        typed_reason=desk.typed.get(f"reason-{mark}", ""),
        may_explain=desk.may_explain and any(not row.box for rows in spots.values() for row in rows),
    )


def _row(finding: Finding, chosen: set[str] | None, desk: Desk) -> Row:
    text = desk.letter.text_at(finding.field, finding.paragraph) if finding.quote else ""
    before, after = text[: finding.start], text[finding.stop :]
    return Row(
        finding=finding,
        before=before if len(before) <= AROUND else f"…{before[-AROUND:]}",
        after=after if len(after) <= AROUND else f"{after[:AROUND]}…",
        box=box_to_fill(desk.letter, finding),
        is_fixable=desk.may_fix and is_fixable(finding),
        is_chosen=chosen is None or finding.fingerprint in chosen,
    )

"""The panel of proofreading on the workbench: findings by rule, each with its place, what may be done about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.http import QueryDict

from accounts.models import User
from responses.letters.proofread import RULES, Finding, LetterText, Severity, place_of
from responses.models import FindingDismissal, Response
from responses.permissions import may_edit_draft
from responses.services.issuing import printed_by_stand_ins
from responses.services.proofreading import is_fixable, may_explain, proofs_of

MOST_SHOWN = 200  # a page with more is read by nobody; the rest shows when these are done


@dataclass(frozen=True)
class Row:
    """One finding as it is listed."""

    finding: Finding
    place: str
    is_fixable: bool
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """The open findings of one rule, with what was typed as the reason when that came back."""

    key: str
    name: str
    source: str
    is_error: bool
    rows: tuple[Row, ...]
    typed_reason: str


@dataclass(frozen=True)
class Panel:
    """What the workbench shows of the proofreading of the saved text.

    stand_ins: a sentence for each face that is missing here and each character a face prints that is not the text's
    own, to be looked at, not explained.
    """

    groups: tuple[Group, ...]
    errors: int
    warnings: int
    hidden: int
    fixable: int
    dismissed: tuple[tuple[str, FindingDismissal], ...]
    may_fix: bool
    may_explain: bool
    stand_ins: tuple[str, ...]


def panel_of(response: Response, user: User, typed: Mapping[str, str] | None = None) -> Panel | None:
    """Return the panel of a saved text in work, errors first; None where there is nothing to proofread."""
    if not response.is_open or not response.version:
        return None
    proofs = proofs_of(response)
    shown = proofs.open[:MOST_SHOWN]
    order = {key: place for place, key in enumerate(RULES)}
    by_rule = sorted(shown, key=lambda one: (one.severity != Severity.ERROR, order[one.rule]))
    may_fix = may_edit_draft(user, response)
    return Panel(
        groups=tuple(
            _group(rule, weight, _rows(proofs.letter, found, typed or {}, rule, may_fix=may_fix), typed or {})
            for (rule, weight), found in groupby(by_rule, key=lambda one: (one.rule, one.severity))
        ),
        errors=len(proofs.errors),
        warnings=len(proofs.open) - len(proofs.errors),
        hidden=len(proofs.open) - len(shown),
        fixable=len(proofs.fixable),
        dismissed=tuple((place_of(proofs.letter, finding), kept) for finding, kept in proofs.dismissed),
        may_fix=may_fix,
        may_explain=may_explain(user, response),
        stand_ins=tuple(printed_by_stand_ins(response)),
    )


def _rows(
    letter: LetterText, found: Iterable[Finding], typed: Mapping[str, str], rule: str, *, may_fix: bool
) -> tuple[Row, ...]:
    came_back = typed.get("rule") == rule
    chosen = set(typed.getlist("finding")) if came_back and isinstance(typed, QueryDict) else None
    return tuple(
        Row(
            finding=one,
            place=place_of(letter, one),
            is_fixable=may_fix and is_fixable(one),
            is_chosen=chosen is None or one.fingerprint in chosen,
        )
        for one in found
    )


def _group(rule: str, weight: Severity, rows: tuple[Row, ...], typed: Mapping[str, str]) -> Group:
    return Group(
        key=rule,
        name=RULES[rule].name,
        source=RULES[rule].source,
        is_error=weight == Severity.ERROR,
        rows=rows,
        typed_reason=typed.get("reason", "") if typed.get("rule") == rule else "",
    )

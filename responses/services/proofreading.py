"""校核 on the desk: findings of the saved text, their safe fixes, and the reasons why some are let stand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.now import now, today
from proposals.errors import NotYours, StepBlocked
from proposals.permissions import lead_unit_office
from proposals.services.reasons import stated
from proposals.states import ProposalState as S
from responses.letters.facts import case_facts, expected_number, letter_text
from responses.letters.proofread import (
    RULES,
    Finding,
    LetterText,
    Severity,
    proofread,
)
from responses.letters.proofread.annexed import is_annexed
from responses.letters.proofread.facts import ADDRESSEE, BODY, CONTACT, COPIES, NOTE, RESULT_CLASS
from responses.models import FindingDismissal, Response
from responses.permissions import may_edit_draft
from responses.services.locking import locked_text

# Where a fix can be put back into what the clerk writes; title, number and signature come from the rules.
FIXED_HERE = frozenset({BODY, ADDRESSEE, COPIES, NOTE})
LONGEST_MESSAGE, LONGEST_QUOTE = 300, 120
# What no reason can stand for: 送审 asks for the thing itself (proposals/conditions.py). By rule and field.
NEEDED: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("missing_parts", ADDRESSEE): "主送",
        ("missing_parts", CONTACT): "联系人",
        ("missing_parts", RESULT_CLASS): "办理结果类别",
        ("verdicts", BODY): "逐条办理结论",
    }
)
EMPTY_TEXT = "opening_and_thanks"  # the rule that finds a text without a word
MOST_COUNTED = 32_767  # what the column holds; nobody counts on


@dataclass(frozen=True)
class Proofs:
    """Everything found in a text: what still stands open and what somebody let stand, with the dismissals.

    letter: the words that were read.
    """

    letter: LetterText
    open: tuple[Finding, ...]
    dismissed: tuple[tuple[Finding, FindingDismissal], ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The open findings that have to be mended or explained."""
        return tuple(one for one in self.open if one.severity == Severity.ERROR)

    @property
    def fixable(self) -> tuple[Finding, ...]:
        """The open findings with a safe fix."""
        return tuple(one for one in self.open if is_fixable(one))


def is_fixable(finding: Finding) -> bool:
    """Say whether one click may put a finding right."""
    has_place = finding.field in FIXED_HERE or is_annexed(finding.field)
    return finding.fix is not None and bool(finding.quote) and has_place


def box_to_fill(letter: LetterText, finding: Finding) -> str:
    """Return the name of the box that has to be filled where no reason helps; empty where a reason may stand."""
    if finding.rule == EMPTY_TEXT and not any(map(str.isalnum, "".join(letter.paragraphs))):
        return "正文"
    return NEEDED.get((finding.rule, finding.field), "")


def may_explain(user: User, response: Response) -> bool:
    """Whoever may write the text; before numbering also the office that issues it, for what only shows then."""
    proposal = response.proposal
    if may_edit_draft(user, response):
        return True
    return response.is_open and proposal.state == S.SIGNED and lead_unit_office(proposal, user) is not None


def proofs_of(response: Response, *, names_letters: bool = True) -> Proofs:
    """Proofread the saved text as it stands now; once signed, under the number and the day it would be issued with.

    names_letters: as in `case_facts`; what is found is the same.
    """
    signed = response.signed_on is not None
    letter = letter_text(
        response,
        number=expected_number(response) if signed else "",
        printed_on=today() if signed else None,
    )
    known = {one.fingerprint: one for one in response.dismissals.select_related("by")}
    found = proofread(letter, case_facts(response, names_letters=names_letters))
    return Proofs(
        letter=letter,
        open=tuple(one for one in found if one.fingerprint not in known),
        dismissed=tuple((one, known[one.fingerprint]) for one in found if one.fingerprint in known),
    )


def count_open(response: Response) -> Response:
    """Proofread the saved text and keep on the row how many errors stand open; the caller holds the row's lock."""
    response.open_findings = min(len(proofs_of(response).errors), MOST_COUNTED)
    response.save(update_fields=["open_findings"])
    return response


@transaction.atomic
def proofread_again(response: Response, *, by: User) -> Response:
    """Proofread a text whose case may have changed since it was saved. Raises NotYours."""
    row = locked_text(response)
    if not may_explain(by, row):
        raise NotYours("由主办单位经办人校核。")
    return count_open(row)


@transaction.atomic
def dismiss(
    response: Response, fingerprints: Collection[str], *, reason: str, by: User
) -> list[FindingDismissal]:
    """Let findings of the saved text stand, with the reason, which stays on record; safe to repeat.

    Raises NotYours; StepBlocked for an empty or too long reason, for findings the text does not hold and for those no
    reason can lift.
    """
    row = locked_text(response)
    if not may_explain(by, row):
        raise NotYours("由主办单位经办人（编号印发前为办公室）说明校核问题。")
    reason = stated(reason, missing="请写明不改的理由。")
    proofs = proofs_of(row)
    chosen = {one.fingerprint: one for one in proofs.open if one.fingerprint in fingerprints}
    known = chosen.keys() | {one.fingerprint for one, _ in proofs.dismissed}
    if not fingerprints or not set(fingerprints) <= known:
        raise StepBlocked("所选的校核问题已不在现稿中，请看最新的校核结果。")
    boxes = [box for one in chosen.values() if (box := box_to_fill(proofs.letter, one))]
    if boxes:
        told = "”“".join(dict.fromkeys(boxes))
        raise StepBlocked(f"“{told}”不能用理由代替，请填写后保存。")
    kept = FindingDismissal.objects.bulk_create(
        FindingDismissal(
            response=row,
            rule=one.rule,
            fingerprint=one.fingerprint,
            message=one.message[:LONGEST_MESSAGE],
            quote=one.quote[:LONGEST_QUOTE],
            reason=reason,
            by=by,
            at=now(),
        )
        for one in chosen.values()
    )
    count_open(row)
    audit.record(
        "response.dismiss_findings",
        by=by,
        about=row,
        unit=row.assignment.unit,
        count=len(kept),
        rules=sorted({one.rule for one in kept}),
        reason=reason,
    )
    return kept


def dismiss_rule(response: Response, rule: str, *, reason: str, by: User) -> list[FindingDismissal]:
    """Let every open finding of one rule stand with one reason; nothing happens where the rule finds nothing."""
    found = {one.fingerprint for one in proofs_of(response).open if one.rule == rule}
    return dismiss(response, found, reason=reason, by=by) if found else []


def refuse_open_errors(response: Response) -> None:
    """Raise StepBlocked for every error nobody mended or explained; asked at issue, before a number is taken."""
    errors = proofs_of(response).errors
    if errors:
        told = "；".join(dict.fromkeys(RULES[one.rule].name for one in errors))
        raise StepBlocked(
            f"校核还有 {len(errors)} 处问题（{told}），请在校核栏说明理由，或撤回签发后改正，再编号印发。"
        )

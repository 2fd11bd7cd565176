"""Put right what proofreading found, by a click: in the text, its note, its annexes, as one new version."""

from dataclasses import replace

from django.db import transaction

from accounts.models import User
from proposals.errors import NotYours, StaleStep, StepBlocked
from responses.letters.proofread import FixRefused, LetterText, apply_fix, apply_fixes
from responses.models import Response
from responses.permissions import may_edit_draft
from responses.services.annexes import mend_annexes
from responses.services.drafting import NOT_THE_WRITER, draft_of, save_draft
from responses.services.locking import locked_text
from responses.services.proofreading import Proofs, proofs_of

# What a fix may make longer than its column holds.
SHORT_FIELDS = ("addressee", "copies", "note")


@transaction.atomic
def mend(response: Response, *, by: User, version: int, fingerprint: str | None = None) -> Response:
    """Put one finding right, or (without a fingerprint) every one that is safe: a new version.

    Raises what save_draft raises; StaleStep for another version than the saved one, StepBlocked where the finding is no
    longer there.
    """
    row = locked_text(response)
    if not may_edit_draft(by, row):
        raise NotYours(NOT_THE_WRITER)
    if row.version != version:
        raise StaleStep("这份稿件已有新的一稿，请看最新的校核结果再改。")
    proofs = proofs_of(row)
    mended = _mended(proofs, fingerprint)
    _refuse_long(mended)
    mend_annexes(row, proofs.letter.annexes, mended.annexes, by=by)
    draft = replace(
        draft_of(row),
        body="\n".join(mended.paragraphs),
        addressee=mended.addressee,
        copies=mended.copies,
        note=mended.note,
    )
    return save_draft(row, draft, by=by, version=version)


def _mended(proofs: Proofs, fingerprint: str | None) -> LetterText:
    findings = [one for one in proofs.fixable if fingerprint in (None, one.fingerprint)]
    if not findings:
        raise StepBlocked("这一处已不在现稿中，或不能直接替换，请手工修改。")
    try:
        return apply_fix(proofs.letter, findings[0]) if fingerprint else apply_fixes(proofs.letter, findings)
    except FixRefused as refused:
        raise StepBlocked(str(refused)) from refused


def _refuse_long(mended: LetterText) -> None:
    fields = [(Response._meta.get_field(name), getattr(mended, name)) for name in SHORT_FIELDS]
    sentences = [
        f"改正后{field.verbose_name}超过 {field.max_length} 字，请先改短。"
        for field, text in fields
        if len(text) > field.max_length
    ]
    if sentences:
        raise StepBlocked(*sentences)

"""Proofreading: run every rule over a letter, and put a suggested fix into its place."""

from collections.abc import Iterable

from responses.letters.proofread.annexed import is_annexed, order_of, without_number
from responses.letters.proofread.facts import (
    AROUND,
    BODY,
    TEXT_FIELDS,
    CaseFacts,
    Finding,
    LetterText,
    Note,
    fingerprint,
)
from responses.letters.proofread.rules import RULES, Rule

_ORDER = {name: place for place, name in enumerate((*TEXT_FIELDS, BODY))}


class FixRefused(ValueError):
    """A fix cannot be applied; the message is a Chinese sentence for the clerk."""


def proofread(letter: LetterText, case: CaseFacts) -> list[Finding]:
    """Return everything noticed in the letter, in reading order: fields, the body paragraph by paragraph, annexes.

    Pure and linear in the length of the text; any Unicode is accepted. Rules and their sources: RULES.
    """
    found = [_finding(letter, rule, note) for rule in RULES.values() for note in rule.run(letter, case)]
    return sorted(dict.fromkeys(found), key=_place)


def _place(finding: Finding) -> tuple[int, int, int, int, int]:
    paragraph = -1 if finding.paragraph is None else finding.paragraph
    if is_annexed(finding.field):
        return len(_ORDER) + 1, *order_of(finding.field), paragraph, finding.start
    return _ORDER.get(finding.field, len(_ORDER)), 0, 0, paragraph, finding.start


def _finding(letter: LetterText, rule: Rule, note: Note) -> Finding:
    text = letter.text_at(note.field, note.paragraph)
    quote = text[note.start : note.stop]
    before, after = text[max(note.start - AROUND, 0) : note.start], text[note.stop : note.stop + AROUND]
    if not quote:
        before, after = note.subject, ""
    name = without_number(note.field) if is_annexed(note.field) else note.field
    return Finding(
        rule=rule.key,
        field=note.field,
        paragraph=note.paragraph,
        start=note.start,
        stop=note.stop,
        quote=quote,
        message=note.message,
        severity=note.severity or rule.severity,
        fix=note.fix,
        fingerprint=fingerprint(rule.key, name, quote, before, after),
    )


def apply_fix(letter: LetterText, finding: Finding) -> LetterText:
    """Return the letter with the finding's fix in its place; the letter given stays as it is.

    Raises FixRefused when the finding has no fix, or when its quote no longer stands where it stood.
    """
    if finding.fix is None:
        raise FixRefused("这一处没有可以直接替换的写法，请手工修改。")
    if finding.field == BODY and not 0 <= (finding.paragraph or 0) < len(letter.paragraphs):
        raise FixRefused("正文已经改动，请重新校核后再改。")
    text = letter.text_at(finding.field, finding.paragraph)
    if not finding.quote or text[finding.start : finding.stop] != finding.quote:
        raise FixRefused("这一处的文字已经改动，请重新校核后再改。")
    mended = text[: finding.start] + finding.fix + text[finding.stop :]
    return letter.with_text(finding.field, finding.paragraph, mended)


def apply_fixes(letter: LetterText, findings: Iterable[Finding]) -> LetterText:
    """Return the letter with all these fixes applied; of two that overlap only the first, those without a fix not."""
    chosen: list[Finding] = []
    for finding in sorted((each for each in findings if each.fix is not None and each.quote), key=_place):
        last = chosen[-1] if chosen else None
        same_text = last is not None and (last.field, last.paragraph) == (finding.field, finding.paragraph)
        if last is None or not same_text or finding.start >= last.stop:
            chosen.append(finding)
    for finding in reversed(chosen):
        letter = apply_fix(letter, finding)
    return letter

"""Reasons that stay on record: asked for, kept short, storable."""

from proposals.errors import StepBlocked
from proposals.services.storable import refuse_unstorable

LONGEST_REASON = 200


def stated(reason: str, *, missing: str = "", name: str = "理由") -> str:
    """Return a typed reason without the blanks around it.

    missing: the sentence for one that is not there; empty where a reason may be left out. name: what people call it.
    Raises StepBlocked for one that is missing, longer than LONGEST_REASON characters, or that no column takes.
    """
    reason = reason.strip()
    if missing and not reason:
        raise StepBlocked(missing)
    if len(reason) > LONGEST_REASON:
        raise StepBlocked(f"{name}不超过 {LONGEST_REASON} 字。")
    refuse_unstorable({name: reason})
    return reason

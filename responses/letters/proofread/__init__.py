"""Proofreading (校核) of a reply letter before review and before issue; pure.

`proofread(letter, case)` returns findings; `apply_fix` puts one right; a finding's `fingerprint` is what a dismissal
keeps.
"""

from responses.letters.proofread.annexed import AnnexText
from responses.letters.proofread.engine import FixRefused, apply_fix, apply_fixes, proofread
from responses.letters.proofread.facts import (
    CaseFacts,
    Demand,
    Finding,
    LetterText,
    Severity,
    UnitName,
)
from responses.letters.proofread.places import place_of
from responses.letters.proofread.rules import RULES, Rule

__all__ = [
    "RULES",
    "AnnexText",
    "CaseFacts",
    "Demand",
    "Finding",
    "FixRefused",
    "LetterText",
    "Rule",
    "Severity",
    "UnitName",
    "apply_fix",
    "apply_fixes",
    "place_of",
    "proofread",
]

"""Precision and recall of proofreading on 200 invented letters with planted faults, rule by rule, and its time.

The faults are operations on the text (a mark made half-width, a bracket dropped, a character doubled, a digit of a sum
changed, a unit left unnamed), drawn with a fixed seed; one letter in ten is clean, and every letter holds sentences
that only look wrong, and an annex with a table. A fault is found when its own rule speaks in the right place. A finding
is right when it stands at a planted fault, or is that fault's own or a known consequence; everything else is a false
alarm.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from benchmarks._faults import faulty
from benchmarks._figures import Figure, own_cpu, report
from benchmarks._sheets import Fault, Sheet
from responses.letters.proofread import Finding, proofread
from responses.letters.proofread.annexed import ANNEX, is_annexed
from responses.letters.proofread.facts import BODY, TEXT_FIELDS

LETTERS = 200
SEED = 20251
MOST_WRONG, MOST_MISSED = (
    0.01,
    0.02,
)  # share of findings that are false alarms, share of faults that are missed
NEAR = 2  # characters: a finding that begins or ends so close to a fault is about it

# A fault that more than one rule may rightly name: a sentence without its stop looks cut when more text follows.
OWN_RULES: Mapping[str, frozenset[str]] = MappingProxyType(
    {"unfinished": frozenset({"unfinished", "cut"}), "cut": frozenset({"cut", "unfinished"})}
)
# What else follows from a fault, further off than its own place.
CONSEQUENCES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "brackets": frozenset({"cited_numbers", "item_title", "nested_titles", "gaps"}),
        "cut": frozenset({"brackets", "quotes", "gaps", "sums", "percentages", "misplaced_marks"}),
        "gaps": frozenset({"gaps"}),
        "points": frozenset({"points"}),
        "kind_words": frozenset({"number_form"}),
        "number": frozenset({"number_form"}),
    }
)


@dataclass
class Count:
    """How often rules spoke rightly and wrongly, how many faults were planted and found."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of findings that are right."""
        return self.right.total() / max(self.right.total() + self.wrong.total(), 1)

    @property
    def recall(self) -> float:
        """The share of planted faults that are found."""
        return self.found.total() / max(self.planted.total(), 1)


def own_rules(kind: str) -> frozenset[str]:
    """Return the rules that answer a kind of fault."""
    return OWN_RULES.get(kind, frozenset({kind}))


def same_text(finding: Finding, fault: Fault, sheet: Sheet) -> bool:
    """Tell whether a finding is about the text the fault stands in, or about something missing as it is."""
    if fault.line is not None:
        return finding.field == BODY and finding.paragraph == sheet.lines.index(fault.line)
    if fault.part == ANNEX:
        return is_annexed(finding.field)
    if fault.part is not None:
        return TEXT_FIELDS.get(finding.field) == fault.part
    return not finding.quote


def answers(finding: Finding, fault: Fault, sheet: Sheet) -> bool:
    """Tell whether the finding names the fault: its own rule, in the same text."""
    return finding.rule in own_rules(fault.kind) and same_text(finding, fault, sheet)


def is_right(finding: Finding, sheet: Sheet) -> bool:
    """Tell whether a finding comes from a planted fault."""
    for fault in sheet.faults:
        if answers(finding, fault, sheet) or finding.rule in CONSEQUENCES.get(fault.kind, ()):
            return True
        touches = fault.start - NEAR <= finding.stop and finding.start <= fault.stop + NEAR
        if fault.line is not None or fault.part is not None:
            if touches and same_text(finding, fault, sheet):
                return True
            if fault.part and not finding.quote and same_text(finding, fault, sheet):
                return True
    return False


def judge(sheet: Sheet, findings: list[Finding], count: Count) -> None:
    """Add one letter's findings and faults to the count."""
    for finding in findings:
        if is_right(finding, sheet):
            count.right[finding.rule] += 1
        else:
            count.wrong[finding.rule] += 1
            count.examples.append(f"false alarm: {finding.rule}: {finding.message}")
    for fault in sheet.faults:
        count.planted[fault.kind] += 1
        if any(answers(finding, fault, sheet) for finding in findings):
            count.found[fault.kind] += 1
        else:
            place = (
                fault.line.text[max(fault.start - 20, 0) : fault.stop + 20]
                if fault.line
                else fault.part or ""
            )
            count.examples.append(f"missed: {fault.kind}: {place}")


def measure(letters: int, seed: int) -> tuple[Count, float]:
    """Return the count over this many letters and the CPU seconds a letter took."""
    dice = random.Random(seed)
    sheets = [faulty(dice) for _ in range(letters)]
    count, spent = Count(), 0.0
    for sheet in sheets:
        letter = sheet.letter()
        before = own_cpu()
        findings = proofread(letter, sheet.case)
        spent += own_cpu() - before
        judge(sheet, findings, count)
    return count, spent / letters


def table(count: Count) -> list[str]:
    """Return one line a rule: precision and recall, with the numbers they are made of."""
    lines = []
    for rule in sorted({*count.right, *count.wrong, *count.planted}):
        spoken = count.right[rule] + count.wrong[rule]
        precision = f"{count.right[rule] / spoken:.3f}" if spoken else "    -"
        recall = f"{count.found[rule] / count.planted[rule]:.3f}" if count.planted[rule] else "    -"
        lines.append(
            f"{rule:20} precision {precision} ({count.right[rule]}/{spoken})"
            f"  recall {recall} ({count.found[rule]}/{count.planted[rule]})"
        )
    return lines


def main() -> int:
    """Measure, print the table and the figures, and return the exit status."""
    argparse.ArgumentParser(prog="./run bench proofread", description=__doc__.partition("\n")[0]).parse_args()
    count, each = measure(LETTERS, SEED)
    for line in (*table(count), *count.examples):
        print(line)
    print(
        f"overall: precision {count.precision:.3f}, recall {count.recall:.3f}, {each * 1000:.1f} ms CPU a letter"
    )
    return report(
        [
            Figure("proofread_false_alarms_share", 1 - count.precision, MOST_WRONG),
            Figure("proofread_missed_share", 1 - count.recall, MOST_MISSED),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())

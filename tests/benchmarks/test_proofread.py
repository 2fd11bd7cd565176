"""The benchmark of proofreading plants what it says it plants, and counts what it says it counts."""

import random

import pytest

from benchmarks._faults import CLEAN_ONE_IN, MOST_FAULTS, PLANTERS, faulty
from benchmarks._sheets import Fault, Sheet, sheet
from benchmarks.proofread import Count, answers, is_right, judge, measure, own_rules, table
from responses.letters.proofread import RULES, Finding, Severity, proofread

LETTERS = 60


def made(seed: int = 5, letters: int = LETTERS) -> list[Sheet]:
    dice = random.Random(seed)
    return [faulty(dice) for _ in range(letters)]


def finding(rule: str, field: str, paragraph: int | None, start: int, stop: int, quote: str) -> Finding:
    return Finding(rule, field, paragraph, start, stop, quote, "请核对。", Severity.ERROR, None, "")


def test_the_same_seed_makes_the_same_letters():
    assert [each.letter() for each in made()] == [each.letter() for each in made()]


def test_letters_without_a_fault_give_no_finding():
    dice = random.Random(11)
    letters = [sheet(dice) for _ in range(LETTERS)]
    assert [(f.rule, f.quote) for each in letters for f in proofread(each.letter(), each.case)] == []


def test_letters_have_none_to_six_faults_and_some_have_none():
    numbers = [len(each.faults) for each in made(letters=200)]
    assert max(numbers) == MOST_FAULTS
    assert 200 // CLEAN_ONE_IN // 2 <= numbers.count(0) <= 200 // CLEAN_ONE_IN * 2


def test_every_kind_of_fault_is_planted_and_has_its_rule():
    planted = {fault.kind for each in made(letters=200) for fault in each.faults}
    assert planted == set(PLANTERS)
    assert {rule for kind in PLANTERS for rule in own_rules(kind)} <= set(RULES)


@pytest.mark.parametrize("kind", sorted(PLANTERS))
def test_planting_changes_the_letter(kind):
    changed = 0
    for seed in range(40):
        dice = random.Random(seed)
        one = sheet(dice)
        before = one.letter()
        fault = dice.choice(PLANTERS[kind])(dice, one)
        assert (fault is not None) == (one.letter() != before)
        changed += fault is not None
    assert changed


def test_a_finding_elsewhere_is_a_false_alarm_and_one_at_the_fault_is_not():
    one = sheet(random.Random(3))
    line = one.lines[2]
    one.faults = [Fault("half_width", line, None, 10, 11)]
    at = finding("half_width", "正文", 2, 10, 11, ",")
    beside = finding("spaces", "正文", 2, 12, 13, " ")
    far = finding("spaces", "正文", 2, 20, 21, " ")
    other = finding("half_width", "正文", 1, 10, 11, ",")
    absent = finding("demands", "正文", None, 0, 0, "")
    assert [is_right(each, one) for each in (at, beside, far, other, absent)] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert [answers(each, one.faults[0], one) for each in (at, beside, other)] == [True, False, False]


def test_a_finding_in_the_annex_answers_a_fault_planted_there_and_no_other():
    one = sheet(random.Random(3))
    one.faults = [Fault("half_width", None, "附件", 0, 1)]
    there = finding("half_width", "附件", 1, 40, 41, ",")
    in_caption = finding("half_width", "附件图1", None, 0, 1, ",")
    in_body = finding("half_width", "正文", 2, 0, 1, ",")
    assert [answers(each, one.faults[0], one) for each in (there, in_caption, in_body)] == [True, True, False]
    assert is_right(in_body, one) is False


def test_counts_rights_wrongs_found_and_missed():
    one = sheet(random.Random(3))
    one.faults = [Fault("half_width", one.lines[2], None, 10, 11), Fault("demands")]
    count = Count()
    judge(
        one, [finding("half_width", "正文", 2, 10, 11, ","), finding("spaces", "正文", 2, 40, 41, " ")], count
    )
    assert (count.precision, count.recall) == (0.5, 0.5)
    assert [line.split()[0] for line in table(count)] == ["demands", "half_width", "spaces"]
    assert len(count.examples) == 2


def test_precision_and_recall_hold_on_letters_of_another_seed():
    count, each = measure(2 * LETTERS, seed=77)
    assert count.precision >= 0.99, count.examples
    assert count.recall >= 0.98, count.examples
    assert each > 0

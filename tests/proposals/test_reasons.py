"""A reason that stays on record is there, short, and fit for its column."""

import pytest

from proposals.errors import StepBlocked
from proposals.services.reasons import LONGEST_REASON, stated


def test_blanks_around_a_reason_go():
    assert stated(" 盖章不清\n", missing="请写明。") == "盖章不清"
    assert stated("因" * LONGEST_REASON) == "因" * LONGEST_REASON
    assert stated("  ") == ""


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (" \u3000 ", "请写明。"),
        ("因" * (LONGEST_REASON + 1), "更换理由不超过 200 字。"),
        ("因\x00", "更换理由中有不能保存的控制字符（U+0000），请删去后再提交。"),
    ],
)
def test_what_is_no_reason_is_refused_in_a_sentence(reason: str, sentence: str):
    with pytest.raises(StepBlocked) as refused:
        stated(reason, missing="请写明。", name="更换理由")
    assert refused.value.sentences == [sentence]

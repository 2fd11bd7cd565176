"""The five given papers against expected.json, value by value.

Every leaf of expected.json is either met by a parser or named in NOT_READ with the reason, and every
value laid out by as_expected is in expected.json. Text is compared after NFKC without white space.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seeds.parsers import Finding, match_key
from tests.seeds.as_expected import PARSERS, SKIP, as_expected, parse

EXPECTED = json.loads(Path(__file__).with_name("expected.json").read_text("utf-8"))
SEEDS = EXPECTED["seeds"]

# Regular expressions over whole paths: these leaves no parser reads.
NOT_READ = {
    r".*_inferred": "to be confirmed by a person; a parser leaves the field itself empty",
    r".*(_evidence|\.evidence\[\d+\])": "says why the author of the file believes a value",
    r".*(_note|\.note|\.issue|indicator_checks|numeric_check|chunk_prefix_rule|lead_rule)": "prose",
    r"\d+\.kind_zh": "a description in words; the parsers give `kind`",
    r"001\.unit_aliases_not_from_seed\..*": "full names of units, not in the paper",
    r"002\.title_derived": "the paper has no title; one made up from its text would be inference",
    r"000\.addressee_body": "implied, not stated",
    r"004\.region": "the name of the city is partly masked",
    r"000\.phones\[0\]\.of": "prose; the parser calls it `site_phone`",
    r"(000|002)\.units_mentioned\[\d+\]": "chosen by hand: 000 is not complete, 002 paraphrases",
    r"001\.boilerplate_lines\[0\]": "a sentence about lines 1-14: test_page_data_of_the_plan",
    r"003\.reply\.co_units_raw": "cut by hand before the verb: test_clause_about_other_units",
    r"004\.masked\[\d+\]\.(raw|probable)": "examples with guesses: test_masked_examples_are_quarantined",
    r"\d+\.defects\[\d+\]\.(line|raw)": "met by findings: test_defect_is_found",
}

# (seed, place in its list) -> the rule of the finding that must report the defect.
FOUND_BY = {
    "000": {
        0: "fields_share_line",
        1: "nonbreaking_space",
        2: "titles_back_to_back",
        3: "abbreviation_defined",
        4: "reversed_quotes",
        6: "box_drawing_dash",
        7: "angle_brackets",
        8: "acronym_transposed",
        9: "stray_letter",
        10: "half_width_punctuation",
        11: "web_furniture",
        12: "heading_alone",
    },
    "001": {
        0: "metadata_repeated",
        1: "space_in_label",
        2: "title_broken",
        3: "space_in_date",
        4: "table_flattened",
        6: "separator_in_brackets",
        7: "rule_in_unit_list",
        8: "shared_suffix",
        9: "uneven_separator",
        12: "half_width_punctuation",
        13: "abridged",
        14: "attachment_not_included",
        15: "html_residue",
        16: "web_furniture",
        17: "stray_last_line",
    },
    "002": {
        0: "letter_parts_missing",
        3: "unmatched_bracket",
        4: "no_full_stop",
        5: "next_step_inline",
        6: "sum_differs",
        7: "numbering_restarts",
        8: "half_width_punctuation",
        9: "fields_share_line",
    },
    "003": {
        0: "leading_blank_lines",
        1: "space_in_text",
        2: "page_break_join",
        3: "page_break_join",
        4: "bracket_across_join",
        5: "page_break_join",
        6: "foreign_word",
        7: "half_width_punctuation",
        8: "space_by_digits",
        9: "doubled_character",
        10: "half_width_punctuation",
        12: "uneven_headings",
        13: "several_phones",
        14: "space_in_date",
        15: "number_stated_twice",
    },
    "004": {
        0: "chunk_counter",
        1: "titles_share_line",
        2: "page_marker",
        3: "page_marker",
        4: "masked_text",
        5: "masked_text",
        6: "masked_text",
        7: "entity_residue",
        9: "chunk_join",
        10: "space_for_paragraph",
    },
}
ONLY_A_PERSON = {
    ("000", 5): "国家创新学习城市 is good Chinese; that 创新型城市 was meant is knowledge of the field",
    ("002", 1): "产业高发展 is a lost 质量 only to one who knows the phrase",
    ("002", 2): "市科 is a cut-off name only to one who knows the bureau",
    ("003", 11): "弗朗恩霍夫 is a spelling of a foreign name",
    ("004", 8): "1+x was 1+X: nothing in it shows that case was lost",
}
NOTHING_AMISS = {
    ("001", 5): "2.6 in a cell is right; that it makes no 25th task is met under tasks and indicators",
    ("001", 10): "首台(套) is right; that the last bracket holds the units is met under tasks[6]",
    ("001", 11): "“5+5” is right; it is met under tasks[4]",
}
PLACEHOLDERS = {"k、": re.compile(r"\d+、")}
ALL_DEFECTS = [(name, place) for name in SEEDS for place in range(len(SEEDS[name]["defects"]))]


def leaves(tree: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Walk to every leaf; an empty list or mapping is one."""
    if tree is SKIP:
        return
    if isinstance(tree, dict) and tree:
        for name, branch in tree.items():
            yield from leaves(branch, f"{path}.{match_key(name)}")
    elif isinstance(tree, list) and tree:
        for place, branch in enumerate(tree):
            yield from leaves(branch, f"{path}[{place}]")
    else:
        yield path, tree


def reason_not_read(path: str) -> str | None:
    return next((reason for pattern, reason in NOT_READ.items() if re.fullmatch(pattern, path)), None)


def same(path: str, expected: Any, found: Any) -> bool:
    if isinstance(expected, str) and isinstance(found, str):
        if path.endswith("expected_contains"):
            return match_key(expected) in match_key(found)
        return match_key(expected) == match_key(found)
    return type(expected) is type(found) and expected == found


@pytest.mark.parametrize("name", SEEDS)
def test_every_leaf_is_met_or_named(name: str) -> None:
    expected = dict(leaves(SEEDS[name], name))
    found = dict(leaves(as_expected(name), name))
    to_read = {path: leaf for path, leaf in expected.items() if reason_not_read(path) is None}
    differences = [
        (path, to_read.get(path, "(not in expected.json)"), found.get(path, "(no parser read it)"))
        for path in sorted(to_read.keys() | found.keys())
        if path not in to_read or path not in found or not same(path, to_read[path], found[path])
    ]
    assert differences == []


def test_parsers_and_expected_name_the_same_seeds() -> None:
    assert set(PARSERS) == set(SEEDS)


def test_no_reason_is_left_over() -> None:
    paths = [path for name in SEEDS for path, _ in leaves(SEEDS[name], name)]
    unused = [pattern for pattern in NOT_READ if not any(re.fullmatch(pattern, path) for path in paths)]
    assert unused == []


@pytest.mark.parametrize("name", SEEDS)
def test_inferred_values_are_left_empty(name: str) -> None:
    """Where expected.json has x_inferred beside x, nothing was read for x."""
    found = dict(leaves(as_expected(name), name))
    for path, _ in leaves(SEEDS[name], name):
        plain = path.removesuffix("_inferred")
        if plain != path:
            assert found.get(plain) is None, path


def test_each_defect_is_found_or_explained_once() -> None:
    by_finding = {(name, place) for name, rules in FOUND_BY.items() for place in rules}
    assert by_finding | ONLY_A_PERSON.keys() | NOTHING_AMISS.keys() == set(ALL_DEFECTS)
    assert len(by_finding) + len(ONLY_A_PERSON) + len(NOTHING_AMISS) == len(ALL_DEFECTS)


@pytest.mark.parametrize(("name", "place"), [(n, p) for n, rules in FOUND_BY.items() for p in rules])
def test_defect_is_found(name: str, place: int) -> None:
    defect = SEEDS[name]["defects"][place]
    of_rule = [each for each in parse(name).findings if each.rule == FOUND_BY[name][place]]
    lines, whole = lines_named(defect["line"], len(parse(name).document.lines))
    quoting = [each for each in of_rule if set(each.lines) & lines and quotes(each, defect["raw"])]
    if is_marks(defect["raw"]):
        seen = "".join(each.raw for each in of_rule if set(each.lines) & lines)
        assert set(defect["raw"]) <= set(seen)
    else:
        assert quoting != []
    if whole:
        assert lines <= {line for each in of_rule for line in each.lines}


def lines_named(spec: int | str, last: int) -> tuple[set[int], bool]:
    """The lines that a defect names, and whether each of them must have its finding."""
    if spec == "all":
        return set(range(1, last + 1)), False
    text = str(spec)
    if "-" in text:
        first, final = (int(each) for each in text.split("-"))
        return set(range(first, final + 1)), False
    return {int(each) for each in re.split("[/,]", text)}, True


def is_marks(raw: str) -> bool:
    return raw not in PLACEHOLDERS and not re.search(r"\w", raw)


def quotes(finding: Finding, raw: str) -> bool:
    if pattern := PLACEHOLDERS.get(raw):
        return bool(pattern.fullmatch(finding.raw))
    expected, found = match_key(raw), match_key(finding.raw)
    return bool(found) and (expected in found or found in expected)


@pytest.mark.parametrize("name", SEEDS)
def test_findings_quote_the_file(name: str) -> None:
    """The words of a finding stand in the file, on its lines; a join shows both its pieces."""
    parsed = parse(name)
    for finding in parsed.findings:
        text = match_key("\n".join(parsed.document.lines[line - 1] for line in finding.lines))
        pieces = finding.raw.split("\n") if finding.rule != "metadata_repeated" else [finding.raw]
        for piece in pieces:
            assert match_key(piece) in match_key(parsed.document.text), finding
        if finding.rule not in {"leading_blank_lines"}:
            assert match_key(pieces[0]) in text or match_key(pieces[-1]) in text, finding
        assert finding.sentence.endswith("。")


def test_page_data_of_the_plan() -> None:
    notice = parse("001").notice
    assert notice.metadata_lines == tuple(range(1, 15))
    assert [field.label for field in notice.metadata].count("文号") == 2


def test_rule_about_the_lead_unit_stands_in_the_first_task_only() -> None:
    plan = parse("001")
    assert match_key(plan.rule_text.value) == match_key("列第一位的为牵头单位,下同")
    assert [task.no.value for task in plan.tasks if task.rule_text] == [1]


def test_clause_about_other_units() -> None:
    clause = parse("003").co_units_clause.raw
    assert clause == SEEDS["003"]["reply"]["co_units_raw"] + "调查研究"


def test_masked_examples_are_quarantined() -> None:
    summary = parse("004")
    usable = "".join(each.text.raw for each in summary.sentences if not each.masked)
    for example in SEEDS["004"]["masked"]:
        assert example["raw"] in summary.text
        assert example["raw"] not in usable


def test_nothing_doubtful_is_usable_as_evidence() -> None:
    usable = [each.text.raw for each in parse("004").sentences if not each.masked]
    assert usable != []
    assert [each for each in usable if re.search(r"\*|XX|20xx|ramp;d", each)] == []

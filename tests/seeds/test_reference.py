"""The reference files agree with one another, with the documents and with what the code can read."""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from proposals.phrases import check_phrase
from proposals.terms import END_EVENTS, START_EVENTS, Limit
from tests.proposals.official_calendar import REFERENCE

EXPECTED = json.loads((Path(__file__).parent / "expected.json").read_text(encoding="utf-8"))["seeds"]


def load(name: str) -> Any:
    return yaml.safe_load((REFERENCE / f"{name}.yaml").read_text(encoding="utf-8"))


RULES = load("rules")
CITIES = {city["name"]: city for city in load("cities")["cities"]}


def plain(text: str) -> str:
    """The comparison key of the documents: NFKC without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def all_phrases() -> Iterator[tuple[str, str]]:
    for name, base in RULES["bases"].items():
        yield from ((f"{name}.{key}", text) for key, text in base["phrases"].items())
    for own in RULES["assemblies"]:
        yield from ((f"{own['assembly']}.{key}", text) for key, text in own.get("phrases", {}).items())


@pytest.mark.parametrize("base", ["cppcc", "npc"])
def test_each_body_has_the_seven_limits_and_each_can_be_counted(base):
    limits = RULES["bases"][base]["limits"]
    assert [(row["key"], str(Limit(row["length"], row["unit"], row["start_event"]))) for row in limits] == [
        ("reply", "3 个月"),
        ("reply_long", "6 个月"),
        ("accept", "5 个工作日"),
        ("adjust", "10 日"),
        ("co_opinion", "2 个月"),
        ("rating", "15 个工作日"),
        ("redo", "1 个月"),
    ]
    assert {row["start_event"] for row in limits} - set(START_EVENTS) == set()
    assert {row["end_event"] for row in limits} - set(END_EVENTS) == set()
    assert all(row["source"] and row["ladder"] == sorted(row["ladder"], reverse=True) for row in limits)


def test_both_bodies_say_the_same_kinds_of_words_and_phrases():
    cppcc, npc = RULES["bases"]["cppcc"], RULES["bases"]["npc"]
    assert list(cppcc) == list(npc)
    assert list(cppcc["words"]) == list(npc["words"])
    assert list(cppcc["phrases"]) == list(npc["phrases"])
    assert (cppcc["answer_each_co_signer"], npc["answer_each_co_signer"]) == (False, True)
    assert list(cppcc["class_scheme"]) == list(npc["class_scheme"]) == ["A", "B", "C", "D"]


@pytest.mark.parametrize(("where", "phrase"), list(all_phrases()))
def test_a_phrase_is_known_and_keeps_to_its_slots(where, phrase):
    check_phrase(where.rpartition(".")[2], phrase)


def test_the_phrases_make_the_words_of_the_letter_to_proposal_426():
    phrases = RULES["bases"]["cppcc"]["phrases"]
    letter = EXPECTED["003"]
    values = {
        "session": letter["reply"]["session"],
        "number": str(letter["reply"]["original_number"]),
        "title": letter["reply"]["original_title"],
        "name": letter["reply"]["addressee_name"],
        "unit_short": "市科技局",
    }
    assert phrases["title"].format(**values) == letter["title"]
    assert phrases["addressee"].format(**values) == f"{letter['reply']['addressee']}："
    assert phrases["opening"].format(**values) == (
        "您在市政协十二届二次会议期间所提的《关于加快科技成果转化提案》（政协提案426号）收悉，"
        "市科技局会同有关部门调查研究，现答复如下："
    )
    assert phrases["copies"] == f"{letter['reply']['cc_raw']}。"  # the document itself lacks the full stop


def test_every_assembly_of_the_cities_has_rules_and_the_other_way_round():
    bodies = {(own["assembly"], own["base"]) for own in RULES["assemblies"]}
    assert bodies == {
        (assembly["name"], assembly["body"]) for city in CITIES.values() for assembly in city["assemblies"]
    }


def test_every_unit_of_the_plan_is_a_unit_of_wenzhou_and_no_other_unit_is():
    units = {plain(unit["short_name"]): unit for unit in CITIES["温州市"]["units"]}
    assert set(units) == {plain(unit["unit"]) for unit in EXPECTED["001"]["units_distinct"]}
    full = EXPECTED["001"]["unit_aliases_not_from_seed"]
    assert {short: units[plain(short)]["name"] for short in full} == full


def test_each_name_and_each_series_stands_once_in_a_city():
    for city in CITIES.values():
        offices = [city["government_office"], *(assembly["office"] for assembly in city["assemblies"])]
        for key in ("name", "short_name"):
            names = [unit[key] for unit in [*city["units"], *offices]]
            assert len(names) == len(set(names))
        series = [(row["code"], row["year"]) for unit in city["units"] for row in unit["series"]]
        assert len(series) == len(set(series))


def test_only_what_a_document_shows_is_not_marked_as_demo():
    shown = [
        (unit["short_name"], row["code"], row["year"], row["starts_at"])
        for city in CITIES.values()
        for unit in city["units"]
        for row in unit["series"]
        if not row.get("demo")
    ]
    assert shown == [("市科技局", "温科提复", 2023, 125)]
    sessions = [
        meeting["name"]
        for city in CITIES.values()
        for assembly in city["assemblies"]
        for term in assembly["terms"]
        for meeting in term["sessions"]
        if not meeting.get("demo")
    ]
    assert sessions == ["市政协十二届二次会议"]


def test_topics_and_reasons_have_one_code_each():
    for name, key in (("topics", "name"), ("decline_reasons", "words")):
        lists = load(name)
        assert list(lists) == ["cppcc", "npc"]
        for rows in lists.values():
            assert all(list(row) == ["code", key] for row in rows)
            assert len({row["code"] for row in rows}) == len({row[key] for row in rows}) == len(rows)

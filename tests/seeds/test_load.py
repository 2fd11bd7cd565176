"""Loading: reference data, the five documents, and proposal No. 426 taken through the services."""

import io
import json
import shutil
from pathlib import Path

import pdfplumber
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count

from accounts.models import AuditEvent, City, Unit, User
from documents.models import NumberSeries
from proposals.models import (
    Assembly,
    AssemblyRules,
    CalendarDay,
    CalendarYear,
    Proposal,
    ProposalStep,
    RuleLimit,
)
from references.models import Indicator, IndicatorValue, Passage, PlanTask, PlanTaskUnit, SourceDocument
from responses.letters.printing import fill_pdf
from responses.models import ReplyLetter
from seeds.given_documents import load_documents
from seeds.parsers import SeedAltered, letter_text, match_key, parse_reply_letter
from seeds.parsers.text import DOCUMENTS
from seeds.people import load_people
from seeds.proposal_426 import differences, existing, make
from seeds.reference_data import load_reference

EXPECTED = json.loads((Path(__file__).parent / "expected.json").read_text(encoding="utf-8"))["seeds"]
TABLES = (
    City,
    Unit,
    Assembly,
    AssemblyRules,
    RuleLimit,
    CalendarDay,
    CalendarYear,
    NumberSeries,
    SourceDocument,
    Passage,
    PlanTask,
    PlanTaskUnit,
    Indicator,
    IndicatorValue,
    Proposal,
)
TYPE_AREA_ENDS = 263 / 25.4 * 72  # pt from the top: below it stands only the page number

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    return {table.__name__: table.objects.count() for table in TABLES}


@pytest.fixture
def loaded():
    load_reference()
    load_documents()


def test_loading_twice_changes_nothing(loaded):
    before = counts()
    load_reference()
    load_documents()
    assert counts() == before
    assert before["City"] == 2
    assert before["Assembly"] == 4
    assert before["SourceDocument"] == 5


def test_what_people_changed_stays_when_reference_data_is_loaded_again(loaded):
    Unit.objects.filter(name="温州市科学技术局").update(phone="88000000")
    NumberSeries.objects.filter(code="温科提复", year=2023).update(next_number=130)
    load_reference()
    assert Unit.objects.get(name="温州市科学技术局").phone == "88000000"
    assert NumberSeries.objects.get(code="温科提复", year=2023).next_number == 130


def test_2027_is_not_announced(loaded):
    assert dict(CalendarYear.objects.values_list("year", "announced")) == {
        2023: True,
        2024: True,
        2025: True,
        2026: True,
        2027: False,
    }


def test_the_plans_tasks_and_units_are_those_of_the_document(loaded):
    rows = {
        task.number: (task.line, match_key(task.title), [match_key(unit.name) for unit in task.units.all()])
        for task in PlanTask.objects.prefetch_related("units")
    }
    assert rows == {
        task["no"]: (task["line"], match_key(task["title"]), [match_key(unit) for unit in task["units"]])
        for task in EXPECTED["001"]["tasks"]
    }


def test_the_first_unit_of_every_task_leads(loaded):
    leads = PlanTaskUnit.objects.filter(is_lead=True)
    assert {(unit.task.number, unit.order) for unit in leads.select_related("task")} == {
        (number, 1) for number in range(1, 25)
    }
    found = leads.values_list("name").annotate(tasks=Count("pk"))
    assert {match_key(name): tasks for name, tasks in found} == {
        match_key(name): tasks for name, tasks in EXPECTED["001"]["lead_distribution"].items()
    }


def test_the_indicators_have_the_values_printed(loaded):
    rows = {
        indicator.number: (
            match_key(indicator.name),
            match_key(indicator.measure),
            {str(value.year): value.printed for value in indicator.values.all()},
        )
        for indicator in Indicator.objects.prefetch_related("values")
    }
    assert rows == {
        row["no"]: (match_key(row["name_without_unit"]), match_key(row["unit"]), row["values_raw"])
        for row in EXPECTED["001"]["indicators"]
    }


def test_the_suggestion_of_002_says_only_what_its_text_says(loaded):
    proposal = Proposal.objects.get(origin="imported")
    assert (proposal.kind, proposal.number, proposal.number_text, proposal.title) == (
        "suggestion",
        9,
        "2024年9",
        "关于为科技创新营造良好氛围的建议",
    )
    assert proposal.session.name == "2024 年（届次原文未载）"
    assert (proposal.registered_on, proposal.handed_over_on, proposal.replied_on) == (None, None, None)
    assert [proposer.name for proposer in proposal.proposers.all()] == ["李训根"]
    assert [(a.unit.short_name, a.role) for a in proposal.assignments.all()] == [("市经信局", "co_handler")]
    assert not ReplyLetter.objects.filter(response__proposal=proposal).exists()
    source = SourceDocument.objects.get(key="002")
    assert (source.title, source.number, source.issuing_body, source.written_on) == ("", "", "", None)


def test_003_is_kept_as_the_text_to_compare_with(loaded):
    source = SourceDocument.objects.get(key="003")
    assert source.text == letter_text(parse_reply_letter("003"))
    assert source.number == "温科提复〔2023〕125号"


def test_masked_sentences_are_no_evidence(loaded):
    source = SourceDocument.objects.get(key="004")
    assert source.figures_usable is False
    assert not [
        passage.text for passage in source.passages.all() if "*" in passage.text or "XX" in passage.text
    ]


def test_an_altered_file_loads_nothing(tmp_path):
    load_reference()
    shutil.copytree(DOCUMENTS, tmp_path / "given")
    altered = next((tmp_path / "given").glob("003_*.txt"))
    altered.write_bytes(altered.read_bytes().replace("刘晓".encode(), "刘笑".encode()))
    with pytest.raises(SeedAltered, match=altered.name):
        load_documents(tmp_path / "given")
    assert SourceDocument.objects.count() == 0
    assert Proposal.objects.count() == 0


def test_demo_accounts_are_refused_where_the_clock_may_not_move(settings, loaded):
    settings.NOW_MAY_MOVE = False
    with pytest.raises(ImproperlyConfigured):
        load_people()
    assert User.objects.exclude(username="clock").count() == 0


@pytest.fixture
def letter_426(loaded) -> ReplyLetter:
    load_people()
    proposal = make(parse_reply_letter("003"))
    letter = ReplyLetter.objects.get(response__proposal=proposal)
    assert fill_pdf(letter.pk) is True
    letter.refresh_from_db()
    return letter


def test_426_goes_down_the_whole_road_on_its_days(letter_426):
    proposal = letter_426.response.proposal
    assert list(ProposalStep.objects.filter(proposal=proposal).values_list("action", flat=True)) == [
        "submit",
        "register",
        "assign",
        "accept",
        "submit_for_review",
        "approve",
        "approve",
        "approve",
        "sign",
        "issue",
    ]
    assert str(letter_426.written_on) == "2023-06-29"
    assert str(letter_426.printed_on) == "2023-06-30"
    assert letter_426.number == "温科提复〔2023〕125号"
    assert proposal.state == "replied"
    clock = proposal.clocks.get(key="reply")
    assert (str(clock.due_on), str(clock.met_on)) == ("2023-06-30", "2023-06-30")
    assert AuditEvent.objects.filter(what="step.sign").count() == 1


def test_426_equals_the_given_text_and_so_does_its_pdf(letter_426):
    given = parse_reply_letter("003")
    assert differences(letter_426, given) == []
    with letter_426.pdf.open("rb") as file, pdfplumber.open(io.BytesIO(file.read())) as pdf:
        printed = "".join(
            page.crop((0, 0, page.width, TYPE_AREA_ENDS)).extract_text(use_text_flow=True)
            for page in pdf.pages
        )
    assert match_key(printed) == match_key(letter_text(given))


def test_426_is_found_the_second_time(letter_426):
    assert existing(parse_reply_letter("003")) == letter_426.response.proposal

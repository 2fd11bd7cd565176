"""机关代字 taken by two units at the same moment: PostgreSQL lets one have it, and the page says so to the other."""

import time

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Unit
from documents.models import NumberSeries
from responses import forms
from tests.responses.desk import browser
from tests.threads import at_once
from tests.world import World, build

CODE = "甲督函"
ADD = "/admin/documents/numberseries/add/"


@pytest.fixture
def committed(transactional_db, on_monday) -> World:
    return build()


def opened(unit: Unit, year: int = 2026) -> NumberSeries:
    with transaction.atomic():
        row = NumberSeries.objects.create(unit=unit, kind="urge", year=year, code=CODE)
        time.sleep(0.3)  # the other one asks before this one is committed
    return row


@pytest.mark.django_db(transaction=True)
def test_the_database_lets_one_of_two_units_have_a_code(committed: World):
    units = (committed.jia.edu, committed.jia.fin)
    outcome = at_once([lambda unit=unit: opened(unit) for unit in units], IntegrityError)
    assert sorted(type(one).__name__ for one in outcome) == ["IntegrityError", "NumberSeries"]
    (row,) = NumberSeries.objects.filter(code=CODE)
    assert opened(row.unit, 2027).code == CODE  # its own goes on
    other = next(unit for unit in units if unit.pk != row.unit_id)
    mine = NumberSeries.objects.create(unit=other, kind="urge", year=2027, code="甲另函")
    mine.code = CODE
    with pytest.raises(IntegrityError, match="another unit of this city"), transaction.atomic():
        mine.save()
    with pytest.raises(IntegrityError, match="another unit of this city"), transaction.atomic():
        NumberSeries.objects.filter(pk=row.pk).update(unit=other, year=2028)
    assert opened(committed.yi.tech).code == CODE  # another city's codes are its own


@pytest.mark.django_db(transaction=True)
def test_the_page_tells_the_second_one(committed: World, monkeypatch: pytest.MonkeyPatch):
    real = forms.bears_code_of_another

    def slow(unit: Unit, code: str) -> bool:
        found = real(unit, code)
        time.sleep(0.3)
        return found

    monkeypatch.setattr(forms, "bears_code_of_another", slow)

    def add(unit: Unit, name: str):
        typed = {"unit": unit.pk, "kind": "urge", "year": 2026, "code": CODE, "starts_at": 1}
        return lambda: browser(committed[name]).post(ADD, typed)

    calls = [add(committed.jia.edu, "jia_edu_office"), add(committed.jia.fin, "jia_fin_office")]
    answers = at_once(calls, IntegrityError)
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    refused = next(answer for answer in answers if answer.status_code == 200)
    assert "本市别的单位已在用这个机关代字" in refused.content.decode()
    assert NumberSeries.objects.filter(code=CODE).count() == 1

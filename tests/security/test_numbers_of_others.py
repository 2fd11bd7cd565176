"""No unit numbers its papers with the code of another unit of its city, by the series or by an external number."""

import pytest

from documents.models import NumberSeries
from proposals.errors import StepBlocked
from proposals.queries import last_step_number
from proposals.states import ProposalState as S
from responses.models import ReplyLetter
from responses.services.issuing import issue
from tests.proposals.office import browser
from tests.responses.desk import item_in
from tests.road import again
from tests.world import World

ADD = "/admin/documents/numberseries/add/"


@pytest.mark.parametrize("number", ["甲教提复〔2026〕1号", "甲教提复〔2019〕7号", "甲财建复〔2030〕1号"])
def test_an_external_number_of_another_unit_is_refused(world: World, number: str) -> None:
    item = item_in(world, S.SIGNED)
    with pytest.raises(StepBlocked) as blocked:
        issue(item, by=world["jia_tech_office"], seen=last_step_number(item), external_number=number)
    code = number.partition("〔")[0]
    assert blocked.value.sentences == [
        f"“{code}”是本市别的单位的机关代字，不能用在本单位的函件上，请核对外部文号。"
    ]
    assert (again(item).state, ReplyLetter.objects.count()) == (S.SIGNED, 0)


def test_a_code_of_another_city_hinders_nobody(world: World) -> None:
    item = item_in(world, S.SIGNED)
    letter = issue(
        item, by=world["jia_tech_office"], seen=last_step_number(item), external_number="乙科提复〔2026〕9号"
    )
    assert letter.number == "乙科提复〔2026〕9号"


def test_no_series_is_set_up_with_the_code_of_another_unit(world: World) -> None:
    office = browser(world["jia_tech_office"])
    typed = {"unit": world.jia.tech.pk, "kind": "urge", "year": 2026, "code": "甲教提复", "starts_at": 1}
    answer = office.post(ADD, typed)
    assert answer.status_code == 200
    assert "本市别的单位已在用这个机关代字，请换一个。" in answer.content.decode()
    assert not NumberSeries.objects.filter(unit=world.jia.tech, kind="urge").exists()
    assert office.post(ADD, typed | {"code": "甲科催"}).status_code == 302
    own = NumberSeries.objects.get(unit=world.jia.tech, kind="urge")
    page = f"/admin/documents/numberseries/{own.pk}/change/"
    assert office.post(page, {"code": "甲教提复", "starts_at": 1}).status_code == 200
    own.refresh_from_db()
    assert own.code == "甲科催"


@pytest.mark.parametrize("who", ["root", "jia_gov", "jia_tech_print", "jia_tech_signer", "jia_member1"])
def test_no_series_is_set_up_by_others(world: World, who: str) -> None:
    typed = {"unit": world.jia.tech.pk, "kind": "urge", "year": 2026, "code": "甲科催", "starts_at": 1}
    assert browser(world[who]).post(ADD, typed).status_code in (302, 403)
    assert not NumberSeries.objects.filter(kind="urge").exists()

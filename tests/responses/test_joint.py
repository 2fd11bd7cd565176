"""联合署名: units that sign along are chosen among the co-handlers, and read the text after the unit's own chain."""

import pytest

from accounts.roles import Role
from proposals.errors import NotYours, StepBlocked
from proposals.models import AssemblyRules
from proposals.permissions import pending_stage
from responses.letters.frozen import content_of
from responses.services.annexes import choose_signing_units, possible_signers
from responses.services.drafting import start_response
from tests.responses.desk import browser, errors_on, item_in, page, text_of, words
from tests.road import again, take
from tests.world import MONDAY, World


def joint(world: World, *, state: str = "drafting"):
    """Return an item that two bureaus co-handle, its text begun."""
    item = item_in(world, state, co=[world.jia.edu, world.jia.fin])
    return item, start_response(item, by=world["jia_tech_clerk"])


def test_co_handlers_alone_may_sign_along(world: World):
    item, response = joint(world)
    assert set(possible_signers(item)) == {world.jia.edu, world.jia.fin}
    for unit in (world.jia.tech, world.jia.gov, world.yi.edu):
        with pytest.raises(StepBlocked):
            choose_signing_units(response, [unit.pk], by=world["jia_tech_clerk"])
    client = browser(world["jia_tech_clerk"])
    answer = client.post(page(response, "annexes"), {"do": "signing", "unit": [world.jia.gov.pk]})
    assert (answer.status_code, errors_on(answer)) == (
        422,
        ["联合署名的单位须是本件的会办单位，请刷新页面后再选。"],
    )
    chosen = [world.jia.edu.pk, world.jia.fin.pk]
    assert client.post(page(response, "annexes"), {"do": "signing", "unit": chosen}).status_code == 302
    assert [one.unit for one in response.signing_units.all()] == [world.jia.edu, world.jia.fin]
    content = content_of(response, number="", written_on=MONDAY, printed_on=MONDAY, draft=True)
    assert [body.name for body in content.signing] == ["甲市科学技术局", "甲市教育局", "甲市财政局"]
    client.post(page(response, "annexes"), {"do": "signing"})
    assert response.signing_units.count() == 0


def test_each_signing_unit_is_a_stage_after_the_units_own_chain(world: World):
    item, response = joint(world)
    choose_signing_units(response, [world.jia.fin.pk, world.jia.edu.pk], by=world["jia_tech_clerk"])
    take("submit_for_review", item)
    stages = [(one.role, one.unit) for one in text_of(item).stages.order_by("order")]
    assert stages == [
        (Role.SECTION_HEAD, world.jia.tech),
        (Role.UNIT_OFFICE, world.jia.tech),
        (Role.LEADER_IN_CHARGE, world.jia.tech),
        (Role.SIGNER, world.jia.fin),
        (Role.SIGNER, world.jia.edu),
    ]
    for _ in range(3):
        take("approve", item)
    assert str(pending_stage(again(item))) == "市财政局签发人会签"
    for user in world.everybody:
        if user.username != "jia_fin_signer":
            with pytest.raises(NotYours):
                take("approve", item, by=user)
    shown = browser(world["jia_fin_signer"]).get(page(text_of(item)))
    assert "市财政局签发人会签" in words(shown)
    assert shown.context["can_decide"]
    take("approve", item, by=world["jia_fin_signer"])
    take("send_back", item, by=world["jia_edu_signer"])
    assert again(item).state == "drafting"


def test_the_signer_of_each_body_stands_there_in_the_order_of_the_bodies(world: World):
    assert AssemblyRules.objects.filter(assembly=world.jia.cppcc.assembly).update(signer_on_letter=True) == 1
    item, response = joint(world)
    choose_signing_units(response, [world.jia.fin.pk, world.jia.edu.pk], by=world["jia_tech_clerk"])
    take("submit_for_review", item)
    for _ in range(5):
        take("approve", item)
    unsigned = content_of(text_of(item), number="", written_on=MONDAY, printed_on=MONDAY, draft=True)
    assert unsigned.signers == ()
    take("sign", item)
    content = content_of(text_of(item), number="", written_on=MONDAY, printed_on=MONDAY, draft=True)
    signers = ("jia_tech_signer", "jia_fin_signer", "jia_edu_signer")
    assert content.signers == tuple(world[username].name for username in signers)

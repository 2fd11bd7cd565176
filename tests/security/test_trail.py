"""What is taken away leaves its trace too: a stage of a review chain is the one row an office may delete."""

import pytest

from accounts.models import AuditEvent
from accounts.roles import Role
from responses.models import ReviewChainStage
from tests.proposals.office import browser
from tests.world import World


@pytest.fixture
def stage(world: World) -> ReviewChainStage:
    return ReviewChainStage.objects.create(unit=world.jia.tech, order=1, role=Role.SECTION_HEAD)


def test_a_stage_taken_out_of_a_chain_stands_in_the_trail(world: World, stage: ReviewChainStage) -> None:
    office, key = world["jia_tech_office"], stage.pk
    answer = browser(office).post(f"/admin/responses/reviewchainstage/{key}/delete/", {"post": "yes"})
    assert (answer.status_code, ReviewChainStage.objects.exists()) == (302, False)
    event = AuditEvent.objects.get(what="reviewchainstage.delete")
    assert (event.by, event.object_type, event.object_id) == (office, "responses.reviewchainstage", key)
    assert event.detail == {"row": f"{stage}"}


@pytest.mark.parametrize(
    "who", ["jia_tech_clerk", "jia_tech_signer", "jia_edu_office", "yi_tech_office", "jia_gov"]
)
def test_others_take_none_out(world: World, stage: ReviewChainStage, who: str) -> None:
    answer = browser(world[who]).post(
        f"/admin/responses/reviewchainstage/{stage.pk}/delete/", {"post": "yes"}
    )
    assert (answer.status_code in (403, 404), ReviewChainStage.objects.count()) == (True, 1)
    assert not AuditEvent.objects.filter(what="reviewchainstage.delete").exists()

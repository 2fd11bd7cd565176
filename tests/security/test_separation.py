"""拟稿 ≠ 审核 ≠ 签发: also for who wrote only an annex, and for words that come back through a correction."""

import pytest

from accounts.models import Membership, User
from accounts.now import today
from accounts.roles import Role
from proposals.errors import NotYours, StepBlocked
from proposals.models import Proposal
from proposals.queries import last_step_number
from proposals.states import ProposalState as S
from responses.models import Response
from responses.services.annexes import add_annex
from responses.services.drafting import start_response
from responses.services.review import approve, sign, submit_for_review
from tests.responses.desk import item_in, text_of
from tests.road import again, take, talked, walk, written
from tests.world import World

WROTE = "拟稿人不能审核自己拟的稿件。"
WROTE_OR_REVIEWED = "拟稿人、审核人不能签发同一稿件。"


def appointed(world: World, name: str, *roles: Role) -> User:
    """Return somebody of the leading bureau who holds these roles too."""
    person = world[name]
    for role in roles:
        Membership.objects.create(user=person, unit=world.jia.tech, role=role, starts_on=today())
    return person


def through_the_chain(world: World, item: Proposal) -> None:
    """Let the three stages approve, each by somebody who does nothing else."""
    for desk in ("head", "office", "leader"):
        take("approve", again(item), by=world[f"jia_tech_{desk}"])
    talked(item)


def test_who_wrote_an_annex_neither_reviews_nor_signs(world: World) -> None:
    both = appointed(world, "jia_tech_clerk2", Role.SECTION_HEAD, Role.SIGNER)
    item = item_in(world, S.DRAFTING)
    add_annex(start_response(item, by=world["jia_tech_clerk"]), title="清单", body="一行", by=both)
    written(item)
    submit_for_review(item, by=world["jia_tech_clerk"], seen=last_step_number(item))
    with pytest.raises(StepBlocked) as blocked:
        approve(again(item), by=both, seen=last_step_number(item))
    assert blocked.value.sentences == [WROTE]
    through_the_chain(world, item)
    with pytest.raises(StepBlocked) as blocked:
        sign(again(item), by=both, seen=last_step_number(item))
    assert blocked.value.sentences == [WROTE_OR_REVIEWED]
    assert again(item).state == S.IN_REVIEW
    take("sign", again(item), by=world["jia_tech_signer"])
    assert again(item).state == S.SIGNED


def test_who_wrote_the_letter_does_not_sign_its_correction(world: World) -> None:
    item = item_in(world, S.REPLIED)
    writer = appointed(world, "jia_tech_clerk", Role.SIGNER)
    assert set(Response.objects.get().revisions.values_list("saved_by", flat=True)) == {writer.pk}
    take("correct", again(item))
    written(item, by=world["jia_tech_clerk2"])
    submit_for_review(item, by=world["jia_tech_clerk2"], seen=last_step_number(item))
    through_the_chain(world, item)
    with pytest.raises(StepBlocked) as blocked:
        sign(again(item), by=writer, seen=last_step_number(item))
    assert blocked.value.sentences == [WROTE_OR_REVIEWED]
    take("sign", again(item), by=world["jia_tech_signer"])
    assert again(item).state == S.SIGNED


def test_a_new_round_is_free_of_who_wrote_the_last_one(world: World) -> None:
    item = item_in(world, S.REPLIED)
    writer = appointed(world, "jia_tech_clerk", Role.SIGNER)
    take("supplement", again(item))
    written(item, by=world["jia_tech_clerk2"])
    submit_for_review(item, by=world["jia_tech_clerk2"], seen=last_step_number(item))
    through_the_chain(world, item)
    sign(again(item), by=writer, seen=last_step_number(item))
    assert again(item).state == S.SIGNED


@pytest.mark.parametrize(
    "who",
    [
        "root",
        "jia_gov",
        "jia_cppcc_office",
        "jia_edu_signer",
        "yi_tech_signer",
        "jia_tech_office",
        "jia_tech_leader",
        "jia_tech_print",
        "clock",
    ],
)
def test_nobody_else_signs(world: World, who: str) -> None:
    item = walk(item_in(world, S.DRAFTING), S.IN_REVIEW)
    through_the_chain(world, item)
    with pytest.raises(NotYours):
        sign(again(item), by=world[who], seen=last_step_number(item))
    assert (again(item).state, text_of(item).signed_by) == (S.IN_REVIEW, None)

"""Every step tells exactly whom the table names."""

from itertools import cycle

import pytest

from accounts.models import Notice, User
from proposals.queries import last_step_number
from proposals.recipients import TELL_LABELS
from proposals.states import Kind
from proposals.states import ProposalState as S
from proposals.workflow import STEPS
from tests.proposals.by_hand import BODIES, GOV, LEADS, OFFICE, WITH_REASON, item
from tests.road import PREPARE, RUN, actor_of, again, draft_of, take, walk
from tests.world import World

BOTH = {"jia_{seat}1", "jia_{seat}2"}
LEAD = {"jia_tech_office"}
CO = {"jia_edu_office"}
# Whom a step tells in the world's ordinary item: clerk named, one co-handler, one co-signer; who acts is not told.
TOLD = {
    ("submit", S.DRAFT): OFFICE | {"jia_{seat}2"},
    ("resubmit", S.RETURNED): OFFICE,
    ("register", S.SUBMITTED): BOTH | GOV,
    ("give_back", S.SUBMITTED): BOTH,
    ("decline", S.SUBMITTED): BOTH,
    ("merge", S.SUBMITTED): BOTH,
    ("merge", S.REGISTERED): BOTH | GOV,
    ("merge", S.ASSIGNED): BOTH | GOV | LEAD,
    ("withdraw", S.SUBMITTED): OFFICE | {"jia_{seat}2"},
    ("withdraw", S.DRAFTING): BOTH | LEAD,
    ("split", S.REGISTERED): BOTH,
    ("assign", S.REGISTERED): BOTH | LEAD | CO,
    ("accept", S.ASSIGNED): BOTH | GOV | {"jia_tech_clerk"},
    ("release", S.DRAFTING): LEAD | {"jia_tech_clerk"},
    ("submit_for_review", S.DRAFTING): {"jia_tech_head"},
    ("approve", S.IN_REVIEW): LEAD,
    ("send_back", S.IN_REVIEW): {"jia_tech_clerk"},
    ("sign", S.IN_REVIEW): LEAD | {"jia_tech_clerk"},
    ("recall", S.SIGNED): {"jia_tech_signer", "jia_tech_clerk"},
    ("issue", S.SIGNED): BOTH | OFFICE | GOV | CO | {"jia_tech_print"},
    ("redo", S.REPLIED): BOTH | GOV | LEAD | {"jia_tech_clerk"},
    ("supplement", S.REPLIED): BOTH | OFFICE | {"jia_tech_clerk"},
    ("correct", S.REPLIED): BOTH | OFFICE | {"jia_tech_clerk"},
    ("close", S.REPLIED): BOTH | LEAD,
}


def test_notices_of_every_step_are_written_down_here():
    assert {action for action, _ in TOLD} == set(LEADS) - {"unmerge"}


@pytest.mark.parametrize(
    ("action", "state", "kind"),
    [(*step, kind) for step, kind in zip(TOLD, cycle(Kind), strict=False)],  # the bodies take turns
    ids=lambda part: str(part),
)
def test_a_step_tells_exactly_whom_it_names(world: World, action: str, state: str, kind: Kind):
    row = item(world, kind, state)
    PREPARE.get(action, lambda row, inputs: None)(row, {})
    row = again(row)
    main = (
        walk(draft_of(world.seat(f"jia_{BODIES[kind]['seat']}3")), S.SUBMITTED) if action == "merge" else None
    )
    Notice.objects.all().delete()
    RUN[action](
        row,
        actor_of(action, row),
        last_step_number(row),
        {"into": main, "lead": world.jia.tech, "co": [world.jia.edu]},
    )
    label = STEPS[action].label_for(kind)
    notices = list(Notice.objects.filter(subject__startswith=f"{label}：").select_related("recipient"))
    assert sorted(notice.recipient.username for notice in notices) == sorted(
        name.format(**BODIES[kind]) for name in TOLD[action, state]
    )
    deputies = {notice.path.startswith("/my/") for notice in notices if notice.recipient.seats.exists()}
    others = {notice.path.startswith("/admin/") for notice in notices if not notice.recipient.seats.exists()}
    assert deputies | others == {True}
    if action in WITH_REASON:
        assert {"理由：按规定办理。" in notice.body for notice in notices} == {True}


def test_the_next_reviewer_is_told_stage_by_stage_and_the_signer_last(world: World):
    row = item(world, Kind.PROPOSAL, S.IN_REVIEW)
    told = []
    for _ in range(3):
        Notice.objects.all().delete()
        row = take("approve", row)
        told.append(list(Notice.objects.values_list("recipient__username", flat=True)))
    assert told == [["jia_tech_office"], ["jia_tech_leader"], ["jia_tech_signer"]]


def test_while_no_clerk_is_named_or_the_named_one_left_all_clerks_are_told(world: World):
    row = item(world, Kind.PROPOSAL, S.DRAFTING)
    tell = next(told for told in TELL_LABELS if TELL_LABELS[told] == "经办人")
    names = lambda: sorted(person.username for person in tell(again(row)))  # noqa: E731
    assert names() == ["jia_tech_clerk"]
    User.objects.filter(username="jia_tech_clerk").update(is_active=False)
    assert names() == ["jia_tech_clerk2"]
    row.assignments.update(clerk=None)
    User.objects.filter(username="jia_tech_clerk").update(is_active=True)
    assert names() == ["jia_tech_clerk", "jia_tech_clerk2"]


def test_who_refused_to_sign_along_hears_nothing(world: World):
    row = item(world, Kind.PROPOSAL, S.SUBMITTED)
    row.proposers.filter(role="co_signer").update(consent="refused")
    Notice.objects.all().delete()
    take("register", row)
    assert set(Notice.objects.values_list("recipient__username", flat=True)) == {"jia_member1", "jia_gov"}

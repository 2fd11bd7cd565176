"""The table, played: every step in every state, by everybody, in the words of both bodies."""

from datetime import timedelta
from itertools import cycle

import pytest

from accounts.now import today
from proposals import conditions as need
from proposals.checks import workflow_is_whole
from proposals.conditions import Need
from proposals.errors import NotYours, StaleStep, StepNotOpen
from proposals.management.commands import workflow as manual
from proposals.permissions import WHO_LABELS
from proposals.queries import last_step_number
from proposals.recipients import TELL_LABELS
from proposals.services.perform import perform, steps_open_to
from proposals.states import STAGE_OF, Kind, state_label, word
from proposals.states import ProposalState as S
from proposals.workflow import STEPS, TABLE
from tests.proposals.by_hand import LEADS, WITH_REASON, item, may, traces
from tests.road import again, draft_of, take, walk
from tests.world import World


def test_the_table_is_the_one_written_here():
    assert {step.action: (set(step.sources), set(step.targets)) for step in TABLE} == LEADS
    assert {step.action for step in TABLE if step.reason_needed} == WITH_REASON
    assert len(STEPS) == len(TABLE)


def test_every_step_names_people_and_sentences():
    for step in TABLE:
        assert WHO_LABELS[step.who]
        assert all(TELL_LABELS[told] for told in step.tell)
        assert all(wanted.sentence.endswith("。") for wanted in step.needs)
    sentences = [wanted.sentence for wanted in vars(need).values() if isinstance(wanted, Need)]
    assert len(set(sentences)) == len(sentences)


def test_every_need_stands_in_the_table():
    named = {wanted for step in TABLE for wanted in step.needs}
    assert {wanted for wanted in vars(need).values() if isinstance(wanted, Need)} == named


def test_the_system_check_agrees_and_every_state_has_a_stage():
    assert workflow_is_whole(None) == []
    assert set(STAGE_OF) == set(S)
    assert {S.DRAFT} | {target for step in TABLE for target in step.targets} == set(S)


def test_the_page_of_the_table_is_fresh():
    assert manual.PAGE.read_text(encoding="utf-8") == manual.page(), "run: ./run manage workflow --write"


def test_the_printed_table_is_aligned_for_wide_characters():
    lines = manual.printed_table().splitlines()[: len(TABLE) + 1]
    starts = set()
    for line, step in zip(lines[1:], TABLE, strict=True):
        before, found, _ = line.partition(f"  {step.action} ")
        assert found
        starts.add(manual.width(before))
    assert len(starts) == 1


# -- every step from every state


@pytest.mark.parametrize("state", S)
def test_a_step_is_taken_from_its_own_states_only(world: World, state: S):
    row = item(world, Kind.PROPOSAL, state)
    for step in TABLE:
        if state in LEADS[step.action][0]:
            continue
        before = traces()
        with pytest.raises(StepNotOpen) as refused:
            perform(step.action, row, by=world["root"], seen=last_step_number(row), reason="理由")
        said = f"这一件现在是“{state_label(row.kind, state)}”，不能{step.label}。"
        assert (refused.value.sentences, refused.value.status) == ([said], 409)
        assert (again(row).state, traces()) == (state, before)


# The bodies take turns: both have one machine, and who may act is played for both below.
PAIRS = [
    (action, source, target)
    for action, (sources, targets) in LEADS.items()
    for source in sorted(sources)
    for target in sorted(targets if action != "unmerge" else [source])
]


@pytest.mark.parametrize(
    ("action", "source", "target", "kind"),
    [(*pair, kind) for pair, kind in zip(PAIRS, cycle(Kind), strict=False)],
    ids=lambda part: str(part),
)
def test_a_step_leads_where_the_table_says(world: World, action: str, source: str, target: str, kind: Kind):
    if action == "unmerge":
        # back to wherever it was merged from
        for origin in sorted(LEADS["unmerge"][1]):
            row = take("merge", item(world, kind, origin))
            assert take("unmerge", row).state == origin
        return
    row = take(action, item(world, kind, source), reassign=target == S.REGISTERED)
    assert row.state == target
    last = row.steps.order_by("-sequence").first()
    assert (last.action, last.source, last.target) == (action, source, target)
    assert last.label == word(kind, action, STEPS[action].label)


# -- every step by everybody


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("state", S)
def test_a_step_is_taken_by_whom_the_table_names_and_nobody_else(world: World, state: S, kind: Kind):
    row = item(world, kind, state)
    seen = last_step_number(row)
    here = [step for step in TABLE if state in LEADS[step.action][0]]
    before = traces()
    for step in here:
        allowed = may(step.action, state, kind)
        assert {user.username for user in world.everybody if step.who(row, user)} == allowed
        for user in world.one_of_each:
            if user.username not in allowed:
                with pytest.raises(NotYours, match=f"“{step.label_for(kind)}”由.*办理，您不能办理这一步。"):
                    perform(step.action, row, by=user, seen=seen, reason="理由")
    assert (again(row).state, traces()) == (state, before)
    for username in {name for step in here for name in may(step.action, state, kind)} | {"root"}:
        offered = {entry.step.action for entry in steps_open_to(world[username], row)}
        assert offered == {step.action for step in here if username in may(step.action, state, kind)}


@pytest.mark.parametrize(
    ("stage", "username"),
    list(enumerate(["jia_tech_head", "jia_tech_office", "jia_tech_leader", "jia_tech_signer"])),
)
def test_each_stage_of_the_review_belongs_to_its_own_role(world: World, stage: int, username: str):
    row = item(world, Kind.PROPOSAL, S.IN_REVIEW)
    for _ in range(stage):
        row = take("approve", row)
    actions = ("approve", "send_back", "sign")
    may_act = {
        action: {user.username for user in world.everybody if STEPS[action].who(row, user)}
        for action in actions
    }
    last = username == "jia_tech_signer"
    assert may_act == {
        "approve": set() if last else {username},
        "send_back": {username},
        "sign": {"jia_tech_signer"},
    }


def test_an_item_entered_on_behalf_belongs_to_the_office(world: World):
    row = draft_of(world.seat("jia_member1"), by=world["jia_cppcc_office"])
    able = {user.username for user in world.everybody if steps_open_to(user, row)}
    assert able == {"jia_cppcc_office"}
    row = take("submit", row, by=world["jia_cppcc_office"])
    assert steps_open_to(world["jia_member1"], row) == []


def test_an_assembly_that_distributes_itself_hands_over_itself(world: World):
    chamber = world.jia.npc
    chamber.assembly.distributor = chamber.office
    chamber.assembly.save()
    row = walk(draft_of(world.seat("jia_deputy1")), S.REGISTERED)
    able = {u.username for u in world.everybody if "assign" in {s.step.action for s in steps_open_to(u, row)}}
    assert able == {"jia_npc_office"}


@pytest.mark.parametrize("gone", ["inactive", "membership ended", "unit retired"])
def test_somebody_out_of_office_takes_no_step(world: World, gone: str):
    row = item(world, Kind.PROPOSAL, S.ASSIGNED)
    office = world["jia_tech_office"]
    if gone == "inactive":
        office.is_active = False
        office.save()
    elif gone == "membership ended":
        office.memberships.update(ends_on=today() - timedelta(days=1))
    else:
        world.jia.tech.is_active = False
        world.jia.tech.save()
    assert steps_open_to(office, row) == []
    with pytest.raises(NotYours):
        perform("accept", row, by=office, seen=last_step_number(row))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.PROPOSAL, ("立案", "不予立案", "不予立案", "提案", "委员", "提案委", "界别")),
        (Kind.SUGGESTION, ("受理", "不予受理", "不予受理", "建议", "代表", "代表工委", "代表团")),
    ],
)
def test_each_body_has_its_own_words(world: World, kind: Kind, words: tuple[str, ...]):
    row = item(world, kind, S.DECLINED)
    assert words == (
        STEPS["register"].label_for(kind),
        STEPS["decline"].label_for(kind),
        row.state_label,
        *(row.words[key] for key in ("item", "member", "office", "group")),
    )
    assert row.steps.get(action="decline").label == words[1]


def test_a_page_opened_before_the_last_step_is_stale_whoever_asks(world: World):
    row = item(world, Kind.PROPOSAL, S.SUBMITTED)
    for seen in (0, 2, -1):
        with pytest.raises(StaleStep) as refused:
            perform("register", row, by=world["jia_cppcc_office"], seen=seen)
        assert refused.value.status == 409

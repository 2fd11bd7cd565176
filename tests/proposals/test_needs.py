"""Every need of the table blocks its step and says its sentence."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from accounts.now import today
from proposals import conditions as need
from proposals.errors import NotYours, StepBlocked
from proposals.models import AssemblyRules, Proposal
from proposals.queries import last_step_number
from proposals.services.perform import perform, steps_open_to
from proposals.states import Kind
from proposals.states import ProposalState as S
from proposals.workflow import STEPS, TABLE
from responses.services.drafting import start_response
from responses.services.proofreading import count_open
from tests.proposals.by_hand import LEADS, WITH_REASON, item, traces
from tests.road import PREPARE, RUN, actor_of, again, draft_of, rated, take, talked, walk, written
from tests.world import World


def set_rules(row: Proposal, **columns: object) -> None:
    """Give the item a version of the rules that differs."""
    rules = AssemblyRules.objects.get(pk=row.rules_id)
    rules.pk, rules.valid_from = None, today()
    for column, value in columns.items():
        setattr(rules, column, value)
    rules.save()
    Proposal.objects.filter(pk=row.pk).update(rules=rules)


def _no_text(row: Proposal, world: World) -> None:
    Proposal.objects.filter(pk=row.pk).update(body="  ")


def _pending_co_signer(row: Proposal, world: World) -> None:
    row.proposers.filter(role="co_signer").update(consent="pending")


def _no_rules(row: Proposal, world: World) -> None:
    PREPARE["register"](row, {})
    row.assembly.rules.update(valid_from=today() + timedelta(days=1))


def _leads_another(row: Proposal, world: World) -> None:
    take("merge", walk(draft_of(world.seat("jia_member1")), S.SUBMITTED), into=row)


def _adjustment_waits(row: Proposal, world: World) -> None:
    PREPARE["release"](row, {})


def _complete_but(**columns: object) -> Callable[[Proposal, World], None]:
    def spoil(row: Proposal, world: World) -> None:
        PREPARE["submit_for_review"](row, {})
        row.responses.update(**columns)
        count_open(row.responses.get())

    return spoil


def _a_demand_left_open(row: Proposal, world: World) -> None:
    PREPARE["submit_for_review"](row, {})
    row.responses.get().demand_answers.first().delete()
    count_open(row.responses.get())


def _an_opinion_missing(row: Proposal, world: World) -> None:
    written(row)


def _reviewer_wrote(row: Proposal, world: World) -> None:
    row.responses.get().revisions.create(number=99, saved_by=world["jia_tech_head"], saved_at=row.created_at)


def _reviewer_reviewed(row: Proposal, world: World) -> None:
    row.responses.get().stages.filter(order=3).update(
        decision="approved", decided_by=world["jia_tech_head"], decided_at=row.created_at
    )


def _all_approved(row: Proposal) -> Proposal:
    for _ in range(3):
        row = take("approve", row)
    talked(row)
    return row


def _signer_wrote(row: Proposal, world: World) -> None:
    row.responses.get().revisions.create(
        number=99, saved_by=world["jia_tech_signer"], saved_at=row.created_at
    )
    _all_approved(row)


def _nobody_talked(row: Proposal, world: World) -> None:
    for _ in range(3):
        row = take("approve", row)


def _to_be_signed_but_asked_to_be_let_go(row: Proposal, world: World) -> None:
    _all_approved(row)
    _adjustment_waits(row, world)


def _rated_badly(row: Proposal, world: World) -> None:
    rated(row, result="dissatisfied")


def _nothing(row: Proposal, world: World) -> None:
    """The need is missing as things stand."""


# step, state, what is spoiled, and every sentence that is said then
BLOCKED = [
    ("submit", S.DRAFT, _no_text, [need.has_text]),
    ("submit", S.DRAFT, lambda row, world: row.demands.all().delete(), [need.has_demands]),
    (
        "submit",
        S.DRAFT,
        lambda row, world: row.proposers.exclude(role="co_signer").delete(),
        [need.has_lead_proposer],
    ),
    ("resubmit", S.RETURNED, _no_text, [need.has_text]),
    ("resubmit", S.RETURNED, lambda row, world: row.demands.all().delete(), [need.has_demands]),
    ("register", S.SUBMITTED, _pending_co_signer, [need.co_signers_answered]),
    ("register", S.SUBMITTED, _no_rules, [need.has_number_and_rules]),
    ("decline", S.SUBMITTED, "listed", [need.has_decline_reason]),
    ("decline", S.SUBMITTED, _leads_another, [need.leads_no_others]),
    ("merge", S.SUBMITTED, "into", [need.has_main_item]),
    ("merge", S.REGISTERED, _leads_another, [need.leads_no_others]),
    ("withdraw", S.ASSIGNED, _leads_another, [need.leads_no_others]),
    ("split", S.REGISTERED, _leads_another, [need.leads_no_others]),
    ("split", S.REGISTERED, "parts", [need.has_parts]),
    ("assign", S.REGISTERED, "lead", [need.has_lead_unit]),
    ("accept", S.ASSIGNED, _adjustment_waits, [need.no_adjust_waiting]),
    ("release", S.DRAFTING, _nothing, [need.adjust_request_waits]),
    ("submit_for_review", S.DRAFTING, _nothing, [need.reply_is_begun]),
    # What the letter lacks is found by proofreading too.
    ("submit_for_review", S.DRAFTING, _complete_but(body=" "), [need.reply_has_text, need.reply_proofread]),
    (
        "submit_for_review",
        S.DRAFTING,
        _complete_but(addressee=""),
        [need.reply_has_addressee, need.reply_proofread],
    ),
    ("submit_for_review", S.DRAFTING, _complete_but(contact_name=""), [need.reply_names_contact]),
    (
        "submit_for_review",
        S.DRAFTING,
        _complete_but(resolution_class=""),
        [need.reply_has_class, need.reply_proofread],
    ),
    (
        "submit_for_review",
        S.DRAFTING,
        _a_demand_left_open,
        [need.every_demand_answered, need.reply_proofread],
    ),
    ("submit_for_review", S.DRAFTING, _an_opinion_missing, [need.co_opinions_in]),
    ("submit_for_review", S.DRAFTING, _complete_but(copies=""), [need.reply_proofread]),
    ("approve", S.IN_REVIEW, _reviewer_wrote, [need.did_not_write]),
    ("approve", S.IN_REVIEW, _reviewer_reviewed, [need.approved_no_stage]),
    ("sign", S.IN_REVIEW, lambda row, world: talked(row), [need.all_stages_done]),
    ("sign", S.IN_REVIEW, _signer_wrote, [need.did_not_write_or_review]),
    ("sign", S.IN_REVIEW, _to_be_signed_but_asked_to_be_let_go, [need.no_adjust_waiting]),
    ("sign", S.IN_REVIEW, _nobody_talked, [need.contact_recorded]),
    ("redo", S.REPLIED, _nothing, [need.somebody_dissatisfied]),
    ("close", S.REPLIED, _nothing, [need.rated_or_time_over]),
    ("close", S.REPLIED, _rated_badly, [need.nobody_dissatisfied_waits]),
    ("close", S.IN_PARTS, _nothing, [need.rated_or_time_over]),
]


@pytest.mark.parametrize(
    ("action", "state", "spoil", "missing"),
    [pytest.param(*line, id=f"{line[0]}-{line[3][0].holds.__name__}") for line in BLOCKED],
)
def test_a_missing_need_blocks_and_says_so(world: World, action, state, spoil, missing):
    row = item(world, Kind.PROPOSAL, state)
    if callable(spoil):
        spoil(row, world)
    row = again(row)
    actor, seen = actor_of(action, row), last_step_number(row)
    main = walk(draft_of(world.seat("jia_member3")), S.SUBMITTED)
    if callable(spoil):
        attempt = partial(RUN[action], row, actor, seen, {"into": main})
    else:  # what the step's own page asks for is left out by going past its service
        attempt = partial(perform, action, row, by=actor, seen=seen, reason="理由")
    before = traces()
    with pytest.raises(StepBlocked) as refused:
        attempt()
    wanted = [entry.sentence for entry in missing]
    assert (refused.value.sentences, refused.value.status) == (wanted, 422)
    assert (again(row).state, traces()) == (state, before)
    shown = next(entry for entry in steps_open_to(actor, row) if entry.step.action == action)
    assert list(shown.missing) == [entry.sentence for entry in missing if not entry.asked]


def test_every_need_of_the_table_was_seen_to_block():
    # A stage that waits for nobody has no reviewer, so has_pending_stage is said by the person and not by the sentence;
    # only a part is a part: tested below.
    # A letter that was withdrawn is not corrected: tests/responses/test_correction.py.
    elsewhere = {
        ("approve", need.has_pending_stage),
        ("correct", need.has_letter_to_correct),
        ("split", need.is_no_part),
        ("merge", need.is_no_part),
    }
    same_as = {("resubmit", need.has_lead_proposer), ("submit_for_review", need.no_adjust_waiting)}
    seen = {(action, wanted) for action, _, _, missing in BLOCKED for wanted in missing}
    assert {(step.action, wanted) for step in TABLE for wanted in step.needs} == seen | elsewhere | same_as


def test_a_part_cannot_be_split_again_nor_merged(world: World):
    row = item(world, Kind.PROPOSAL, S.IN_PARTS)
    part = row.parts.first()
    with pytest.raises(StepBlocked) as refused:
        perform("split", part, by=world["jia_gov"], seen=0)
    assert refused.value.sentences == [need.is_no_part.sentence, need.has_parts.sentence]
    other = walk(draft_of(world.seat("jia_member1")), S.SUBMITTED)
    with pytest.raises(StepBlocked) as refused:
        take("merge", part, into=other)
    assert refused.value.sentences == [need.is_no_part.sentence]


def test_when_every_stage_is_done_nobody_approves(world: World):
    row = item(world, Kind.PROPOSAL, S.IN_REVIEW)
    assert need.has_pending_stage.holds(row, world["jia_tech_head"])
    row = _all_approved(row)
    assert not need.has_pending_stage.holds(row, world["jia_tech_head"])
    for user in world.everybody:
        with pytest.raises(NotYours):
            perform("approve", row, by=user, seen=last_step_number(row))


@pytest.mark.parametrize("action", sorted(WITH_REASON))
def test_a_step_with_reason_asks_for_it(world: World, action: str):
    source = sorted(LEADS[action][0])[0] if action != "unmerge" else S.MERGED
    row = item(world, Kind.SUGGESTION, source)
    PREPARE.get(action, lambda row, inputs: None)(row, {})
    row = again(row)
    with pytest.raises(StepBlocked) as refused:
        perform(action, row, by=actor_of(action, row), seen=last_step_number(row), reason=" \n")
    assert f"请写明{STEPS[action].label_for(Kind.SUGGESTION)}的理由。" in refused.value.sentences


def test_several_missing_needs_are_all_said_at_once(world: World):
    row = item(world, Kind.PROPOSAL, S.DRAFTING)
    start_response(row, by=world["jia_tech_clerk"])
    row.responses.update(body="", addressee="", contact_name="", open_findings=1)
    row = again(row)
    with pytest.raises(StepBlocked) as refused:
        perform("submit_for_review", row, by=world["jia_tech_clerk"], seen=last_step_number(row))
    assert refused.value.sentences == [
        need.reply_has_text.sentence,
        need.reply_has_addressee.sentence,
        need.reply_names_contact.sentence,
        need.reply_has_class.sentence,
        need.every_demand_answered.sentence,
        need.co_opinions_in.sentence,
        need.reply_proofread.sentence,
    ]


@pytest.mark.parametrize(
    ("rule", "value", "ways", "signed"),
    [
        ("contact_required", "none", [], True),
        ("contact_required", "any", [], False),
        ("contact_required", "any", ["phone"], True),
        ("contact_required", "face", ["phone", "video", "message", "other"], False),
        ("contact_required", "face", ["visit"], True),
        ("contact_required", "face", ["meeting"], True),
        ("contact_required", "face", ["survey"], True),
        ("contact_required", "face", ["not_wanted"], True),
    ],
)
def test_what_counts_as_contact_is_a_rule(world: World, rule: str, value: str, ways: list[str], signed: bool):
    row = item(world, Kind.PROPOSAL, S.IN_REVIEW)
    set_rules(row, **{rule: value})
    for way in ways:
        row.contacts.create(
            unit=world.jia.tech,
            held_on=today(),
            way=way,
            people="双方",
            recorded_by=world["jia_tech_office"],
            recorded_at=row.created_at,
        )
    assert need.contact_recorded.holds(again(row), world["jia_tech_signer"]) is signed
    # Talks of an earlier round do not count for this one.
    row.contacts.update(round_no=2)
    assert need.contact_recorded.holds(again(row), world["jia_tech_signer"]) is (value == "none")


def test_rules_may_do_without_co_opinions_and_classes(world: World):
    row = item(world, Kind.PROPOSAL, S.DRAFTING)
    written(row)
    row.responses.update(resolution_class="")
    set_rules(row, co_opinion_required=False, class_scheme={})
    row = again(row)
    assert (
        perform("submit_for_review", row, by=world["jia_tech_clerk"], seen=last_step_number(row)).state
        == S.IN_REVIEW
    )


def test_whoever_reviewed_an_earlier_pass_of_the_round_does_not_sign(world: World):
    row = item(world, Kind.PROPOSAL, S.IN_REVIEW)
    world.stand_in("jia_tech_head", by="jia_tech_signer")
    row = take("approve", row, by=world["jia_tech_signer"])
    row = take("send_back", row)
    row = _all_approved(take("submit_for_review", row))
    with pytest.raises(StepBlocked) as refused:
        perform("sign", row, by=world["jia_tech_signer"], seen=last_step_number(row))
    assert refused.value.sentences == [need.did_not_write_or_review.sentence]

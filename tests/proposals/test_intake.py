"""Filing: drafts, co-signers, numbers, as the services do them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import AuditEvent, Notice
from accounts.now import moved_to, today
from proposals.errors import NotYours, StepBlocked, StepNotOpen
from proposals.models import AssemblyRules, DeclineReason, Demand, Member, Proposal, Proposer
from proposals.services import intake
from proposals.states import ProposalState as S
from tests.road import REASON, again, draft_of, item_of, take, walk
from tests.world import World

TWO = ("第一项", "第二项")


def filing(**changed: object) -> intake.Filing:
    return intake.Filing(**{"title": "标题", "body": "正文", "demands": TWO, **changed})


# -- drafts ---------------------------------------------------------------------------------------


def test_a_draft_keeps_what_was_written(world: World):
    chamber = world.jia.cppcc
    wanted = filing(
        demands=[" 第一项 ", "", "第二项"],
        topic=chamber.topic,
        may_publish=False,
        in_session=False,
        co_signers=[world.seat("jia_member2"), world.seat("jia_member3")],
    )
    row = intake.start_draft(chamber.session, wanted, by=world["jia_member1"], seat=world.seat("jia_member1"))
    assert (row.state, row.kind, row.on_behalf, row.filed_by) == (
        S.DRAFT,
        "proposal",
        False,
        world["jia_member1"],
    )
    assert (row.title, row.body, row.topic, row.may_publish, row.in_session) == (
        "标题",
        "正文",
        chamber.topic,
        False,
        False,
    )
    assert list(row.demands.values_list("order", "text")) == [(1, "第一项"), (2, "第二项")]
    assert list(row.proposers.values_list("order", "name", "role", "consent")) == [
        (0, "甲委员一", "lead", "given"),
        (1, "甲委员二", "co_signer", "pending"),
        (2, "甲委员三", "co_signer", "pending"),
    ]
    assert (row.number, row.rules, row.steps.count()) == (None, None, 0)


def test_saving_again_replaces_demands_and_keeps_the_answers_of_co_signers(world: World):
    row = draft_of(
        world.seat("jia_member1"), co_signers=[world.seat("jia_member2"), world.seat("jia_member3")]
    )
    row.proposers.filter(member=world.seat("jia_member3")).update(consent="given")
    both = [
        world.seat("jia_member3"),
        world.seat("jia_member1"),
    ]  # the lead does not sign along with themselves
    intake.save_draft(row, filing(demands=["只此一项"], co_signers=both), by=world["jia_member1"])
    assert list(row.demands.values_list("order", "text")) == [(1, "只此一项")]
    assert list(row.proposers.values_list("order", "name", "consent")) == [
        (0, "甲委员一", "given"),
        (1, "甲委员三", "given"),
    ]


def test_a_seat_of_another_term_cannot_sign_along(world: World):
    row = draft_of(
        world.seat("jia_member1"), co_signers=[world.seat("jia_deputy1"), world.seat("yi_member1")]
    )
    assert row.proposers.count() == 1


@pytest.mark.parametrize(
    ("username", "seat", "refusal"),
    [
        ("jia_member2", "jia_member1", NotYours),
        ("jia_npc_office", "jia_member1", NotYours),
        ("yi_cppcc_office", "jia_member1", NotYours),
        ("jia_gov", "jia_member1", NotYours),
        ("root", "jia_member1", NotYours),
        ("jia_deputy1", "jia_deputy1", NotYours),
        ("jia_cppcc_office", "jia_deputy1", StepBlocked),
        ("jia_cppcc_office", None, StepBlocked),
    ],
)
def test_only_the_seats_holder_or_the_office_begins_a_draft(
    world: World, username: str, seat: str | None, refusal
):
    chair = world.seat(seat) if seat else None
    with pytest.raises(refusal):
        intake.start_draft(world.jia.cppcc.session, filing(), by=world[username], seat=chair)
    assert not Proposal.objects.exists()
    assert not Proposer.objects.exists()


def test_a_visitor_holds_no_seat_that_has_no_account(world: World):
    chamber = world.jia.cppcc
    empty = Member.objects.create(term=chamber.term, name="甲无号")
    with pytest.raises(NotYours):
        intake.start_draft(chamber.session, filing(), by=AnonymousUser(), seat=empty)
    row = walk(draft_of(world.seat("jia_member1"), co_signers=[empty]), S.SUBMITTED)
    with pytest.raises(NotYours):
        intake.answer_co_signing(row.proposers.get(member=empty), agree=True, by=AnonymousUser())


def test_a_closed_session_takes_nothing(world: World):
    chamber = world.jia.cppcc
    chamber.session.is_open_for_filing = False
    with pytest.raises(StepNotOpen, match="现在不接收提交"):
        intake.start_draft(chamber.session, filing(), by=world["jia_member1"], seat=world.seat("jia_member1"))


def test_the_office_enters_an_organisations_item(world: World):
    row = intake.start_draft(
        world.jia.cppcc.session, filing(), by=world["jia_cppcc_office"], organisation=" 民盟甲市委会 "
    )
    proposer = row.proposers.get()
    assert (proposer.role, proposer.name, proposer.organisation, proposer.member) == (
        "collective",
        "民盟甲市委会",
        "民盟甲市委会",
        None,
    )
    assert row.on_behalf is True
    assert take("submit", row).state == S.SUBMITTED


@pytest.mark.parametrize("username", ["jia_member2", "jia_cppcc_office", "root", "yi_member1"])
def test_nobody_else_writes_or_throws_away_a_draft(world: World, username: str):
    row = draft_of(world.seat("jia_member1"), co_signers=[world.seat("jia_member2")])
    with pytest.raises(NotYours):
        intake.save_draft(row, filing(title="改"), by=world[username])
    with pytest.raises(NotYours):
        intake.discard_draft(row, by=world[username])
    assert again(row).title == row.title


def test_a_draft_is_thrown_away_with_all_that_hangs_on_it_but_not_once_it_was_submitted(world: World):
    row = draft_of(world.seat("jia_member1"))
    intake.discard_draft(row, by=world["jia_member1"])
    assert (Proposal.objects.count(), Demand.objects.count(), Proposer.objects.count()) == (0, 0, 0)
    for state in (S.SUBMITTED, S.RETURNED):
        with pytest.raises(StepNotOpen):
            intake.discard_draft(item_of(world.seat("jia_member1"), state), by=world["jia_member1"])


def test_text_is_changed_as_a_draft_and_after_it_came_back_and_never_else(world: World):
    for state in (S.DRAFT, S.RETURNED):
        row = item_of(world.seat("jia_member1"), state)
        assert intake.save_draft(row, filing(title="改过"), by=world["jia_member1"]).title == "改过"
    for state in (S.SUBMITTED, S.REGISTERED, S.DECLINED, S.WITHDRAWN):
        row = item_of(world.seat("jia_member1"), state)
        with pytest.raises(StepNotOpen, match="已经提交"):
            intake.save_draft(row, filing(title="改过"), by=world["jia_member1"])
        assert again(row).title != "改过"


# -- co-signers -------------------------------------------------------------------------------------


def test_submitting_asks_the_co_signers(world: World):
    seats = [world.seat("jia_member2"), Member.objects.create(term=world.jia.cppcc.term, name="甲无号")]
    row = draft_of(world.seat("jia_member1"), co_signers=seats)
    Notice.objects.all().delete()
    take("submit", row)
    asked = Notice.objects.filter(subject__startswith="请确认联名：")
    assert list(asked.values_list("recipient__username", "path")) == [("jia_member2", f"/my/{row.pk}/")]


@pytest.mark.parametrize(
    ("username", "agree"), [("jia_member2", True), ("jia_member2", False), ("jia_cppcc_office", True)]
)
def test_a_co_signer_or_the_office_answers(world: World, username: str, agree: bool):
    row = walk(draft_of(world.seat("jia_member1"), co_signers=[world.seat("jia_member2")]), S.SUBMITTED)
    signer = row.proposers.get(role="co_signer")
    intake.answer_co_signing(signer, agree=agree, by=world[username])
    signer.refresh_from_db()
    assert (signer.consent, signer.consented_at) == ("given" if agree else "refused", signer.consented_at)
    assert signer.consented_at is not None
    event = AuditEvent.objects.get(what="proposer.consent")
    assert (event.by, event.detail) == (world[username], {"proposer": signer.pk, "agree": agree})


@pytest.mark.parametrize("username", ["jia_member1", "jia_member3", "jia_npc_office", "jia_gov", "root"])
def test_nobody_else_answers_for_a_co_signer(world: World, username: str):
    row = walk(draft_of(world.seat("jia_member1"), co_signers=[world.seat("jia_member2")]), S.SUBMITTED)
    with pytest.raises(NotYours):
        intake.answer_co_signing(row.proposers.get(role="co_signer"), agree=True, by=world[username])


def test_co_signing_ends_with_registration_and_the_lead_cannot_be_refused(world: World):
    row = walk(draft_of(world.seat("jia_member1"), co_signers=[world.seat("jia_member2")]), S.SUBMITTED)
    with pytest.raises(StepNotOpen):
        intake.answer_co_signing(row.proposers.get(role="lead"), agree=False, by=world["jia_member1"])
    row = take("register", row)
    with pytest.raises(StepNotOpen):
        intake.answer_co_signing(row.proposers.get(role="co_signer"), agree=False, by=world["jia_member2"])


# -- registering and declining ---------------------------------------------------------------------------


def test_registration_gives_number_rules_distributor_and_day(world: World):
    row = item_of(world.seat("jia_member1"), S.REGISTERED)
    assert (row.number, row.number_text, row.rules, row.distributor, row.registered_on) == (
        1,
        "1",
        world.jia.cppcc.rules,
        world.jia.gov,
        today(),
    )
    assert (row.submitted_on, row.handed_over_on, str(row)) == (today(), None, f"第1号提案《{row.title}》")


def test_numbers_go_on_from_the_highest_and_each_session_counts_by_itself(world: World):
    assert walk(draft_of(world.seat("jia_member1")), S.REGISTERED, number=426).number == 426
    assert item_of(world.seat("jia_member1"), S.REGISTERED).number == 427
    assert item_of(world.seat("jia_deputy1"), S.REGISTERED).number == 1
    assert item_of(world.seat("yi_member1"), S.REGISTERED).number == 1
    row = walk(draft_of(world.seat("jia_deputy1")), S.REGISTERED, number=2024009, number_text="杭22号")
    assert (row.number, row.number_text) == (2024009, "杭22号")


@pytest.mark.parametrize(
    ("number", "words"), [(7, "已有第7号，请另给一个案号。"), (0, "案号须是 1 到"), (-3, "案号须是 1 到")]
)
def test_a_number_taken_or_impossible_is_refused(world: World, number: int, words: str):
    walk(draft_of(world.seat("jia_member1")), S.REGISTERED, number=7)
    row = item_of(world.seat("jia_member2"), S.SUBMITTED)
    with pytest.raises(StepBlocked, match=words):
        intake.register(row, by=world["jia_cppcc_office"], seen=1, number=number)
    assert (again(row).state, again(row).number) == (S.SUBMITTED, None)


def test_an_item_keeps_the_rules_of_its_day(world: World):
    chamber = world.jia.cppcc
    later = today() + timedelta(days=30)
    newer = AssemblyRules.objects.create(assembly=chamber.assembly, valid_from=later, source="新规则")
    assert item_of(world.seat("jia_member1"), S.REGISTERED).rules == chamber.rules
    with moved_to(later):
        assert item_of(world.seat("jia_member1"), S.REGISTERED).rules == newer


def test_declining_notes_the_listed_reason_and_what_became_of_it(world: World):
    row = item_of(world.seat("jia_member1"), S.SUBMITTED)
    suggestions_reason = DeclineReason.objects.get(kind="suggestion")
    office = world["jia_cppcc_office"]
    with pytest.raises(StepBlocked, match="不适用于这类件"):
        intake.decline(row, by=office, seen=1, reason=REASON, listed=suggestions_reason)
    row = intake.decline(
        row, by=office, seen=1, reason=REASON, listed=world.jia.cppcc.reason, to_social_info=True
    )
    assert (row.decline_reason, row.became_social_info, row.closed_on) == (
        world.jia.cppcc.reason,
        True,
        today(),
    )

"""My items and one item: who sees what, apart by seat, in how many queries, in which words."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.now import moved_to
from proposals.models import Member, Proposal
from proposals.queries import visible_proposals
from proposals.states import ProposalState as S
from tests.portal.pages import PDF, browser, content, filled, upload
from tests.road import draft_of, item_of, take, walk
from tests.world import World

LIST_QUERIES = 17


def page_of(item: Proposal) -> str:
    return reverse("portal:proposal", args=[item.pk])


def listed(page) -> dict[Member, list[Proposal]]:
    return {found.seat: [row.proposal for row in found.rows] for found in page.context["lists"]}


@pytest.mark.parametrize(
    "address", ["/my/", "/my/new/", "/my/1/", "/my/1/edit/", "/my/files/1/", "/letters/1/"]
)
def test_a_visitor_is_led_to_the_log_in(world: World, client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('login')}?next={address}"


def test_both_bodies_and_terms_stand_apart_by_seat(world: World) -> None:
    world.jia.cppcc.old_session.is_open_for_filing = True
    world.jia.cppcc.old_session.save()
    old_seat = world.seat("jia_dual", world.jia.cppcc.old_term)
    new_seat = world.seat("jia_dual", world.jia.npc.term)
    as_member, as_deputy = draft_of(old_seat, title="委员时所提"), draft_of(new_seat, title="代表时所提")
    draft_of(world.seat("jia_deputy1"), title="别人的草稿")
    client = browser(world["jia_dual"])
    page = client.get("/my/")
    assert listed(page) == {new_seat: [as_deputy], old_seat: [as_member]}
    assert list(listed(page)) == [new_seat, old_seat]
    page = client.get("/my/", {"session": world.jia.npc.session.pk})
    assert listed(page) == {new_seat: [as_deputy]}
    assert listed(client.get("/my/", {"session": "x"})) == {new_seat: [as_deputy], old_seat: [as_member]}


def test_a_session_filter_leaves_the_items_of_the_other_session_out(world: World) -> None:
    seat = world.seat("jia_member1")
    first = draft_of(seat)
    later = seat.term.sessions.create(number=6, name="市政协九届六次会议", year=2027)
    Proposal.objects.filter(pk=first.pk).update(session=later)
    second = draft_of(seat, title="另一件")
    client = browser(world["jia_member1"])
    assert listed(client.get("/my/")) == {seat: [second, first]}
    assert listed(client.get("/my/", {"session": later.pk})) == {seat: [first]}


def test_a_list_costs_the_same_for_one_row_and_for_fifty(world: World) -> None:
    seat = world.seat("jia_member1")
    client = browser(world["jia_member1"])
    item = item_of(seat, S.DRAFTING, co=[world.jia.edu])
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert len(client.get("/my/").context["lists"][0].rows) == 1
    for order in range(50):
        walk(draft_of(seat, title=f"第{order}件"), S.ASSIGNED if order % 5 == 0 else S.SUBMITTED)
    with CaptureQueriesContext(connection) as fifty:
        page = client.get("/my/")
    assert len(page.context["lists"][0].rows) == 50
    assert (len(one), len(fifty)) == (LIST_QUERIES, LIST_QUERIES)
    assert listed(client.get("/my/", {f"page{seat.pk}": 2})) == {seat: [item]}


def test_a_co_signer_sees_the_item_once_it_is_submitted(world: World) -> None:
    second = world.seat("jia_member2")
    item = draft_of(world.seat("jia_member1"), co_signers=[second])
    client = browser(world["jia_member2"])
    assert (client.get(page_of(item)).status_code, listed(client.get("/my/"))) == (404, {second: []})
    take("submit", item)
    page = client.get("/my/")
    assert (client.get(page_of(item)).status_code, listed(page)) == (200, {second: [item]})
    assert [duty.words for duty in page.context["duties"]] == ["请确认是否联名：《关于建设乡镇图书室的建议》"]


def test_every_page_of_an_item_answers_as_visible_proposals_says(world: World) -> None:
    items = [
        draft_of(world.seat("jia_member1")),
        item_of(world.seat("jia_member1"), S.SUBMITTED),
        item_of(world.seat("jia_deputy1"), S.ASSIGNED, lead=world.jia.tech),
        item_of(world.seat("yi_member1"), S.DRAFTING, lead=world.yi.edu),
    ]
    for user in world.people.values():
        seen = set(visible_proposals(user)) if user.username != "clock" else set()
        client = browser(user)
        for item in items:
            if user.username == "clock":
                continue
            expected = 200 if item in seen else 404
            assert client.get(page_of(item)).status_code == expected, (user.username, item.state)


def test_others_drafts_the_other_body_and_the_other_city_are_404(world: World) -> None:
    draft, filed = draft_of(world.seat("jia_member1")), item_of(world.seat("jia_member1"), S.ASSIGNED)
    for name in ("jia_member2", "jia_deputy1", "jia_npc_office", "yi_cppcc_office", "yi_gov", "root"):
        client = browser(world[name])
        for item in (draft, filed):
            for page in ("portal:proposal", "portal:edit", "portal:withdraw", "portal:discard"):
                assert client.get(reverse(page, args=[item.pk])).status_code == 404, (name, page)
    assert browser(world["jia_cppcc_office"]).get(page_of(draft)).status_code == 404


def test_the_stages_say_who_holds_it_and_since_when(world: World) -> None:
    seat = world.seat("jia_member1")
    with moved_to(date(2026, 3, 3)):
        item = item_of(seat, S.SUBMITTED)
    with moved_to(date(2026, 3, 5)):
        walk(item, S.ASSIGNED, lead=world.jia.tech)
    with moved_to(date(2026, 3, 9)):
        take("accept", Proposal.objects.get(pk=item.pk))
    page = browser(world["jia_member1"]).get(page_of(item))
    shown = [(m.label, m.status, m.since and m.since.isoformat(), m.holder) for m in page.context["stages"]]
    assert shown == [
        ("收案", "done", "2026-03-03", ""),
        ("交办", "done", "2026-03-05", ""),
        ("办理", "now", "2026-03-09", "市科技局"),
        ("审核", "next", None, ""),
        ("答复", "next", None, ""),
    ]


def test_the_next_step_names_its_day_and_opens_its_explanation(world: World) -> None:
    item = item_of(world.seat("jia_member1"), S.DRAFTING, lead=world.jia.tech)
    page = browser(world["jia_member1"]).get(page_of(item))
    following = page.context["next"]
    assert following.words == "市科技局正在办理，并与您沟通，期满前书面答复。"
    assert (following.deadline.date, following.deadline.tone) == (date(2026, 6, 2), "working")
    assert following.deadline.distance == "还剩 63 个工作日"
    text = page.content.decode()
    assert following.deadline.explanation in text
    assert "<details" in text


@pytest.mark.parametrize(
    ("day", "distance", "tone"),
    [
        (date(2026, 5, 29), "还剩 2 个工作日", "soon"),
        (date(2026, 6, 2), "今天到期", "soon"),
        (date(2026, 6, 4), "已逾期 2 个工作日", "late"),
    ],
)
def test_a_day_near_or_past_says_so(world: World, day: date, distance: str, tone: str) -> None:
    item = item_of(world.seat("jia_member1"), S.DRAFTING)
    with moved_to(day):
        client = browser(world["jia_member1"])
        found = client.get(page_of(item)).context["next"].deadline
        row = client.get("/my/").context["lists"][0].rows[0]
    assert (found.distance, found.tone) == (distance, tone)
    assert (row.deadline.distance, row.deadline.tone) == (distance, tone)


def test_the_trail_tells_stages_not_reviewers(world: World) -> None:
    item = item_of(world.seat("jia_member1"), S.IN_REVIEW, lead=world.jia.tech, co=[world.jia.edu])
    item = take("send_back", item)
    item = take("submit_for_review", item)
    page = browser(world["jia_member1"]).get(page_of(item))
    assert [line.words for line in page.context["trail"]][::-1] == [
        "提出人提交。",
        "市政协提案委立案，编为第1号。",
        "交由市科技局办理，市教育局会办。",
        "市科技局签收，开始办理。",
        "市科技局写好答复稿，送审。",
    ]
    text = page.content.decode()
    for name in ("甲科科长", "甲科经办", "甲科办公", "甲府办"):
        assert name not in text
    assert "88886666" in text


def test_a_merged_item_shows_the_stage_of_the_main_one(world: World) -> None:
    main = item_of(world.seat("jia_member2"), S.DRAFTING, lead=world.jia.tech)
    item = item_of(world.seat("jia_member1"), S.SUBMITTED)
    take("merge", item, into=main)
    page = browser(world["jia_member1"]).get(page_of(item))
    assert [(m.label, m.status) for m in page.context["stages"]] == [
        ("收案", "done"),
        ("交办", "done"),
        ("办理", "now"),
        ("审核", "next"),
        ("答复", "next"),
    ]
    assert page.context["next"].words.startswith("本件已并入第1号提案，随其办理。市科技局正在办理")
    assert [a.unit for a in page.context["leads"]] == [world.jia.tech]
    assert browser(world["jia_member1"]).get(page_of(main)).status_code == 404


def test_parts_stand_on_the_parents_page(world: World) -> None:
    item = item_of(world.seat("jia_member1"), S.IN_PARTS)
    first, second = item.parts.order_by("part_no")
    walk(first, S.DRAFTING, lead=world.jia.edu)
    client = browser(world["jia_member1"])
    page = client.get(page_of(item))
    assert [(r.proposal, r.proposal.state, r.proposal.lead_unit_name) for r in page.context["parts"]] == [
        (first, S.DRAFTING, "市教育局"),
        (second, S.REGISTERED, None),
    ]
    assert [m.status for m in page.context["stages"]] == ["done", "now", "next", "next", "next"]
    assert list(listed(client.get("/my/")).values()) == [[item]]
    assert client.get(page_of(first)).status_code == 200


@pytest.mark.parametrize("state", list(S))
def test_the_page_opens_in_every_state(world: World, state: str) -> None:
    item = item_of(world.seat("jia_deputy1"), state)
    client = browser(world["jia_deputy1"])
    page = client.get(page_of(item))
    assert page.status_code == 200
    assert len(page.context["stages"]) == 5
    assert client.get("/my/").status_code == 200
    assert ("撤回本件" in page.content.decode()) is (state in (S.SUBMITTED, S.RETURNED))


def test_text_of_people_is_never_markup(world: World) -> None:
    item = draft_of(
        world.seat("jia_member1"), title="<b>粗</b>{{ item }}", body="{% now 'Y' %}<script>1</script>"
    )
    text = browser(world["jia_member1"]).get(page_of(item)).content.decode()
    assert "&lt;b&gt;粗&lt;/b&gt;{{ item }}" in text
    assert "{% now &#x27;Y&#x27; %}&lt;script&gt;1&lt;/script&gt;" in text


def test_nobody_without_a_seat_has_items(world: World) -> None:
    page = browser(world["jia_tech_clerk"]).get("/my/")
    assert (page.status_code, page.context["lists"]) == (200, [])


def test_an_attachment_is_handed_to_who_sees_the_item_and_noted(world: World) -> None:
    client = browser(world["jia_member1"])
    client.post("/my/new/", filled(files=[upload("情况 说明.pdf", PDF)]))
    item = Proposal.objects.get()
    file = item.attachments.get()
    address = reverse("portal:attachment", args=[file.pk])
    answer = client.get(address)
    assert (answer.status_code, content(answer)) == (200, PDF)
    assert answer["Content-Type"] == "application/pdf"
    assert (
        answer["Content-Disposition"]
        == "attachment; filename*=utf-8''%E6%83%85%E5%86%B5%20%E8%AF%B4%E6%98%8E.pdf"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    for name in ("jia_member2", "jia_cppcc_office", "jia_npc_office", "yi_member1", "root"):
        assert browser(world[name]).get(address).status_code == 404
    event = AuditEvent.objects.get(what="attachment.read")
    assert (event.by, event.object_id, event.detail) == (
        world["jia_member1"],
        file.pk,
        {"proposal": item.pk},
    )
    take("submit", item)
    assert content(browser(world["jia_cppcc_office"]).get(address)) == PDF

"""作废 of the papers between offices: by whom, what stays, who is told, what may be issued anew, what pages say."""

from urllib.parse import unquote

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import AuditEvent, Notice
from accounts.now import today
from documents.models import NumberSeries
from proposals.errors import NotYours, StepBlocked, StepNotOpen
from proposals.models import Paper
from proposals.models.paper import PaperKind
from proposals.permissions import open_lead
from proposals.services import papers
from proposals.services.issued_papers import set_again, withdraw_paper
from proposals.services.paper_offices import standing_of
from proposals.services.perform import OFFICE_PAGE
from proposals.states import ProposalState as S
from proposals.tasks import print_paper
from tests.proposals.office import browser
from tests.proposals.paper_kinds import ALLOWED, KINDS, ready
from tests.road import item_of, walk
from tests.world import World

REASON = "（内部）期限算错"
TOLD = {
    "hand_over": {"jia_tech_office", "jia_edu_office"},
    "urge": {"jia_tech_office", "jia_tech_clerk", "jia_tech_clerk2"},
    "co_opinion": {"jia_tech_office", "jia_tech_clerk"},  # the clerk the item was given to
    "extension": {"jia_gov", "jia_cppcc_office"},
}


@pytest.fixture
def item(world: World):
    started = item_of(world.seat("jia_member1"), S.SUBMITTED)
    return walk(started, to=S.DRAFTING, lead=world.jia.tech, co=[world.jia.edu])


def issuer_of(kind: str, world: World):
    return world[min(ALLOWED[kind])]


def issued(item, kind: str, world: World) -> Paper:
    return KINDS[kind](ready(item, kind, world), issuer_of(kind, world))


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_office_that_issued_it_withdraws(world, item, kind):
    paper = issued(item, kind, world)
    for person in world.everybody:
        if person != issuer_of(kind, world):
            with pytest.raises(NotYours):
                withdraw_paper(paper, by=person, reason="理由")
            with pytest.raises(NotYours):
                set_again(paper, by=person)
    paper.refresh_from_db()
    assert not paper.is_void
    assert withdraw_paper(paper, by=issuer_of(kind, world), reason="理由").is_void


def test_of_two_offices_that_urge_each_withdraws_its_own(world, item):
    paper = papers.urge(open_lead(item), demand="请抓紧。", reply_by=today(), by=world["jia_cppcc_office"])
    with pytest.raises(NotYours):
        withdraw_paper(paper, by=world["jia_gov"], reason="理由")
    assert withdraw_paper(paper, by=world["jia_cppcc_office"], reason="理由").unit == world.jia.cppcc.office


@pytest.mark.parametrize(
    ("reason", "sentence"), [(" ", "请写明作废的理由。"), ("长" * 201, "作废理由不超过 200 字。")]
)
def test_it_says_why(world, item, reason, sentence):
    paper = issued(item, "hand_over", world)
    with pytest.raises(StepBlocked) as blocked:
        withdraw_paper(paper, by=world["jia_gov"], reason=reason)
    assert blocked.value.sentences == [sentence]
    paper.refresh_from_db()
    assert not paper.is_void


@pytest.mark.parametrize("kind", KINDS)
def test_a_void_paper_stays_with_number_and_file_and_its_readers_are_told(world, item, kind):
    part, by = ready(item, kind, world), issuer_of(kind, world)
    unit = standing_of(kind, part, by).unit
    NumberSeries.objects.create(unit=unit, kind=kind, year=2026, code="甲试")
    paper = KINDS[kind](part, by)
    print_paper(paper.pk)
    paper.refresh_from_db()
    before = (paper.number, paper.sha256, paper.pdf.name)
    Notice.objects.all().delete()
    withdraw_paper(paper, by=by, reason=f" {REASON} ")
    row = Paper.objects.get(pk=paper.pk)
    assert (row.number, row.sha256, row.pdf.name) == before
    assert (row.withdrawn_by, row.withdrawn_reason, row.validity) == (by, REASON, f"已作废：{REASON}")
    notices = Notice.objects.all()
    assert {one.recipient.username for one in notices} == TOLD[kind]
    assert {one.body for one in notices} == {f"甲试〔2026〕1号《{row.title}》已作废。理由：{REASON}"}
    event = AuditEvent.objects.get(what="paper.withdraw")
    assert (event.by, event.detail["number"], event.detail["reason"]) == (by, "甲试〔2026〕1号", REASON)
    with pytest.raises(StepNotOpen, match="已经作废"):
        withdraw_paper(row, by=by, reason="再一次")


def test_postgresql_lets_no_void_paper_come_back(world, item):
    paper = withdraw_paper(issued(item, "hand_over", world), by=world["jia_gov"], reason="理由")
    back = {"withdrawn_at": None, "withdrawn_by": None, "withdrawn_reason": ""}
    for change in ({"withdrawn_reason": "改"}, {"withdrawn_by": world["jia_tech_office"]}, back):
        with pytest.raises(IntegrityError, match="stays withdrawn"), transaction.atomic():
            Paper.objects.filter(pk=paper.pk).update(**change)
    print_paper(paper.pk)  # its file may still come
    paper.refresh_from_db()
    assert (bool(paper.sha256), paper.is_void) == (True, True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_void_paper_may_be_issued_anew_once(world, item, kind):
    part, by = ready(item, kind, world), issuer_of(kind, world)
    first = KINDS[kind](part, by)
    with pytest.raises(StepNotOpen):
        KINDS[kind](part, by)
    withdraw_paper(first, by=by, reason="理由")
    second = KINDS[kind](part, by)
    with pytest.raises(StepNotOpen):
        KINDS[kind](part, by)
    assert {paper.pk: paper.is_void for paper in Paper.objects.all()} == {first.pk: True, second.pk: False}


@pytest.mark.parametrize("kind", ["hand_over", "co_opinion"])
def test_the_button_comes_back_with_it(world, item, kind):
    part, by = ready(item, kind, world), issuer_of(kind, world)
    client, shown = browser(by), reverse(OFFICE_PAGE, args=[item.pk])
    button = f'href="{reverse("papers:issue", args=[kind, part.pk])}"'
    assert button in client.get(shown).content.decode()
    paper = KINDS[kind](part, by)
    assert button not in client.get(shown).content.decode()
    withdraw_paper(paper, by=by, reason="理由")
    assert button in client.get(shown).content.decode()


def test_the_page_withdraws_and_the_items_page_says_so(world, item):
    paper = issued(item, "hand_over", world)
    print_paper(paper.pk)
    address, shown = f"/papers/{paper.pk}/withdraw/", reverse(OFFICE_PAGE, args=[item.pk])
    statuses = {}
    for name in ("jia_cppcc_office", "jia_tech_office", "jia_edu_clerk", "jia_member1", "yi_gov", "root"):
        client = browser(world[name])
        statuses[name] = (client.get(address).status_code, client.post(address, {"reason": "x"}).status_code)
        if statuses[name] == (403, 403):
            assert address not in client.get(shown).content.decode(), name
    assert statuses == {
        "jia_cppcc_office": (403, 403),
        "jia_tech_office": (403, 403),
        "jia_edu_clerk": (403, 403),
        "jia_member1": (404, 404),
        "yi_gov": (404, 404),
        "root": (404, 404),
    }
    client = browser(world["jia_gov"])
    assert address in client.get(shown).content.decode()
    assert paper.title in client.get(address).content.decode()
    for reason in ("", "长" * 201):
        refused = client.post(address, {"reason": reason})
        assert (refused.status_code, Paper.objects.get(pk=paper.pk).is_void) == (422, False)
    assert "请写明作废的理由。" in client.post(address, {"reason": ""}).content.decode()
    done = client.post(address, {"reason": REASON}, follow=True).content.decode()
    assert f"已作废：{paper.title}。" in done
    assert address not in done
    again = client.get(address)
    assert again.status_code == 409
    assert 'type="submit">作废' not in again.content.decode()
    assert client.post(address, {"reason": REASON}).status_code == 409
    seen = browser(world["jia_edu_clerk"]).get(shown).content.decode()
    for said in ("已作废</span>", REASON, world["jia_gov"].name, f"{today():%Y-%m-%d}"):
        assert said in seen


def test_the_file_of_a_void_paper_is_still_read_by_its_readers(world, item):
    paper = issued(item, "extension", world)
    print_paper(paper.pk)
    address = reverse("papers:pdf", args=[paper.pk])
    before = b"".join(browser(world["jia_gov"]).get(address).streaming_content)
    withdraw_paper(paper, by=world["jia_tech_office"], reason="理由")
    answer = browser(world["jia_gov"]).get(address)
    assert b"".join(answer.streaming_content) == before
    assert unquote(answer["Content-Disposition"]).endswith(f"{paper.title}（已作废）.pdf")
    for name in ("jia_edu_office", "jia_member1", "yi_gov", "root"):
        assert browser(world[name]).get(address).status_code == 404


def test_many_papers_cost_the_panel_no_more_than_one(world, item, django_assert_max_num_queries):
    """Law 8: void or failed papers ask nothing of their own."""
    by = issuer_of("urge", world)
    client, shown = browser(by), reverse(OFFICE_PAGE, args=[item.pk])
    paper = issued(item, "urge", world)
    Paper.objects.filter(pk=paper.pk).update(render_error="字体读不出来。")
    client.get(shown)
    with django_assert_max_num_queries(500) as one:
        client.get(shown)
    for _ in range(3):
        withdraw_paper(Paper.objects.get(withdrawn_at=None), by=by, reason="理由")
        made = issued(item, "urge", world)
        Paper.objects.filter(pk=made.pk).update(render_error="字体读不出来。")
    with django_assert_max_num_queries(len(one)):
        assert client.get(shown).content.decode().count("已作废</span>") == 3


def test_every_kind_has_an_office_and_readers():
    assert set(KINDS) == set(TOLD) == {kind.value for kind in PaperKind}

"""The pages of the papers: what they show, take and refuse; who may have the files; the panel on the item's page."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.now import today
from documents.printing import MOST_TRIES
from proposals.models import Paper
from proposals.models.assignment import AssignmentRole
from proposals.permissions import open_lead
from proposals.services import papers
from proposals.services.perform import OFFICE_PAGE
from proposals.states import ProposalState as S
from proposals.tasks import print_paper
from tests.road import item_of, talked
from tests.world import World


@pytest.fixture
def item(world: World):
    return item_of(world.seat("jia_member1"), S.DRAFTING, lead=world.jia.tech, co=[world.jia.edu])


def page(kind, part):
    return reverse("papers:issue", args=[kind, part.pk])


def test_the_page_shows_the_words_and_issues_them_once(client, world, item):
    client.force_login(world["jia_gov"])
    address = page("hand_over", open_lead(item))
    shown = client.get(address)
    assert shown.status_code == 200
    assert f"主办单位：{world.jia.tech.name}。" in shown.content.decode()
    done = client.post(address, follow=True)
    assert "已印发交办通知。" in done.content.decode()
    again = client.post(address)
    assert again.status_code == 409
    assert "不必再印发" in again.content.decode()
    assert Paper.objects.count() == 1


def test_what_was_typed_is_still_there_when_it_is_refused(client, world, item):
    client.force_login(world["jia_tech_office"])
    address = page("extension", open_lead(item))
    answer = client.post(address, {"reason": "涉及面广。", "steps": "", "asked": "2026-13-01"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "日期请写作 2023-06-29。" in text
    assert "涉及面广。" in text
    answer = client.post(address, {"reason": "涉及面广。", "steps": "", "asked": ""})
    assert answer.status_code == 422
    for sentence in (
        "请写明已开展的工作。",
        "请填写申请延至的日期",
        "请填写告知提出人的日期，不能早于交办之日",
        "请写明告知提出人的方式。",
    ):
        assert sentence in answer.content.decode()
    assert not Paper.objects.exists()


def test_a_letter_without_an_opinion_has_no_button(client, world, item):
    client.force_login(world["jia_edu_office"])
    part = item.assignments.get(role=AssignmentRole.CO_HANDLER)
    answer = client.get(page("co_opinion", part))
    assert answer.status_code == 422
    assert "请先填写会办意见" in answer.content.decode()
    assert 'type="submit">印发' not in answer.content.decode()


@pytest.mark.parametrize(
    ("username", "status"),
    [("jia_tech_office", 403), ("jia_member1", 403), ("root", 404), ("yi_gov", 404), ("jia_fin_office", 404)],
)
def test_others_are_turned_away(client, world, item, username, status):
    client.force_login(world[username])
    assert client.get(page("urge", open_lead(item))).status_code == status
    assert client.post(page("urge", open_lead(item))).status_code == status


def test_an_unknown_kind_is_not_found(client, world, item):
    client.force_login(world["jia_gov"])
    assert client.get(page("circular", open_lead(item))).status_code == 404


def test_the_file_is_for_its_readers_and_reading_is_noted(client, world, item):
    paper = papers.hand_over_notice(open_lead(item), by=world["jia_gov"])
    address = reverse("papers:pdf", args=[paper.pk])
    client.force_login(world["jia_edu_clerk"])
    assert client.get(address).status_code == 404
    print_paper(paper.pk)
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert AuditEvent.objects.filter(what="paper.read", by=world["jia_edu_clerk"]).count() == 1
    for username in ("jia_member1", "root", "yi_gov", "jia_fin_office"):
        client.force_login(world[username])
        assert client.get(address).status_code == 404


def test_a_paper_that_gave_up_is_set_again_by_its_issuer(
    client, world, item, django_capture_on_commit_callbacks
):
    paper = papers.hand_over_notice(open_lead(item), by=world["jia_gov"])
    Paper.objects.filter(pk=paper.pk).update(render_tries=MOST_TRIES, render_error="字体读不出来。")
    address, shown = f"/papers/{paper.pk}/again/", reverse(OFFICE_PAGE, args=[item.pk])
    statuses = {}
    for name in ("jia_gov", "jia_tech_office", "jia_tech_print", "jia_edu_office", "yi_gov", "jia_member1"):
        client.force_login(world[name])
        statuses[name] = client.post(address).status_code
        offered = f'action="{address}"' in client.get(shown).content.decode()
        assert offered == (name == "jia_gov"), name
    assert statuses == {
        "jia_gov": 302,
        "jia_tech_office": 403,
        "jia_tech_print": 403,
        "jia_edu_office": 403,
        "yi_gov": 404,
        "jia_member1": 404,
    }
    client.force_login(world["jia_gov"])
    assert client.get(address).status_code == 405
    with django_capture_on_commit_callbacks() as queued:
        client.post(address)
    assert len(queued) == 1
    assert AuditEvent.objects.filter(what="paper.set_again", by=world["jia_gov"]).count() == 2
    print_paper(paper.pk)
    assert "这份公文的文件已经生成" in client.post(address, follow=True).content.decode()
    assert f'action="{address}"' not in client.get(shown).content.decode()


def test_the_panel_lists_papers_and_offers_what_one_may_issue(client, world, item):
    papers.urge(open_lead(item), demand="请抓紧。", reply_by=today(), by=world["jia_gov"])
    address = reverse("admin:proposals_proposal_change", args=[item.pk])
    offered = {
        "jia_gov": ["hand_over", "urge", "urge"],
        "jia_cppcc_office": ["urge", "urge"],
        "jia_tech_office": ["extension"],
        "jia_edu_office": [],
        "jia_tech_clerk": [],
    }
    for username, kinds in offered.items():
        client.force_login(world[username])
        text = client.get(address).content.decode()
        assert [part.partition("/")[0] for part in text.split('href="/papers/new/')[1:]] == kinds, username
        assert ("的通知" in text) is (username != "jia_edu_office"), username
        assert "空白面商记录表" in text


def test_the_contact_sheet_is_printed_for_those_who_handle(client, world, item):
    talked(item)
    record = item.contacts.get()
    addresses = [
        reverse("papers:contact_sheet", args=[item.pk]),
        reverse("papers:record_sheet", args=[record.pk]),
    ]
    for address in addresses:
        client.force_login(world["jia_tech_clerk"])
        answer = client.get(address)
        assert answer.content.startswith(b"%PDF-")
        client.force_login(world["jia_member1"])
        assert client.get(address).status_code == 403
        client.force_login(world["yi_gov"])
        assert client.get(address).status_code == 404

"""征询意见表 of a letter: whom it asks, what it says, who may print it."""

import io

import pdfplumber
import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from documents.forms import FormRefused
from proposals.models import Proposal
from proposals.states import ProposalState as S
from responses.letters.opinion_forms import opinion_forms_of, opinion_forms_pdf
from responses.models import ReplyLetter
from tests.road import item_of
from tests.world import World


@pytest.fixture
def letter(world: World) -> ReplyLetter:
    item = item_of(world.seat("jia_member1"), S.REPLIED, lead=world.jia.tech, co=[world.jia.edu])
    return ReplyLetter.objects.get(response__proposal=item)


def test_each_recipient_is_asked_twice_and_nothing_is_ticked(world, letter, settings):
    settings.SITE_ADDRESS = "https://reply.example.invalid/"
    (form,) = opinion_forms_of(letter)
    assert form.address == f"https://reply.example.invalid/letters/{letter.pk}/rate/"
    assert form.item.proposer == letter.deliveries.get().proposer.name
    assert [(scale.question, scale.answers) for scale in form.scales] == [
        ("对办理工作", ("满意", "基本满意", "不满意")),
        ("对办理结果", ("满意", "基本满意", "不满意")),
    ]
    with pdfplumber.open(io.BytesIO(opinion_forms_pdf(letter))) as book:
        texts = ["".join(page.extract_text().split()) for page in book.pages]
    assert len(texts) == 2
    for said in (letter.number, world.jia.tech.name, world.jia.cppcc.office.name, "关于建设乡镇图书室的建议"):
        assert said in texts[0]
        assert said in texts[1]


def test_an_unprintable_title_is_refused_in_a_sentence(client, world, letter):
    Proposal.objects.filter(pk=letter.response.proposal_id).update(title="关于\ue000的建议")
    with pytest.raises(FormRefused, match=r"标题.*U\+E000"):
        opinion_forms_pdf(ReplyLetter.objects.get(pk=letter.pk))
    client.force_login(world["jia_tech_print"])
    answer = client.get(reverse("letters:opinion_form", args=[letter.pk]))
    assert answer.status_code == 422
    assert "没有字体可印" in answer.content.decode()


def test_offices_and_the_print_room_print_it_and_nobody_else(client, world, letter):
    address = reverse("letters:opinion_form", args=[letter.pk])
    statuses = {
        "jia_tech_print": 200,
        "jia_tech_office": 200,
        "jia_cppcc_office": 200,
        "jia_gov": 200,
        "jia_tech_clerk": 403,
        "jia_member1": 403,
        "jia_edu_office": 403,
        "jia_npc_office": 404,
        "yi_gov": 404,
        "root": 404,
    }
    for username, status in statuses.items():
        client.force_login(world[username])
        assert client.get(address).status_code == status, username
    assert AuditEvent.objects.filter(what="sheet.print", object_id=letter.pk).count() == 4

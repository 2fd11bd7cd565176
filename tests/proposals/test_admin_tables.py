"""The tables of a body in the admin: its own office keeps them, everybody else finds nothing."""

import pytest
from django.urls import reverse

from proposals.models import AssemblyRules, CalendarYear, Member, Topic
from proposals.states import ProposalState as S
from tests.proposals.office import browser
from tests.road import item_of
from tests.world import World

pytestmark = pytest.mark.django_db


def pages(model: str, pk: int) -> tuple[str, str, str]:
    base = f"admin:proposals_{model}"
    return reverse(f"{base}_changelist"), reverse(f"{base}_change", args=[pk]), reverse(f"{base}_add")


def rows(world: World) -> dict[str, int]:
    chamber = world.jia.cppcc
    return {
        "term": chamber.term.pk,
        "assemblysession": chamber.session.pk,
        "member": world.seat("jia_member1").pk,
        "topic": chamber.topic.pk,
        "assemblyrules": chamber.rules.pk,
    }


@pytest.mark.parametrize("model", ["term", "assemblysession", "member", "topic", "assemblyrules"])
def test_the_own_office_alone_keeps_its_tables(world: World, model: str):
    listing, one, add = pages(model, rows(world)[model])
    own = browser(world["jia_cppcc_office"])
    assert [own.get(address).status_code for address in (listing, one, add)] == [200, 200, 200]
    for name in ("jia_npc_office", "yi_cppcc_office"):
        client = browser(world[name])
        assert client.get(listing).status_code == 200
        assert client.get(one).status_code == 404, name
    for name in ("jia_gov", "jia_tech_office", "root"):
        client = browser(world[name])
        assert [client.get(address).status_code for address in (listing, one, add)] == [403, 404, 403] or [
            client.get(address).status_code for address in (listing, one, add)
        ] == [403, 403, 403], name


def test_a_topic_goes_to_the_own_assembly_only(world: World):
    client = browser(world["jia_cppcc_office"])
    add = reverse("admin:proposals_topic_add")
    foreign = {"assembly": world.jia.npc.assembly.pk, "name": "城建", "order": 1, "is_active": "on"}
    assert client.post(add, foreign).status_code == 200
    assert not Topic.objects.filter(name="城建").exists()
    assert client.post(add, {**foreign, "assembly": world.jia.cppcc.assembly.pk}).status_code == 302
    assert Topic.objects.get(name="城建").assembly == world.jia.cppcc.assembly


def test_a_seat_is_entered_and_none_is_deleted(world: World):
    client = browser(world["jia_cppcc_office"])
    typed = {
        "term": world.jia.cppcc.term.pk,
        "name": "新委员",
        "group": "科技界",
        "phone": "",
        "address": "",
        "user": "",
    }
    assert client.post(reverse("admin:proposals_member_add"), typed).status_code == 302
    seat = Member.objects.get(name="新委员")
    assert (
        client.post(reverse("admin:proposals_member_delete", args=[seat.pk]), {"post": "yes"}).status_code
        == 403
    )
    assert Member.objects.filter(pk=seat.pk).exists()


def test_rules_in_use_are_read_only(world: World):
    rules = world.jia.cppcc.rules
    page = reverse("admin:proposals_assemblyrules_change", args=[rules.pk])
    client = browser(world["jia_cppcc_office"])
    assert "source" in client.get(page).context["adminform"].form.fields
    item_of(world.seat("jia_member1"), S.REGISTERED)
    answer = client.get(page)
    assert answer.context["has_change_permission"] is False
    assert answer.context["adminform"].form.fields == {}
    assert client.post(page, {"source": "改"}).status_code == 403
    assert AssemblyRules.objects.get(pk=rules.pk).source == rules.source


def test_the_calendar_is_kept_by_the_government_s_office_and_read_by_all(world: World):
    year = CalendarYear.objects.get(year=2027)
    page = reverse("admin:proposals_calendaryear_change", args=[year.pk])
    for name, may in (
        ("jia_gov", True),
        ("root", True),
        ("jia_cppcc_office", False),
        ("jia_tech_clerk", False),
    ):
        answer = browser(world[name]).get(page)
        assert (answer.status_code, answer.context["has_change_permission"]) == (200, may), name


def test_the_body_and_the_listed_reasons_are_set_up_by_the_technical_administrator(world: World):
    for model, pk in (
        ("assembly", world.jia.cppcc.assembly.pk),
        ("declinereason", world.jia.cppcc.reason.pk),
    ):
        page = reverse(f"admin:proposals_{model}_change", args=[pk])
        assert browser(world["root"]).get(page).context["has_change_permission"] is True
        assert browser(world["jia_cppcc_office"]).get(page).context["has_change_permission"] is False
        assert browser(world["jia_npc_office"]).get(page).status_code == 404
        assert browser(world["jia_gov"]).get(page).status_code in (403, 404)


def rules_typed(world: World, **other: object) -> dict[str, object]:
    limit = {
        "key": "reply",
        "length": 3,
        "unit": "months",
        "start_event": "handed_over",
        "end_event": "issued",
        "ladder": "[15, 7, 0]",
        "overdue_every": 5,
        "source": "办法第八条",
    }
    limits = {f"limits-0-{name}": value for name, value in limit.items()}
    return {
        "assembly": world.jia.cppcc.assembly.pk,
        "valid_from": "2027-01-01",
        "source": "办法",
        "contact_required": "any",
        "class_scheme": '{"A": "已经解决"}',
        "phrases": '{"opening": "收悉。"}',
        "limits-TOTAL_FORMS": 1,
        "limits-INITIAL_FORMS": 0,
        **limits,
        **other,
    }


def test_a_new_version_of_the_rules_with_its_limits(world: World):
    client = browser(world["jia_cppcc_office"])
    answer = client.post(reverse("admin:proposals_assemblyrules_add"), rules_typed(world))
    assert answer.status_code == 302
    limit = AssemblyRules.objects.get(valid_from="2027-01-01").limits.get()
    assert (limit.key, limit.length, limit.start_event, limit.ladder) == (
        "reply",
        3,
        "handed_over",
        [15, 7, 0],
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"class_scheme": "[1]"}, "类别请写成"),
        ({"phrases": '{"opening": 1}'}, "函件用语请写成"),
        ({"phrases": '{"opening": "{body}收悉。"}'}, "opening：句式中不能使用“{body}”"),
        ({"phrases": '{"opening": "{title收悉。"}'}, "opening：句式中的花括号不成对"),
        ({"limits-0-ladder": '["x"]'}, "提醒请写成 [15, 7, 3, 1, 0] 的形式"),
        ({"limits-0-start_event": "someday"}, "someday"),
        ({"limits-0-length": "0"}, "时限的长度至少为 1。"),
    ],
)
def test_malformed_rules_are_refused_in_words(world: World, wrong: dict[str, str], sentence: str):
    client = browser(world["jia_cppcc_office"])
    answer = client.post(reverse("admin:proposals_assemblyrules_add"), rules_typed(world, **wrong))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not AssemblyRules.objects.filter(valid_from="2027-01-01").exists()

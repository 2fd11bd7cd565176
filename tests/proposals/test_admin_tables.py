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
        "ladder": "15、7，0",
        "overdue_every": 5,
        "source": "办法第八条",
    }
    limits = {f"limits-0-{name}": value for name, value in limit.items()}
    return {
        "assembly": world.jia.cppcc.assembly.pk,
        "valid_from": "2027-01-01",
        "source": "办法",
        "contact_required": "any",
        "pre_check": "none",
        "class_scheme": "A 已经解决\n\nB  正在 解决",
        "phrase_title": "关于第{number}号提案的答复函",
        "phrase_addressee": "{name}委员：",
        "phrase_opening": "您的《{title}》收悉。",
        "phrase_urge": "《{title}》{limit}期限为{due}，{standing}。",
        "limits-TOTAL_FORMS": 1,
        "limits-INITIAL_FORMS": 0,
        **limits,
        **other,
    }


def test_a_new_version_of_the_rules_with_its_limits(world: World):
    client = browser(world["jia_cppcc_office"])
    answer = client.post(reverse("admin:proposals_assemblyrules_add"), rules_typed(world))
    assert answer.status_code == 302
    rules = AssemblyRules.objects.get(valid_from="2027-01-01")
    assert rules.class_scheme == {"A": "已经解决", "B": "正在 解决"}
    assert rules.phrases == {
        "title": "关于第{number}号提案的答复函",
        "addressee": "{name}委员：",
        "opening": "您的《{title}》收悉。",
        "urge": "《{title}》{limit}期限为{due}，{standing}。",
    }
    limit = rules.limits.get()
    assert (limit.key, limit.length, limit.start_event, limit.ladder) == (
        "reply",
        3,
        "handed_over",
        [15, 7, 0],
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"class_scheme": "A"}, "类别第 1 行请写成“A 定义”"),
        ({"class_scheme": "A 甲\n甲乙丙 乙"}, "类别第 2 行请写成“A 定义”"),
        ({"class_scheme": "A 甲\nA 乙"}, "类别第 2 行的代号“A”前面已经有了。"),
        ({"phrase_title": ""}, "这个字段是必填项。"),
        ({"phrase_opening": "{body}收悉。"}, "句式中不能使用“{body}”，可用的有："),
        ({"phrase_opening": "收悉。"}, "句式中缺少{title}标题，请写进去。"),
        ({"phrase_urge": "{title}{asked}"}, "句式中不能使用“{asked}”，可用的有："),
        ({"phrase_opening": "{title收悉。"}, "句式中的花括号不成对"),
        ({"limits-0-ladder": "七天"}, "提醒请写成“15、7、3、1、0”的形式"),
        ({"limits-0-start_event": "someday"}, "someday"),
        ({"limits-0-length": "0"}, "时限的长度至少为 1。"),
    ],
)
def test_malformed_rules_are_refused_in_words(world: World, wrong: dict[str, str], sentence: str):
    client = browser(world["jia_cppcc_office"])
    answer = client.post(reverse("admin:proposals_assemblyrules_add"), rules_typed(world, **wrong))
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert sentence in shown
    assert next(iter(wrong.values())) in shown or "" in wrong.values()
    assert not AssemblyRules.objects.filter(valid_from="2027-01-01").exists()


def test_a_new_version_begins_with_the_words_of_the_last(world: World):
    last = world.jia.cppcc.rules
    last.phrases = {"closing": "此复。", "retired": "旧语"}
    last.class_scheme = {"A": "已经解决", "B": "正在解决"}
    last.save()
    shown = browser(world["jia_cppcc_office"]).get(reverse("admin:proposals_assemblyrules_add"))
    form = shown.context["adminform"].form
    assert form["phrase_closing"].value() == "此复。"
    assert form["class_scheme"].value() == "A 已经解决\nB 正在解决"
    assert form["assembly"].value() == last.assembly_id
    assert form["valid_from"].value() is None
    (limits,) = (inline.formset for inline in shown.context["inline_admin_formsets"])
    assert [(row["key"].value(), row["length"].value(), row["ladder"].value()) for row in limits] == [
        (limit.key, limit.length, "、".join(map(str, limit.ladder))) for limit in last.limits.order_by("pk")
    ]
    assert len(limits) > 3
    said = shown.content.decode()
    assert "不填则用“妥否，请函复。”" in said
    assert "另可用：{reply_by}回复期限。必须写：{reply_by}回复期限。" in said


def test_a_version_is_mended_and_what_the_form_does_not_know_stays(world: World):
    rules = world.jia.cppcc.rules
    rules.phrases = {"closing": "此复。", "retired": "旧语"}
    rules.save()
    page = reverse("admin:proposals_assemblyrules_change", args=[rules.pk])
    client = browser(world["jia_cppcc_office"])
    assert client.get(page).context["adminform"].form["phrase_closing"].value() == "此复。"
    typed = {name: words for name, words in rules_typed(world).items() if not name.startswith("limits-0")}
    typed |= {"valid_from": str(rules.valid_from), "limits-TOTAL_FORMS": 0, "phrase_closing": ""}
    assert client.post(page, typed).status_code == 302
    rules.refresh_from_db()
    assert rules.phrases == {
        "retired": "旧语",
        "title": "关于第{number}号提案的答复函",
        "addressee": "{name}委员：",
        "opening": "您的《{title}》收悉。",
        "urge": "《{title}》{limit}期限为{due}，{standing}。",
    }


def test_a_version_in_use_is_read_in_words(world: World):
    rules = world.jia.cppcc.rules
    rules.phrases = {"closing": "感谢<b>您</b>。"}
    rules.class_scheme = {"A": "已经解决", "B": "正在解决"}
    rules.save()
    item_of(world.seat("jia_member1"), S.REGISTERED)
    page = reverse("admin:proposals_assemblyrules_change", args=[rules.pk])
    shown = browser(world["jia_cppcc_office"]).get(page).content.decode()
    assert "A：已经解决<br>B：正在解决" in shown
    assert "结尾：感谢&lt;b&gt;您&lt;/b&gt;。" in shown
    assert "[15, 7" not in shown

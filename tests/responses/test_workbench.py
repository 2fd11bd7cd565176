"""Who sees and who writes a text; what saving keeps; what comes back when it is refused."""

import pytest

from accounts.models import User
from proposals.models import AssemblyRules
from responses.models import Response, ResponseRevision
from responses.services.drafting import Draft, save_draft
from tests.responses.desk import (
    begun,
    browser,
    errors_on,
    item_in,
    page,
    printed_letter,
    seen,
    text_of,
    typed,
    words,
)
from tests.road import take, written
from tests.world import World

WRITERS = {"jia_tech_clerk", "jia_tech_clerk2"}
READERS = {f"jia_tech_{desk}" for desk in ("office", "head", "leader", "signer", "print")}


def status_for(user: User, address: str, data: dict | None = None) -> int:
    client = browser(user)
    return (client.get(address) if data is None else client.post(address, data)).status_code


def test_the_page_opens_to_the_unit_alone(world: World):
    response = begun(world, co=[world.jia.edu])
    statuses = {
        name: status_for(user, page(response)) for name, user in world.people.items() if name != "clock"
    }
    assert statuses == {name: 200 if name in WRITERS | READERS else 404 for name in statuses}
    assert {"root", "jia_edu_clerk", "jia_member1", "yi_tech_clerk", "jia_gov", "jia_cppcc_office"} <= set(
        statuses
    )


def test_a_visitor_is_asked_to_log_in(world: World, client):
    response = begun(world)
    answer = client.get(page(response))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_only_the_clerks_may_save(world: World):
    response = begun(world)
    statuses = {
        name: status_for(user, page(response), typed(response, body="改动", version=0))
        for name, user in world.people.items()
        if name not in WRITERS | {"clock"}
    }
    assert statuses == {name: 403 if name in READERS else 404 for name in statuses}
    assert Response.objects.get(pk=response.pk).version == 0
    assert status_for(world["jia_tech_clerk2"], page(response), typed(response, body="改动")) == 302
    assert Response.objects.get(pk=response.pk).body == "改动"


def test_who_may_not_write_gets_the_text_back(world: World):
    response = begun(world)
    answer = browser(world["jia_tech_head"]).post(page(response), typed(response, body="辛苦写的一段"))
    assert answer.status_code == 403
    assert errors_on(answer) == ["只有主办单位经办人可以在办理（拟稿）环节修改答复稿。"]
    assert "辛苦写的一段" in answer.content.decode()


def test_saving_makes_a_version_and_says_so(world: World):
    response = begun(world)
    demand = response.proposal.demands.first()
    data = typed(
        response,
        body="一、现状\r\n较好。",
        resolution_class="B",
        **{f"verdict_{demand.pk}": "partly", f"note_{demand.pk}": "分两年"},
    )
    answer = browser(world["jia_tech_clerk"]).post(page(response), data, follow=True)
    assert answer.redirect_chain == [(page(response), 302)]
    assert "已保存第 1 稿" in words(answer)
    response.refresh_from_db()
    assert (response.body, response.resolution_class, response.version) == ("一、现状\n较好。", "B", 1)
    assert [(one.number, one.body, one.saved_by) for one in response.revisions.all()] == [
        (1, "一、现状\n较好。", world["jia_tech_clerk"])
    ]
    answers = response.demand_answers.exclude(verdict="").values_list("demand", "verdict", "note")
    assert list(answers) == [(demand.pk, "partly", "分两年")]


def test_saving_nothing_new_makes_no_version(world: World):
    response = written(item_in(world, "drafting"))
    answer = browser(world["jia_tech_clerk"]).post(page(response), typed(response), follow=True)
    assert "内容没有改动，未另存新稿。" in words(answer)
    assert ResponseRevision.objects.filter(response=response).count() == 1


def test_a_stale_version_keeps_both_texts(world: World):
    response = begun(world)
    mine = typed(response, body="我写的第一段。")
    other = Draft("别人写的第一段。", "甲委员：", "", "", "", "", {})
    save_draft(response, other, by=world["jia_tech_clerk2"], version=0)
    client = browser(world["jia_tech_clerk"])
    answer = client.post(page(response), mine)
    assert answer.status_code == 409
    assert errors_on(answer) == [
        "这份稿件已有人另存了新的一稿。您写的内容还在下面，请对照最新稿合并后再保存。"
    ]
    assert answer.context["form"]["body"].value() == "我写的第一段。"
    assert answer.context["conflict"].newest == "别人写的第一段。"
    assert ("主送", "甲委员：") in answer.context["conflict"].fields
    assert Response.objects.get(pk=response.pk).body == "别人写的第一段。"
    again = client.post(page(response), mine | {"version": answer.context["form"]["version"].value()})
    assert again.status_code == 302
    assert [one.body for one in response.revisions.all()] == ["我写的第一段。", "别人写的第一段。"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"resolution_class": "Z"}, "所选类别不在本机构的类别之内。"),
        ({"verdict": "perhaps"}, "请从所列结论中选择。"),
    ],
)
def test_unknown_choices_are_refused(world: World, change: dict, sentence: str):
    response = begun(world)
    demand = response.proposal.demands.first()
    if "verdict" in change:
        change = {f"verdict_{demand.pk}": change["verdict"]}
    answer = browser(world["jia_tech_clerk"]).post(page(response), typed(response, body="正文在此", **change))
    assert (answer.status_code, errors_on(answer)) == (422, [sentence])
    assert answer.context["form"]["body"].value() == "正文在此"
    response.refresh_from_db()
    assert response.version == 0


def test_a_broken_version_number_is_refused(world: World):
    response = begun(world)
    answer = browser(world["jia_tech_clerk"]).post(page(response), typed(response, version="x"))
    assert answer.status_code == 422


def test_the_text_of_others_is_shown_not_run(world: World):
    response = begun(world)
    attack = "<script>alert(1)</script>{{ settings }}"
    client = browser(world["jia_tech_clerk"])
    client.post(page(response), typed(response, body=attack))
    response.refresh_from_db()
    client.post(page(response), typed(response, body=attack + "后加"))
    for address in (
        page(response),
        page(response, "preview"),
        page(response, "revision", number=1),
        page(response, "compare") + "?from=1&to=2",
    ):
        shown = client.get(address).content.decode()
        assert "<script>alert" not in shown
        assert "{{ settings }}" in shown


def test_save_and_submit_in_one_go(world: World):
    response = written(item_in(world, "drafting"))
    data = typed(response, body=response.body + "\n又及。", then="submit_for_review")
    answer = browser(world["jia_tech_clerk"]).post(page(response), data, follow=True)
    assert "已送审。" in words(answer)
    response = text_of(response.proposal)
    assert (response.version, response.proposal.state) == (2, "in_review")
    assert response.body.endswith("又及。")


def test_submit_says_what_is_missing_and_keeps_the_text(world: World):
    response = begun(world)
    data = typed(response, body="刚写的正文", then="submit_for_review")
    answer = browser(world["jia_tech_clerk"]).post(page(response), data)
    assert answer.status_code == 422
    assert errors_on(answer) == [
        "请选择办理结果类别。",
        "还有诉求没有逐条给出办理结论。",
        "校核还有未处理的问题，请改正或写明理由。",
    ]
    assert text_of(response.proposal).body == "刚写的正文"


def test_preview_shows_what_is_typed_and_keeps_nothing(world: World):
    response = begun(world)
    client = browser(world["jia_tech_clerk"])
    shown = client.post(
        page(response, "preview"), typed(response, body="一、尚未保存的标题")
    ).content.decode()
    assert "尚未保存的标题" in shown
    assert "甲市科学技术局文件" in shown
    assert "尚未保存的标题" not in client.get(page(response, "preview")).content.decode()
    response.refresh_from_db()
    assert response.version == 0
    assert status_for(world["jia_edu_clerk"], page(response, "preview")) == 404


def test_preview_names_what_cannot_be_shown(world: World):
    response = begun(world)
    answer = browser(world["jia_tech_clerk"]).post(
        page(response, "preview"), typed(response, resolution_class="Z")
    )
    assert answer.status_code == 422
    assert "所选类别不在本机构的类别之内。" in words(answer)


def test_draft_pdf_carries_the_watermark_and_is_noted(world: World):
    response = written(item_in(world, "drafting"))
    answer = browser(world["jia_tech_head"]).get(page(response, "draft_pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert status_for(world["yi_tech_head"], page(response, "draft_pdf")) == 404


def test_an_unprintable_character_is_named_while_drafting(world: World):
    response = begun(world)
    client = browser(world["jia_tech_clerk"])
    client.post(page(response), typed(response, body="村名\U000323af。"))
    shown = client.get(page(response))
    [sentence] = shown.context["unprintable"]
    assert sentence.startswith("正文中的“\U000323af”（U+323AF）没有可用的字形")
    assert client.get(page(response, "draft_pdf")).status_code == 422


def test_versions_are_shown_and_compared(world: World):
    response = written(item_in(world, "drafting"), body="选派268名。")
    response = written(response.proposal, body="选派286名。")
    client = browser(world["jia_tech_head"])
    assert "选派268名。" in words(client.get(page(response, "revision", number=1)))
    assert client.get(page(response, "revision", number=3)).status_code == 404
    shown = client.get(page(response, "compare") + "?from=2&to=1").content.decode()
    assert "<del>268</del><ins>286</ins>" in shown
    for query in ("", "?from=1&to=9", "?from=a&to=2"):
        assert client.get(page(response, "compare") + query).status_code == 404


def test_start_leads_to_the_text(world: World):
    item = item_in(world, "drafting", co=[world.jia.edu])
    address = f"/admin/responses/response/start/{item.pk}/"
    statuses = {
        name: status_for(world[name], address)
        for name in ("jia_tech_clerk", "jia_tech_head", "jia_edu_clerk")
    }
    assert statuses == {"jia_tech_clerk": 200, "jia_tech_head": 200, "jia_edu_clerk": 200}
    assert status_for(world["jia_tech_head"], address, {}) == 403
    assert status_for(world["jia_edu_clerk"], address, {}) == 403
    assert status_for(world["yi_tech_clerk"], address, {}) == 404
    assert status_for(world["root"], address, {}) == 404
    answer = browser(world["jia_tech_clerk"]).post(address)
    response = text_of(item)
    assert answer["Location"] == page(response)
    assert browser(world["jia_tech_clerk"]).get(address)["Location"] == page(response)
    assert browser(world["jia_tech_clerk"]).post(address)["Location"] == page(response)
    assert Response.objects.count() == 1


def test_start_is_refused_before_the_item_is_accepted(world: World):
    item = item_in(world, "assigned")
    answer = browser(world["jia_tech_clerk"]).post(f"/admin/responses/response/start/{item.pk}/")
    assert (answer.status_code, errors_on(answer)) == (409, ["这一件现在不在办理（拟稿）环节。"])


def test_a_text_on_its_way_cannot_be_changed(world: World):
    item = item_in(world, "in_review")
    response = text_of(item)
    answer = browser(world["jia_tech_clerk"]).post(page(response), typed(response, body="偷改"))
    assert answer.status_code == 403
    take("send_back", item)
    assert status_for(world["jia_tech_clerk"], page(response), typed(response, body="改好")) == 302


def test_tables_of_a_draft_are_tables_to_who_reads_it(world: World):
    response = begun(world)
    body = "一、办理情况\n| 项目 | <b>数</b> |\n|---|---|\n| 图书室 | 3 |\n二、下步打算"
    client = browser(world["jia_tech_clerk"])
    assert client.post(page(response), typed(response, body=body)).status_code == 302
    table = (
        '<table><thead><tr><th scope="col">项目</th><th scope="col">&lt;b&gt;数&lt;/b&gt;</th></tr></thead>'
        "<tbody><tr><td>图书室</td><td>3</td></tr></tbody></table>"
    )
    for reader, address in (
        ("jia_tech_head", page(response)),
        ("jia_tech_clerk", f"{page(response).removesuffix('change/')}revision/1/"),
    ):
        shown = browser(world[reader]).get(address)
        assert (shown.status_code, shown.content.decode().count(table)) == (200, 1)
        assert "|---|" not in shown.content.decode()


def test_what_is_missing_is_said_at_its_box_and_linked_from_the_top(world: World):
    response = begun(world, co=[world.jia.edu])
    demand = response.proposal.demands.first()
    data = typed(response, body="刚写的正文", addressee="", contact_name="", then="submit_for_review")
    answer = browser(world["jia_tech_clerk"]).post(page(response), data)
    places = {
        "请填写答复函的主送（收件人）。": "id_addressee",
        "请填写答复函的联系人。": "id_contact_name",
        "请选择办理结果类别。": "id_resolution_class",
        "还有诉求没有逐条给出办理结论。": f"id_verdict_{demand.pk}",
        "还有会办单位没有提出会办意见。": "opinions",
        "校核还有未处理的问题，请改正或写明理由。": "findings",
    }
    assert dict(answer.context["errors"]) == {one: places[one] for one in errors_on(answer)}
    shown = answer.content.decode()
    for sentence, place in answer.context["errors"]:
        assert f'<a href="#{place}">{sentence}</a>' in shown
        assert f'id="{place}"' in shown
        assert f'<p class="field-error">{sentence}</p>' in shown
    assert 'data-unsaved="no"' in shown
    assert answer.context["form"]["version"].value() == 1


@pytest.mark.parametrize(
    ("change", "sentence", "place"),
    [
        ({"note": "（甲）和（乙）"}, "附注首尾的括号自动加上，请删去首尾的括号。", "id_note"),
        ({"secrecy": "机密"}, "本系统不得处理涉密件，请按保密规定另行办理。", "id_secrecy"),
    ],
)
def test_what_a_service_refuses_is_said_at_its_box(world: World, change: dict, sentence: str, place: str):
    response = begun(world)
    answer = browser(world["jia_tech_clerk"]).post(page(response), typed(response, **change))
    assert (answer.status_code, answer.context["errors"]) == (422, [(sentence, place)])
    assert f'<p class="field-error">{sentence}</p>' in answer.content.decode()
    assert 'data-unsaved="yes"' in answer.content.decode()


def test_a_step_refused_leads_to_its_buttons_or_to_what_is_missing(world: World):
    AssemblyRules.objects.update(contact_required="face")
    item = item_in(world, "in_review")
    for _ in range(3):
        take("approve", item)
    response = text_of(item)
    client = browser(world["jia_tech_signer"])
    answer = client.post(page(response, "step", action="sign"), seen(item))
    assert answer.context["errors"] == [("请先登记与提出人的沟通（面商）情况，再签发。", "contacts")]
    assert '<details id="contacts" open>' in answer.content.decode()
    stale = client.post(page(response, "step", action="sign"), {"seen": 1})
    assert [place for _, place in stale.context["errors"]] == ["decide"]
    assert stale.content.decode().count(errors_on(stale)[0]) == 2


def test_an_issued_reply_is_shown_as_it_was_frozen(world: World):
    item = item_in(world, "replied")
    letter = printed_letter(item)
    response = letter.response
    Response.objects.filter(pk=response.pk).update(body="事后的改动")
    client = browser(world["jia_tech_clerk"])
    shown = client.get(page(response, "preview")).content.decode()
    assert letter.number in shown
    for wrong in ("（文号待编）", "草稿", "事后的改动"):
        assert wrong not in shown
    assert client.post(page(response, "preview"), {"body": "x"}).content.decode() == shown
    read = client.get(page(response)).content.decode()
    assert "印发的答复函</h2>" in read
    assert "函样</h2>" not in read
    assert read.index('id="letter"') < read.index('id="demands"')
    under_review = text_of(item_in(world, "in_review", seat="jia_member2"))
    assert "（文号待编）" in client.get(page(under_review, "preview")).content.decode()


def test_the_demands_stand_first_beside_the_text_and_the_rest_is_folded(world: World):
    response = begun(world, co=[world.jia.edu])
    shown = browser(world["jia_tech_clerk"]).get(page(response)).content.decode()
    side = shown[shown.index('<div class="desk-item">') :]
    places = [side.index(part) for part in ('id="demands"', '<details id="item">', '<details id="contacts">')]
    assert places == sorted(places)
    assert "会办意见（1 个单位，已提出 0 个）" in side
    assert 'id="demands"' not in side[side.index("<details") :]


def test_before_a_draft_the_item_says_one_thing_and_leads_to_it(world: World):
    item = item_in(world, "drafting")
    address, clerk = f"/admin/proposals/proposal/{item.pk}/change/", browser(world["jia_tech_clerk"])
    answer = clerk.get(address)
    [submit] = [one for one in answer.context["step_buttons"] if one.action == "submit_for_review"]
    assert submit.missing == ("还没有答复稿，请先拟写答复。",)
    start = f"/admin/responses/response/start/{item.pk}/"
    assert f'<a class="button main-action" href="{start}">拟写答复</a>' in answer.content.decode()
    clerk.post(start)
    begun_page = clerk.get(address)
    assert f'<a class="button main-action" href="{start}">继续拟写</a>' in begun_page.content.decode()
    written(item)
    done = clerk.get(address).content.decode()
    assert done.count("main-action") == 1
    assert "/step/submit_for_review/" in done
    assert "拟写答复" not in words(browser(world["jia_tech_head"]).get(address)).partition("答复 ")[0]

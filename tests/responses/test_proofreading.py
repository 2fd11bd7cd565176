"""Proofreading on the desk: found at each save, put right by a click, let stand with a reason, asked again at issue."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from proposals import conditions as need
from proposals.errors import NotYours, StaleStep, StepBlocked
from responses.letters.facts import case_facts, expected_number, letter_text
from responses.models import FindingDismissal, ReplyLetter, Response, ResponseRevision
from responses.services.mending import mend
from responses.services.proofreading import dismiss, dismiss_rule, proofread_again, proofs_of
from tests.responses.desk import begun, browser, errors_on, item_in, page, seen, text_of, typed, words
from tests.road import RUN, again, take, written
from tests.world import World

FAULTY = "一、现状,很好。\n我局已建成10处(乡镇)图书室。"


def saved(world: World, body: str = FAULTY) -> Response:
    """Return a text saved once in the workbench, beginning and thanks as the phrases have them."""
    response = begun(world)
    opening, *_, closing = response.body.split("\n")
    data = typed(response, body=f"{opening}\n{body}\n{closing}", resolution_class="A")
    for demand in response.proposal.demands.all():
        data[f"verdict_{demand.pk}"] = "adopted"
    assert browser(world["jia_tech_clerk"]).post(page(response), data).status_code == 302
    return text_of(response.proposal)


def fresh(response: Response) -> Response:
    return text_of(response.proposal)


def rules(response: Response) -> list[str]:
    return sorted({one.rule for one in proofs_of(response).open})


def panel(world: World, response: Response, who: str = "jia_tech_clerk"):
    return browser(world[who]).get(page(response)).context["findings"]


def test_what_proofreading_is_given(world: World):
    response = begun(world, co=[world.jia.edu])
    facts, letter = case_facts(response), letter_text(response)
    item = response.proposal
    assert (facts.kind, facts.session, facts.title) == ("proposal", "市政协九届五次会议", item.title)
    assert facts.number_text == item.number_text.removesuffix("号")
    assert facts.number_label == f"政协提案{facts.number_text}号"
    assert facts.proposers == ("甲委员一",)
    assert [one.text for one in facts.demands] == [one.text for one in item.demands.all()]
    assert [one.names for one in facts.co_handlers] == [("甲市教育局", "市教育局")]
    assert (facts.unit.names, facts.series_code) == (("甲市科学技术局", "市科技局"), "甲科提复")
    assert facts.due_on == item.clocks.get(key="reply").due_on
    assert letter.paragraphs == tuple(line for line in response.body.split("\n") if line)
    assert (letter.number, letter.printed_on) == ("", None)
    assert letter.title == f"关于市政协九届五次会议第{facts.number_text}号提案的答复函"


def test_a_text_in_the_assemblys_own_phrases_is_not_warned_about_its_number(world: World):
    response = begun(world)
    assert "number_form" not in {one.rule for one in proofs_of(response).open}


def test_saving_counts_the_errors_and_lists_them(world: World):
    response = saved(world)
    assert response.open_findings == len(proofs_of(response).errors) > 0
    found = panel(world, response)
    half_width = next(group for group in found.groups if group.key == "half_width")
    assert (half_width.name, half_width.source, half_width.is_error) == ("半角标点", "GB/T 15834 5.1", True)
    assert [
        (spot.place, [(row.before, row.finding.quote, row.after) for row in spot.rows])
        for spot in half_width.spots
    ] == [
        ("正文第 2 段", [("一、现状", ",", "很好。")]),
        ("正文第 3 段", [("我局已建成10处", "(", "乡镇)图书室。")]),
        ("正文第 3 段", [("我局已建成10处(乡镇", ")", "图书室。")]),
    ]
    assert found.errors == response.open_findings
    assert f"{found.errors} 处问题须改正或写明理由" in words(
        browser(world["jia_tech_clerk"]).get(page(response))
    )


def test_a_text_just_begun_is_counted_too(world: World):
    response = begun(world)
    assert response.open_findings == len(proofs_of(response).errors)
    assert panel(world, response) is None


def test_one_fix_is_a_new_version(world: World):
    response = saved(world)
    finding = next(one for one in proofs_of(response).fixable if one.quote == ",")
    client = browser(world["jia_tech_clerk"])
    data = {"version": response.version, "fix": finding.fingerprint}
    answer = client.post(page(response, "proofreading"), data, follow=True)
    assert "已改正这一处，另存为第 2 稿。" in words(answer)
    mended = fresh(response)
    assert mended.version == 2
    assert mended.body == response.body.replace("现状,很好", "现状，很好")
    assert mended.open_findings == response.open_findings - 1
    assert dict(mended.demand_answers.values_list("demand", "verdict")) == dict(
        response.demand_answers.values_list("demand", "verdict")
    )
    repeated = client.post(page(response, "proofreading"), data)
    assert (repeated.status_code, fresh(response).version) == (409, 2)


def test_all_safe_fixes_at_once(world: World):
    response = saved(world)
    answer = browser(world["jia_tech_clerk"]).post(
        page(response, "proofreading"), {"version": 1, "fix_all": "yes"}, follow=True
    )
    assert "已采用全部安全的修改，另存为第 2 稿。" in words(answer)
    mended = fresh(response)
    assert "一、现状，很好。\n我局已建成10处（乡镇）图书室。" in mended.body
    assert "half_width" not in rules(mended)
    assert mended.open_findings == len(proofs_of(mended).errors)


def test_what_is_let_stand_stays_on_record_and_opens_the_way(world: World):
    response = saved(world)
    client = browser(world["jia_tech_clerk"])
    shown = client.get(page(response))
    assert need.reply_proofread.sentence in shown.context["submit"].missing
    for group in panel(world, response).groups:
        data = {
            "version": 1,
            f"finding-{group.mark}": [row.finding.fingerprint for row in group.rows],
            f"reason-{group.mark}": "照原文。",
            "dismiss": group.mark,
        }
        assert client.post(page(response, "proofreading"), data).status_code == 302
    response = fresh(response)
    assert (response.open_findings, response.version) == (0, 1)
    assert client.get(page(response)).context["submit"].missing == ()
    take_on = client.post(page(response), typed(response, then="submit_for_review"))
    assert (take_on.status_code, again(response.proposal).state) == (302, "in_review")
    for reader in ("jia_tech_head", "jia_tech_signer"):
        read = words(browser(world[reader]).get(page(response)))
        assert "理由：照原文。" in read
        assert "甲科经办" in read
    kept = FindingDismissal.objects.filter(response=response, rule="half_width")
    assert {(one.quote, one.reason, one.by.username) for one in kept} == {
        (mark, "照原文。", "jia_tech_clerk") for mark in ",()"
    }
    assert AuditEvent.objects.filter(what="response.dismiss_findings").count() > 0


def test_a_dismissal_outlives_an_edit_elsewhere(world: World):
    response = saved(world)
    dismiss_rule(response, "half_width", reason="引文照录。", by=world["jia_tech_clerk"])
    response = fresh(response)
    data = typed(response, body=response.body + "\n附带说明。")
    browser(world["jia_tech_clerk"]).post(page(response), data)
    assert "half_width" not in {one.rule for one in proofs_of(fresh(response)).open}


def test_letting_stand_twice_is_the_same_as_once(world: World):
    response = saved(world)
    chosen = {one.fingerprint for one in proofs_of(response).open if one.rule == "half_width"}
    assert len(dismiss(response, chosen, reason="照原文。", by=world["jia_tech_clerk"])) == 3
    assert dismiss(response, chosen, reason="照原文。", by=world["jia_tech_clerk"]) == []
    assert FindingDismissal.objects.filter(response=response).count() == 3


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("  ", "请写明不改的理由。"), ("长" * 201, "理由不超过 200 字。")],
)
def test_a_reason_is_asked_for_and_what_was_typed_comes_back(world: World, reason: str, sentence: str):
    response = saved(world)
    group = panel(world, response).groups[0]
    one = group.rows[0].finding.fingerprint
    answer = browser(world["jia_tech_clerk"]).post(
        page(response, "proofreading"),
        {
            "version": 1,
            f"finding-{group.mark}": [one],
            f"reason-{group.mark}": reason,
            "dismiss": group.mark,
        },
    )
    assert (answer.status_code, answer.context["errors"]) == (422, [(sentence, f"reason-{group.mark}")])
    assert f'<p class="field-error" id="reason-error">{sentence}</p><label for="reason-{group.mark}">' in (
        answer.content.decode()
    )
    back = next(each for each in answer.context["findings"].groups if each.key == group.key)
    assert back.typed_reason == reason
    assert [row.is_chosen for row in back.rows] == [row.finding.fingerprint == one for row in back.rows]
    assert FindingDismissal.objects.count() == 0


def test_a_finding_the_text_does_not_hold_is_refused(world: World):
    response = saved(world)
    for chosen in ({"0" * 20}, set()):
        with pytest.raises(StepBlocked):
            dismiss(response, chosen, reason="照原文。", by=world["jia_tech_clerk"])
    with pytest.raises(StepBlocked):
        mend(response, by=world["jia_tech_clerk"], version=1, fingerprint="0" * 20)
    with pytest.raises(StaleStep):
        mend(response, by=world["jia_tech_clerk"], version=0)
    answer = browser(world["jia_tech_clerk"]).post(page(response, "proofreading"), {"version": "x"})
    assert (answer.status_code, errors_on(answer)) == (422, ["请用校核栏里的按钮办理。"])


def test_only_the_writers_mend_and_explain(world: World):
    response = saved(world)
    finding = proofs_of(response).fixable[0].fingerprint
    writers = {world["jia_tech_clerk"].pk, world["jia_tech_clerk2"].pk}
    refused = [user for user in world.everybody if user.pk not in writers]
    for user in refused:
        with pytest.raises(NotYours):
            mend(response, by=user, version=1, fingerprint=finding)
        with pytest.raises(NotYours):
            dismiss(response, [finding], reason="照原文。", by=user)
        with pytest.raises(NotYours):
            proofread_again(response, by=user)
    assert (ResponseRevision.objects.count(), FindingDismissal.objects.count()) == (1, 0)
    answer = browser(world["jia_tech_head"]).post(
        page(response, "proofreading"), {"version": 1, "fix": finding}
    )
    assert answer.status_code == 403
    assert mend(response, by=world["jia_tech_clerk2"], version=1, fingerprint=finding).version == 2


def test_nobody_mends_or_explains_what_is_under_review(world: World):
    item = item_in(world, "in_review")
    response = text_of(item)
    for name in ("jia_tech_clerk", "jia_tech_office", "jia_tech_head"):
        with pytest.raises(NotYours):
            dismiss(response, ["0" * 20], reason="照原文。", by=world[name])


def test_saving_without_a_change_proofreads_again(world: World):
    response = written(item_in(world, "drafting"))
    Response.objects.filter(pk=response.pk).update(open_findings=None)
    client = browser(world["jia_tech_clerk"])
    assert client.post(page(response), typed(response)).status_code == 302
    assert fresh(response).open_findings == 0
    Response.objects.filter(pk=response.pk).update(open_findings=7)
    answer = client.post(page(response, "proofreading"), {"again": "yes"}, follow=True)
    assert "已重新校核，没有须处理的问题。" in words(answer)
    assert fresh(response).open_findings == 0


def test_issue_asks_again_and_takes_no_number_for_an_error(world: World):
    item = item_in(world, "signed")
    Response.objects.filter(pk=text_of(item).pk).update(body="新写,未核。")
    response = text_of(item)
    number = expected_number(response)
    with pytest.raises(StepBlocked) as refused:
        RUN["issue"](item, world["jia_tech_office"], seen(item)["seen"], {})
    assert refused.value.sentences[0].startswith(f"校核还有 {len(proofs_of(response).errors)} 处问题（")
    assert (expected_number(text_of(item)), ReplyLetter.objects.count()) == (number, 0)
    found = panel(world, response, "jia_tech_office")
    assert (found.may_explain, found.may_fix) == (True, False)
    assert panel(world, response).may_explain is False
    open_errors = {one.fingerprint for one in proofs_of(response).errors}
    dismiss(response, open_errors, reason="已与提出人核对。", by=world["jia_tech_office"])
    take("issue", item)
    assert ReplyLetter.objects.get().number == number


def test_the_page_costs_the_same_with_one_finding_and_with_many(world: World, django_assert_num_queries):
    response = saved(world, "一、现状,很好。")
    client = browser(world["jia_tech_clerk"])
    client.get(page(response))
    with CaptureQueriesContext(connection) as few:
        client.get(page(response))
        cost = len(few)  # read here: the next request empties the log
    mark_rich = typed(fresh(response), body=response.body + "\n一,二,三,四,五。" * 40)
    client.post(page(response), mark_rich)
    client.get(page(response))
    with django_assert_num_queries(cost):
        client.get(page(response))


def test_a_rare_character_is_shown_to_whoever_reads_the_text(world: World):
    response = saved(world, "一、关于𫖯的答复\n感谢李校堃教授。")
    sentences = (
        "正文中的“𫖯”仿宋字体没有，将用霞鹜文楷代印，请核对字形。",
        "正文中的“堃”仿宋字体没有，将用霞鹜文楷代印，请核对字形。",
        "正文中的“𫖯”黑体字体没有，将用思源黑体代印，请核对字形。",
    )
    for who in ("jia_tech_clerk", "jia_tech_head"):
        answer = browser(world[who]).get(page(response))
        assert answer.context["findings"].stand_ins == sentences, who
        assert f"提醒 {sentences[1]}" in words(answer)


def test_common_characters_need_no_word(world: World):
    response = saved(world)
    answer = browser(world["jia_tech_clerk"]).get(page(response))
    assert (answer.context["findings"].stand_ins, "代印" in words(answer)) == ((), False)


def with_draft(response: Response, body: str, **more: object) -> dict[str, object]:
    """Return what a button of the panel sends: the whole form of the draft, with what was typed and not saved."""
    return typed(response, body=body, **more)


def test_a_fix_saves_what_was_typed_first(world: World):
    response = saved(world)
    finding = next(one for one in proofs_of(response).fixable if one.quote == ",")
    data = with_draft(response, response.body + "\n刚写的一段。", fix=finding.fingerprint)
    answer = browser(world["jia_tech_clerk"]).post(page(response, "proofreading"), data, follow=True)
    assert "已保存第 2 稿。已改正这一处，另存为第 3 稿。" in words(answer)
    mended = fresh(response)
    assert (mended.version, mended.body) == (3, response.body.replace("现状,", "现状，") + "\n刚写的一段。")
    assert [one.body.endswith("刚写的一段。") for one in mended.revisions.order_by("number")] == [
        False,
        True,
        True,
    ]


def test_a_fix_of_an_unchanged_text_saves_it_once(world: World):
    response = saved(world)
    finding = proofs_of(response).fixable[0].fingerprint
    data = with_draft(response, response.body.replace("\n", "\r\n"), fix=finding)
    assert browser(world["jia_tech_clerk"]).post(page(response, "proofreading"), data).status_code == 302
    assert fresh(response).version == 2


def test_a_reason_and_a_new_look_save_what_was_typed_too(world: World):
    response = saved(world)
    group = next(one for one in panel(world, response).groups if one.key == "half_width")
    explained = {
        "dismiss": group.mark,
        f"finding-{group.mark}": [row.finding.fingerprint for row in group.rows],
        f"reason-{group.mark}": "照原文。",
    }
    client = browser(world["jia_tech_clerk"])
    client.post(page(response, "proofreading"), with_draft(response, response.body + "\n甲。", **explained))
    assert (fresh(response).body, FindingDismissal.objects.count()) == (response.body + "\n甲。", 3)
    now = fresh(response)
    told = client.post(
        page(response, "proofreading"), with_draft(now, now.body + "\n乙。", again="yes"), follow=True
    )
    assert "已保存第 3 稿。已重新校核" in words(told)
    assert fresh(response).body.endswith("\n乙。")


def test_a_refused_button_saves_nothing_and_gives_everything_back(world: World):
    response = saved(world)
    mark = next(one.mark for one in panel(world, response).groups if one.key == "half_width")
    client = browser(world["jia_tech_clerk"])
    for sent, sentence, place in (
        ({"fix": "0" * 20}, "这一处已不在现稿中，或不能直接替换，请手工修改。", "findings"),
        (
            {"dismiss": mark, f"reason-{mark}": "想好的理由"},
            "请先勾选不改的各处，再写明理由。",
            f"reason-{mark}",
        ),
        (
            {"dismiss": mark, f"finding-{mark}": ["0" * 20], f"reason-{mark}": ""},
            "请写明不改的理由。",
            f"reason-{mark}",
        ),
    ):
        answer = client.post(page(response, "proofreading"), with_draft(response, "辛苦写的全文。", **sent))
        assert (answer.status_code, answer.context["errors"]) == (422, [(sentence, place)])
        assert f'id="{place}"' in answer.content.decode()
        assert answer.content.decode().count(sentence) == 2
        assert answer.context["form"]["body"].value() == "辛苦写的全文。"
        assert 'data-unsaved="yes"' in answer.content.decode()
        assert (fresh(response).version, ResponseRevision.objects.count()) == (1, 1)
    unfit = client.post(page(response, "proofreading"), with_draft(response, "甲", fix="x", urgency="火急"))
    assert unfit.status_code == 422
    assert unfit.context["errors"] == [("紧急程度请从“加急”“特急”中选择，或不标注。", "id_urgency")]


def test_a_fix_on_an_old_version_keeps_what_was_typed(world: World):
    response = saved(world)
    finding = proofs_of(response).fixable[0].fingerprint
    mine = with_draft(response, "我写的全文。", fix=finding)
    client, other = browser(world["jia_tech_clerk"]), browser(world["jia_tech_clerk2"])
    assert other.post(page(response), typed(response, body="别人写的全文。")).status_code == 302
    answer = client.post(page(response, "proofreading"), mine)
    assert answer.status_code == 409
    assert answer.context["errors"] == [
        ("这份稿件已有人另存了新的一稿。您写的内容还在下面，请对照最新稿合并后再保存。", "conflict")
    ]
    assert answer.context["form"]["body"].value() == "我写的全文。"
    assert answer.context["conflict"].newest == "别人写的全文。"
    assert fresh(response).version == 2
    data = with_draft(response, "再写的", again="yes")
    assert browser(world["jia_tech_head"]).post(page(response, "proofreading"), data).status_code == 403


def test_places_alike_are_told_apart_and_stand_together(world: World):
    response = saved(world, "一、现状\n第 一 次和第 二 次。")
    group = next(one for one in panel(world, response).groups if one.key == "spaces")
    [spot] = group.spots
    assert len(spot.rows) > 1
    assert len({(row.before, row.after) for row in spot.rows}) == len(spot.rows)
    shown = browser(world["jia_tech_clerk"]).get(page(response)).content.decode()
    assert shown.count(f"<strong>正文第 3 段</strong>：{spot.message}（{len(spot.rows)} 处）") == 1
    assert f"{spot.rows[0].before}<mark>{spot.rows[0].finding.quote}</mark>" in shown
    long = saved_again(world, response, "甲" * 40 + ",乙" + "丙" * 40)
    [row] = next(one for one in panel(world, long).groups if one.key == "half_width").rows
    assert (row.before, row.after) == ("…" + "甲" * 12, "乙" + "丙" * 11 + "…")


def saved_again(world: World, response: Response, body: str) -> Response:
    data = typed(fresh(response), body=body)
    assert browser(world["jia_tech_clerk"]).post(page(response), data).status_code == 302
    return fresh(response)


def test_no_reason_is_asked_for_what_no_reason_lifts(world: World):
    response = begun(world)
    clerk = world["jia_tech_clerk"]
    data = typed(response, addressee="", contact_name="", contact_phone="", body="。", resolution_class="")
    assert browser(clerk).post(page(response), data).status_code == 302
    response = fresh(response)
    rows = [(group, row) for group in panel(world, response).groups for row in group.rows if row.box]
    assert {row.box for _, row in rows} == {"主送", "联系人", "办理结果类别", "逐条办理结论", "正文"}
    shown = words(browser(clerk).get(page(response)))
    assert "这一项不能用理由代替，请填写“主送”后保存。" in shown
    for group, row in rows:
        assert f'value="{row.finding.fingerprint}"' not in browser(clerk).get(page(response)).content.decode()
        with pytest.raises(StepBlocked) as refused:
            dismiss(response, [row.finding.fingerprint], reason="不写。", by=clerk)
        assert refused.value.sentences == [f"“{row.box}”不能用理由代替，请填写后保存。"], group.key
    assert not next(one for one in panel(world, response).groups if one.key == "verdicts").may_explain

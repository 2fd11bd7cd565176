"""Proofreading of annexes and the 附注 on the desk: counted, mended by a click, held back."""

from decimal import Decimal

import pytest

from accounts.models import AuditEvent
from proposals import conditions as need
from proposals.errors import StaleStep, StepBlocked
from proposals.queries import last_step_number
from responses.models import ReplyLetter, Response, ResponseAnnex
from responses.services import annexes
from responses.services.issuing import issue
from responses.services.mending import mend
from responses.services.proofreading import dismiss_rule, proofs_of
from responses.services.review import submit_for_review
from tests.responses.desk import browser, item_in, page, text_of, typed
from tests.responses.test_annexes import upload
from tests.road import again, written
from tests.world import World

MOBILE = "13912345678"


def complete(world: World) -> Response:
    """Return a text that nothing is wrong with."""
    response = written(item_in(world, "drafting"))
    assert response.open_findings == 0
    return response


def fresh(response: Response) -> Response:
    return text_of(response.proposal)


def with_annex(world: World, response: Response, body: str, title: str = "名单") -> ResponseAnnex:
    return annexes.add_annex(response, title=title, body=body, by=world["jia_tech_clerk"])


def errors(response: Response) -> list[tuple[str, str]]:
    return [(one.field, one.quote) for one in proofs_of(fresh(response)).errors]


def test_each_change_of_an_annex_counts_anew(world: World):
    response, clerk = complete(world), world["jia_tech_clerk"]
    annex = with_annex(world, response, f"| 张三 | {MOBILE} |")
    assert (fresh(response).open_findings, errors(response)) == (1, [("附件", MOBILE)])
    annexes.change_annex(annex, title="名单", body="| 张三 | 88001200 |", by=clerk)
    assert fresh(response).open_findings == 0
    placed = annexes.add_picture(
        annex, file=upload(), width_mm=Decimal(140), caption=f"联系{MOBILE}", by=clerk
    )
    assert (fresh(response).open_findings, errors(response)) == (1, [("附件图1", MOBILE)])
    annexes.remove_picture(placed, by=clerk)
    assert fresh(response).open_findings == 0
    second = with_annex(world, response, "", title=f"电话{MOBILE}")
    assert errors(response) == [("附件2标题", MOBILE)]
    annexes.move_annex(second, later=False, by=clerk)
    assert (fresh(response).open_findings, errors(response)) == (1, [("附件1标题", MOBILE)])
    annexes.remove_annex(second, by=clerk)
    assert fresh(response).open_findings == 0


def test_saving_the_note_counts_it(world: World):
    response = complete(world)
    client = browser(world["jia_tech_clerk"])
    client.post(page(response), typed(response, note=f"联系人电话{MOBILE}"))
    assert (fresh(response).open_findings, errors(response)) == (1, [("附注", MOBILE)])
    client.post(page(response), typed(fresh(response), note="此件公开发布"))
    assert fresh(response).open_findings == 0


def test_a_private_number_in_an_annex_holds_back_the_review(world: World):
    response, clerk = complete(world), world["jia_tech_clerk"]
    annex = with_annex(world, response, f"联系电话：{MOBILE}")
    item = response.proposal
    with pytest.raises(StepBlocked) as refused:
        submit_for_review(item, by=clerk, seen=last_step_number(item))
    assert refused.value.sentences == [need.reply_proofread.sentence]
    annexes.change_annex(annex, title="名单", body="联系电话：88001200", by=clerk)
    submit_for_review(item, by=clerk, seen=last_step_number(item))
    assert again(item).state == "in_review"


@pytest.mark.parametrize("where", ["annex", "note"])
def test_a_private_number_beside_the_text_holds_back_the_issue(world: World, where: str):
    item = item_in(world, "signed")
    response = text_of(item)
    if where == "annex":
        ResponseAnnex.objects.create(response=response, order=1, title="名单", body=f"| 张三 | {MOBILE} |")
    else:
        Response.objects.filter(pk=response.pk).update(note=MOBILE)
    office = world["jia_tech_office"]
    with pytest.raises(StepBlocked, match="校核还有 1 处问题（个人号码）"):
        issue(item, by=office, seen=last_step_number(item))
    assert ReplyLetter.objects.count() == 0
    dismiss_rule(fresh(response), "private_numbers", reason="本人同意公开。", by=office)
    issue(item, by=office, seen=last_step_number(item))
    assert ReplyLetter.objects.count() == 1


def test_the_panel_says_in_which_annex_and_which_paragraph(world: World):
    response = complete(world)
    with_annex(world, response, "首段。\n\n甲,乙。", title="说明")
    with_annex(world, response, "| 甲,乙 | 丙 |", title="名单")
    client = browser(world["jia_tech_clerk"])
    client.post(page(response), typed(response, note="甲,乙"))
    groups = client.get(page(response)).context["findings"].groups
    (spots,) = [group.spots for group in groups if group.key == "half_width"]
    assert [(spot.place, row.finding.quote, row.is_fixable) for spot in spots for row in spot.rows] == [
        ("附注", ",", True),
        ("附件1第 2 段", ",", True),
        ("附件2第 1 段", ",", True),
    ]


def test_a_click_mends_an_annex_a_caption_and_the_note_where_they_stand(world: World):
    response, clerk = complete(world), world["jia_tech_clerk"]
    first = with_annex(world, response, "说明。", title="甲,乙说明")
    second = with_annex(world, response, "首段。\n\n| 甲,乙 | 1,200 |")
    placed = annexes.add_picture(
        second, file=upload(), width_mm=Decimal(140), caption="图书室,远景", by=clerk
    )
    browser(clerk).post(page(response), typed(response, note="此件公开发布,请勿转载"))
    response = fresh(response)
    in_cell = next(one for one in proofs_of(response).fixable if one.field == "附件2")
    response = mend(response, by=clerk, version=response.version, fingerprint=in_cell.fingerprint)
    second.refresh_from_db()
    assert (second.body, response.note) == ("首段。\n\n| 甲，乙 | 1,200 |", "此件公开发布,请勿转载")
    assert (response.version, response.open_findings) == (3, 3)
    response = mend(response, by=clerk, version=response.version)
    for row in (first, second, placed):
        row.refresh_from_db()
    assert (first.title, placed.caption, response.note) == (
        "甲，乙说明",
        "图书室，远景",
        "此件公开发布，请勿转载",
    )
    assert (response.version, response.open_findings) == (4, 0)
    noted = AuditEvent.objects.filter(what="annex.change").order_by("pk")
    assert [event.detail["annex"] for event in noted] == [second.pk, first.pk, second.pk]
    with pytest.raises(StaleStep):
        mend(response, by=clerk, version=3)


def test_a_fix_that_would_outgrow_its_field_is_refused(world: World):
    response, clerk = complete(world), world["jia_tech_clerk"]
    longest = "包括甲、乙…等" + "".join(chr(ord("一") + place) for place in range(113))
    with_annex(world, response, "说明。", title=longest)
    with pytest.raises(StepBlocked, match="附件的标题不超过 120 字。"):
        mend(response, by=clerk, version=response.version)
    browser(clerk).post(page(response), typed(response, copies="抄送：" + "市府办，" * 49 + "长"))
    response = fresh(response)
    with pytest.raises(StepBlocked, match="改正后抄送超过 200 字，请先改短。"):
        mend(response, by=clerk, version=response.version)
    assert fresh(response).version == response.version


def test_a_dismissal_outlives_another_annex(world: World):
    response, clerk = complete(world), world["jia_tech_clerk"]
    annex = with_annex(world, response, "甲,乙。")
    dismiss_rule(fresh(response), "half_width", reason="照录原文。", by=clerk)
    with_annex(world, response, "说明。", title="说明")
    annexes.move_annex(annex, later=True, by=clerk)
    assert fresh(response).open_findings == 0


@pytest.mark.parametrize("many", [1, 20])
def test_annexes_cost_the_same_for_one_and_for_twenty(world: World, many: int, django_assert_num_queries):
    response = complete(world)
    for number in range(many):
        annex = with_annex(world, response, "| 甲 | 乙 |", title=f"第{number}份")
        annexes.add_picture(
            annex, file=upload(), width_mm=Decimal(140), caption="", by=world["jia_tech_clerk"]
        )
    response = fresh(response)
    with django_assert_num_queries(25):
        proofs_of(response)

"""Annexes, their pictures, urgency and secrecy: only who writes the text writes them, each change is on record."""

import re
from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts.models import AuditEvent
from proposals.errors import NotYours, StepBlocked
from responses.letters.frozen import content_of
from responses.models import AnnexPicture, Response, ResponseAnnex
from responses.services import annexes
from tests.responses.desk import begun, browser, errors_on, item_in, page, text_of, typed, words
from tests.world import MONDAY, World


def png(side: int = 40) -> bytes:
    kept = BytesIO()
    Image.new("RGB", (side, side), "navy").save(kept, "PNG")
    return kept.getvalue()


def upload(data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("图.png", png() if data is None else data, "image/png")


def added(world: World, response: Response, *titles: str) -> list[ResponseAnnex]:
    return [
        annexes.add_annex(response, title=title, body="第一段。", by=world["jia_tech_clerk"])
        for title in titles
    ]


def changed(annex: ResponseAnnex, title: str, body: str, **more: object) -> dict[str, object]:
    """Return what the page's form sends with 保存附件, one annex typed anew."""
    return {"do": f"change-{annex.pk}", f"title-{annex.pk}": title, f"body-{annex.pk}": body, **more}


def removed(annex: ResponseAnnex) -> dict[str, object]:
    return {"do": f"remove-{annex.pk}", f"sure-{annex.pk}": "yes"}


def picture_of(annex: ResponseAnnex, **boxes: object) -> dict[str, object]:
    """Return what the page's form sends with 加入图片."""
    return {"do": f"picture-{annex.pk}", **{f"{name}-{annex.pk}": value for name, value in boxes.items()}}


def said_at_its_box(answer, sentence: str, box: str) -> bool:
    """Say whether a sentence stands right before its box, in the group that bears the mark of an error."""
    marked = (
        rf'has-error">(?:(?!</div>).)*<p class="field-error">{re.escape(sentence)}</p>\s*<[^>]+id="{box}"'
    )
    return re.search(marked, answer.content.decode(), re.DOTALL) is not None


def titles(response: Response) -> list[tuple[int, str]]:
    return list(response.annexes.order_by("order").values_list("order", "title"))


def test_annexes_are_added_renamed_moved_and_removed_on_their_page(world: World):
    response = begun(world)
    client, address = browser(world["jia_tech_clerk"]), page(response, "annexes")
    for title in ("进度表", "名单", "图册"):
        answer = client.post(address, {"do": "add", "title-new": title, "body-new": "| 甲 | 乙 |\n说明。"})
        assert answer.status_code == 302
    first, second, third = response.annexes.order_by("order")
    assert titles(response) == [(1, "进度表"), (2, "名单"), (3, "图册")]
    client.post(address, {"do": f"earlier-{third.pk}"})
    client.post(address, {"do": f"earlier-{first.pk}"})
    client.post(address, {"do": f"later-{second.pk}"})
    assert titles(response) == [(1, "进度表"), (2, "图册"), (3, "名单")]
    client.post(address, changed(second, " 人员 名单 ", "乙。\n"))
    second.refresh_from_db()
    assert (second.title, second.body) == ("人员 名单", "乙。")
    answer = client.post(address, removed(first), follow=True)
    assert "已删去《进度表》，其余附件依次改号。" in words(answer)
    assert titles(response) == [(1, "图册"), (2, "人员 名单")]
    noted = AuditEvent.objects.filter(what__startswith="annex.").order_by("pk").values_list("what", flat=True)
    assert list(noted) == ["annex.add"] * 3 + ["annex.move"] * 3 + ["annex.change", "annex.remove"]
    gone = client.post(address, removed(first))
    assert (gone.status_code, errors_on(gone)) == (422, ["这份附件已被删去，请刷新页面。"])


def test_pictures_come_in_by_upload_and_go(world: World):
    response = begun(world)
    [annex] = added(world, response, "图册")
    client, address = browser(world["jia_tech_clerk"]), page(response, "annexes")
    for caption in ("图书室", ""):
        data = picture_of(annex, picture=upload(), width="120.5", caption=caption)
        assert client.post(address, data).status_code == 302
    placed = list(annex.pictures.order_by("order"))
    assert [(one.order, one.caption, one.width_mm) for one in placed] == [
        (1, "图书室", Decimal("120.5")),
        (2, "", Decimal("120.5")),
    ]
    content = content_of(response, number="", written_on=MONDAY, printed_on=MONDAY, draft=True)
    assert [len(one.pictures) for one in content.annexes] == [2]
    draft = client.get(page(response, "draft_pdf"))
    assert (draft.status_code, draft.content[:5]) == (200, b"%PDF-")
    assert (
        client.post(
            address, {"do": f"remove_picture-{placed[0].pk}", f"sure_picture-{placed[0].pk}": "yes"}
        ).status_code
        == 302
    )
    assert list(annex.pictures.values_list("order", "caption")) == [(1, "")]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"width": "157"}, "图片宽度须在 20 到 156 毫米之间。"),
        ({"width": "19.9"}, "图片宽度须在 20 到 156 毫米之间。"),
        ({"width": "宽"}, "图片宽度请填毫米数，如 140。"),
        ({"width": "nan"}, "图片宽度请填毫米数，如 140。"),
        ({"picture": b"GIF89a"}, "图片只收 PNG 或 JPEG 格式，请另存为这两种格式后再上传。"),
        ({"picture": None}, "请选择图片文件（PNG 或 JPEG）。"),
    ],
)
def test_a_bad_picture_is_refused_in_a_sentence(world: World, change: dict, sentence: str):
    response = begun(world)
    [annex] = added(world, response, "图册")
    typed_boxes = {"picture": upload(), "width": "140", "caption": "辛苦写的图题"}
    typed_boxes |= {
        key: upload(value) if isinstance(value, bytes) else value for key, value in change.items()
    }
    data = picture_of(annex, **{key: value for key, value in typed_boxes.items() if value is not None})
    answer = browser(world["jia_tech_clerk"]).post(page(response, "annexes"), data)
    assert (answer.status_code, errors_on(answer)) == (422, [sentence])
    box = "width" if "width" in change else "picture"
    assert answer.context["errors"] == [(sentence, f"{box}-{annex.pk}")]
    assert said_at_its_box(answer, sentence, f"{box}-{annex.pk}")
    assert "辛苦写的图题" in answer.content.decode()
    assert AnnexPicture.objects.count() == 0


def test_an_annex_without_a_title_keeps_what_was_typed(world: World):
    response = begun(world)
    client, address = browser(world["jia_tech_clerk"]), page(response, "annexes")
    answer = client.post(address, {"do": "add", "title-new": " ", "body-new": "辛苦写的附件"})
    assert (answer.status_code, errors_on(answer)) == (422, ["请填写附件的标题。"])
    assert "辛苦写的附件" in answer.content.decode()
    [annex] = added(world, response, "名单")
    answer = client.post(address, changed(annex, "长" * 121, "改过的附件"))
    assert (answer.status_code, errors_on(answer)) == (422, ["附件的标题不超过 120 字。"])
    assert "改过的附件" in answer.content.decode()
    assert titles(response) == [(1, "名单")]


def test_there_is_an_end_to_annexes(world: World):
    response = begun(world)
    added(world, response, *(f"第{number}件" for number in range(annexes.MOST_ANNEXES)))
    with pytest.raises(StepBlocked) as refused:
        added(world, response, "又一件")
    assert refused.value.sentences == ["一份答复函最多 20 个附件。"]


def test_only_the_writers_touch_annexes(world: World):
    response = begun(world, co=[world.jia.edu])
    [annex] = added(world, response, "名单")
    placed = annexes.add_picture(
        annex, file=upload(), width_mm=Decimal(140), caption="", by=world["jia_tech_clerk"]
    )
    writers = {world["jia_tech_clerk"].pk, world["jia_tech_clerk2"].pk}
    for user in world.everybody:
        if user.pk in writers:
            continue
        for attempt in (
            lambda user=user: annexes.add_annex(response, title="改", body="", by=user),
            lambda user=user: annexes.change_annex(annex, title="改", body="", by=user),
            lambda user=user: annexes.move_annex(annex, later=True, by=user),
            lambda user=user: annexes.remove_annex(annex, by=user),
            lambda user=user: annexes.add_picture(
                annex, file=upload(), width_mm=Decimal(140), caption="", by=user
            ),
            lambda user=user: annexes.remove_picture(placed, by=user),
            lambda user=user: annexes.choose_signing_units(response, [world.jia.edu.pk], by=user),
        ):
            with pytest.raises(NotYours):
                attempt()
    assert (titles(response), annex.pictures.count()) == ([(1, "名单")], 1)
    assert response.signing_units.count() == 0
    answer = browser(world["jia_tech_head"]).post(page(response, "annexes"), removed(annex))
    assert answer.status_code == 403


def test_reviewers_read_annexes_and_nobody_writes_under_review(world: World):
    item = item_in(world, "drafting")
    response = begun_of(world, item)
    added(world, response, "人员名单")
    shown = words(browser(world["jia_tech_head"]).get(page(response, "annexes")))
    assert "人员名单" in shown
    assert "增加附件" not in shown
    under_review = text_of(item_in(world, "in_review", seat="jia_member2"))
    with pytest.raises(NotYours):
        added(world, under_review, "补充")


def begun_of(world: World, item) -> Response:
    answer = browser(world["jia_tech_clerk"]).post(f"/admin/responses/response/start/{item.pk}/")
    assert answer.status_code == 302
    return text_of(item)


@pytest.mark.parametrize("typed_note", ["此件公开发布", "（此件公开发布）", " (此件公开发布) "])
def test_the_note_is_saved_without_its_brackets_and_shown_before_it_is_sent(world: World, typed_note: str):
    response = begun(world)
    client = browser(world["jia_tech_clerk"])
    assert client.post(page(response), typed(response, note=typed_note)).status_code == 302
    response.refresh_from_db()
    assert (response.note, response.version) == ("此件公开发布", 1)
    preview = client.post(f"/admin/responses/response/{response.pk}/preview/", typed(response))
    assert preview.content.decode().count('<p class="note">（此件公开发布）</p>') == 1


def test_a_note_that_would_lose_its_brackets_is_refused_and_stays_typed(world: World):
    response = begun(world)
    answer = browser(world["jia_tech_clerk"]).post(page(response), typed(response, note="（甲）和（乙）"))
    assert (answer.status_code, errors_on(answer)) == (422, ["附注首尾的括号自动加上，请删去首尾的括号。"])
    assert answer.context["form"]["note"].value() == "（甲）和（乙）"
    response.refresh_from_db()
    assert (response.note, response.version) == ("", 0)


def test_urgency_and_secrecy_are_saved_and_state_secrets_refused(world: World):
    response = begun(world)
    client = browser(world["jia_tech_clerk"])
    assert client.post(page(response), typed(response, urgency="加急", secrecy="内部")).status_code == 302
    response.refresh_from_db()
    assert (response.urgency, response.secrecy, response.version) == ("加急", "内部", 1)
    answer = client.post(page(response), typed(response, body="写好的正文", secrecy="机密★5年"))
    assert (answer.status_code, errors_on(answer)) == (
        422,
        ["本系统不得处理涉密件，请按保密规定另行办理。"],
    )
    assert "写好的正文" in answer.content.decode()
    answer = client.post(page(response), typed(response, urgency="火急"))
    assert (answer.status_code, errors_on(answer)) == (
        422,
        ["紧急程度请从“加急”“特急”中选择，或不标注。"],
    )
    response.refresh_from_db()
    assert (response.secrecy, response.version) == ("内部", 1)


def test_nothing_typed_elsewhere_on_the_page_is_lost(world: World):
    """What one button does not save comes back with the next page, once, and is not half saved."""
    response = begun(world, co=[world.jia.edu])
    first, second = added(world, response, "名单", "图册")
    client, address = browser(world["jia_tech_clerk"]), page(response, "annexes")
    typed_boxes = everything_on(client.get(address))
    typed_boxes |= {
        f"body-{first.pk}": "辛苦改的第一件",
        "title-new": "第三件",
        "body-new": "辛苦写的第三件",
        f"caption-{first.pk}": "想好的图题",
        "unit": [world.jia.edu.pk],
    }
    sent = {"do": f"picture-{second.pk}", f"picture-{second.pk}": upload(), f"picture-{first.pk}": upload()}
    answer = client.post(address, typed_boxes | sent, follow=True)
    assert answer.redirect_chain == [(address, 302)]
    assert second.pictures.count() == 1
    told = words(answer)
    assert "已在附件2" in told
    assert "其他框里写的内容还没有保存，仍在框里。" in told
    assert "所选的图片文件没有上传，请重新选择。" in told
    back = everything_on(answer)
    kept = {
        name: typed_boxes[name]
        for name in (f"body-{first.pk}", "title-new", "body-new", f"caption-{first.pk}")
    }
    assert {name: back[name] for name in kept} == kept
    assert back["unit"] == [str(world.jia.edu.pk)]
    first.refresh_from_db()
    assert (first.body, response.annexes.count(), first.pictures.count()) == ("第一段。", 2, 0)
    assert response.signing_units.count() == 0
    again = client.post(address, back | {"do": f"change-{first.pk}"}, follow=True)
    first.refresh_from_db()
    assert first.body == "辛苦改的第一件"
    assert everything_on(again)["body-new"] == "辛苦写的第三件"
    assert everything_on(client.get(address))["body-new"] == ""


INPUT = re.compile(r'<input type="(?:text|hidden)"[^>]* name="([^"]+)"(?:[^>]* value="([^"]*)")?')


def everything_on(answer) -> dict[str, object]:
    """Return what the boxes of the page hold, as a browser would send them."""
    found = answer.content.decode()
    boxes: dict[str, object] = {
        unescape(name): unescape(value) for name, value in INPUT.findall(found) if not name.startswith("csrf")
    }
    boxes |= {
        name: unescape(text)
        for name, text in re.findall(
            r'<textarea id="[^"]+" name="([^"]+)"[^>]*>\n(.*?)</textarea>', found, re.DOTALL
        )
    }
    boxes["unit"] = re.findall(r'name="unit" value="(\d+)" checked', found)
    return boxes


def test_an_annex_and_a_picture_go_only_with_a_tick(world: World):
    response = begun(world)
    [annex] = added(world, response, "名单")
    by = world["jia_tech_clerk"]
    placed = annexes.add_picture(annex, file=upload(), width_mm=Decimal(140), caption="", by=by)
    client, address = browser(by), page(response, "annexes")
    for box, do in ((f"sure-{annex.pk}", "remove"), (f"sure_picture-{placed.pk}", "remove_picture")):
        key = box.partition("-")[2]
        answer = client.post(address, {"do": f"{do}-{key}", "body-new": "辛苦写的"})
        sentence = "删去以后不能恢复。确定要删的，请先勾选。"
        assert (answer.status_code, answer.context["errors"]) == (422, [(sentence, box)])
        assert answer.content.decode().count(sentence) == 2
        assert everything_on(answer)["body-new"] == "辛苦写的"
    assert (response.annexes.count(), annex.pictures.count()) == (1, 1)


def test_an_annex_somebody_else_changed_is_not_overwritten_unseen(world: World):
    response = begun(world)
    [annex] = added(world, response, "名单")
    client, address = browser(world["jia_tech_clerk"]), page(response, "annexes")
    opened = everything_on(client.get(address))
    annexes.change_annex(annex, title="名单", body="别人写的。", by=world["jia_tech_clerk2"])
    data = opened | changed(annex, "名单", "我写的。")
    answer = client.post(address, data)
    assert (answer.status_code, errors_on(answer)) == (
        409,
        ["这份附件已有人改过。您写的内容还在框里，请对照现有内容合并后再保存。"],
    )
    assert "别人写的。" in answer.content.decode()
    back = everything_on(answer)
    assert back[f"body-{annex.pk}"] == "我写的。"
    assert client.post(address, back | {"do": f"change-{annex.pk}"}).status_code == 302
    annex.refresh_from_db()
    assert annex.body == "我写的。"


def test_what_was_typed_for_an_annex_that_is_gone_can_be_copied(world: World):
    response = begun(world)
    [annex] = added(world, response, "名单")
    client, address = browser(world["jia_tech_clerk"]), page(response, "annexes")
    opened = everything_on(client.get(address))
    annexes.remove_annex(annex, by=world["jia_tech_clerk2"])
    answer = client.post(address, opened | changed(annex, "名单", "辛苦写的。"))
    assert (answer.status_code, answer.context["errors"]) == (422, [("这份附件已被删去，请刷新页面。", "")])
    assert answer.context["lost_text"] == "名单\n辛苦写的。"
    denied = browser(world["jia_tech_head"]).post(address, {"do": "add", "title-new": "甲", "body-new": "乙"})
    assert (denied.status_code, denied.context["lost_text"]) == (403, "甲\n乙")


def test_the_page_costs_the_same_for_one_annex_and_for_many(world: World, django_assert_num_queries):
    response = begun(world)
    added(world, response, "甲")
    client, address = browser(world["jia_tech_clerk"]), page(response, "annexes")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
        cost = len(few)
    added(world, response, *"乙丙丁戊己")
    with django_assert_num_queries(cost):
        client.get(address)
    assert cost == PAGE_QUERIES


PAGE_QUERIES = 15

"""Annexes, their pictures, urgency and secrecy: only who writes the text writes them, each change is on record."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
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


def titles(response: Response) -> list[tuple[int, str]]:
    return list(response.annexes.order_by("order").values_list("order", "title"))


def test_annexes_are_added_renamed_moved_and_removed_on_their_page(world: World):
    response = begun(world)
    client, address = browser(world["jia_tech_clerk"]), page(response, "annexes")
    for title in ("进度表", "名单", "图册"):
        answer = client.post(address, {"do": "add", "title": title, "body": "| 甲 | 乙 |\n说明。"})
        assert answer.status_code == 302
    first, second, third = response.annexes.order_by("order")
    assert titles(response) == [(1, "进度表"), (2, "名单"), (3, "图册")]
    client.post(address, {"do": "earlier", "annex": third.pk})
    client.post(address, {"do": "earlier", "annex": first.pk})
    client.post(address, {"do": "later", "annex": second.pk})
    assert titles(response) == [(1, "进度表"), (2, "图册"), (3, "名单")]
    client.post(address, {"do": "change", "annex": second.pk, "title": " 人员 名单 ", "body": "乙。\n"})
    second.refresh_from_db()
    assert (second.title, second.body) == ("人员 名单", "乙。")
    answer = client.post(address, {"do": "remove", "annex": first.pk}, follow=True)
    assert "已删去《进度表》，其余附件依次改号。" in words(answer)
    assert titles(response) == [(1, "图册"), (2, "人员 名单")]
    noted = AuditEvent.objects.filter(what__startswith="annex.").order_by("pk").values_list("what", flat=True)
    assert list(noted) == ["annex.add"] * 3 + ["annex.move"] * 3 + ["annex.change", "annex.remove"]
    gone = client.post(address, {"do": "remove", "annex": first.pk})
    assert (gone.status_code, errors_on(gone)) == (422, ["这份附件已被删去，请刷新页面。"])


def test_pictures_come_in_by_upload_and_go(world: World):
    response = begun(world)
    [annex] = added(world, response, "图册")
    client, address = browser(world["jia_tech_clerk"]), page(response, "annexes")
    for caption in ("图书室", ""):
        data = {
            "do": "picture",
            "annex": annex.pk,
            "picture": upload(),
            "width_mm": "120.5",
            "caption": caption,
        }
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
    assert client.post(address, {"do": "remove_picture", "placed": placed[0].pk}).status_code == 302
    assert list(annex.pictures.values_list("order", "caption")) == [(1, "")]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"width_mm": "157"}, "图片宽度须在 20 到 156 毫米之间。"),
        ({"width_mm": "19.9"}, "图片宽度须在 20 到 156 毫米之间。"),
        ({"width_mm": "宽"}, "图片宽度请填毫米数，如 140。"),
        ({"width_mm": "nan"}, "图片宽度请填毫米数，如 140。"),
        ({"picture": b"GIF89a"}, "图片只收 PNG 或 JPEG 格式，请另存为这两种格式后再上传。"),
        ({"picture": None}, "请选择图片文件（PNG 或 JPEG）。"),
    ],
)
def test_a_bad_picture_is_refused_in_a_sentence(world: World, change: dict, sentence: str):
    response = begun(world)
    [annex] = added(world, response, "图册")
    data = {
        "do": "picture",
        "annex": annex.pk,
        "picture": upload(),
        "width_mm": "140",
        "caption": "辛苦写的图题",
    }
    data |= {key: upload(value) if isinstance(value, bytes) else value for key, value in change.items()}
    data = {key: value for key, value in data.items() if value is not None}
    answer = browser(world["jia_tech_clerk"]).post(page(response, "annexes"), data)
    assert (answer.status_code, errors_on(answer)) == (422, [sentence])
    assert "辛苦写的图题" in answer.content.decode()
    assert AnnexPicture.objects.count() == 0


def test_an_annex_without_a_title_keeps_what_was_typed(world: World):
    response = begun(world)
    client, address = browser(world["jia_tech_clerk"]), page(response, "annexes")
    answer = client.post(address, {"do": "add", "title": " ", "body": "辛苦写的附件"})
    assert (answer.status_code, errors_on(answer)) == (422, ["请填写附件的标题。"])
    assert "辛苦写的附件" in answer.content.decode()
    [annex] = added(world, response, "名单")
    answer = client.post(
        address, {"do": "change", "annex": annex.pk, "title": "长" * 121, "body": "改过的附件"}
    )
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
    answer = browser(world["jia_tech_head"]).post(
        page(response, "annexes"), {"do": "remove", "annex": annex.pk}
    )
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

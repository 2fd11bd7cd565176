"""Nothing is ever fetched from outside: hostile words go through every paper and page while a bystander watches."""

import urllib.request

import pytest

from documents import render
from tests.documents.word_files import docx_of, p
from tests.responses.desk import begun, browser, item_in, page, text_of, words
from tests.security.bad_letters import nothing_written, upload
from tests.security.bystander import (
    TAGS,
    Bystander,
    assert_nothing_came_in,
    assert_page_loads_nothing,
    filled,
    hostile,
)
from tests.world import World


def test_the_bystander_notices_whoever_asks(outside: Bystander) -> None:
    urllib.request.urlopen(f"{outside.address}/asked", timeout=5).close()  # noqa: S310 - our own server
    assert "/asked" in outside.asked
    assert any(str(one).startswith("socket") for one in outside.asked)


@pytest.mark.parametrize("tag", TAGS)
def test_the_engine_itself_fetches_nothing_even_unescaped(tag: str, outside: Bystander) -> None:
    """The last fence: markup that slipped through every escape still loads nothing; most of it stops the printing."""
    html = f'<html lang="zh-CN"><head><title>函</title></head><body>{filled(tag, outside)}<p>完</p></body></html>'
    try:
        file = render.pdf(html)
    except render.RenderingFailed:
        file = b""
    assert_nothing_came_in(outside, *([file] if file else []))


def test_a_word_draft_that_points_outside_is_read_without_asking(world: World, outside: Bystander) -> None:
    links = [
        ("rId7", "image", f"{outside.address}/a.png", True),
        ("rId8", "attachedTemplate", outside.words, True),
        ("rId9", "hyperlink", f"{outside.address}/b", True),
    ]
    picture = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:link="rId7"/>'
        "</w:drawing></w:r></w:p>"
    )
    file = docx_of(p("您的提案收悉。") + picture, links=links)
    response, client = begun(world), browser(world["jia_tech_clerk"])
    with nothing_written():
        answer = client.post(page(response, "word_import"), {"do": "read", "file": upload(file, "稿.docx")})
    assert answer.status_code == 200
    assert "您的提案收悉。" in words(answer)
    assert answer.context["preview"].unknown or answer.context["preview"].pictures
    assert_page_loads_nothing(answer)
    assert_nothing_came_in(outside)


def test_reasons_and_remarks_are_words_too(world: World, outside: Bystander) -> None:
    item = item_in(world, "in_review")
    client = browser(world["jia_tech_head"])
    said = hostile(outside, 480)
    address = page(text_of(item), "step", action="send_back")
    seen = {"seen": item.steps.order_by("-sequence").first().sequence}
    assert client.post(address, seen | {"reason": said}).status_code == 302
    shown = browser(world["jia_tech_clerk"]).get(page(text_of(item)))
    assert said in shown.context["came_back"].reason
    assert_page_loads_nothing(shown)
    assert_nothing_came_in(outside)

"""The engine's fence and its silence: nothing foreign is loaded, nothing it complains about is printed."""

import gc

import pytest

from documents import engine, fonts, render

PAGE = '<!doctype html><html lang="zh-CN"><head><title>函</title></head><body>{}</body></html>'


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/font.otf",
        "https://example.org/a.png",
        "ftp://example.org/a",
        "data:text/plain,a",
        "file:///etc/passwd",
        "file://server/etc/passwd",
        "file:///etc/../etc/passwd",
        "/etc/passwd",
    ],
)
def test_addresses_outside_the_fence_are_refused(url):
    with pytest.raises(engine.ForbiddenAddress):
        engine.allowed_file(url)


def test_a_way_out_of_the_templates_is_refused(settings):
    with pytest.raises(engine.ForbiddenAddress):
        engine.allowed_file((settings.BASE_DIR / "templates").as_uri() + "/../manage.py")


def test_a_link_out_of_the_templates_is_refused(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "font.otf").symlink_to("/etc/passwd")
    with pytest.raises(engine.ForbiddenAddress):
        engine.allowed_file((tmp_path / "templates" / "font.otf").as_uri())


def test_templates_and_faces_in_use_are_allowed(settings):
    sheet = settings.BASE_DIR / "templates" / "documents" / "gongwen.css"
    assert engine.allowed_file(sheet.as_uri()) == sheet
    for face in fonts.all_faces():
        assert engine.allowed_file(face.path.as_uri()) == face.path.resolve()


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/a.png", "file:///etc/passwd"])
def test_a_picture_from_outside_stops_the_printing(url):
    with pytest.raises(render.RenderingFailed, match="Not allowed"):
        render.pdf(PAGE.format(f'<p><img src="{url}"></p>'))


def test_a_complaint_of_the_engine_stops_the_printing():
    with pytest.raises(render.RenderingFailed, match="no-such-property"):
        render.pdf(PAGE.format('<p style="no-such-property: 1">函</p>'))


def test_a_character_without_a_glyph_stops_the_printing():
    with pytest.raises(render.RenderingFailed, match=r"notdef.*U\+E863"):
        render.pdf(PAGE.format("<p>\ue863</p>"))


def test_another_count_of_pages_stops_the_printing():
    with pytest.raises(render.RenderingFailed, match="1 pages came out where 2 were counted"):
        render.pdf(PAGE.format("<p>函</p>"), pages=2)


def test_the_search_for_garbage_has_its_own_pace_again_after_printing():
    pace = gc.get_threshold()
    paper = render.PaperToJoin(PAGE.format("函"), 1, "函")
    render.joined([paper, paper], title="合订")
    assert gc.get_threshold() == pace
    wrong = render.PaperToJoin(PAGE.format('<p style="no-such-property: 1">函</p>'), 1, "函")
    with pytest.raises(render.RenderingFailed):
        render.joined([paper, wrong], title="合订")
    assert gc.get_threshold() == pace


@pytest.mark.parametrize(("pace", "meanwhile"), [(0, 0), (700, render.YOUNG), (200_000, 200_000)])
def test_garbage_is_looked_for_seldom_while_many_are_set(pace, meanwhile):
    usual = gc.get_threshold()
    gc.set_threshold(pace, *usual[1:])
    try:
        with render._one_of_many():
            assert gc.get_threshold() == (meanwhile, *usual[1:])
    finally:
        gc.set_threshold(*usual)

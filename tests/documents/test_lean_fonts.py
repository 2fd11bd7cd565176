"""Fonts are cut as the engine cuts them, byte for byte, and a process keeps nothing of what it has cut."""

import re

import pytest
from weasyprint.pdf import stream as engine_stream
from weasyprint.text.ffi import ffi

from documents import render
from documents.engine import RenderingFailed
from documents.lean import engine_as_delivered
from documents.lean.fonts import LeanFont

PAGE = '<!doctype html><html lang="zh-CN"><head><title>函</title></head><body><p>{}</p></body></html>'
TEXTS = ("关于2023年第426号提案的答复函", "一", "ABC abc", "（1）“科技”——创新，𠮷𫖯")


@pytest.mark.parametrize("text", TEXTS)
def test_a_font_is_cut_as_the_engine_cuts_it(text: str) -> None:
    ours = render.pdf(
        PAGE.format(text)
    )  # first, so that the engine is ready: that makes its fonts lean, once
    with engine_as_delivered():
        assert render.pdf(PAGE.format(text)) == ours


def test_a_process_keeps_nothing_of_a_letter() -> None:
    render.pdf(PAGE.format("政协提案"))
    known = len(ffi._parsed_types)
    for number in range(1, 40):
        render.pdf(PAGE.format("".join(chr(0x4E00 + place) for place in range(number))))
    assert len(ffi._parsed_types) == known


def test_no_font_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[LeanFont, bytes]] = []

    class Watched(LeanFont):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)
            made.append((self, self.file_content))

    render.pdf(PAGE.format("一"))
    monkeypatch.setattr(engine_stream, "Font", Watched)
    render.pdf(PAGE.format("函"))
    assert {first for _, first in made} == {b""}
    assert {0 < len(font.file_content) < 200_000 for font, _ in made} == {True}


def test_a_font_that_cannot_be_cut_stops_the_printing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("documents.lean.fonts._cut", lambda *_: None)
    with pytest.raises(RenderingFailed, match=re.escape("HarfBuzz could not cut the font")):
        render.pdf(PAGE.format("函"))

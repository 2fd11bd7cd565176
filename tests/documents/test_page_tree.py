"""The quick reading of our pages prints the very same file as the engine's own, and leaves all else to it."""

import pytest

from benchmarks._shapes import shapes
from documents import engine, render
from documents.layout import lay_out
from documents.page_tree import page_tree

PAGE = '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>函</title></head><body>{}</body></html>'


@pytest.mark.parametrize("number", [0, 1, 5, 7, 12, 14])
def test_a_letter_is_read_quickly_and_prints_the_same_bytes(number, monkeypatch):
    html = lay_out(shapes()[number]).html
    assert page_tree(html) is not None
    quick = render.pdf(html)
    monkeypatch.setattr(engine, "page_tree", lambda _html: None)
    assert render.pdf(html) == quick


@pytest.mark.parametrize(
    "body",
    [
        "<p>一<p>二",
        "<p>&nbsp;</p>",
        "<p>\x0b</p>",
        "<p title=a>函</p>",
        "<b><i>函</b></i>",
        "<!-- 注 --><p>函</p>",
    ],
)
def test_what_is_not_whole_is_left_to_the_engine(body):
    assert page_tree(PAGE.format(body)) is None


@pytest.mark.parametrize("kind", ['SYSTEM "file:///etc/passwd"', '[<!ENTITY a "一"><!ENTITY b "&a;&a;">]'])
def test_no_document_type_is_ever_read(kind):
    assert page_tree(f"<!DOCTYPE html {kind}><html><body>&b;</body></html>") is None
    assert page_tree(f"<!doctype html><!DOCTYPE html {kind}><html><body>函</body></html>") is None


def test_text_and_attributes_come_as_written():
    page = page_tree(PAGE.format('<p class="z">一 &lt; 二<img src="picture:aa" alt="章"><br>&#x27;三</p>'))
    [paragraph] = page.find("body")
    assert (paragraph.attrib, paragraph.text) == ({"class": "z"}, "一 < 二")
    assert [(child.tag, child.attrib, child.tail) for child in paragraph] == [
        ("img", {"src": "picture:aa", "alt": "章"}, None),
        ("br", {}, "'三"),
    ]

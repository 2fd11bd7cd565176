"""A letter's values survive their JSON; its words are made as the standard writes them."""

import json
import re
from datetime import date

import pytest

from documents.content import OfficialDocument, UnreadableContent
from documents.wording import chinese_date
from proposals.phrases import PatternRefused, check_pattern, fill
from tests.responses.letters.letter_426 import letter_426


def test_json_gives_the_same_letter_and_the_same_json():
    text = letter_426().to_json()
    assert OfficialDocument.from_json(text) == letter_426()
    assert OfficialDocument.from_json(text).to_json() == text


def test_json_is_canonical():
    text = letter_426().to_json()
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert json.loads(text)["written_on"] == "2023-06-29"
    assert {"format", "template_version"} <= json.loads(text).keys()


@pytest.mark.parametrize(
    "text", ["{}", "[]", "no json", '{"format": 99}', '{"format": 1, "template_version": 1}']
)
def test_json_of_another_kind_is_refused(text):
    with pytest.raises(UnreadableContent):
        OfficialDocument.from_json(text)


def test_an_unknown_field_is_refused():
    values = json.loads(letter_426().to_json()) | {"colour": "red"}
    with pytest.raises(UnreadableContent):
        OfficialDocument.from_json(json.dumps(values))


def test_every_printed_text_is_checked_under_its_chinese_name():
    texts = letter_426().text_by_field()
    assert list(texts) == [
        "发文机关标志",
        "发文字号",
        "标题",
        "主送",
        "正文",
        "联系方式",
        "署名",
        "抄送",
        "印发机关",
    ]
    assert texts["正文"].startswith("您在市政协十二届二次会议期间")


def test_dates():
    assert chinese_date(date(2023, 6, 9)) == "2023年6月9日"


def test_a_phrase_is_filled():
    assert fill("关于市政协{session}第{number}号提案的答复函", session="十二届二次会议", number=426) == (
        "关于市政协十二届二次会议第426号提案的答复函"
    )


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("{title.__class__}", "不能使用“{title.__class__}”"),
        ("{title[0]}", "不能使用“{title[0]}”"),
        ("{0}", "不能使用“{0}”"),
        ("{}", "不能使用“{}”"),
        ("{member}", "不能使用“{member}”，可用的有：{number}、{title}。"),
        ("{title!r}", "只能单独书写"),
        ("{title:>20}", "只能单独书写"),
        ("{title:{number}}", "只能单独书写"),
        ("{title", "花括号不成对"),
        ("title}", "花括号不成对"),
    ],
)
def test_a_phrase_that_asks_for_more_is_refused_with_a_sentence(pattern, sentence):
    with pytest.raises(PatternRefused, match=re.escape(sentence)):
        check_pattern(pattern, {"title", "number"})
    with pytest.raises(PatternRefused):
        fill(pattern, title="函", number=1)


def test_plain_words_and_doubled_braces_pass():
    check_pattern("现答复如下：", set())
    assert fill("{{{title}}}", title="函") == "{函}"


def test_a_value_is_never_read_as_a_phrase():
    assert fill("{title}", title="{number}{title.x}") == "{number}{title.x}"

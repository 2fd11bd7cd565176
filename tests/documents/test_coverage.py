"""A rare character of a name is printed by a stand-in, and the clerk is told which."""

import pytest

from documents.coverage import StandIn, stand_ins
from documents.fonts import Role


def test_a_rare_name_is_named_with_its_field_and_face():
    found = stand_ins(
        {"主送": "李校堃代表：", "标题": "关于𫖯的答复", "正文": "科技 2023 AI。"},
        {"标题": Role.XIAOBIAOSONG},
    )
    assert found == [
        StandIn("堃", "主送", Role.FANGSONG, "霞鹜文楷"),
        StandIn("𫖯", "标题", Role.XIAOBIAOSONG, "思源宋体"),
    ]
    assert found[0].sentence == "主送中的“堃”仿宋字体没有，将用霞鹜文楷代印，请核对字形。"


def test_each_character_once_a_field_and_nothing_for_what_no_face_has():
    assert [(one.character, one.field) for one in stand_ins({"主送": "堃堃", "正文": "堃\ue000"})] == [
        ("堃", "主送"),
        ("堃", "正文"),
    ]


def test_without_the_proper_face_the_role_is_said_once_elsewhere(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    assert stand_ins({"正文": "堃"}) == []


@pytest.mark.parametrize("text", ["", "温州市科学技术局", "“《〔2023〕》”——……"])
def test_common_text_needs_none(text: str):
    assert stand_ins({"正文": text}) == []

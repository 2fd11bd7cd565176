"""What a parser hands back: a value with its place in the file, and a finding about the text."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """One value and where it stands.

    `value` is what a page shows (spaces and punctuation healed) or a number or date; `raw` is the text
    exactly as in the file; `lines` are 1-based, more than one when the value runs over a line end.
    """

    value: T
    file: str
    lines: tuple[int, ...]
    raw: str

    @property
    def line(self) -> int:
        return self.lines[0]

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader of the file should know.

    With `applied` the parser read `after` where the file has `before`; putting `before` back undoes it.
    Without it the text was left as it is: `after`, if any, is only a suggestion. `rule` is a key of RULES.
    """

    file: str
    lines: tuple[int, ...]
    rule: str
    raw: str
    before: str | None = None
    after: str | None = None
    applied: bool = False

    @property
    def line(self) -> int:
        return self.lines[0]

    @property
    def sentence(self) -> str:
        """The finding as a Chinese sentence for a clerk, for example “第 17 行：……”."""
        place = "、".join(str(line) for line in self.lines)
        return f"第 {place} 行：{RULES[self.rule]}。"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph after healing: `raw` joins the file's own pieces, `text` is what a page shows."""

    text: str
    raw: str
    file: str
    lines: tuple[int, ...]

    @property
    def line(self) -> int:
        return self.lines[0]


RULES = {
    "abbreviation_defined": "此处规定了简称，后文使用该简称",
    "abridged": "公布的文本有删减",
    "acronym_transposed": "字母缩写与文中另一处字母相同、次序不同，请核对",
    "angle_brackets": "有半角尖括号，显示时须转义",
    "attachment_not_included": "提到附件，但文件中没有附件内容",
    "bracket_across_join": "括号在换页处断开，前后括号的宽度也可能不一致",
    "box_drawing_dash": "制表符被当作连接号使用",
    "chunk_counter": "行首是分页序号，不是条目编号，读取时去掉",
    "chunk_join": "分页把文字断开，读取时直接相连",
    "doubled_character": "疑似多写一字，请核对",
    "empty_field": "有项目名称，没有内容",
    "entity_residue": "网页转码残留",
    "fields_share_line": "一行内有几个项目",
    "foreign_word": "汉字之间夹有外文单词，请核对",
    "half_width_punctuation": "汉字之间用了半角标点，显示时改为全角",
    "heading_alone": "标题单独成行，同级其他标题与正文连排",
    "html_residue": "网页代码残留",
    "label_variant": "项目名称与通行写法不同",
    "leading_blank_lines": "文件开头有空行",
    "letter_parts_missing": "复函缺少文头、标题或落款，未予补填",
    "masked_text": "文字已被遮盖，数字和名称不可作为依据",
    "metadata_repeated": "文件信息重复出现",
    "next_step_inline": "下一步措施写在段落中间",
    "no_full_stop": "段落末尾没有句号",
    "nonbreaking_space": "有不间断空格",
    "number_stated_twice": "原件编号出现不止一次",
    "numbering_restarts": "每节编号都从一开始",
    "page_break_join": "换页把一段断成两段，读取时相连",
    "page_marker": "页眉或页码混入正文，读取时去掉",
    "ratio_differs": "百分比与前后数字不符，请核对",
    "reversed_quotes": "引号方向相反",
    "rule_in_unit_list": "责任单位中夹有说明文字，读取时去掉",
    "separator_in_brackets": "单位名称的括号内有顿号，不作分隔",
    "several_phones": "一处有几个电话号码",
    "shared_suffix": "几个单位共用一个后缀，读取时补全",
    "space_by_digits": "数字与汉字之间有空格，显示时去掉",
    "space_for_paragraph": "以空格代替换行，标题到空格为止",
    "space_in_date": "日期中有空格",
    "space_in_label": "项目名称中有空格",
    "space_in_text": "汉字之间有空格，显示时去掉",
    "stray_last_line": "文件末尾有多余的数字",
    "stray_letter": "汉字之间夹有单个字母，请核对",
    "sum_differs": "分项之和与总数不符，请核对",
    "table_flattened": "表格被拆成一格一行",
    "title_broken": "标题分成几行，读取时相连",
    "titles_back_to_back": "书名号首尾相接，中间没有分隔",
    "titles_share_line": "标题与正文在同一行",
    "uneven_headings": "同级标题的写法不一致",
    "uneven_separator": "此处分隔用顿号，其他各处用逗号",
    "unmatched_bracket": "括号不成对",
    "web_furniture": "网页导航或版权信息，不属于正文",
}

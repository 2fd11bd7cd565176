"""A .docx draft read in: paragraphs, numbers, tables, tracked changes; and a sentence for everything else."""

from io import BytesIO

import pytest
from PIL import Image

from documents.word.reading import ChangesUndecided, read
from tests.documents.word_files import cell, docx_of, p, part, r, relations, table

TRACK = 'w:id="1" w:author="甲" w:date="2026-03-02T09:00:00Z"'


def paragraphs(body: str, **more: object) -> tuple[str, ...]:
    """Read a body in which everything is understood."""
    draft = read(docx_of(body, **more))
    assert draft.unknown == ()
    return draft.paragraphs


def unknown(body: str, **more: object) -> tuple[str, ...]:
    return read(docx_of(body, **more)).unknown


def test_paragraphs_come_in_order_without_empty_ones() -> None:
    body = p("您好。") + "<w:p/>" + p("  ") + p("第二段。") + "<w:sectPr/>"
    assert paragraphs(body) == ("您好。", "第二段。")


def test_runs_tabs_and_soft_line_ends() -> None:
    body = f"<w:p>{r('联系人：甲')}<w:r><w:tab/></w:r>{r('电话：1')}<w:r><w:br/></w:r>{r('下一行')}</w:p>"
    assert paragraphs(body) == ("联系人：甲\u3000电话：1", "下一行")


def test_typed_numbers_give_levels() -> None:
    draft = read(docx_of("".join(map(p, ("一、总体情况", "（一）进展", "1.第一", "（1）其一", "正文。")))))
    assert draft.levels == (1, 2, 3, 4, 0)
    assert draft.unknown == ()


def numbering(*levels: tuple[str, str]) -> bytes:
    inner = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (kind, text) in enumerate(levels)
    )
    return part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="7">{inner}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>",
    )


def listed(text: str, level: int, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def with_numbers(*levels: tuple[str, str]) -> dict[str, object]:
    return {
        "others": {"word/numbering.xml": numbering(*levels)},
        "links": [("rId2", "numbering", "numbering.xml", False)],
    }


def test_automatic_numbers_become_typed_ones() -> None:
    levels = with_numbers(
        ("chineseCounting", "%1、"), ("chineseCountingThousand", "(%2)"), ("decimal", "%3.")
    )
    body = "".join(
        (
            listed("情况", 0),
            listed("甲", 1),
            listed("乙", 1),
            listed("细目", 2),
            listed("打算", 0),
            listed("丙", 1),
            listed("重来", 0, 2),
        )
    )
    draft = read(docx_of(body, **levels))
    assert draft.paragraphs == (
        "一、情况",
        "（一）甲",
        "（二）乙",
        "1.细目",
        "二、打算",
        "（一）丙",
        "一、重来",
    )
    assert draft.levels == (1, 2, 2, 3, 1, 2, 1)
    assert draft.unknown == ()


@pytest.mark.parametrize(
    ("kind", "text", "count", "shown"),
    [
        ("decimal", "%1.", 12, "12."),
        ("decimal", "（%1）", 3, "（3）"),
        ("chineseCounting", "%1、", 10, "十、"),
        ("chineseCounting", "%1、", 11, "十一、"),
        ("chineseCounting", "%1、", 20, "二十、"),
        ("chineseCounting", "%1、", 21, "二十一、"),
        ("decimalEnclosedCircle", "%1", 3, "③"),
        ("upperLetter", "%1.", 2, "B."),
        ("none", "", 2, ""),
    ],
)
def test_formats_of_numbers(kind: str, text: str, count: int, shown: str) -> None:
    body = "".join(listed("项", 0) for _ in range(count))
    assert paragraphs(body, **with_numbers((kind, text)))[-1] == f"{shown}项"


@pytest.mark.parametrize(("kind", "said"), [("bullet", "项目符号"), ("hebrew1", "自动编号")])
def test_numbers_that_cannot_be_computed_are_told(kind: str, said: str) -> None:
    draft = read(docx_of(p("开头") + listed("一项", 0), **with_numbers((kind, "%1"))))
    assert draft.paragraphs == ("开头", "一项")
    assert draft.unknown == (f"第 2 段：{said}没有读入，请自行补上序号：一项",)


STYLES = part(
    "styles",
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="mine"><w:name w:val="我的"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="ring"><w:name w:val="环"/><w:basedOn w:val="ring"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>',
)
STYLED = {"others": {"word/styles.xml": STYLES}, "links": [("rId2", "styles", "styles.xml", False)]}


def test_heading_styles_give_levels_and_ask_for_a_number() -> None:
    body = p("总体", '<w:pStyle w:val="mine"/>') + p("一、进展", '<w:pStyle w:val="1"/>')
    draft = read(docx_of(body + p("文", '<w:pStyle w:val="ring"/>'), **STYLED))
    assert draft.levels == (1, 1, 0)
    assert draft.unknown == ("第 1 段：按样式是 1 级标题，但没有序号，请补上：总体",)


def test_a_title_of_two_lines_is_one_paragraph() -> None:
    body = f'<w:p><w:pPr><w:pStyle w:val="T"/></w:pPr>{r("关于某事")}<w:r><w:br/></w:r>{r("的答复函")}</w:p>'
    assert paragraphs(body, **STYLED) == ("关于某事的答复函",)


def test_a_table_becomes_lines_with_bars() -> None:
    body = p("见表：") + table(["项目", "数量"], ["孵化器", "3 家"], ["", ""]) + p("完。")
    draft = read(docx_of(body))
    assert draft.paragraphs == ("见表：", "| 项目 | 数量 |", "| 孵化器 | 3 家 |", "完。")
    assert draft.unknown == ()


@pytest.mark.parametrize(
    ("mark", "rule"), [("<w:tblHeader/>", ("|---|---|",)), ('<w:tblHeader w:val="0"/>', ())]
)
def test_the_head_of_a_table_stays_its_head(mark: str, rule: tuple[str, ...]) -> None:
    head = f"<w:tr><w:trPr>{mark}</w:trPr>{cell('项目')}{cell('数量')}</w:tr>"
    draft = read(docx_of(f"<w:tbl>{head}<w:tr>{cell('孵化器')}{cell('3')}</w:tr></w:tbl>"))
    assert draft.paragraphs == ("| 项目 | 数量 |", *rule, "| 孵化器 | 3 |")
    assert draft.unknown == ()


def test_merged_cells_bars_and_nested_tables_are_told() -> None:
    wide, start = cell("合计", '<w:gridSpan w:val="2"/>'), cell("甲", '<w:vMerge w:val="restart"/>')
    nested = f"<w:tc>{table(['里'])}{p('外')}</w:tc>"
    draft = read(docx_of(table([start, "a|b", "c"], [wide, "9"], [nested, "x", "y"]) + table(["又"])))
    assert draft.paragraphs == ("| 甲 | a｜b | c |", "| 合计 |  | 9 |", "| 里 外 | x | y |", "| 又 |")
    assert draft.unknown == (
        "第 1 个表格第 1 行：有合并的单元格，已按拆开的空格读入，请核对",
        "第 1 个表格第 1 行：单元格里的竖线“|”已改为全角“｜”",
        "第 1 个表格第 2 行：有合并的单元格，已按拆开的空格读入，请核对",
        "第 1 个表格第 3 行：表格里还有表格，其中文字已并入这一格，请核对",
        "第 2 个表格紧接上一个表格，读入后连成一个，请在中间加一段文字",
    )


CHANGED = (
    f"<w:p>{r('我局')}<w:ins {TRACK}>{r('高度')}</w:ins><w:del {TRACK}><w:r><w:delText>很</w:delText></w:r></w:del>"
    f"{r('重视。')}</w:p>"
    f"<w:p><w:pPr><w:rPr><w:del {TRACK}/></w:rPr></w:pPr>{r('前半')}</w:p>{p('后半。')}"
    f"<w:p><w:pPr><w:rPr><w:ins {TRACK}/></w:rPr></w:pPr>{r('左')}</w:p>{p('右。')}"
)


def test_tracked_changes_wait_for_a_decision() -> None:
    with pytest.raises(ChangesUndecided) as undecided:
        read(docx_of(CHANGED))
    assert undecided.value.count == 4
    assert undecided.value.sentence == "文件中有 4 处修订痕迹，请先选择接受全部修订或拒绝全部修订。"
    accepted = read(docx_of(CHANGED), accept_changes=True)
    assert accepted.paragraphs == ("我局高度重视。", "前半后半。", "左", "右。")
    refused = read(docx_of(CHANGED), accept_changes=False)
    assert refused.paragraphs == ("我局很重视。", "前半", "后半。", "左右。")
    assert (accepted.changes, refused.changes) == (4, 4)


def test_moved_text_stands_once() -> None:
    body = f"<w:p><w:moveFrom {TRACK}>{r('甲')}</w:moveFrom>{r('中')}<w:moveTo {TRACK}>{r('甲')}</w:moveTo></w:p>"
    assert read(docx_of(body), accept_changes=True).paragraphs == ("中甲",)
    assert read(docx_of(body), accept_changes=False).paragraphs == ("甲中",)


def test_rows_added_and_taken_away() -> None:
    row = f"<w:tr><w:trPr><w:{{}} {TRACK}/></w:trPr>{cell('行')}</w:tr>"
    body = f"<w:tbl><w:tr>{cell('头')}</w:tr>{row.format('ins')}</w:tbl>"
    assert read(docx_of(body), accept_changes=True).paragraphs == ("| 头 |", "| 行 |")
    assert read(docx_of(body), accept_changes=False).paragraphs == ("| 头 |",)


def test_a_change_of_format_asks_nothing() -> None:
    body = p("文", f"<w:pPrChange {TRACK}><w:pPr/></w:pPrChange>")
    draft = read(docx_of(body))
    assert (draft.paragraphs, draft.changes) == (("文",), 0)
    assert draft.unknown == ("有 1 处格式修订，按现有格式读入",)


def field(instruction: str, shown: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("inside", "kept", "told"),
    [
        (r("密", "<w:vanish/>"), "文文", "第 1 段：隐藏文字没有读入：密"),
        (r("显", '<w:vanish w:val="0"/>'), "文显文", ""),
        (field(" DATE ", "3月2日"), "文3月2日文", "第 1 段：域（DATE）只保留当前显示的文字"),
        (
            f'<w:fldSimple w:instr=" REF a ">{r("表1")}</w:fldSimple>',
            "文表1文",
            "第 1 段：域（REF a）只保留当前显示的文字",
        ),
        ("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", "文文", "第 1 段：公式没有读入：x=1"),
        (
            '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>',
            "文文",
            "第 1 段：嵌入的对象没有读入（Excel.Sheet.12）",
        ),
        (
            f"<w:r><w:drawing><wps:txbx><w:txbxContent>{p('框内')}</w:txbxContent></wps:txbx></w:drawing></w:r>",
            "文文",
            "第 1 段：文本框没有读入正文，其中文字：框内",
        ),
        ("<w:r><w:drawing><a:graphic/></w:drawing></w:r>", "文文", "第 1 段：图形或图表没有读入"),
        (
            '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
            "文文",
            "第 1 段：符号字体中的符号没有读入：Wingdings F0FC",
        ),
        (
            f"<w:r><w:ruby><w:rt>{r('fēi')}</w:rt><w:rubyBase>{r('菲')}</w:rubyBase></w:ruby></w:r>",
            "文菲文",
            "第 1 段：拼音指南没有读入：fēi",
        ),
        (
            f"<w:somethingNew>{r('新')}</w:somethingNew>",
            "文文",
            "第 1 段：不认识的内容（somethingNew）没有读入：新",
        ),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>", "文控件文", ""),
        (f'<w:bookmarkStart w:id="0" w:name="a"/>{r("签")}<w:bookmarkEnd w:id="0"/>', "文签文", ""),
    ],
)
def test_what_is_no_text_is_told_with_its_place(inside: str, kept: str, told: str) -> None:
    draft = read(docx_of(f"<w:p>{r('文')}{inside}{r('文')}</w:p>"))
    assert draft.paragraphs == (kept,)
    assert draft.unknown == ((told,) if told else ())


def test_a_field_left_open_swallows_nothing_of_the_next_paragraph() -> None:
    body = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' + p("后文。")
    assert read(docx_of(body)).paragraphs == ("后文。",)


def test_notes_comments_headers_and_footers_are_told() -> None:
    body = f'<w:p>{r("文")}<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    others = {
        "word/footnotes.xml": part("footnotes", f'<w:footnote w:id="2">{p("脚注文")}</w:footnote>'),
        "word/comments.xml": part("comments", f'<w:comment w:id="0" w:author="乙">{p("请核")}</w:comment>'),
        "word/header1.xml": part("hdr", p("内部资料")),
        "word/footer1.xml": part("ftr", p("— 1 —")),
    }
    links = [
        ("rId2", "footnotes", "footnotes.xml", False),
        ("rId3", "comments", "comments.xml", False),
        ("rId4", "header", "header1.xml", False),
        ("rId5", "footer", "/word/footer1.xml", False),
    ]
    assert unknown(body, others=others, links=links) == (
        "第 1 段：脚注没有读入正文：脚注文",
        "批注没有读入（乙）：请核",
        "页眉没有读入：内部资料",
        "页脚没有读入：— 1 —",
    )


def test_pictures_are_handed_over_as_they_are() -> None:
    file = BytesIO()
    Image.new("RGB", (20, 20), "red").save(file, "PNG")
    body = p("前") + '<w:p><w:r><w:drawing><a:blip r:embed="rId2"/></w:drawing></w:r></w:p>'
    draft = read(
        docx_of(
            body,
            others={"word/media/image1.png": file.getvalue()},
            links=[("rId2", "image", "media/image1.png", False)],
        )
    )
    assert [(picture.data, picture.place) for picture in draft.pictures] == [(file.getvalue(), "第 2 段")]
    assert draft.unknown == ("第 2 段：第 1 幅图片不在正文中，请确认后放入附件",)


def test_what_lies_outside_the_file_is_told_and_left_there() -> None:
    body = (
        f'<w:p><w:hyperlink r:id="rId2">{r("网站")}</w:hyperlink></w:p>'
        '<w:p><w:r><w:drawing><a:blip r:link="rId3"/></w:drawing></w:r></w:p>'
    )
    links = [
        ("rId2", "hyperlink", "http://example.invalid/a", True),
        ("rId3", "image", "http://example.invalid/b.png", True),
        ("rId4", "oleObject", "file:///etc/passwd", True),
        ("rId5", "settings", "settings.xml", False),
    ]
    others = {
        "word/settings.xml": part("settings", ""),
        "word/_rels/settings.xml.rels": relations(
            [("rId1", "attachedTemplate", "http://example.invalid/c.dotm", True)]
        ),
    }
    draft = read(docx_of(body, links=links, others=others))
    assert draft.paragraphs == ("网站",)
    assert draft.pictures == ()
    assert draft.unknown == (
        "第 1 段：超链接只保留文字，地址没有保留：http://example.invalid/a",
        "第 2 段：链接到文件外的图片没有读取：http://example.invalid/b.png",
        "外部对象没有读取：file:///etc/passwd",
        "外部模板没有读取：http://example.invalid/c.dotm",
    )

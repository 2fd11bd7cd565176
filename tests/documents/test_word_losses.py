"""Nothing of a .docx is dropped in silence: every word is in what was read, or in the list of the rest."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from documents.word.markup import NAMESPACES
from documents.word.reading import read
from tests.documents.word_files import cell, docx_of, p, part, r, table

W, A, MC = (f"{{{NAMESPACES[name]}}}" for name in ("w", "a", "mc"))
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
V = "{urn:schemas-microsoft-com:vml}"
TRACK = 'w:id="1" w:author="甲" w:date="2026-03-02T09:00:00Z"'
CHART = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    f' xmlns:a="{NAMESPACES["a"]}"><a:t>图表标题</a:t><c:v>图表项</c:v></c:chartSpace>'
)
NUMBERS = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:lvlOverride></w:num>',
)
STYLES = part(
    "styles",
    '<w:style w:type="character" w:styleId="secret"><w:name w:val="密"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="hidden"><w:name w:val="隐"/><w:rPr><w:vanish/></w:rPr></w:style>',
)
OTHERS = {
    "word/numbering.xml": NUMBERS,
    "word/styles.xml": STYLES,
    "word/charts/chart1.xml": CHART.encode(),
    "word/header1.xml": part(
        "hdr", p("页眉文字") + '<w:p><w:r><w:pict><v:textpath string="水印字"/></w:pict></w:r></w:p>'
    ),
    "word/footer1.xml": part("ftr", p("第 1 页")),
    "word/footnotes.xml": part(
        "footnotes",
        f'<w:footnote w:id="2">{p("脚注甲")}</w:footnote><w:footnote w:id="3">{p("没有引用的脚注")}</w:footnote>',
    ),
    "word/endnotes.xml": part("endnotes", f'<w:endnote w:id="2">{p("尾注甲")}{p("尾注乙")}</w:endnote>'),
    "word/comments.xml": part("comments", f'<w:comment w:id="0" w:author="乙">{p("批注文字")}</w:comment>'),
}
LINKS = [
    ("n", "numbering", "numbering.xml", False),
    ("s", "styles", "styles.xml", False),
    ("c", "chart", "charts/chart1.xml", False),
    ("h", "header", "header1.xml", False),
    ("f", "footer", "footer1.xml", False),
    ("fn", "footnotes", "footnotes.xml", False),
    ("en", "endnotes", "endnotes.xml", False),
    ("cm", "comments", "comments.xml", False),
    ("out", "hyperlink", "http://example.invalid/", True),
]


def file_of(body: str) -> bytes:
    return docx_of(body, others=OTHERS, links=LINKS)


def begin(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def branches(first: str, second: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{first}</mc:Choice><mc:Fallback>{second}</mc:Fallback>'
        "</mc:AlternateContent>"
    )


def box(text: str) -> str:
    return f"<w:drawing><wps:txbx><w:txbxContent>{p(text)}</w:txbxContent></wps:txbx></w:drawing>"


# What may stand inside a paragraph; each word stands once, so that its whereabouts can be told.
INLINE = {
    "run": r("平文"),
    "sdt": f"<w:sdt><w:sdtPr/><w:sdtContent>{r('控件字')}</w:sdtContent></w:sdt>",
    "smartTag": f'<w:smartTag w:uri="u" w:element="e">{r("标记字")}</w:smartTag>',
    "customXml": f'<w:customXml w:uri="u" w:element="e">{r("定制字")}</w:customXml>',
    "bidi": f'<w:bdo w:val="ltr"><w:dir w:val="rtl">{r("方向字")}</w:dir></w:bdo>',
    "ruby": f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('pinyin')}</w:rt><w:rubyBase>{r('注音')}</w:rubyBase></w:ruby></w:r>",
    "symbol": '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
    "hyphens": "<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>4</w:t><w:softHyphen/></w:r>",
    "hidden": r("隐藏字", "<w:vanish/>"),
    "hidden by style": r("样式藏字", '<w:rStyle w:val="secret"/>'),
    "hidden picture words": f"<w:r><w:rPr><w:vanish/></w:rPr>{box('隐藏框字')}</w:r>",
    "insertion": f"<w:ins {TRACK}>{r('增字')}</w:ins>",
    "deletion": f"<w:del {TRACK}><w:r><w:delText>删字</w:delText></w:r></w:del>",
    "moves": f"<w:moveFrom {TRACK}>{r('移字')}</w:moveFrom><w:moveTo {TRACK}>{r('移字')}</w:moveTo>",
    "box twice": f"<w:r>{branches(box('框字'), '<w:pict><v:textbox><w:txbxContent>' + p('框字') + '</w:txbxContent></v:textbox></w:pict>')}</w:r>",  # noqa: E501
    "other words in the fallback": branches(r("首选字"), r("备用字")),
    "word art": '<w:r><w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict></w:r>',
    "shape": "<w:r><w:drawing><a:t>图形字</a:t></w:drawing></w:r>",
    "chart": '<w:r><w:drawing><a:graphic><a:graphicData r:id="c"/></a:graphic></w:drawing></w:r>',
    "object": f'<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/>{box("对象字")}</w:object></w:r>',
    "equation": "<m:oMathPara><m:oMath><m:r><m:t>公式</m:t></m:r></m:oMath></m:oMathPara>",
    "link": f'<w:hyperlink r:id="out">{r("链接字")}</w:hyperlink>',
    "simple field": f'<w:fldSimple w:instr=" REF a ">{r("简域字")}</w:fldSimple>',
    "field": begin("begin") + code(" DATE ") + begin("separate") + r("域字") + begin("end"),
    "words in a field's code": begin("begin") + r("码中字") + begin("separate") + r("果字") + begin("end"),
    "field in a field": begin("begin") + code("IF ") + begin("begin") + code("X") + begin("separate") + r("里域字")
    + begin("end") + r("码外字") + begin("separate") + r("外域字") + begin("end"),
    "text and field in one run": '<w:r><w:t>同段字</w:t><w:fldChar w:fldCharType="begin"/></w:r>' + r("未完字"),
    "footnote": '<w:r><w:footnoteReference w:id="2"/></w:r>',
    "endnote": '<w:r><w:endnoteReference w:id="2"/></w:r>',
    "comment": '<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
    "unknown": f"<w:brandNew>{r('新字')}</w:brandNew>",
}  # fmt: skip
BLOCKS = {
    "paragraph": p("整段。"),
    "numbered": p("编号段。", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
    "hidden paragraph": p("整段隐藏。", '<w:pStyle w:val="hidden"/>'),
    "control": f"<w:sdt><w:sdtContent>{p('控件段。')}</w:sdtContent></w:sdt>",
    "alternatives": branches(p("首选段。"), p("备用段。")),
    "table": table(["格甲", "格乙|丙"]),
    "row in a control": f"<w:tbl><w:sdt><w:sdtContent><w:tr>{cell('控件行')}</w:tr></w:sdtContent></w:sdt></w:tbl>",
    "cell in a control": f"<w:tbl><w:tr><w:sdt><w:sdtContent>{cell('控件格')}</w:sdtContent></w:sdt></w:tr></w:tbl>",
    "table in a table": f"<w:tbl><w:tr><w:tc>{table(['里格'])}{p('外格')}</w:tc></w:tr></w:tbl>",
    "alternatives in a cell": f"<w:tbl><w:tr><w:tc>{branches(p('格首选'), p('格备用'))}</w:tc></w:tr></w:tbl>",
    "unknown in a table": f"<w:tbl><w:brandNew>{p('表中新字')}</w:brandNew><w:tr>{cell('常格')}</w:tr></w:tbl>",
    "tracked cells": f"<w:tbl><w:tr>{cell('新格', f'<w:cellIns {TRACK}/>')}{cell('旧格', f'<w:cellDel {TRACK}/>')}</w:tr></w:tbl>",  # noqa: E501
    "equation": "<m:oMathPara><m:oMath><m:r><m:t>段公式</m:t></m:r></m:oMath></m:oMathPara>",
    "unknown": f"<w:brandNew>{p('新段')}</w:brandNew>",
}


def words_in(file: bytes) -> set[str]:
    """Return every piece of text in every part, without blanks."""
    found = set()
    with ZipFile(BytesIO(file)) as package:
        for name in package.namelist():
            if not name.endswith(".xml") or name == "[Content_Types].xml":
                continue
            root = etree.fromstring(package.read(name))
            texts = [one.text for one in root.iter(f"{W}t", f"{W}delText", f"{A}t", f"{M}t", f"{C}v")]
            texts += [one.get("string") for one in root.iter(f"{V}textpath")]
            found |= {re.sub(r"\s", "", text).replace("|", "｜") for text in texts if text}
    return found - {""}


def lost_words(file: bytes) -> set[str]:
    """Return what is in the file and neither in what was read, one way or the other, nor in the list of the rest."""
    said = ""
    for way in (True, False):
        draft = read(file, accept_changes=way)
        said += re.sub(r"\s", "", "".join(draft.paragraphs) + "".join(draft.unknown))
    return {word for word in words_in(file) if word not in said}


@pytest.mark.parametrize("name", INLINE)
def test_no_word_inside_a_paragraph_is_lost(name: str) -> None:
    body = (
        f"<w:p>{r('前')}{INLINE[name]}{r('后')}</w:p>"
        + p("下一段。")
        + table([f"<w:tc><w:p>{INLINE[name]}</w:p></w:tc>"])
    )
    file = file_of(body if name != "footnote" else body + p("完"))
    assert lost_words(file) - (set() if name == "chart" else {"图表标题", "图表项"}) == set()


@pytest.mark.parametrize("name", BLOCKS)
def test_no_word_of_a_block_is_lost(name: str) -> None:
    assert lost_words(file_of(p("前段。") + BLOCKS[name] + p("后段。"))) - {"图表标题", "图表项"} == set()


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from([*INLINE.values(), *BLOCKS.values()]), min_size=1, max_size=8))
def test_no_word_of_any_mixture_is_lost(pieces: list[str]) -> None:
    inline = set(INLINE.values())
    body = "".join(f"<w:p>{piece}</w:p>" if piece in inline else piece for piece in pieces)
    file = file_of(p("文。") + body)
    lost = lost_words(file) - ({"图表标题", "图表项"} if INLINE["chart"] not in pieces else set())
    assert lost == set()


def listed(text: str, number: int) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')


def test_the_numbers_of_a_list_count_what_is_kept() -> None:
    gone = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del {TRACK}/></w:rPr></w:pPr><w:del {TRACK}><w:r><w:delText>旧项</w:delText></w:r></w:del></w:p>'  # noqa: E501
    file = file_of(listed("甲", 1) + gone + listed("乙", 1))
    assert read(file, accept_changes=True).paragraphs == ("一、甲", "二、乙")
    assert read(file, accept_changes=False).paragraphs == ("一、甲", "二、旧项", "三、乙")


def test_a_list_that_overrides_its_level_shows_its_own_numbers() -> None:
    assert read(file_of(listed("甲", 2) + listed("乙", 2))).paragraphs == ("3.甲", "4.乙")


def test_cells_added_and_taken_away_follow_the_decision() -> None:
    file = file_of(BLOCKS["tracked cells"])
    assert read(file, accept_changes=True).paragraphs == ("| 新格 |",)
    assert read(file, accept_changes=False).paragraphs == ("| 旧格 |",)


def test_a_long_text_box_is_quoted_whole() -> None:
    words = "框内很长的一段说明" * 60
    [sentence] = [
        one for one in read(file_of(f"<w:p><w:r>{box(words)}</w:r></w:p>")).unknown if "文本框" in one
    ]
    assert sentence == f"第 1 段：文本框没有读入正文，其中文字：{words}"

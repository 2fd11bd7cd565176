"""A Word draft in a real browser: uploaded, its changes decided, what was not read seen, taken as the text."""

from pathlib import Path

import pytest

from documents.word.reading import read
from responses.models import Response
from tests.documents.word_files import docx_of, p, r, table
from tests.e2e.visitors import PHONE, Visitor, Visits
from tests.responses.desk import begun, page, text_of
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]
TRACK = 'w:id="1" w:author="甲" w:date="2026-03-02T09:00:00Z"'
CHANGED = (
    p("一、总体情况")
    + f"<w:p>{r('我局已建成')}<w:ins {TRACK}>{r('十二')}</w:ins>"
    + f"<w:del {TRACK}><w:r><w:delText>十</w:delText></w:r></w:del>{r('处图书室，全部对外开放。')}</w:p>"
    + table(("项目", "数量"), ("图书室", "12"))
    + f"<w:p>{r('详见图。')}<w:r><w:drawing><wps:txbx><w:txbxContent>{p('框内的说明')}</w:txbxContent></wps:txbx>"
    + "</w:drawing></w:r></w:p>"
)


@pytest.fixture
def response(world: World) -> Response:
    return begun(world)


def fits(visitor: Visitor, name: str) -> None:
    """Keep a picture; the page needs no sideways scrolling and axe finds nothing grave."""
    visitor.shoot(name)
    assert visitor.grave_findings() == [], name


@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_a_word_draft_from_the_file_to_the_text(
    response: Response, visit: Visits, tmp_path: Path, screen: str
) -> None:
    good, bad = tmp_path / "稿.docx", tmp_path / "旧稿.doc"
    good.write_bytes(docx_of(CHANGED))
    bad.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    clerk = visit("jia_tech_clerk", PHONE) if screen == "phone" else visit("jia_tech_clerk")
    shown = clerk.page
    clerk.open(page(response))
    clerk.follow("从 Word 文件读入正文")
    fits(clerk, f"word-{screen}-start")
    shown.get_by_label("Word 文件").set_input_files(good)
    clerk.press("读入")
    fits(clerk, f"word-{screen}-read")
    assert "第 5 段：文本框没有读入正文，其中文字：框内的说明" in clerk.main_text()
    shown.get_by_label("改后的正文（接受全部修订）").fill("一、总体情况\n我局已建成十二处图书室。")
    shown.get_by_label("Word 文件").set_input_files(bad)
    clerk.press("读入")
    fits(clerk, f"word-{screen}-bad")
    assert "旧版 Word（.doc）" in shown.get_by_role("alert").inner_text()
    assert (
        shown.get_by_label("改后的正文（接受全部修订）").input_value()
        == "一、总体情况\n我局已建成十二处图书室。"
    )
    clerk.press("采用为正文")
    assert "请先选择接受全部修订还是拒绝全部修订" in shown.get_by_role("alert").inner_text()
    shown.get_by_label("接受全部修订，采用改后的正文").check()
    clerk.press("采用为正文")
    assert clerk.told() == ["已采用为正文，存为第 1 稿。"]
    fits(clerk, f"word-{screen}-adopted")
    with shown.expect_download() as loading:
        shown.get_by_role("button", name="草稿 Word").click()
    assert "我局已建成十二处图书室。" in read(Path(loading.value.path()).read_bytes()).paragraphs
    # The browser itself notes the two refusals, and nothing else.
    assert [" 422 " in trouble for trouble in visit.troubles()] == [True, True]

    visit.end()
    assert text_of(response.proposal).body == "一、总体情况\n我局已建成十二处图书室。"

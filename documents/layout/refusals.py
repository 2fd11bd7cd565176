"""What keeps a paper from being set by GB/T 9704-2012, in sentences for the clerk: asked before a number is taken."""

from collections.abc import Iterator

from documents.content import OfficialDocument
from documents.layout.body import body_paragraphs, cleaned, parts
from documents.layout.imprint import set_imprint
from documents.layout.signature import seals_fit
from documents.pages import ROWS
from documents.tables import parse

MOST_COLUMNS = 20  # of a table: its type is 7.9 pt then, about 六号; smaller is not read


def refusals(content: OfficialDocument) -> list[str]:
    """Return a sentence for each part that no page can hold, saying what to do; none when the paper can be set.

    版记 stands on one page (7.4), seals share theirs with text (7.3.5.1), a table stays within the type area (5.2.1).
    """
    found = []
    if set_imprint(content).rows > ROWS:
        found.append(
            f"抄送有 {len(content.copies)} 个字，版记一页排不下，不能印发；"
            "请精简抄送单位，或改用“各县（市、区）人民政府，市政府各部门”一类的统称。"
        )
    if any(body.seal for body in content.signing) and not seals_fit(content):
        found.append(
            f"有 {len(content.signing)} 个单位联合署名，套印的印章一页排不下，不能印发；"
            "请减少联合署名单位，或在“用纸设置”中取消“随文套印印章图样”，印好后再盖章。"
        )
    widest = max(_columns(content), default=0)
    if widest > MOST_COLUMNS:
        found.append(
            f"有一张表格有 {widest} 列，最多排 {MOST_COLUMNS} 列，不能印发；请分成几张表，或作为图片放进附件。"
        )
    return found


def _columns(content: OfficialDocument) -> Iterator[int]:
    """Yield how many columns each table of the paper has."""
    for paragraphs in (body_paragraphs(content), *(cleaned(annex.paragraphs) for annex in content.annexes)):
        for part in parts(paragraphs):
            if isinstance(part, list):
                rows, _ = parse(part)
                yield len(rows[0]) if rows else 0

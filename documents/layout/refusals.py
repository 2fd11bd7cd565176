"""What keeps a paper from being set by GB/T 9704-2012, in sentences for the clerk: asked before a number is taken."""

from documents.content import OfficialDocument
from documents.layout.imprint import set_imprint
from documents.layout.signature import seals_fit
from documents.pages import ROWS


def refusals(content: OfficialDocument) -> list[str]:
    """Return a sentence for each part that no page can hold, saying what to do; none when the paper can be set.

    版记 stands on one page (7.4), and seals share theirs with text (7.3.5.1).
    """
    found = []
    if set_imprint(content).rows > ROWS:
        found.append(
            f"抄送有 {len(content.copies)} 个字，版记一页排不下，不能印发；"
            "请精简抄送单位，或改用“各县（市、区）人民政府，市政府各部门”一类的统称。"
        )
    if not seals_fit(content):
        found.append(
            f"有 {len(content.signing)} 个单位联合署名，套印的印章一页排不下，不能印发；"
            "请减少联合署名单位，或在“用纸设置”中取消“随文套印印章图样”，印好后再盖章。"
        )
    return found

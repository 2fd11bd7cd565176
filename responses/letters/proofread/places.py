"""Where a finding stands, as its reader looks for it: 正文第 3 段, 附件2第 1 段, 附件图1的图题."""

from collections.abc import Sequence

from responses.letters.proofread.annexed import annex_lines, is_annexed
from responses.letters.proofread.facts import BODY, Finding, LetterText


def place_of(letter: LetterText, finding: Finding) -> str:
    """Return the place in words; blank lines are not counted, since they are not printed."""
    if finding.paragraph is not None and finding.field == BODY:
        return _numbered(BODY, letter.paragraphs, finding.paragraph)
    if finding.paragraph is not None:
        return _numbered(finding.field, annex_lines(letter.annexes, finding.field), finding.paragraph)
    is_caption = is_annexed(finding.field) and "图" in finding.field
    return f"{finding.field}的图题" if is_caption else finding.field


def _numbered(name: str, lines: Sequence[str], place: int) -> str:
    before = sum(1 for line in lines[: place + 1] if line.strip())
    if lines[place].strip():
        return f"{name}第 {before} 段"
    return f"{name}第 {before} 段之后" if before else f"{name}开头"

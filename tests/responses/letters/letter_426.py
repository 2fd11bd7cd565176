"""The reply to proposal 426 as it was given, cut into the fields of a letter."""

from datetime import date
from pathlib import Path

from documents.content import OfficialDocument, SigningBody

SEED = Path(__file__).parents[3] / "seeds" / "documents" / "003_52106f860ea8a9b3.txt"
# Where a page ended in the middle of a sentence: the end of one line and the beginning of the next.
PAGE_BREAKS = (
    ("设立技术转移部门，提", "升技术服务机构能力建"),
    ("补助奖励，支持大孵化", "集群、企业孵化器、众"),
    ("5 家。会同县（市、", "区)科技部门对接中关"),
    ("大国”“关键小国”以", "及“一带一路”沿线国"),
)


def healed_lines() -> list[str]:
    """The seed's lines without the empty ones, its four page breaks joined, every other fault kept."""
    lines = [line.strip() for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    for tail, head in PAGE_BREAKS:
        (place,) = (
            place
            for place, line in enumerate(lines)
            if line.endswith(tail) and lines[place + 1].startswith(head)
        )
        lines[place : place + 2] = [lines[place] + lines[place + 1]]
    return lines


def letter_426() -> OfficialDocument:
    """The letter 温科提复〔2023〕125号."""
    lines = healed_lines()
    return OfficialDocument(
        letterheads=(lines[0],),
        number=lines[1],
        title=lines[2].replace(" ", ""),
        addressee=lines[3],
        paragraphs=tuple(lines[4:-6]),
        contact=lines[-6],
        signing=(SigningBody(name=lines[-5]),),
        written_on=date(2023, 6, 29),
        copies=lines[-3],
        imprint_office=lines[-2],
        printed_on=date(2023, 6, 30),
    )

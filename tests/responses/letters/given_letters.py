"""The given replies 002 and 003 as proofreading meets them: pasted whole, cut into their parts, corrected by hand."""

from datetime import date
from pathlib import Path

from responses.letters.proofread import CaseFacts, Demand, LetterText, UnitName
from seeds.parsers import ReplyLetter, parse_reply_letter

CORRECTED = Path(__file__).parent / "corrected"
DATES = ("written_on", "printed_on")


def pasted(name: str) -> LetterText:
    """The file as somebody pastes it: every line of it, blank ones too, in the box of the body."""
    return LetterText(paragraphs=parse_reply_letter(name).document.lines)


def in_parts(name: str) -> LetterText:
    """The file cut into its parts by the parser, each as written (raw), the lines of the body not joined."""
    given = parse_reply_letter(name)
    lines = given.document.lines
    first = given.addressee.whole.line
    return LetterText(
        title=given.title.raw if given.title else "",
        number=given.number.raw if given.number else "",
        addressee=lines[first - 1],
        paragraphs=tuple(line for line in lines[first : _tail(given) - 1] if line.strip()),
        contact=given.contact_line.raw,
        signed_by=given.signed_by.raw if given.signed_by else "",
        written_on=given.written_on.value if given.written_on else None,
        printed_on=given.printed_on.value if given.printed_on else None,
        copies=given.copies_line.raw if given.copies_line else "",
    )


def _tail(given: ReplyLetter) -> int:
    return given.contact_line.line


def corrected(name: str) -> LetterText:
    """The healed text, its defects put right by hand: fields as `name: value`, a blank line, one paragraph a line."""
    head, body = (CORRECTED / f"{name}.txt").read_text(encoding="utf-8").split("\n\n", 1)
    values = dict(
        line.split(": ", 1) if ": " in line else (line.rstrip(":"), "") for line in head.split("\n")
    )
    days = {key: date.fromisoformat(values.pop(key)) for key in DATES}
    return LetterText(paragraphs=tuple(body.rstrip("\n").split("\n")), **values, **days)


SCHEME = (
    ("A", "所提问题已经解决或者基本解决"),
    ("B", "所提问题正在解决或者已列入计划逐步解决"),
    ("C", "因目前条件限制或者其他原因，有待以后解决"),
)
# What the cases are known to be; the demands are the parts each letter answers.
FACTS = {
    "002": CaseFacts(
        kind="suggestion",
        number_text="2024年9号",
        title="关于为科技创新营造良好氛围的建议",
        proposers=("李训根",),
        demands=(
            Demand("1", "培养企业家创新意识", "done"),
            Demand("2", "构建全过程创新链", "done"),
            Demand("3", "完善科技创新激励政策", "planned"),
            Demand("4", "建设未来产业科创企业孵化基地", "partly"),
            Demand("5", "营造诚实守信的营商环境", "done"),
        ),
        co_handlers=(UnitName("金华市经济和信息化局", "市经信局"),),
        unit=UnitName("金华市科学技术局", "市科技局"),
        class_scheme=SCHEME,
        due_on=date(2024, 7, 1),
        year=2024,
    ),
    "003": CaseFacts(
        kind="proposal",
        session="市政协十二届二次会议",
        number_text="426",
        title="关于加快科技成果转化提案",
        proposers=("王忠权",),
        demands=(
            Demand("1", "制定发展规划，提高科技成果转化，提升产业发展整体素质", "done"),
            Demand("2", "提高专利实施率和转化率，加大力度激励专利的实施和转化", "done"),
            Demand("3", "为技术交流，新技术展示提供更多便捷途径", "done"),
            Demand(
                "4", "积极主动对接全球高新技术落地，整合利用全球创新资源，鼓励市场参与制定国际标准", "planned"
            ),
        ),
        unit=UnitName("温州市科学技术局", "市科技局"),
        series_code="温科提复",
        class_scheme=SCHEME,
        due_on=date(2023, 6, 30),
        year=2023,
    ),
}

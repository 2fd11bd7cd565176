"""manage.py letter NUMBER --out FILE.pdf: write the issued letter of an item to a file."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q, QuerySet

from proposals.models import Proposal
from responses.letters.printing import fill_pdf
from responses.models import ReplyLetter
from responses.queries import letters_of

AMBIGUOUS = 2


class Command(BaseCommand):
    help = "把一件提案或建议的答复函写成 PDF 文件。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "number", help="案号，如 426；同号多件时写作 机构代码/届-次/案号，如 wenzhou-cppcc/12-2/426"
        )
        parser.add_argument("--out", required=True, type=Path, metavar="FILE.pdf", help="写到哪个文件")
        parser.add_argument("--round", type=int, metavar="N", help="第几轮的答复函；不写为最后一轮")

    def handle(self, *, number: str, out: Path, round: int | None, **options: object) -> None:
        """Write the PDF, rendering it first where that has not been done.

        Exit status 1 with a sentence when there is no such item, letter or folder; 2 with the candidates on the
        standard error, one a line, when several items bear the number.
        """
        letter = _letter(_the_item(self, number), number, round)
        if letter.rendered_at is None:
            fill_pdf(letter.pk)
            letter.refresh_from_db()
        if letter.rendered_at is None:
            why = letter.render_error or "另一个进程正在排版，请稍后再试"
            raise CommandError(f"答复函 {letter.number} 没有排成：{why}")
        try:
            with letter.pdf.open("rb") as kept:
                out.write_bytes(kept.read())
        except OSError as wrong:
            raise CommandError(f"不能写入 {out}：{wrong.strerror}。") from wrong
        self.stdout.write(f"{letter.number} → {out}")


def _the_item(command: BaseCommand, number: str) -> Proposal:
    """Return the one item of that number, or end the command with 2 (several) or 1 (none)."""
    found = list(_items(number).order_by("session__term__assembly__slug", "session", "part_no"))
    if not found:
        raise CommandError(f"没有案号为“{number}”的提案或建议。")
    if len(found) > 1:
        for proposal in found:
            command.stderr.write(name_of(proposal))
        raise SystemExit(AMBIGUOUS)
    return found[0]


def _items(number: str) -> QuerySet[Proposal]:
    """Return the items of `426`, or of `assembly/session/number`."""
    *place, last = number.strip().split("/")
    # An item that was split has no letter of its own: its parts have.
    items = Proposal.objects.filter(parts__isnull=True).select_related("session__term__assembly")
    text = last.removesuffix("号")
    parts = text.rsplit("之", 1)
    part = int(parts[1]) if len(parts) == 2 and parts[1].isdecimal() else None
    named = Q(number_text=text) | Q(number_text=f"{text}号")
    if part is not None:
        named |= Q(number_text=parts[0], part_no=part)
    items = items.filter(named)
    if not place:
        return items
    if len(place) != 2:
        return items.none()
    assembly, session = place
    term, _, ordinal = session.partition("-")
    if not (term.isdecimal() and ordinal.isdecimal()):
        return items.none()
    return items.filter(
        session__term__assembly__slug=assembly, session__term__number=term, session__number=ordinal
    )


def name_of(proposal: Proposal) -> str:
    """Return assembly/session/number, the name that picks one item among all (a part as 426之2)."""
    session = proposal.session
    part = f"之{proposal.part_no}" if proposal.part_no else ""
    place = f"{session.term.assembly.slug}/{session.term.number}-{session.number}"
    return f"{place}/{proposal.number_text}{part}"


def _letter(proposal: Proposal, number: str, round_no: int | None) -> ReplyLetter:
    letters = letters_of(proposal)
    if round_no is not None:
        letters = letters.filter(response__round_no=round_no)
    letter = letters.last()
    if letter is None:
        which = f"第 {round_no} 轮的" if round_no is not None else ""
        raise CommandError(f"“{number}”还没有{which}答复函。")
    return letter

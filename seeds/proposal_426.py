"""Proposal No. 426 of the CPPCC Wenzhou, taken down the whole road on the days its letter names (seed 003)."""

import time
from collections.abc import Callable
from datetime import date

from accounts.models import Unit, User
from documents.wording import chinese_date
from proposals.models import AssemblySession, Proposal
from proposals.services.intake import Filing
from responses.models import ReplyLetter
from responses.services.drafting import Draft
from seeds.parsers import ReplyLetter as GivenLetter
from seeds.parsers import letter_text, match_key, parse_reply_letter
from seeds.walk import Story, answers, letter_of, walk

# The document names only the days of signing and printing; these are made up for the demo, in the order an office
# would meet them, so that the three months of the reply run out on the day of printing.
FILED, REGISTERED, HANDED_OVER = date(2023, 2, 10), date(2023, 2, 20), date(2023, 3, 30)
ACCEPTED, MET, SENT = date(2023, 4, 3), date(2023, 5, 18), date(2023, 6, 21)
REVIEWED = (date(2023, 6, 26), date(2023, 6, 27), date(2023, 6, 28))

BODY = "（所给文件中没有提案原文；以下诉求引自答复函各部分的标题。）"
RENDER_WAIT = 180  # seconds


class NoLetter(RuntimeError):
    """The worker did not make the letter in time; the text says where to look."""


def existing(given: GivenLetter) -> Proposal | None:
    """Return No. 426 of that session if it is there already."""
    return Proposal.objects.filter(
        session__name=given.original.session.value, number=given.original.number.value, part_no=0
    ).first()


def make(given: GivenLetter) -> Proposal:
    """File, register, assign, draft, review, sign and issue No. 426; its number comes out as the letter's."""
    session = AssemblySession.objects.get(name=given.original.session.value)
    lead = Unit.objects.get(name=given.issuing_body.value)
    demands = [part.suggestion_quoted.value for part in given.sections if part.suggestion_quoted]
    story = Story(
        session=session,
        proposer=User.objects.get(name=given.addressee.name.value),
        filing=Filing(title=given.original.title.value, body=BODY, demands=demands),
        filed_on=FILED,
        number=given.original.number.value,
        registered_on=REGISTERED,
        handed_over_on=HANDED_OVER,
        lead=lead,
        accepted_on=ACCEPTED,
        met_on=MET,
        sent_on=SENT,
        reviewed_on=REVIEWED,
        signed_on=given.written_on.value,
        issued_on=given.printed_on.value,
    )
    # The office had the session open in its time; it is closed now.
    session.is_open_for_filing = True
    session.save(update_fields=["is_open_for_filing"])
    try:
        return walk(story, lambda proposal, clerk: text_of(given, proposal))
    finally:
        session.is_open_for_filing = False
        session.save(update_fields=["is_open_for_filing"])


def text_of(given: GivenLetter, proposal: Proposal) -> Draft:
    """Return the clerk's text: the letter's own words, its copies line included."""
    return Draft(
        body="\n".join(paragraph.text for paragraph in given.body),
        addressee=f"{given.addressee.whole.value}：",
        contact_name=given.contact.value,
        contact_phone="，".join(phone.value for phone in given.phones),
        copies=given.copies_line.value,
        resolution_class="A",
        verdicts=answers(proposal),
    )


def wait_for_file(letter: ReplyLetter, say: Callable[[str], None]) -> ReplyLetter:
    """Wait for the worker, in another process, to make the letter's file; raise NoLetter after RENDER_WAIT seconds."""
    ends = time.monotonic() + RENDER_WAIT
    said = False
    while True:
        letter.refresh_from_db()
        if letter.rendered_at is not None:
            return letter
        if not said:
            say("等待后台进程生成答复函……")
            said = True
        if time.monotonic() > ends:
            raise NoLetter(f"后台进程没有生成答复函（{letter.render_error or '请查看 worker 日志'}）。")
        time.sleep(0.5)


def differences(letter: ReplyLetter, given: GivenLetter) -> list[str]:
    """Return where the letter as issued differs from the given text (NFKC, white space removed); empty when equal."""
    content = letter.document
    printed = [
        *content.letterheads,
        content.number,
        content.title,
        content.addressee,
        *content.paragraphs,
        content.contact,
        *(body.name for body in content.signing),
        chinese_date(content.written_on),
        content.copies,
        content.imprint_office,
        f"{chinese_date(content.printed_on)}印发",
    ]
    wanted = letter_text(given).splitlines()
    if match_key("".join(printed)) == match_key("".join(wanted)):
        return []
    pairs = zip(printed, wanted, strict=False)
    return [f"{ours!r} ≠ {theirs!r}" for ours, theirs in pairs if match_key(ours) != match_key(theirs)]


def take_426_down_the_road(say: Callable[[str], None]) -> ReplyLetter:
    """Make No. 426 unless it is there, wait for its letter and compare it with the given text."""
    given = parse_reply_letter("003")
    proposal = existing(given)
    if proposal is None:
        proposal = make(given)
        say(f"第 {proposal.number_text} 号提案已从提交办到印发，共 {proposal.steps.count()} 步。")
    else:
        say(f"第 {proposal.number_text} 号提案此前已办完，不再重办。")
    letter = wait_for_file(letter_of(proposal), say)
    different = differences(letter, given)
    say("答复函与所给原文一致。" if not different else "答复函与所给原文不一致：\n" + "\n".join(different))
    return letter

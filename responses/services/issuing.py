"""编号印发: number, freeze and queue the letter in one transaction; note printing and delivery."""

import json
import secrets
from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.now import now, today
from accounts.queue import queue_on_commit
from documents.content import TEMPLATE_VERSION
from documents.layout import missing_characters
from documents.series import NoSeries, take_number
from proposals.conditions import answered, still_to_rate
from proposals.errors import NotYours, StepBlocked, StepNotOpen
from proposals.models import Proposal
from proposals.models.rules import LimitKey
from proposals.permissions import open_response
from proposals.services.clocks import REPLY_KEYS, meet_clocks, start_clock, stop_clocks
from proposals.services.perform import locked, perform
from proposals.states import ProposalState as S
from responses.letters.frozen import content_of
from responses.models import Delivery, PrintRecord, ReplyLetter, Response
from responses.models.letter import Channel
from responses.permissions import is_own_seat, may_print
from responses.tasks import render_letter

MOST_COPIES = 500
CODE_CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@transaction.atomic
def issue(proposal: Proposal, *, by: User, seen: int) -> ReplyLetter:
    """编号印发: take the unit's next number, freeze the letter, write a delivery for each proposer, queue the PDF.

    Everything is one transaction: a refusal takes no number. Raises StepBlocked also for a unit without a code and
    for characters no letter font has, naming each with its field.
    """
    issued: list[ReplyLetter] = []

    def effect(row: Proposal) -> None:
        issued.append(_number_and_freeze(row, open_response(row), by))

    row = perform("issue", proposal, by=by, seen=seen, effect=effect)
    letter = issued[0]
    meet_clocks(row, *REPLY_KEYS)
    stop_clocks(row)  # an opinion that did not come is not waited for any more
    queue_on_commit(render_letter, letter.pk)
    return letter


def _number_and_freeze(proposal: Proposal, response: Response, by: User) -> ReplyLetter:
    _refuse_unprintable(response)
    try:
        number = take_number(response.assignment.unit, proposal.kind, response.signed_on)
    except NoSeries as missing:
        raise StepBlocked(str(missing)) from missing
    content = content_of(
        response, number=str(number), written_on=response.signed_on, printed_on=today(), draft=False
    )
    letter = ReplyLetter.objects.create(
        response=response,
        series=number.series,
        serial=number.serial,
        number=str(number),
        title=content.title,
        written_on=content.written_on,
        printed_on=content.printed_on,
        issued_by=by,
        issued_at=now(),
        content=json.loads(content.to_json()),
        template_version=str(TEMPLATE_VERSION),
        verify_code=new_code(),
    )
    Delivery.objects.bulk_create(
        Delivery(letter=letter, proposer=proposer) for proposer in answered(proposal)
    )
    response.is_open = False
    response.save(update_fields=["is_open"])
    return letter


def new_code() -> str:
    """Return a code for the verification page: 12 characters, none of them easily mistaken for another."""
    return "".join(secrets.choice(CODE_CHARACTERS) for _ in range(12))


def unprintable(response: Response) -> list[str]:
    """Return a sentence for every character of the letter that no letter font has, with its field."""
    day = response.signed_on or today()
    draft = content_of(response, number="", written_on=day, printed_on=day, draft=True)
    return [
        f"{field}中的“{character}”（U+{ord(character):04X}）没有可用的字形，不能印发；请改用规范字或补装字体。"
        for character, field in missing_characters(draft)
    ]


def _refuse_unprintable(response: Response) -> None:
    """Raise StepBlocked for what cannot be printed, before a number is taken."""
    sentences = unprintable(response)
    if sentences:
        raise StepBlocked(*sentences)


@transaction.atomic
def set_again(letter: ReplyLetter, *, by: User) -> None:
    """Queue a letter whose PDF failed or does not come; its frozen words stay. Raises NotYours or StepNotOpen."""
    row = ReplyLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if not may_print(by, row):
        raise NotYours("由印发单位的文印人员重新排版。")
    if row.rendered_at is not None:
        raise StepNotOpen("这份函的文件已经生成，不需要重新排版。")
    audit.record("letter.set_again", by=by, about=row)
    queue_on_commit(render_letter, row.pk)


@transaction.atomic
def record_print(letter: ReplyLetter, *, copies: int, by: User, reason: str = "") -> PrintRecord:
    """Note that a letter was printed: who, when, how many; a second printing says why."""
    row = ReplyLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if not may_print(by, row):
        raise NotYours("由印发单位的文印人员登记打印。")
    if row.rendered_at is None:
        raise StepBlocked("文件还没有生成好，请稍候再打印。")
    if not 1 <= copies <= MOST_COPIES:
        raise StepBlocked(f"份数须在 1 到 {MOST_COPIES} 之间。")
    if row.prints.exists() and not reason.strip():
        raise StepBlocked("这份函已打印过，重印请写明理由。")
    record = PrintRecord.objects.create(letter=row, copies=copies, reason=reason.strip(), by=by, at=now())
    audit.record("letter.print", by=by, about=row, copies=copies, again=bool(reason.strip()))
    return record


@transaction.atomic
def record_delivery(
    delivery: Delivery, *, channel: str, sent_on: date, by: User, received_on: date | None = None
) -> Delivery:
    """Note how and when a proposer's copy went out; the first one starts the clock of rating.

    A day of receipt that is known already (the proposer read the letter meanwhile) is kept unless another is given.
    """
    row = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("letter", "proposer")
        .get(pk=delivery.pk)
    )
    if not may_print(by, row.letter):
        raise NotYours("由印发单位登记送达。")
    received_on = received_on or row.received_on
    sentences = []
    if channel not in Channel.values:
        sentences.append("请选择送达方式。")
    if not row.letter.printed_on <= sent_on <= today():
        sentences.append("发出日期须在印发日期和今天之间。")
    if received_on is not None and not sent_on <= received_on <= today():
        sentences.append("收到日期须在发出日期和今天之间。")
    if sentences:
        raise StepBlocked(*sentences)
    return _delivered(row, channel, sent_on, received_on, by)


@transaction.atomic
def read_online(delivery: Delivery, *, by: User) -> Delivery:
    """Note that a proposer opened their letter: it counts as delivered online today, unless it was before."""
    row = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("letter", "proposer")
        .get(pk=delivery.pk)
    )
    if not is_own_seat(by, row.proposer):
        raise NotYours("只有收件人本人可以签收。")
    if row.received_on is not None:
        return row
    return _delivered(row, row.channel or Channel.ONLINE, row.sent_on or today(), today(), by)


def _delivered(row: Delivery, channel: str, sent_on: date, received_on: date | None, by: User) -> Delivery:
    response = row.letter.response
    proposal = locked(response.proposal)
    row.channel = channel
    row.sent_on = sent_on
    row.received_on = received_on
    row.by = by
    row.save(update_fields=["channel", "sent_on", "received_on", "by"])
    asked = proposal.state == S.REPLIED and proposal.round_no == response.round_no
    begun = proposal.clocks.filter(key=LimitKey.RATING, round_no=response.round_no).exists()
    if asked and not begun and still_to_rate(proposal).exists():
        start_clock(proposal, LimitKey.RATING, sent_on)
    audit.record("letter.deliver", by=by, about=row.letter, proposer=row.proposer_id, channel=channel)
    return row

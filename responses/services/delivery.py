"""送达: note how each proposer's copy went out; a proposer who opens the letter has received it."""

from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.now import today
from proposals.conditions import still_to_rate
from proposals.errors import NotYours, StepBlocked
from proposals.models.rules import LimitKey
from proposals.services.clocks import start_clock
from responses.models import Delivery
from responses.models.letter import Channel
from responses.permissions import is_own_seat, may_print, why_not_rated
from responses.services.locking import locked_delivery
from responses.services.validity import refuse_invalid


@transaction.atomic
def record_delivery(
    delivery: Delivery, *, channel: str, sent_on: date, by: User, received_on: date | None = None
) -> Delivery:
    """Note how and when a proposer's copy went out; the first one starts the clock of rating.

    A day of receipt that is known already (the proposer read the letter meanwhile) is kept unless another is given.
    Raises NotYours, StepBlocked, or StepNotOpen for a letter that is void or was corrected.
    """
    row = locked_delivery(delivery)
    if not may_print(by, row.letter):
        raise NotYours("由印发单位登记送达。")
    refuse_invalid(row.letter)
    received_on = received_on or row.received_on
    sentences = []
    if channel not in Channel.values:
        sentences.append("请选择送达方式。")
    if not row.letter.printed_on <= sent_on <= today():
        sentences.append("发出日期须在印发日期和今天之间。")
    if received_on is not None and not sent_on <= received_on <= today():
        sentences.append("收到日期须在发出日期和今天之间。")
    if not row.letter.is_ready:
        sentences.append("文件还没有生成好（或还没有签名），请稍候再登记送达。")
    if sentences:
        raise StepBlocked(*sentences)
    return _delivered(row, channel, sent_on, received_on, by)


@transaction.atomic
def read_online(delivery: Delivery, *, by: User) -> Delivery:
    """Note that a proposer opened their letter: it counts as delivered online today, unless it was before.

    A void one, or one that was corrected, is read without being delivered any more.
    """
    row = locked_delivery(delivery)
    if not is_own_seat(by, row.proposer):
        raise NotYours("只有收件人本人可以签收。")
    if row.received_on is not None or not row.letter.is_valid:
        return row
    return _delivered(row, row.channel or Channel.ONLINE, row.sent_on or today(), today(), by)


def _delivered(row: Delivery, channel: str, sent_on: date, received_on: date | None, by: User) -> Delivery:
    response = row.letter.response
    proposal = response.proposal
    row.channel = channel
    row.sent_on = sent_on
    row.received_on = received_on
    row.by = by
    row.save(update_fields=["channel", "sent_on", "received_on", "by"])
    begun = proposal.clocks.filter(key=LimitKey.RATING, round_no=response.round_no).exists()
    if not why_not_rated(response) and not begun and still_to_rate(proposal).exists():
        start_clock(proposal, LimitKey.RATING, sent_on)
    audit.record("letter.deliver", by=by, about=row.letter, proposer=row.proposer_id, channel=channel)
    return row

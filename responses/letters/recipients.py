"""Whom a letter is posted to and by whom, as envelopes and labels say it; what is wrong with an address."""

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import QuerySet

from documents.forms import Recipient
from proposals.models.filing import ProposerRole
from proposals.states import word
from responses.models import Delivery

LEADING_POSTCODE = re.compile(r"\s*(\d{6})(?!\d)\s*(.*)", re.DOTALL)
NAMED_AT_MOST = 10


def with_addresses(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Return deliveries with all that recipient_of() asks, in one query."""
    return deliveries.select_related(
        "letter__response__assignment__unit", "proposer__member", "proposer__proposal"
    )


def recipient_of(delivery: Delivery) -> Recipient:
    """Return the address of one proposer's copy; a postcode before the address goes into its boxes.

    An organisation bears no honorific, nor does a name that ends with it already.
    """
    proposer, unit = delivery.proposer, delivery.letter.response.assignment.unit
    address = proposer.member.address if proposer.member else ""
    parted = LEADING_POSTCODE.fullmatch(address)
    postcode, address = parted.groups() if parted else ("", address)
    is_person = proposer.role != ProposerRole.COLLECTIVE
    return Recipient(
        name=proposer.name,
        honorific=word(proposer.proposal.kind, "member") if is_person else "",
        address=address,
        postcode=unicodedata.normalize("NFKC", postcode),  # typed in full width it is the same code
        number=delivery.letter.number,
        sender=unit.name,
        sender_address=unit.address,
        sender_postcode=unit.postcode,
    )


def address_troubles(recipients: Iterable[Recipient]) -> list[str]:
    """Return sentences that name the people without an address, and whatever of an address no face can print."""
    people = list(recipients)
    without = list(dict.fromkeys(one.called for one in people if not one.address))
    sentences = list(dict.fromkeys(sentence for one in people for sentence in one.wrong()))
    if without:
        more = f"等 {len(without)} 位" if len(without) > NAMED_AT_MOST else ""
        sentences.append(f"没有通讯地址：{'、'.join(without[:NAMED_AT_MOST])}{more}。")
    return sentences

"""征询意见表 of letters: one form for each proposer they go to, the QR code leading to the page of rating."""

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from documents import forms
from proposals.models.rules import LimitKey
from proposals.permissions import assembly_office, distributor
from proposals.services.sheets import item_words
from responses.models import Rating, ReplyLetter
from responses.queries import print_queue


def may_print_forms(user: User, letter: ReplyLetter) -> bool:
    """Say whether somebody may print a letter's opinion forms: who prints the letter, and both offices of the item."""
    proposal = letter.response.proposal
    return bool(
        print_queue(user).filter(pk=letter.pk).exists()
        or assembly_office(proposal, user)
        or distributor(proposal, user)
    )


def opinion_forms_of(letter: ReplyLetter) -> list[forms.OpinionForm]:
    """Return what the forms of a letter say, in the order of its recipients; nothing is ticked beforehand."""
    proposal = letter.response.proposal
    scales = tuple(
        forms.Scale(question=question, answers=tuple(Rating.labels))
        for question in ("对办理工作", "对办理结果")
    )
    clock = proposal.clocks.filter(
        key=LimitKey.RATING, round_no=letter.response.round_no, stopped_on__isnull=True
    )
    last_day = clock.values_list("due_on", flat=True).first()
    address = f"{settings.SITE_ADDRESS.rstrip('/')}{reverse('letters:rate', args=[letter.pk])}"
    return [
        forms.OpinionForm(
            item=replace(
                item_words(delivery.proposer.proposal),
                proposer=delivery.proposer.name,
                unit=letter.response.assignment.unit.name,
            ),
            scales=scales,
            return_to=proposal.assembly.office.name,
            reply_number=letter.number,
            replied_on=letter.written_on,
            address=address,
            return_by=last_day,
        )
        for delivery in letter.deliveries.select_related("proposer__proposal__session").order_by(
            "proposer__order", "pk"
        )
    ]


def opinion_forms_pdf(letter: ReplyLetter) -> bytes:
    """Return the forms of a letter as PDF, two copies each; raises documents.forms.FormRefused with a sentence."""
    return forms.opinion_forms(opinion_forms_of(letter))


def opinion_forms_of_pile(letters: Sequence[ReplyLetter]) -> bytes:
    """Return the forms of many letters in their order as PDF, two copies each; raises FormRefused with a sentence."""
    return forms.opinion_forms([form for letter in letters for form in opinion_forms_of(letter)])

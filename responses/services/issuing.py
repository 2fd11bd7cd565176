"""编号印发: number, freeze and queue the letter in one transaction."""

import secrets
from dataclasses import replace
from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Unit, User
from accounts.now import now, today
from accounts.queue import queue_on_commit
from documents import fonts
from documents.content import FIELD_ROLES, TEMPLATE_VERSION, OfficialDocument
from documents.coverage import refusal, stand_ins
from documents.layout import missing_characters, refusals
from documents.series import (
    NoSeries,
    bears_code_of_another,
    continues_own_series,
    parse_number,
    take_number,
)
from documents.signing.chosen import provider
from documents.signing.provider import SigningRefused
from documents.wording import chinese_date
from proposals.conditions import answered
from proposals.errors import StepBlocked
from proposals.models import Paper, Proposal, Proposer
from proposals.permissions import open_response
from proposals.queries import lead_proposer
from proposals.services.clocks import REPLY_KEYS, meet_clocks, stop_clocks
from proposals.services.fitness import refuse_unfit
from proposals.services.perform import perform
from responses.letters.frozen import addressee_of, content_of, draft_content
from responses.models import AddressedLetter, Delivery, ReplyLetter, Response
from responses.models.response import ResponseKind
from responses.queries import letter_to_correct
from responses.services.proofreading import refuse_open_errors
from responses.tasks import render_addressed, render_letter

CODE_CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 12


@transaction.atomic
def issue(proposal: Proposal, *, by: User, seen: int, external_number: str = "") -> ReplyLetter:
    """编号印发: take the unit's next number, freeze the letter, write a delivery for each proposer, queue the PDF.

    external_number: 温科提复〔2023〕125号 as the bureau's own office system gave it, instead of a number of the series.
    A correction supersedes the letter it corrects. Everything is one transaction: a refusal takes no number.
    Raises StepBlocked also for a unit without a code, for characters no letter font has (each named with its field),
    for a certificate that cannot sign today, and for an external number that is malformed, taken, or of an own series.
    """
    issued: list[ReplyLetter] = []

    def effect(row: Proposal) -> None:
        issued.append(_number_and_freeze(row, open_response(row), by, external_number.strip()))

    row = perform("issue", proposal, by=by, seen=seen, effect=effect)
    letter = issued[0]
    meet_clocks(row, *REPLY_KEYS)
    stop_clocks(row)  # an opinion that did not come is not waited for any more
    queue_on_commit(render_letter, letter.pk)
    for addressed in letter.addressed.all():
        queue_on_commit(render_addressed, addressed.pk)
    return letter


def _number_and_freeze(proposal: Proposal, response: Response, by: User, external: str) -> ReplyLetter:
    _refuse_signed_later(response.signed_on, today())
    refuse_open_errors(response)
    sentences = unprintable(response)
    if sentences:
        raise StepBlocked(*sentences)
    must_be_signed = _can_sign_today()
    unit = response.assignment.unit
    number = _checked_external(unit, external) if external else _own_number(proposal, response)
    code = new_code()
    content = content_of(
        response,
        number=number["number"],
        written_on=response.signed_on,
        printed_on=today(),
        draft=False,
        verify_code=code,
        signed=must_be_signed,
    )
    refuse_unfit(content)
    corrected = letter_to_correct(proposal) if response.kind == ResponseKind.CORRECTION else None
    try:
        with transaction.atomic():
            letter = ReplyLetter.objects.create(
                response=response,
                **number,
                title=content.title,
                written_on=content.written_on,
                printed_on=content.printed_on,
                issued_by=by,
                issued_at=now(),
                content=content.to_values(),
                template_version=str(TEMPLATE_VERSION),
                verify_code=code,
                supersedes=corrected,
                must_be_signed=must_be_signed,
            )
    except IntegrityError as twice:
        # Somebody issued another letter under the same external number since it was looked for.
        if "letter_external_number_once" not in str(twice):
            raise
        raise StepBlocked(_taken(external)) from twice
    recipients = list(answered(proposal))
    Delivery.objects.bulk_create(Delivery(letter=letter, proposer=proposer) for proposer in recipients)
    _address_each(letter, content, recipients)
    response.is_open = False
    response.save(update_fields=["is_open"])
    return letter


# -- numbers --------------------------------------------------------------------------------------------------------


def _own_number(proposal: Proposal, response: Response) -> dict[str, object]:
    """Take the next number of the unit's series, or raise StepBlocked."""
    unit = response.assignment.unit
    try:
        taken = take_number(unit, proposal.kind, response.signed_on)
    except NoSeries as missing:
        raise StepBlocked(str(missing)) from missing
    if ReplyLetter.objects.filter(number=str(taken), response__assignment__unit=unit).exists():
        raise StepBlocked(f"{taken}已作为外部文号用过，请先在“发文字号”中把这个号作废，再编号印发。")
    return {"series": taken.series, "serial": taken.serial, "number": str(taken)}


def _checked_external(unit: Unit, number: str) -> dict[str, object]:
    """Return a number of the bureau's own office system, or raise StepBlocked saying what is wrong with it."""
    written = parse_number(number)
    if written is None:
        raise StepBlocked(
            "外部文号的写法应如“温科提复〔2023〕125号”：六角括号中写四位年份，序号不加“第”、不编虚位。"
        )
    if continues_own_series(unit, written):
        raise StepBlocked(
            f"“{written.code}〔{written.year}〕”由本系统编号，不能手工填写；请把外部文号留空，由系统取号。"
        )
    if bears_code_of_another(unit, written.code):
        raise StepBlocked(
            f"“{written.code}”是本市别的单位的机关代字，不能用在本单位的函件上，请核对外部文号。"
        )
    taken = ReplyLetter.objects.filter(number=number).exists() or Paper.objects.filter(number=number).exists()
    if taken:
        raise StepBlocked(_taken(number))
    return {"series": None, "serial": None, "number": number}


def _taken(number: str) -> str:
    return f"文号“{number}”已经用过，请核对。"


def new_code() -> str:
    """Return a code for the verification page: 12 characters, none of them easily mistaken for another."""
    return "".join(secrets.choice(CODE_CHARACTERS) for _ in range(CODE_LENGTH))


# -- what may not be issued -----------------------------------------------------------------------------------------


def unprintable(response: Response) -> list[str]:
    """Return a sentence for every character no letter font has, with its field, and for what no page can hold."""
    draft = draft_content(response, day=today())
    missing = list(missing_characters(draft))
    proposal, unit = response.proposal, response.assignment.unit
    lines = [
        addressee_of(proposal, unit, one) for one in _addressed_alone(proposal, list(answered(proposal)))
    ]
    missing += fonts.missing_characters({"分送件主送": "\n".join(lines)}, FIELD_ROLES)
    return [refusal(character, field) for character, field in dict.fromkeys(missing)] + refusals(draft)


def printed_by_stand_ins(response: Response) -> list[str]:
    """Return a sentence for every face that is missing here, and for every character another than its own prints."""
    single = (
        one.sentence
        for name, role, text in draft_content(response, day=today()).printed_texts()
        for one in stand_ins({name: text}, {name: role})
    )
    return [one.sentence for one in fonts.absent_roles()] + list(dict.fromkeys(single))


def _refuse_signed_later(signed_on: date, day: date) -> None:
    """Raise StepBlocked where the letter was signed after the day it is to be issued: a clock was set wrong."""
    if signed_on > day:
        raise StepBlocked(
            f"签发日期是{chinese_date(signed_on)}，晚于今天（{chinese_date(day)}），"
            "请系统管理员核对服务器的日期后再编号印发。"
        )


def _can_sign_today() -> bool:
    """Say whether letters are signed digitally here; raise StepBlocked when they are but could not be today."""
    try:
        signing = provider()
        if signing is not None:
            signing.check(today())
    except SigningRefused as refused:
        raise StepBlocked(refused.sentence) from refused
    return signing is not None


# -- copies addressed to one proposer each --------------------------------------------------------------------------


def _addressed_alone(proposal: Proposal, recipients: list[Proposer]) -> list[Proposer]:
    """Return who gets a copy in their own name: everybody but the lead, where the rules answer each."""
    if not proposal.rules.answer_each_co_signer:
        return []
    lead = lead_proposer(proposal)
    return [one for one in recipients if lead is None or one.pk != lead.pk]


def _address_each(letter: ReplyLetter, content: OfficialDocument, recipients: list[Proposer]) -> None:
    proposal, unit = letter.response.proposal, letter.response.assignment.unit
    AddressedLetter.objects.bulk_create(
        AddressedLetter(
            letter=letter,
            proposer=proposer,
            content=replace(content, addressee=addressee_of(proposal, unit, proposer)).to_values(),
            template_version=str(TEMPLATE_VERSION),
            must_be_signed=letter.must_be_signed,
        )
        for proposer in _addressed_alone(proposal, recipients)
    )

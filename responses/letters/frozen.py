"""Turn a response into the plain values of its letter, in the assembly's phrases."""

from dataclasses import replace
from datetime import date

from django.conf import settings
from django.urls import reverse

from accounts.models import Unit
from accounts.roles import Role
from documents.content import Annex, OfficialDocument, PdfKind, PlacedPicture
from documents.stationery import imprint_office_of, letterhead_of, signing_body, stationery_of
from proposals.models import Proposal, Proposer
from proposals.models.filing import ProposerRole
from proposals.phrases import fill, pattern_of
from proposals.queries import lead_proposer
from responses.models import Response, ResponseAnnex
from responses.models.response import ResponseKind
from responses.models.review import StageDecision
from responses.queries import letter_to_correct

DRAFT = "草稿"
NUMERALS = "一二三四五六七八九十"
TALLEST_PICTURE = 190.0  # mm: a picture, its caption and the annex's title fit one page of 225 mm


def slots(proposal: Proposal, unit: Unit) -> dict[str, str]:
    """Return what a phrase may name: the closed list of slots (proposals.phrases.SLOTS)."""
    lead = lead_proposer(proposal)
    co_units = [a.unit.short_name for a in proposal.assignments.all() if a.is_open and a.role == "co_handler"]
    return {
        "session": proposal.session.name,
        "number": proposal.number_text.removesuffix("号"),
        "title": proposal.title,
        "kind": proposal.words["item"],
        "name": lead.name if lead else "",
        "unit": unit.name,
        "unit_short": unit.short_name,
        "co_units": "、".join(co_units),
        "former": former_number(proposal),
    }


def former_number(proposal: Proposal) -> str:
    """Return the number of the letter a correction would replace; empty while there is none."""
    former = letter_to_correct(proposal)
    return former.number if former is not None else ""


def phrase(proposal: Proposal, unit: Unit, *keys: str, **given: str) -> str:
    """Return the first of these phrases that is worded for the item, filled; empty when none is.

    given: slots that say something else here than `slots` does, e.g. the name of a co-signer.
    """
    return fill(pattern_of(proposal.rules.phrases, *keys), **(slots(proposal, unit) | given))


TITLES = {
    ResponseKind.REPLY: ("title",),
    ResponseKind.AGAIN: ("title_again", "title"),
    ResponseKind.CORRECTION: ("title_correction",),
}


def letter_title(response: Response) -> str:
    """Return 关于市政协十二届二次会议第426号提案的答复函, from the assembly's pattern."""
    return phrase(response.proposal, response.assignment.unit, *TITLES[response.kind])


def first_words(proposal: Proposal, unit: Unit, *, again: bool) -> dict[str, str]:
    """Return what a new draft starts from: addressee, opening, a heading for each demand, closing, copies."""
    lead = lead_proposer(proposal)
    organisation = lead is not None and lead.role == ProposerRole.COLLECTIVE
    joint = proposal.proposers.filter(role=ProposerRole.CO_SIGNER).exclude(consent="refused").exists()
    named = bool(slots(proposal, unit)["co_units"])
    addressee = ["addressee_organisation"] if organisation else ["addressee_lead"] if joint else []
    opening = ["opening_again"] if again else ["opening_organisation"] if organisation else []
    opening += ["opening_co_units"] if named else []
    closing = ["closing_organisation"] if organisation else []
    headings = [
        f"{NUMERALS[index]}、关于“{demand.text.rstrip('。')}”的建议"
        for index, demand in enumerate(proposal.demands.all()[: len(NUMERALS)])
    ]
    lines = [
        phrase(proposal, unit, *opening, "opening"),
        *headings,
        phrase(proposal, unit, *closing, "closing"),
    ]
    return {
        "addressee": phrase(proposal, unit, *addressee, "addressee"),
        "body": "\n".join(line for line in lines if line),
        "copies": phrase(proposal, unit, "copies"),
    }


def opening_of_correction(proposal: Proposal, unit: Unit) -> str:
    """Return the first paragraph of a correction, which names the letter it replaces."""
    return phrase(proposal, unit, "opening_correction")


def addressee_of(proposal: Proposal, unit: Unit, proposer: Proposer) -> str:
    """Return the 主送 line of a copy that goes to one proposer alone."""
    keys = ("addressee_organisation",) if proposer.role == ProposerRole.COLLECTIVE else ()
    return phrase(proposal, unit, *keys, "addressee", name=proposer.name)


def contact_line(response: Response) -> str:
    """Return 联系人：刘晓 联系电话：88962022, without the parts that are not known."""
    parts = []
    if response.contact_name:
        parts.append(f"联系人：{response.contact_name}")
    if response.contact_phone:
        parts.append(f"联系电话：{response.contact_phone}")
    return " ".join(parts)


def signing_units(response: Response) -> list[Unit]:
    """Return whose names stand under the letter: the lead first, then the others in their order."""
    lead = response.assignment.unit
    others = response.signing_units.select_related("unit").order_by("order")
    return [lead, *(one.unit for one in others if one.unit_id != lead.pk)]


def signers_of(response: Response, units: list[Unit]) -> tuple[str, ...]:
    """Return the names of 签发人, in the order of the units (GB/T 9704-2012 7.2.6); empty before the lead signed.

    units: the lead, then those that sign along, for whom their own signer agreed to the text.
    """
    if response.signed_by is None:
        return ()
    if len(units) == 1:
        return (response.signed_by.name,)
    agreed = response.stages.filter(role=Role.SIGNER, decision=StageDecision.APPROVED)
    names = {
        one.unit_id: one.decided_by.name for one in agreed.select_related("decided_by").order_by("order")
    }
    return (response.signed_by.name, *(names[unit.pk] for unit in units[1:] if unit.pk in names))


def letterheads(units: list[Unit], layout: str) -> tuple[str, ...]:
    """Return the 发文机关标志: the unit's own line, without 文件 in 信函式; several bodies by their names alone."""
    if len(units) > 1:
        return tuple(unit.name for unit in units)
    return (letterhead_of(units[0], layout),)


def _annexes(response: Response) -> tuple[Annex, ...]:
    rows = response.annexes.order_by("order").prefetch_related("pictures__picture")
    return tuple(_annex(row) for row in rows)


def _annex(row: ResponseAnnex) -> Annex:
    pictures = []
    for one in sorted(row.pictures.all(), key=lambda placed: placed.order):
        width = float(one.width_mm)
        height = width * one.picture.height_px / one.picture.width_px
        scale = min(1.0, TALLEST_PICTURE / height)
        pictures.append(
            PlacedPicture(
                sha256=one.picture.sha256,
                width_mm=round(width * scale, 2),
                height_mm=round(height * scale, 2),
                caption=one.caption,
            )
        )
    return Annex(title=row.title, paragraphs=lines_of(row.body), pictures=tuple(pictures))


def lines_of(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a typed text: one a line, blank ones left out."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def verify_address(code: str) -> str:
    """Return what the QR code of a letter says: the absolute address of its verification page."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}{reverse('verify:letter', args=[code])}"


def content_of(
    response: Response,
    *,
    number: str,
    written_on: date,
    printed_on: date,
    draft: bool,
    verify_code: str = "",
    signed: bool = False,
) -> OfficialDocument:
    """Return the letter of a response as plain values, to be printed or frozen at issue.

    draft: with the watermark 草稿, without seal and QR code. verify_code: printed as QR code where the unit wants it.
    signed: it will be signed digitally; then the signature shows the lead's seal, and the frozen file leaves its room.
    """
    units = signing_units(response)
    looks = stationery_of(units)
    lead, look = units[0], looks[0]
    rules = response.proposal.rules
    class_mark = (
        f"{response.resolution_class}类" if rules.class_on_letter and response.resolution_class else ""
    )
    return OfficialDocument(
        layout=look.layout,
        pdf_kind=look.pdf_kind,
        letterheads=letterheads(units, look.layout),
        secrecy=response.secrecy,
        urgency=response.urgency,
        number=number,
        signers=signers_of(response, units) if rules.signer_on_letter else (),
        class_mark=class_mark,
        title=letter_title(response),
        addressee=response.addressee,
        paragraphs=lines_of(response.body),
        contact=contact_line(response),
        contact_place=look.contact_place,
        signing=tuple(
            signing_body(unit, own, sealed=not draft, by_signature=signed and unit == lead)
            for unit, own in zip(units, looks, strict=True)
        ),
        unsealed=look.unsealed,
        written_on=written_on,
        notes=(response.note,) if response.note else (),
        copies=response.copies,
        imprint_office=imprint_office_of(lead),
        printed_on=printed_on,
        annexes=_annexes(response),
        watermark=DRAFT if draft else "",
        verify_address=verify_address(verify_code) if look.verify_qr and verify_code and not draft else "",
    )


def draft_content(response: Response, *, day: date, watermark: str = DRAFT) -> OfficialDocument:
    """Return the letter before it has a number, under the day of signing, or this day while it is not signed.

    Its file is to be read, never kept: a PDF/UA without attachment, whatever the unit's letters are.
    """
    content = content_of(
        response, number="", written_on=response.signed_on or day, printed_on=day, draft=True
    )
    return replace(content, watermark=watermark, pdf_kind=PdfKind.ACCESSIBLE)

"""Turn a response into the plain values of its letter, in the assembly's phrases."""

from datetime import date

from accounts.models import Unit
from documents.content import OfficialDocument, SigningBody
from proposals.models import Proposal, Proposer
from proposals.models.filing import ProposerRole
from proposals.phrases import fill
from responses.models import Response
from responses.models.response import ResponseKind

DRAFT = "草稿"
NUMERALS = "一二三四五六七八九十"


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
    }


def lead_proposer(proposal: Proposal) -> Proposer | None:
    """Return who stands first under the item."""
    return proposal.proposers.exclude(role=ProposerRole.CO_SIGNER).order_by("order", "pk").first()


def phrase(proposal: Proposal, unit: Unit, *keys: str) -> str:
    """Return the first of these phrases the item's rules have, filled; empty when they have none."""
    phrases = proposal.rules.phrases
    pattern = next((phrases[key] for key in keys if phrases.get(key)), "")
    return fill(pattern, **slots(proposal, unit))


def letter_title(response: Response) -> str:
    """Return 关于市政协十二届二次会议第426号提案的答复函, from the assembly's pattern."""
    again = response.kind == ResponseKind.AGAIN
    keys = ("title_again", "title") if again else ("title",)
    return phrase(response.proposal, response.assignment.unit, *keys)


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


def contact_line(response: Response) -> str:
    """Return 联系人：刘晓 联系电话：88962022, without the parts that are not known."""
    parts = []
    if response.contact_name:
        parts.append(f"联系人：{response.contact_name}")
    if response.contact_phone:
        parts.append(f"联系电话：{response.contact_phone}")
    return " ".join(parts)


def content_of(
    response: Response, *, number: str, written_on: date, printed_on: date, draft: bool
) -> OfficialDocument:
    """Return the letter of a response as plain values, to be printed or frozen at issue."""
    unit = response.assignment.unit
    rules = response.proposal.rules
    class_mark = (
        f"{response.resolution_class}类" if rules.class_on_letter and response.resolution_class else ""
    )
    return OfficialDocument(
        letterheads=(unit.letterhead or f"{unit.name}文件",),
        number=number,
        title=letter_title(response),
        addressee=response.addressee,
        paragraphs=tuple(line.strip() for line in response.body.splitlines() if line.strip()),
        contact=contact_line(response),
        signing=(SigningBody(name=unit.name),),
        written_on=written_on,
        copies=response.copies,
        imprint_office=unit.imprint_office or f"{unit.name}办公室",
        printed_on=printed_on,
        class_mark=class_mark,
        watermark=DRAFT if draft else "",
    )

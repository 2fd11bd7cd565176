"""面商记录表: made from a record, or blank for an item, to be signed by hand."""

from documents import forms
from proposals.models import ContactRecord, Proposal
from proposals.models.contact import ContactWay, LeaderLevel
from proposals.permissions import open_lead
from proposals.queries import lead_proposer


def item_words(proposal: Proposal) -> forms.ItemWords:
    """Return what every sheet says of an item: the unit is the one that leads now."""
    lead = open_lead(proposal)
    first = lead_proposer(proposal)
    number = proposal.number_text.removesuffix("号")
    return forms.ItemWords(
        session=proposal.session.name,
        number=f"第{number}号" if number else "",
        title=proposal.title,
        kind=proposal.words["item"],
        proposer=first.name if first else "",
        unit=lead.unit.name if lead else "",
    )


def contact_sheet(proposal: Proposal, record: ContactRecord | None = None) -> bytes:
    """Return 面商记录表 as PDF; blank without a record. Raises documents.forms.FormRefused with a sentence."""
    words = item_words(proposal)
    ways, levels = tuple(ContactWay.labels), tuple(LeaderLevel.labels)
    if record is None:
        return forms.contact_sheets([forms.ContactSheet(item=words, ways=ways, levels=levels)])
    sheet = forms.ContactSheet(
        item=words,
        ways=ways,
        levels=levels,
        way=record.get_way_display(),
        level=record.get_leader_level_display(),
        held_on=record.held_on,
        place=record.place,
        people=record.people,
        content=record.content,
        recorded_by=record.recorded_by.name,
    )
    return forms.contact_sheets([sheet])

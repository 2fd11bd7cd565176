"""The given letter that every benchmark of paper knows: the reply to proposal No. 426."""

from documents.content import OfficialDocument, SigningBody
from seeds.parsers import parse_reply_letter


def letter_426() -> OfficialDocument:
    """Return the letter 温科提复〔2023〕125号 in the words of the given document."""
    given = parse_reply_letter("003")
    return OfficialDocument(
        letterheads=(given.letterhead.value,),
        number=given.number.value,
        title=given.title.value,
        addressee=f"{given.addressee.whole.value}：",
        paragraphs=tuple(paragraph.text for paragraph in given.body),
        contact=given.contact_line.value,
        signing=(SigningBody(name=given.signed_by.value),),
        written_on=given.written_on.value,
        copies=given.copies_line.value,
        imprint_office=given.imprint_office.value,
        printed_on=given.printed_on.value,
    )

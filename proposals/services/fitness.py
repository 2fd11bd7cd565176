"""What may not be numbered: the last look at the final words of a letter or a notice, before its number is kept."""

from documents.content import OfficialDocument
from documents.coverage import refusal
from documents.layout import lay_out, missing_characters, refusals
from documents.pictures import PictureLost, bytes_of
from proposals.errors import StepBlocked

MOST_PAGES = 400
LONGEST_TITLE = 200  # characters: what the columns of both hold


def refuse_unfit(content: OfficialDocument) -> None:
    """Raise StepBlocked for final words that could be numbered but not printed.

    Looked at: every character, the number's own among them; what no page can hold; the length of the title; whether
    each picture and seal is in the store as it was taken in; how many pages there would be. Lays the paper out,
    draws nothing.
    """
    missing = dict.fromkeys(missing_characters(content))
    sentences = [refusal(character, field) for character, field in missing] + refusals(content)
    if len(content.title) > LONGEST_TITLE:
        sentences.append(
            f"标题有 {len(content.title)} 字，最多 {LONGEST_TITLE} 字；请本机构办公室修改办理规则中的标题用语。"
        )
    try:
        bytes_of(content.picture_names())
    except PictureLost as lost:
        sentences.append(str(lost))
    if sentences:
        raise StepBlocked(*sentences)
    refuse_endless(content)


def refuse_endless(content: OfficialDocument) -> None:
    """Raise StepBlocked for a paper of more pages than anybody prints; counts them, draws nothing."""
    pages = lay_out(content).pages
    if pages > MOST_PAGES:
        raise StepBlocked(
            f"全文连同附件共 {pages} 页，超过 {MOST_PAGES} 页，不能排印；请把资料改作单独的材料另送。"
        )

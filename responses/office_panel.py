"""What the office's page of an item shows from here: the text in work, the letters, the ratings."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from proposals.contributions import Panel
from proposals.models import Proposal
from proposals.office_panels import register_office_panel
from proposals.permissions import assembly_office, lead_clerk
from proposals.stages import leading
from proposals.states import ProposalState as S
from responses.letters.opinion_forms import may_print_forms
from responses.models import Delivery, Evaluation, ReplyLetter, Response
from responses.permissions import why_not_rated
from responses.queries import letters_of, print_queue, visible_letters, visible_responses

TEMPLATE = "admin/responses/_office_panel.html"


@dataclass(frozen=True)
class ShownLetter:
    """One letter with what became of it on paper; `page` is the print office's, `forms` the opinion forms."""

    letter: ReplyLetter
    copies: int
    deliveries: list[Delivery]
    evaluations: list[Evaluation]
    page: str
    forms: str


@dataclass(frozen=True)
class Replies:
    """The panel's content: links are empty where this reader has no business."""

    text: Response | None
    text_link: str
    text_label: str
    letters: list[ShownLetter]
    paper_link: str


@register_office_panel
def replies_of(proposal: Proposal, user: User) -> Panel | None:
    """Return the replies of an item (of the one it was merged into) as this reader may see them."""
    item = leading(proposal)
    text = (
        visible_responses(user)
        .filter(proposal=item, round_no=item.round_no)
        .order_by("-is_open", "-pk")
        .first()
    )
    may_write = item.state == S.DRAFTING and lead_clerk(item, user) is not None
    open_text = text if text is not None and (text.is_open or not may_write) else None
    letters = [_shown(letter, user) for letter in _letters(item, user)]
    rateable = bool(letters) and not why_not_rated(letters[0].letter.response)
    may_type_paper = rateable and assembly_office(item, user) is not None
    if not (open_text or may_write or letters):
        return None
    start = reverse("admin:responses_response_start", args=[item.pk])
    paper = reverse("admin:responses_evaluation_paper", args=[item.pk])
    label = ("继续拟写" if open_text else "拟写答复") if may_write else "查看答复稿"
    content = Replies(
        text=open_text,
        text_link=start if open_text or may_write else "",
        text_label=label,
        letters=letters,
        paper_link=paper if may_type_paper else "",
    )
    return Panel(TEMPLATE, content, todo=(start, label) if may_write else None)


def _letters(item: Proposal, user: User) -> list[ReplyLetter]:
    seen = letters_of(item).filter(pk__in=visible_letters(user).values("pk"))
    return list(
        seen.select_related("response__proposal", "response__assignment__unit", "superseded_by").order_by(
            "-response__round_no", "-pk"
        )
    )


def _shown(letter: ReplyLetter, user: User) -> ShownLetter:
    printing = print_queue(user).filter(pk=letter.pk).exists()
    asks = letter.is_valid and may_print_forms(user, letter)
    return ShownLetter(
        letter=letter,
        copies=sum(letter.prints.values_list("copies", flat=True)),
        deliveries=list(letter.deliveries.select_related("proposer")),
        evaluations=list(letter.response.evaluations.select_related("proposer")),
        page=reverse("print_office:letter", args=[letter.pk]) if printing else "",
        forms=reverse("letters:opinion_form", args=[letter.pk]) if asks else "",
    )

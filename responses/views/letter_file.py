"""Hand out issued letters: the PDF, and for proposers the text with its 签收."""

import json

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import audit
from accounts.models import User
from documents.content import OfficialDocument
from documents.headings import heading_of
from documents.layout import body_paragraphs
from documents.wording import chinese_date
from proposals.errors import NotYours
from responses.models import Delivery, ReplyLetter
from responses.queries import visible_letters
from responses.services.delivery import read_online
from responses.signatures import signatures_to_rate


def letter_or_404(user: User, pk: int) -> ReplyLetter:
    """Return the letter if it belongs to an item somebody may see, or raise Http404."""
    letters = visible_letters(user).select_related(
        "response__proposal__session__term__assembly", "response__assignment__unit"
    )
    return get_object_or_404(letters, pk=pk)


def own_deliveries(user: User, letter: ReplyLetter) -> QuerySet[Delivery]:
    """Return the copies of a letter that are addressed to somebody's own seats."""
    return (
        letter.deliveries.filter(proposer__member__user=user)
        .select_related("proposer__proposal")
        .order_by("pk")
    )


@login_required
@require_GET
def pdf(request: HttpRequest, pk: int) -> FileResponse:
    """Show the printed file in the browser and note who read it; 404 while it has none."""
    letter = letter_or_404(request.user, pk)
    if not letter.pdf:
        raise Http404("The file is not there yet.")
    response = FileResponse(
        letter.pdf.open("rb"), filename=f"{letter.number}.pdf", content_type="application/pdf"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    audit.record("letter.read", by=request.user, about=letter, form="pdf")
    return response


@login_required
@require_GET
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the letter's words from its frozen content; a proposer who has not signed for it is asked to first."""
    letter = letter_or_404(request.user, pk)
    deliveries = list(own_deliveries(request.user, letter))
    # Whoever stands under a merged item goes back to that one.
    item = deliveries[0].proposer.proposal if deliveries else letter.response.proposal
    context = {"letter": letter, "item": item}
    if any(delivery.received_on is None for delivery in deliveries):
        return render(request, "portal/letter_waits.html", context)
    content = OfficialDocument.from_json(json.dumps(letter.content))
    audit.record("letter.read", by=request.user, about=letter, form="text")
    context |= {
        "content": content,
        "paragraphs": [_parted(paragraph) for paragraph in body_paragraphs(content)],
        "written_on": chinese_date(content.written_on),
        "printed_on": chinese_date(content.printed_on),
        "may_rate": signatures_to_rate(request.user, letter).exists(),
    }
    return render(request, "portal/letter.html", context)


def _parted(paragraph: str) -> tuple[str, str]:
    """Return a paragraph as its heading, which is set bold, and the rest."""
    length = heading_of(paragraph).length
    return paragraph[:length], paragraph[length:]


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """查看并签收: the letter counts as delivered online today, then it is shown."""
    letter = letter_or_404(request.user, pk)
    deliveries = list(own_deliveries(request.user, letter))
    if not deliveries:
        raise NotYours("只有收件人本人可以签收。")
    for delivery in deliveries:
        read_online(delivery, by=request.user)
    return redirect("letters:text", pk=pk)

"""Hand out issued letters: the PDF, and for proposers the text with its 签收."""

from pathlib import PurePath

from django.contrib.auth.decorators import login_required
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.models import User
from accounts.posting import posted_from
from documents.layout import screen_words
from proposals.errors import NotYours
from responses.addressing import handed_out, own_deliveries
from responses.models import ReplyLetter
from responses.queries import visible_letters
from responses.services.delivery import read_online
from responses.signatures import signatures_to_rate
from responses.views.picture_file import picture_addresses, picture_file

TYPES = {".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg"}


def letter_or_404(user: User, pk: int) -> ReplyLetter:
    """Return the letter if it belongs to an item somebody may see, or raise Http404."""
    letters = visible_letters(user).select_related(
        "response__proposal__session__term__assembly", "response__assignment__unit", "superseded_by"
    )
    return get_object_or_404(letters, pk=pk)


@login_required
@require_GET
def pdf(request: HttpRequest, pk: int) -> FileResponse:
    """Show the file that goes to this reader (responses.addressing) and note who read it; 404 while there is none."""
    letter = letter_or_404(request.user, pk)
    found = handed_out(request.user, letter).file()
    if found is None:
        raise Http404("The file is not there yet.")
    audit.record("letter.read", by=request.user, about=letter, form="pdf")
    return sent(found.file, letter.number)


def sent(file: FieldFile, name: str) -> FileResponse:
    """Return a kept file for the browser to show, under a name without its ending."""
    ending = PurePath(file.name).suffix
    return FileResponse(file.open("rb"), filename=f"{name}{ending}", content_type=TYPES[ending])


@login_required
@require_GET
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the words of the reader's paper as frozen; a proposer who has not signed for it is asked to first."""
    letter = letter_or_404(request.user, pk)
    own = handed_out(request.user, letter)
    # Whoever stands under a merged item goes back to that one.
    item = own.deliveries[0].proposer.proposal if own.deliveries else letter.response.proposal
    context = {"letter": letter, "item": item}
    if letter.is_valid and any(delivery.received_on is None for delivery in own.deliveries):
        return render(request, "portal/letter_waits.html", context)
    content = own.paper.document
    audit.record("letter.read", by=request.user, about=letter, form="text")
    context |= {
        "words": screen_words(content, picture_addresses(content, "letters:picture", letter.pk)),
        "file": own.file(),
        "may_rate": signatures_to_rate(request.user, letter).exists(),
    }
    return render(request, "portal/letter.html", context)


@login_required
@require_GET
def picture(request: HttpRequest, pk: int, sha256: str) -> HttpResponse:
    """Show a picture of a letter's annexes to whoever may read the letter."""
    letter = letter_or_404(request.user, pk)
    return picture_file(letter.document, sha256)


@login_required
@posted_from("letters:text")
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """查看并签收: the letter counts as delivered online today, then it is shown."""
    letter = letter_or_404(request.user, pk)
    deliveries = list(own_deliveries(request.user, letter))
    if not deliveries:
        raise NotYours("只有收件人本人可以签收。")
    for delivery in deliveries:
        read_online(delivery, by=request.user)
    return redirect("letters:text", pk=pk)

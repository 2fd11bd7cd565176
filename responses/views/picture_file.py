"""The pictures of a paper's annexes on the screen; the views that use this ask who may see them."""

from django.http import Http404, HttpResponse
from django.urls import reverse

from documents.content import OfficialDocument
from documents.models import Picture
from documents.pictures import PictureLost, bytes_of


def picture_addresses(content: OfficialDocument, view: str, pk: int) -> dict[str, str]:
    """Return the address of every picture in a paper's annexes by SHA-256; `view` is the view's name, `pk` its key."""
    return {name: reverse(view, args=[pk, name]) for name in _names(content)}


def picture_file(content: OfficialDocument, sha256: str) -> HttpResponse:
    """Return a picture of this paper's annexes, never cached; raise Http404 for any other one, a seal's too."""
    if sha256 not in _names(content):
        raise Http404("There is no such picture in the annexes.")
    try:
        data = bytes_of([sha256])[sha256]
    except PictureLost as lost:
        raise Http404(str(lost)) from lost
    return HttpResponse(
        data,
        content_type=Picture.objects.values_list("media_type", flat=True).get(sha256=sha256),
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )


def _names(content: OfficialDocument) -> list[str]:
    return [picture.sha256 for annex in content.annexes for picture in annex.pictures]

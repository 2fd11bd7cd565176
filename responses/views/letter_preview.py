"""The letter before it exists: on the screen while it is typed, and as a draft file with the watermark 草稿."""

import logging
from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from accounts import audit
from accounts.now import today
from documents.content import OfficialDocument
from documents.layout import preview_html
from documents.pictures import PictureLost, bytes_of
from documents.printing import print_document
from documents.render import RenderingFailed
from documents.word.out import docx
from proposals.errors import StepBlocked
from proposals.form_page import field_errors
from proposals.services.fitness import refuse_endless, refuse_unfit
from responses.forms import DraftForm
from responses.letters.frozen import draft_content
from responses.models import Response
from responses.queries import visible_letters
from responses.views.pdf_file import pdf_file
from responses.views.picture_file import picture_addresses, picture_file
from responses.views.word_file import word_file
from responses.views.workbench import visible_or_404

logger = logging.getLogger(__name__)
NOT_SHOWN = "admin/responses/response/not_shown.html"


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the letter as a page for the frame: as saved (GET) or as typed just now (POST); nothing is kept.

    Once it is issued it is shown as it was frozen, whatever is sent.
    """
    response = visible_or_404(request, pk)
    letter = visible_letters(request.user).filter(response=response).first()
    if letter is not None:
        issued = letter.document
        return HttpResponse(preview_html(issued, picture_addresses(issued, "letters:picture", letter.pk)))
    sentences = _take_typed(request, response)
    if sentences:
        return render(request, NOT_SHOWN, {"sentences": sentences}, status=422)
    content = draft_content(response, day=today())
    pictures = picture_addresses(content, "admin:responses_response_picture", response.pk)
    return HttpResponse(preview_html(content, pictures))


@require_GET
def picture(request: HttpRequest, pk: int, sha256: str) -> HttpResponse:
    """Show a picture of a text's annexes to whoever may read the text."""
    return picture_file(draft_content(visible_or_404(request, pk), day=today()), sha256)


@require_http_methods(["GET", "POST"])
def draft_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the letter as PDF with the watermark 草稿, as saved (GET) or as typed just now (POST)."""
    return _handed_out(request, pk, "response.draft_pdf", _printed, pdf_file, check=refuse_unfit)


@require_http_methods(["GET", "POST"])
def draft_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the letter as .docx with the watermark 草稿, as saved (GET) or as typed just now (POST)."""
    return _handed_out(request, pk, "response.draft_docx", docx, word_file, check=refuse_endless)


def _printed(document: OfficialDocument, pictures: Mapping[str, bytes]) -> bytes:
    return print_document(document, pictures).file


def _handed_out(
    request: HttpRequest,
    pk: int,
    what: str,
    make: Callable[[OfficialDocument, Mapping[str, bytes]], bytes],
    send: Callable[[bytes, str], HttpResponse],
    *,
    check: Callable[[OfficialDocument], None],
) -> HttpResponse:
    """Make a draft's file and note who had it, under the name `what`; 422 with the sentences that stand against it."""
    response = visible_or_404(request, pk)
    sentences = _take_typed(request, response)
    if not sentences:
        try:
            document = draft_content(response, day=today())
            check(document)
            file = make(document, bytes_of(document.picture_names()))
        except StepBlocked as blocked:
            sentences = blocked.sentences
        except PictureLost as lost:
            sentences = [f"草稿没有生成：{lost}"]
        except RenderingFailed:
            logger.exception("the draft of response %s could not be printed", pk)
            sentences = ["草稿没有排成，请把最近改动的地方换个写法再试，仍不行请告诉系统管理员。"]
    if sentences:
        return render(request, NOT_SHOWN, {"sentences": sentences}, status=422)
    unit = response.assignment.unit
    audit.record(what, by=request.user, about=response, unit=unit, version=response.version)
    return send(file, f"草稿-{response.proposal.label}-第{response.version}稿")


def _take_typed(request: HttpRequest, response: Response) -> list[str]:
    """Put what was typed on the row in memory, never saved; return why not, in sentences."""
    if request.method == "GET":
        return []
    form = DraftForm(response, request.POST)
    if not form.is_valid():
        return [sentence for sentence, _ in field_errors(form)]
    for name in form.FIELDS:
        setattr(response, name, form.cleaned_data[name])
    return []

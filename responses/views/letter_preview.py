"""The letter before it exists: on the screen while it is typed, and as a draft file with the watermark 草稿."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.now import today
from documents.content import OfficialDocument
from documents.layout import letter_pdf, preview_html
from documents.pictures import PictureLost, bytes_of
from documents.render import RenderingFailed
from documents.word.out import docx
from responses.forms import DraftForm
from responses.letters.frozen import content_of
from responses.models import Response
from responses.services.issuing import unprintable
from responses.views.word_file import word_file
from responses.views.workbench import visible_or_404

NOT_SHOWN = "admin/responses/response/not_shown.html"


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the letter as a page for the frame: as saved (GET) or as typed just now (POST); nothing is kept."""
    response = visible_or_404(request, pk)
    sentences = _take_typed(request, response)
    if sentences:
        return render(request, NOT_SHOWN, {"sentences": sentences}, status=422)
    return HttpResponse(preview_html(_draft_of(response)))


@require_http_methods(["GET", "POST"])
def draft_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the letter as PDF with the watermark 草稿, as saved (GET) or as typed just now (POST)."""
    response = visible_or_404(request, pk)
    sentences = _take_typed(request, response) or unprintable(response)
    if not sentences:
        try:
            document = _draft_of(response)
            file = letter_pdf(document, bytes_of(document.picture_names()))
        except (RenderingFailed, PictureLost) as failed:
            sentences = [f"草稿没有排成：{failed}"]
    if sentences:
        return render(request, NOT_SHOWN, {"sentences": sentences}, status=422)
    audit.record(
        "response.draft_pdf",
        by=request.user,
        about=response,
        unit=response.assignment.unit,
        version=response.version,
    )
    name = f"草稿-{response.proposal.label}-第{response.version}稿.pdf"
    return HttpResponse(
        file,
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(False, name)},
    )


@require_http_methods(["GET", "POST"])
def draft_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the letter as .docx with the watermark 草稿, as saved (GET) or as typed just now (POST)."""
    response = visible_or_404(request, pk)
    sentences = _take_typed(request, response)
    if not sentences:
        try:
            document = _draft_of(response)
            file = docx(document, bytes_of(document.picture_names()))
        except PictureLost as lost:
            sentences = [f"草稿没有导出：{lost}"]
    if sentences:
        return render(request, NOT_SHOWN, {"sentences": sentences}, status=422)
    audit.record(
        "response.draft_docx",
        by=request.user,
        about=response,
        unit=response.assignment.unit,
        version=response.version,
    )
    return word_file(file, f"草稿-{response.proposal.label}-第{response.version}稿")


def _take_typed(request: HttpRequest, response: Response) -> list[str]:
    """Put what was typed on the row in memory, never saved; return why not, in sentences."""
    if request.method == "GET":
        return []
    form = DraftForm(response, request.POST)
    if not form.is_valid():
        return [sentence for errors in form.errors.values() for sentence in errors]
    for name in form.FIELDS:
        setattr(response, name, form.cleaned_data[name])
    return []


def _draft_of(response: Response) -> OfficialDocument:
    """Return the letter's words under the day of signing, or today's while it is not signed."""
    day = response.signed_on or today()
    return content_of(response, number="", written_on=day, printed_on=today(), draft=True)

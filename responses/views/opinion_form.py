"""Print 征询意见表 for the proposers a letter goes to."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts import audit
from documents.forms import FormRefused
from proposals.errors import NotYours
from proposals.form_page import UNPROCESSABLE, FormPage, Refusal, show
from proposals.services.perform import OFFICE_PAGE
from responses.letters.opinion_forms import may_print_forms, opinion_forms_pdf
from responses.views.letter_file import letter_or_404
from responses.views.pdf_file import pdf_file

WHOSE = "征询意见表由主办单位文印、交办单位和提案委、代表工委打印。"


@login_required
@require_GET
def opinion_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Print two copies for each recipient; 403 for readers of the letter whose office does not print them."""
    letter = letter_or_404(request.user, pk)
    if not may_print_forms(request.user, letter):
        raise NotYours(WHOSE)
    proposal = letter.response.proposal
    try:
        file = opinion_forms_pdf(letter)
    except FormRefused as refused:
        back = reverse(OFFICE_PAGE, args=[proposal.pk])
        page = FormPage("打印征询意见表", "打印", back, "", proposal)
        return show(request, page, None, Refusal((str(refused),), UNPROCESSABLE, is_final=True))
    audit.record("sheet.print", by=request.user, about=letter, sheet="opinion", proposal=proposal.pk)
    return pdf_file(file, f"征询意见表-{letter.number}")

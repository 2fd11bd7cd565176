"""The office's page of one issued letter: its files and their digests, the sealed original, 作废."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db.models import F
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.posting import posted_from
from documents.pictures import PictureLost, bytes_of
from documents.word.out import docx
from proposals.errors import NotYours
from proposals.form_page import UNPROCESSABLE, Refusal
from responses.addressing import scan_of
from responses.letter_forms import OriginalForm, WithdrawForm
from responses.letters.frozen import verify_address
from responses.models import AddressedLetter, ReplyLetter
from responses.permissions import may_print, may_withdraw
from responses.services.correcting import is_being_corrected
from responses.services.originals import other_pages, upload_original
from responses.services.withdrawing import BEING_CORRECTED, withdraw_letter
from responses.views.letter_file import letter_or_404, sent
from responses.views.posted import errors_of, taken_in
from responses.views.word_file import word_file


@login_required
@require_GET
def office(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page to whoever may print the letter: print staff and office of the unit that issued it."""
    return _page(request, _own_letter(request, pk))


@login_required
@posted_from("letters:office")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """作废 with its reason; a refusal gives the page back with what was typed."""
    shown, form = _own_letter(request, pk), WithdrawForm(request.POST)
    return taken_in(
        request,
        form,
        lambda reason: f"已作废：{withdraw_letter(shown, by=request.user, reason=reason).number}。",
        then=("letters:office", pk),
        again=lambda refusal: _page(request, shown, refusal, withdraw_form=form),
    )


@login_required
@posted_from("letters:office")
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the scan of the sealed letter; a refusal gives the page back with the reason that was typed."""
    shown = _own_letter(request, pk)
    form = OriginalForm(shown, request.POST, request.FILES)

    def keep(file: UploadedFile, reason: str, addressed: AddressedLetter | None = None) -> str:
        kept = upload_original(shown, file, by=request.user, reason=reason, addressed=addressed)
        if remark := other_pages(kept):
            messages.warning(request, remark)
        return "用印件已上传。"

    return taken_in(
        request,
        form,
        keep,
        then=("letters:office", pk),
        again=lambda refusal: _page(request, shown, refusal, original_form=form),
    )


@login_required
@require_GET
def original(request: HttpRequest, pk: int) -> FileResponse:
    """Show the newest scan of the sealed letter itself to everybody who may see it; 404 while there is none."""
    letter = letter_or_404(request.user, pk)
    newest = scan_of(letter, letter)
    if newest is None:
        raise Http404("There is no sealed original.")
    audit.record("letter.read", by=request.user, about=letter, form="original")
    return sent(newest.file, f"{letter.number}（用印件）")


@login_required
@require_GET
def kept_original(request: HttpRequest, pk: int, original_pk: int) -> FileResponse:
    """Show any scan that was kept, replaced ones too, to whoever may print the letter."""
    letter = _own_letter(request, pk)
    scan = get_object_or_404(letter.sealed_originals, pk=original_pk)
    audit.record("letter.read", by=request.user, about=letter, form="original", original=scan.pk)
    return sent(scan.file, f"{scan.addressed or letter}（用印件）")


@login_required
@require_GET
def frozen(request: HttpRequest, pk: int) -> FileResponse:
    """Show the plain frozen file, also where a signed one goes out, to whoever may print the letter."""
    letter = _own_letter(request, pk)
    if not letter.pdf:
        raise Http404("The file is not there yet.")
    audit.record("letter.read", by=request.user, about=letter, form="frozen")
    return sent(letter.pdf, letter.number)


@login_required
@require_GET
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the frozen words as .docx, without seal, to whoever may print the letter; for work, not for sending."""
    letter = _own_letter(request, pk)
    content = letter.document
    try:
        file = docx(content, bytes_of(content.picture_names()))
    except PictureLost as lost:
        return _page(request, letter, Refusal((str(lost),), UNPROCESSABLE))
    audit.record("letter.read", by=request.user, about=letter, form="docx")
    return word_file(file, letter.number)


def _own_letter(request: HttpRequest, pk: int) -> ReplyLetter:
    letter = letter_or_404(request.user, pk)
    if not may_print(request.user, letter):
        raise NotYours("由印发单位的文印人员和办公室办理。")
    return letter


def _page(
    request: HttpRequest,
    letter: ReplyLetter,
    refusal: Refusal | None = None,
    *,
    withdraw_form: WithdrawForm | None = None,
    original_form: OriginalForm | None = None,
) -> HttpResponse:
    scans = letter.sealed_originals.select_related("by", "addressed__proposer")
    originals = list(
        scans.order_by(F("addressed__proposer__order").asc(nulls_first=True), "addressed", "-pk")
    )
    withdraws = may_withdraw(request.user, letter) and letter.withdrawn_at is None
    corrected = is_being_corrected(letter)
    asked = ((withdraw_form, withdraws and not corrected), (original_form, letter.is_valid))
    context = {
        "letter": letter,
        "proposal": letter.response.proposal,
        "originals": originals,
        "addressed": list(letter.addressed.select_related("proposer")),
        "verify_address": verify_address(letter.verify_code),
        "withdraw_form": withdraw_form or WithdrawForm(),
        "may_withdraw": withdraws,
        "being_corrected": BEING_CORRECTED if corrected else "",
        "original_form": (original_form or OriginalForm(letter)) if letter.is_valid else None,
        "errors": errors_of(
            refusal, *(form for form, shown in asked if shown)
        ),  # no link to a form that is not there
    }
    return render(request, "letters/office.html", context, status=refusal.status if refusal else 200)

"""送审稿: the proposer reads the draft while their stage waits, agrees, or sends it back with what they think of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import audit
from accounts.models import User
from accounts.now import today
from documents.layout import screen_words
from documents.pictures import PictureLost, bytes_of
from documents.printing import print_document
from documents.render import RenderingFailed
from proposals.contributions import Duty, Panel, register_duties, register_panel
from proposals.errors import NotYours, StepRefused
from proposals.form_page import UNPROCESSABLE
from proposals.models import Proposal
from proposals.queries import last_step_number
from responses.letters.frozen import draft_content
from responses.models import Response, ReviewStage
from responses.queries import drafts_to_read
from responses.services.review import approve, send_back
from responses.views.pdf_file import pdf_file
from responses.views.picture_file import picture_addresses, picture_file

WATERMARK = "送审稿"
LONGEST_WORDS = 500
TEMPLATE = "portal/draft.html"


@register_duties
def drafts_asked(user: User) -> list[Duty]:
    """Ask a proposer to read the drafts that wait for them."""
    return [
        Duty(
            f"请阅读{draft.proposal.label}答复的送审稿，并提出意见。",
            reverse("letters:draft", args=[draft.pk]),
        )
        for draft in drafts_to_read(user).select_related("proposal").order_by("pk")
    ]


@register_panel
def draft_panel(proposal: Proposal, user: User) -> Panel | None:
    """Lead a proposer from the item's page, where the notice sends them, to the draft that waits for them."""
    waiting = drafts_to_read(user).filter(proposal=proposal).first()
    return Panel("portal/_draft_waits.html", waiting) if waiting is not None else None


def draft_or_404(user: User, pk: int) -> Response:
    """Return a draft that waits for this reader, or raise Http404."""
    drafts = drafts_to_read(user).select_related(
        "proposal__session__term__assembly", "proposal__rules", "assignment__unit"
    )
    return get_object_or_404(drafts, pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the draft; a POST agrees (do=approve) or sends it back (do=send_back) and keeps the words when refused."""
    decided = ReviewStage.objects.filter(response=pk, seat__isnull=False, decided_by=request.user).first()
    if decided is not None and not drafts_to_read(request.user).filter(pk=pk).exists():
        messages.info(request, "这份送审稿您已经办理。")  # a second click, or the page opened again
        return redirect("portal:proposal", decided.seat.proposal_id)
    response = draft_or_404(request.user, pk)
    if request.method == "GET":
        return _page(request, response)
    words, decision = request.POST.get("words", "").strip(), request.POST.get("do")
    number = request.POST.get("seen", "")
    seen = int(number) if number.isdecimal() and len(number) < 9 else -1
    if len(words) > LONGEST_WORDS:
        return _page(request, response, [f"意见不超过 {LONGEST_WORDS} 字。"], 422)
    try:
        if decision == "approve":
            approve(response.proposal, by=request.user, seen=seen, remark=words)
        elif decision == "send_back":
            send_back(response.proposal, by=request.user, seen=seen, reason=words)
        else:
            return _page(request, response, ["请选择“同意”或“提出意见，退回修改”。"], 422)
    except StepRefused as refused:
        sentences = ["请写明意见，再退回。"] if decision == "send_back" and not words else refused.sentences
        return _page(request, response, sentences, refused.status, of_words=refused.status == UNPROCESSABLE)
    except NotYours as denied:
        return _page(request, response, [str(denied)], 403, of_words=False)
    said = "您已同意送审稿。" if decision == "approve" else "您的意见已送交承办单位，送审稿已退回修改。"
    messages.success(request, said)
    return redirect("portal:proposal", response.proposal_id)


@login_required
@require_GET
def draft_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the draft as PDF with the watermark 送审稿 and note who read it."""
    response = draft_or_404(request.user, pk)
    try:
        document = draft_content(response, day=today(), watermark=WATERMARK)
        file = print_document(document, bytes_of(document.picture_names())).file
    except (RenderingFailed, PictureLost):
        return _page(
            request, response, ["送审稿的 PDF 暂时排不出，请先阅读下面的文字。"], 422, of_words=False
        )
    audit.record("response.draft_pdf", by=request.user, about=response, version=response.version)
    return pdf_file(file, f"送审稿-{response.proposal.label}")


@login_required
@require_GET
def picture(request: HttpRequest, pk: int, sha256: str) -> HttpResponse:
    """Show a picture of the draft's annexes to the proposer it waits for."""
    content = draft_content(draft_or_404(request.user, pk), day=today(), watermark=WATERMARK)
    return picture_file(content, sha256)


def _page(
    request: HttpRequest,
    response: Response,
    sentences: list[str] | None = None,
    status: int = 200,
    *,
    of_words: bool = True,
) -> HttpResponse:
    """Show the draft. of_words: the sentences speak of what was typed, and stand at its box as well."""
    content = draft_content(response, day=today(), watermark=WATERMARK)
    context = {
        "response": response,
        "item": response.proposal,
        "words": screen_words(content, picture_addresses(content, "letters:draft_picture", response.pk)),
        "errors": [(sentence, "words" if of_words else "") for sentence in sentences or []],
        "said_here": list(sentences or []) if of_words else [],
        "typed": request.POST.get("words", ""),
        "seen": last_step_number(response.proposal),
        "longest": LONGEST_WORDS,
    }
    return render(request, TEMPLATE, context, status=status)

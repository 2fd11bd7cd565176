"""An issued paper: its file, having it set again, 作废 with its reason."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import audit
from accounts.models import User
from accounts.posting import posted_from
from proposals.errors import NotYours, StepNotOpen
from proposals.form_page import FormPage, Refusal, attempt, show
from proposals.models import Paper
from proposals.paper_forms import WithdrawPaperForm
from proposals.queries import visible_papers
from proposals.services.issued_papers import NOT_YOURS_TO_WITHDRAW, WITHDRAWN, set_again, withdraw_paper
from proposals.services.paper_offices import issuer
from proposals.services.perform import OFFICE_PAGE


@login_required
@require_GET
def pdf(request: HttpRequest, pk: int) -> FileResponse:
    """Show a paper's file and note who read it; 404 for whoever may not see it, and while it has none.

    The file of a void paper stays as it was made; the name under which it is kept says that it is void.
    """
    paper = _paper_or_404(request.user, pk)
    if not paper.pdf:
        raise Http404("The file is not there yet.")
    name = f"{paper.number or paper.title}{'（已作废）' if paper.is_void else ''}.pdf"
    response = FileResponse(paper.pdf.open("rb"), filename=name, content_type="application/pdf")
    audit.record("paper.read", by=request.user, about=paper, proposal=paper.proposal_id)
    return response


@login_required
@posted_from("admin:index")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a paper set again whose file failed; the item's page says how it went."""
    paper = _paper_or_404(request.user, pk)
    try:
        set_again(paper, by=request.user)
    except StepNotOpen as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, f"{paper}正在重新排版，通常几秒钟生成，请稍后刷新本页。")
    return redirect(OFFICE_PAGE, paper.proposal_id)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why a paper is void and declare it so on POST; 403 for whoever did not issue it, 404 unseen."""
    paper = _paper_or_404(request.user, pk)
    if issuer(paper, request.user) is None:
        raise NotYours(NOT_YOURS_TO_WITHDRAW)
    label = paper.get_kind_display()
    form = WithdrawPaperForm(request.POST if request.method == "POST" else None)
    back = reverse(OFFICE_PAGE, args=[paper.proposal_id])
    facts = (
        ("标题", paper.title),
        ("文号", paper.number or "不编文号"),
        ("成文日期", f"{paper.written_on:%Y-%m-%d}"),
        ("主送", paper.content["addressee"].rstrip("：")),
    )
    page = FormPage(f"作废{label}", f"作废这份{label}", back, form.intro, paper.proposal, facts)
    if request.method == "GET":
        refusal = Refusal((WITHDRAWN,), StepNotOpen.status, is_final=True) if paper.is_void else None
        return show(request, page, form, refusal)

    def take(typed: Mapping[str, object]) -> HttpResponse:
        withdraw_paper(paper, by=request.user, reason=typed["reason"])
        messages.success(request, f"已作废：{paper}。")
        return redirect(back)

    outcome = attempt(form, take)
    return show(request, page, form, outcome) if isinstance(outcome, Refusal) else outcome


def _paper_or_404(user: User, pk: int) -> Paper:
    papers = visible_papers(user).select_related("proposal__session__term__assembly", "unit", "assignment")
    return get_object_or_404(papers, pk=pk)

"""The pages that issue the papers about an item; and the sheets printed for an item."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from accounts import audit
from documents.forms import FormRefused
from proposals.errors import NotYours, StepBlocked
from proposals.form_page import FormPage, Refusal, attempt, show
from proposals.models import Assignment, ContactRecord, Proposal
from proposals.models.paper import PaperKind
from proposals.paper_forms import FORMS
from proposals.paper_panel import may_print_sheets
from proposals.queries import visible_proposals
from proposals.services import papers
from proposals.services.paper_offices import WHOSE, standing_of
from proposals.services.perform import OFFICE_PAGE
from proposals.services.sheets import contact_sheet as print_contact_sheet

NOT_YOUR_SHEET = "面商记录表由办理这一件的单位、交办单位和提案委、代表工委打印。"
ISSUE = {
    PaperKind.HAND_OVER: papers.hand_over_notice,
    PaperKind.URGE: papers.urge,
    PaperKind.CO_OPINION: papers.co_opinion_letter,
    PaperKind.EXTENSION: papers.extension_letter,
}
PREVIEW = {
    PaperKind.HAND_OVER: papers.words_to_hand_over,
    PaperKind.CO_OPINION: papers.words_of_opinion,
}


@login_required
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, kind: str, part_pk: int) -> HttpResponse:
    """Show what a paper will say and ask what it needs; issue it on POST. 403 for whoever may not, 404 unseen."""
    if kind not in FORMS:
        raise Http404
    seen = visible_proposals(request.user).values("pk")
    part = get_object_or_404(
        Assignment.objects.filter(proposal__in=seen).select_related(
            "unit", "proposal__session__term__assembly", "proposal__rules"
        ),
        pk=part_pk,
    )
    if standing_of(kind, part, request.user) is None:
        raise NotYours(WHOSE[kind])
    form = FORMS[kind](request.POST if request.method == "POST" else None)
    back = reverse(OFFICE_PAGE, args=[part.proposal_id])
    label = f"印发{PaperKind(kind).label}"
    facts: tuple[tuple[str, str], ...] = (("发给", part.unit.name),) if kind == PaperKind.URGE else ()
    refusal = None
    if kind in PREVIEW:
        try:
            facts = PREVIEW[kind](part).facts
        except StepBlocked as refused:
            refusal = Refusal(tuple(refused.sentences), refused.status, is_final=True)
    page = FormPage(label, label, back, form.intro, part.proposal, facts)
    if request.method == "GET" or refusal is not None:
        return show(request, page, form, refusal)

    def take(typed: Mapping[str, object]) -> HttpResponse:
        paper = ISSUE[kind](part, by=request.user, **typed)
        messages.success(
            request, f"已印发{paper.get_kind_display()}{paper.number and f'，文号 {paper.number}'}。"
        )
        return redirect(back)

    outcome = attempt(form, take)
    return show(request, page, form, outcome) if isinstance(outcome, Refusal) else outcome


@login_required
@require_GET
def contact_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Print a blank 面商记录表 of an item."""
    proposal = get_object_or_404(visible_proposals(request.user), pk=pk)
    return _sheet(request, proposal, None)


@login_required
@require_GET
def record_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Print 面商记录表 filled from a record; whoever made the record, the units that have the item may print it."""
    seen = visible_proposals(request.user).values("pk")
    record = get_object_or_404(ContactRecord.objects.filter(proposal__in=seen), pk=pk)
    return _sheet(request, record.proposal, record)


def _sheet(request: HttpRequest, proposal: Proposal, record: ContactRecord | None) -> HttpResponse:
    if not may_print_sheets(proposal, request.user):
        raise NotYours(NOT_YOUR_SHEET)
    try:
        file = print_contact_sheet(proposal, record)
    except FormRefused as refused:
        page = FormPage("打印面商记录表", "打印", reverse(OFFICE_PAGE, args=[proposal.pk]), "", proposal)
        return show(request, page, None, Refusal((str(refused),), StepBlocked.status, is_final=True))
    audit.record(
        "sheet.print", by=request.user, about=proposal, sheet="contact", record=record.pk if record else None
    )
    response = HttpResponse(file, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"面商记录表-{proposal.label}.pdf")
    return response

"""纸质意见表代录: the assembly's office types in what a proposer rated and signed on paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.queries import has_role
from accounts.roles import Role
from proposals.errors import NotYours, StepRefused
from proposals.queries import visible_proposals
from proposals.services.perform import OFFICE_PAGE
from responses.rating_form import PaperRatingForm
from responses.services.rating import rate
from responses.views.workbench_page import field_errors, plain_errors


@require_http_methods(["GET", "POST"])
def paper_rating(request: HttpRequest, proposal_pk: int) -> HttpResponse:
    """Show the form of one item's present round; a POST keeps one proposer's rating, marked as paper.

    404 for who does not see the item, 403 for who sees it but is not the assembly's office (the bureau that answered).
    """
    items = visible_proposals(request.user).select_related("session__term__assembly", "rules")
    proposal = get_object_or_404(items, pk=proposal_pk)
    if not has_role(request.user, Role.ASSEMBLY_OFFICE, proposal.assembly.office_id):
        raise NotYours("纸质意见表由提案委／代表工委代录，承办单位不能录入评价。")
    answered = proposal.responses.filter(letter__isnull=False, round_no=proposal.round_no)
    response = get_object_or_404(answered.select_related("letter").order_by("-pk")[:1])
    form = PaperRatingForm(response, request.POST or None)
    errors, status = [], 200
    if request.method == "POST":
        if form.is_valid():
            typed = dict(form.cleaned_data)
            try:
                evaluation = rate(response, typed.pop("proposer"), by=request.user, **typed)
            except StepRefused as refused:
                errors, status = plain_errors(refused.sentences), refused.status
            else:
                messages.success(request, f"已代录{evaluation.proposer}的评价。")
                return redirect(OFFICE_PAGE, proposal.pk)
        else:
            errors, status = field_errors(form), 422
    context = {
        "proposal": proposal,
        "response": response,
        "form": form,
        "may_enter": form.fields["proposer"].queryset.exists(),
        "errors": errors,
        "rated": list(response.evaluations.select_related("proposer").order_by("pk")),
        "office_page": OFFICE_PAGE,
    }
    return render(request, "admin/responses/evaluation/paper.html", context, status=status)

"""纸质意见表代录: the assembly's office types in what a proposer rated and signed on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from accounts.queries import has_role
from accounts.roles import Role
from proposals.errors import NotYours
from proposals.form_page import Refusal
from proposals.models import Proposer
from proposals.queries import visible_proposals
from proposals.services.perform import OFFICE_PAGE
from responses.permissions import why_not_rated
from responses.rating_form import PaperRatingForm
from responses.services.rating import rate
from responses.views.posted import errors_of, taken_in


@require_http_methods(["GET", "POST"])
def paper_rating(request: HttpRequest, proposal_pk: int) -> HttpResponse:
    """Show the form of one item's present round; a POST keeps one proposer's rating, marked as paper.

    404 for who does not see the item, 403 for who sees it but is not the assembly's office (the bureau that answered).
    For a letter that is void the page says why nothing can be typed in.
    """
    items = visible_proposals(request.user).select_related("session__term__assembly", "rules")
    proposal = get_object_or_404(items, pk=proposal_pk)
    if not has_role(request.user, Role.ASSEMBLY_OFFICE, proposal.assembly.office_id):
        raise NotYours("纸质意见表由提案委／代表工委代录，承办单位不能录入评价。")
    answered = proposal.responses.filter(letter__isnull=False, round_no=proposal.round_no)
    response = get_object_or_404(answered.select_related("letter__superseded_by").order_by("-pk")[:1])
    form = PaperRatingForm(response, request.POST if request.method == "POST" else None)

    def keep(proposer: Proposer, **typed: str) -> str:
        return f"已代录{rate(response, proposer, by=request.user, **typed).proposer}的评价。"

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {
            "proposal": proposal,
            "response": response,
            "form": form,
            "closed": why_not_rated(response),
            "may_enter": form.fields["proposer"].queryset.exists(),
            "errors": errors_of(refusal, form),
            "rated": list(response.evaluations.select_related("proposer").order_by("pk")),
            "office_page": OFFICE_PAGE,
        }
        status = refusal.status if refusal is not None else 200
        return render(request, "admin/responses/evaluation/paper.html", context, status=status)

    if request.method == "GET":
        return page()
    return taken_in(request, form, keep, then=(OFFICE_PAGE, proposal.pk), again=page)

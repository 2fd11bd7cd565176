"""代录: the assembly's office enters what came on paper, for a member or for an organisation."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from accounts.models import User
from proposals.entry_forms import Entry, EntryForm
from proposals.errors import NotYours
from proposals.form_page import FormPage, Refusal, attempt, show
from proposals.models import Proposal
from proposals.permissions import proposer
from proposals.services.files import attach
from proposals.services.intake import save_draft, start_draft

INTRO = "照纸质原件录入；保存为草稿，核对无误后再提交。"


class EntryPages:
    """Gives the admin of items its two pages for entering and correcting paper ones."""

    def entry_urls(self) -> list[URLPattern]:
        """Return the addresses of entering and of correcting an item."""
        view = self.admin_site.admin_view
        return [
            path("add/", view(self.add_view), name="proposals_proposal_add"),
            path("<int:pk>/edit/", view(self.edit_view), name="proposals_proposal_edit"),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Enter a new item; anybody but an assembly's office gets 403."""
        if not self.has_add_permission(request):
            raise NotYours("纸质件由提案委、代表工委代录。")
        back = reverse("admin:proposals_proposal_changelist")
        return self._entry_page(request, None, "代录纸质件", back)

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Correct an item that is being entered; 403 for others, 409 once it was submitted."""
        proposal = self.item_or_404(request, pk)
        if not proposal.on_behalf:
            raise Http404
        if proposer(proposal, request.user) is None:
            raise NotYours("由录入机构修改。")
        back = reverse("admin:proposals_proposal_change", args=[pk])
        return self._entry_page(request, proposal, "修改代录件", back)

    def _entry_page(
        self, request: HttpRequest, proposal: Proposal | None, title: str, back: str
    ) -> HttpResponse:
        posted = request.method == "POST"
        form = EntryForm(
            request.POST if posted else None,
            request.FILES if posted else None,
            user=request.user,
            proposal=proposal,
        )
        page = FormPage(title, "保存草稿", back, INTRO, proposal, takes_files=True)
        if not posted:
            return show(request, page, form)

        def take(typed: object) -> HttpResponse:
            saved = _keep(form.entry(), proposal, request.user)
            messages.success(request, "已保存。请核对后提交。")
            return redirect("admin:proposals_proposal_change", saved.pk)

        outcome = attempt(form, take)
        return show(request, page, form, outcome) if isinstance(outcome, Refusal) else outcome


@transaction.atomic
def _keep(entry: Entry, proposal: Proposal | None, user: User) -> Proposal:
    """Save the text and its files together: when one file is refused, nothing is kept."""
    if proposal is None:
        saved = start_draft(
            entry.session, entry.filing, by=user, seat=entry.seat, organisation=entry.organisation
        )
    else:
        saved = save_draft(proposal, entry.filing, by=user)
    _attach_all(saved, entry.files, user)
    return saved


def _attach_all(proposal: Proposal, uploads: Sequence[UploadedFile], user: User) -> None:
    for upload in uploads:
        attach(proposal, upload, by=user)

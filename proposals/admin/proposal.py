"""The offices' pages of items: the list, one item whole, its steps and facts, and entering a paper one."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from accounts.models import User
from accounts.queries import has_role
from accounts.roles import Role
from accounts.scoping import ScopedAdmin
from proposals.admin.entry import EntryPages
from proposals.admin.item_page import item_page
from proposals.admin.proposal_list import FILTERS, LimitedPaginator, ProposalList, by_words
from proposals.errors import NotYours
from proposals.fact_pages import BY_CODE
from proposals.form_page import FormPage, Refusal, attempt, show
from proposals.models import Proposal
from proposals.posts import Posts
from proposals.queries import visible_proposals
from proposals.stages import state_tone
from proposals.step_buttons import StepButtons
from proposals.step_pages import Typed

PAGE = "admin:proposals_proposal_change"
# What a row does not have; on a telephone, where the columns have no heads, it is left out (office.css).
BLANK = mark_safe('<span class="blank">—</span>')
NOTHING_YET = "还没有件。提交、立案或交办到本单位的件会列在这里。"


@admin.register(Proposal)
class ProposalAdmin(StepButtons, EntryPages, ScopedAdmin):
    """Everything an item goes through in the offices; its state moves only through the step pages."""

    list_display = (
        "number_cell",
        "title_cell",
        "proposer_cell",
        "lead_cell",
        "state_cell",
        "due_cell",
        "left_cell",
    )
    list_display_links = None
    list_filter = FILTERS
    list_per_page = 50
    list_max_show_all = 0
    paginator = LimitedPaginator
    ordering = ("-pk",)
    search_fields = ("title",)  # what is searched stands in by_words()
    change_list_template = "admin/proposals/proposal/change_list.html"
    item_template = "admin/proposals/proposal/item.html"

    # -- rights ---------------------------------------------------------------------------------------------------

    def visible(self, user: User) -> QuerySet[Proposal]:
        return visible_proposals(user)

    def may_add(self, user: User) -> bool:
        return has_role(user, Role.ASSEMBLY_OFFICE)

    def item_or_404(self, request: HttpRequest, pk: int) -> Proposal:
        """Return an item this reader may see, or answer 404."""
        rows = visible_proposals(request.user).select_related(
            "session__term__assembly__office", "rules", "distributor", "topic", "filed_by", "decline_reason"
        )
        return get_object_or_404(rows, pk=pk)

    def address_after(self, request: HttpRequest, proposal: Proposal) -> str:
        """Where a reader goes after something was done: back to the item, or to the list when it is out of sight."""
        if visible_proposals(request.user).filter(pk=proposal.pk).exists():
            return reverse(PAGE, args=[proposal.pk])
        return reverse("admin:proposals_proposal_changelist")

    # -- addresses ------------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """Return our own pages only: Django's forms, histories and deletions of an item do not exist."""
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="proposals_proposal_changelist"),
            *self.entry_urls(),
            path("<int:pk>/change/", view(self.item_view), name="proposals_proposal_change"),
            path(
                "<int:pk>/fact/<slug:code>/<int:row_pk>/",
                view(self.fact_view),
                name="proposals_proposal_fact",
            ),
            *self.step_urls(),
        ]

    # -- the list -------------------------------------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ProposalList]:
        return ProposalList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Proposal], search_term: str
    ) -> tuple[QuerySet[Proposal], bool]:
        return by_words(queryset, search_term), False

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Show the list; an empty one says why it is."""
        return super().changelist_view(request, {"empty_words": NOTHING_YET, **(extra_context or {})})

    @admin.display(description="案号", ordering="number")
    def number_cell(self, row: Proposal) -> str:
        return row.number_words

    @admin.display(description="标题")
    def title_cell(self, row: Proposal) -> str:
        return format_html(
            '<a class="row-link" href="{}" title="{}">{}</a>',
            reverse(PAGE, args=[row.pk]),
            row.title,
            row.title,
        )

    @admin.display(description="提出人", empty_value=BLANK)
    def proposer_cell(self, row: Proposal) -> str | None:
        return row.lead_proposer_name

    @admin.display(description="主办", empty_value=BLANK)
    def lead_cell(self, row: Proposal) -> str | None:
        return row.lead_unit_name

    @admin.display(description="状态")
    def state_cell(self, row: Proposal) -> str:
        return format_html('<span class="state {}">{}</span>', state_tone(row.state), row.state_label)

    @admin.display(description="到期", ordering="reply_due_on", empty_value=BLANK)
    def due_cell(self, row: Proposal) -> str | None:
        if row.deadline is None:
            return None
        provisional = "（暂定）" if row.deadline.provisional else ""
        return f"{row.limit_words} {row.deadline.date:%Y-%m-%d}{provisional}".strip()

    @admin.display(description="剩余天数", empty_value=BLANK)
    def left_cell(self, row: Proposal) -> str | None:
        if row.deadline is None:
            return None
        if not row.deadline.tone_word:
            return row.deadline.distance
        return format_html('<span class="state {}">{}</span>', row.deadline.tone, row.deadline.distance)

    # -- one item -------------------------------------------------------------------------------------------------

    def item_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show one item whole; nothing of it is changed here."""
        proposal = self.item_or_404(request, pk)
        return TemplateResponse(request, self.item_template, item_page(request, proposal))

    def fact_view(self, request: HttpRequest, pk: int, code: str, row_pk: int) -> HttpResponse:
        """Show the page of a fact, or note it. 404: no such item, fact or row; 403: it is another unit's to note."""
        proposal = self.item_or_404(request, pk)
        page = BY_CODE.get(code)
        if page is None:
            raise Http404
        row = get_object_or_404(page.rows(proposal), pk=row_pk)
        if not page.may(proposal, row, Posts.of(request.user)):
            raise NotYours(page.whose)
        data = request.POST if request.method == "POST" else None
        form = page.form_class(data, proposal=proposal, row=row, user=request.user)

        def take(typed: Typed) -> HttpResponse:
            page.run(row, request.user, typed)
            messages.success(request, f"已{page.label}。" if page.code in DONE_AS_SAID else "已保存。")
            return redirect(self.address_after(request, proposal))

        refusal = None
        if request.method == "POST":
            outcome = attempt(form, take)
            if not isinstance(outcome, Refusal):
                return outcome
            refusal = outcome
        elif not page.is_open(proposal, row):
            refusal = Refusal((f"这一件现在不能{page.label}。",), 409, is_final=True)
        about = page.names(row)
        framed = FormPage(
            title=f"{page.label}（{about}）" if about else page.label,
            submit=page.label,
            back=reverse(PAGE, args=[proposal.pk]),
            intro=form.intro,
            proposal=proposal,
        )
        return show(request, framed, form, refusal)


# Facts whose name is what was done; of the others 已保存 is said.
DONE_AS_SAID = frozenset({"co-accept", "ask-adjustment", "detach", "discard"})

"""The texts in work, and the pages one text has: the workbench, its files, annexes, proofreading."""

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import URLPattern, path

from accounts.models import User
from accounts.queries import has_role
from accounts.roles import HANDLING_ROLES, Role
from accounts.scoping import ScopedAdmin
from responses.admin.readers import for_readers
from responses.models import Response
from responses.queries import visible_responses
from responses.views import annexes, letter_preview, proofreading, word_import, workbench


@admin.register(Response)
class ResponseAdmin(ScopedAdmin):
    """The texts in work; one text opens in the workbench (views/workbench.py)."""

    list_display = ("item", "item_title", "unit", "kind", "round_no", "state", "version")
    list_filter = ("is_open", "kind")
    search_fields = ("proposal__number_text", "proposal__title")
    search_help_text = "按案号或标题查找"
    list_select_related = ("proposal__session__term__assembly", "assignment__unit")
    ordering = ("-is_open", "-pk")

    def visible(self, user: User) -> QuerySet[Response]:
        return visible_responses(user)

    def may_enter(self, user: User) -> bool:
        return has_role(user, (*HANDLING_ROLES, Role.GOVERNMENT_OFFICE))

    @admin.display(description="案号", ordering="proposal__number")
    def item(self, row: Response) -> str:
        return row.proposal.label

    @admin.display(description="标题")
    def item_title(self, row: Response) -> str:
        return row.proposal.title

    @admin.display(description="拟稿单位", ordering="assignment__unit__short_name")
    def unit(self, row: Response) -> str:
        return row.assignment.unit.short_name

    @admin.display(description="状态", ordering="proposal__state")
    def state(self, row: Response) -> str:
        return row.proposal.state_label if row.is_open else "已印发或已结束"

    def get_urls(self) -> list[URLPattern]:
        """Put the workbench and its parts before Django's own pages of the same addresses."""
        pages = {
            "start/<int:proposal_pk>/": ("start", workbench.start),
            "<int:pk>/change/": ("change", workbench.change),
            "<int:pk>/preview/": ("preview", letter_preview.preview),
            "<int:pk>/pictures/<slug:sha256>/": ("picture", letter_preview.picture),
            "<int:pk>/draft.pdf": ("draft_pdf", letter_preview.draft_pdf),
            "<int:pk>/draft.docx": ("draft_docx", letter_preview.draft_docx),
            "<int:pk>/revision/<int:number>/": ("revision", workbench.revision),
            "<int:pk>/compare/": ("compare", workbench.compare_revisions),
            "<int:pk>/step/<slug:action>/": ("step", workbench.step),
            "<int:pk>/annexes/": ("annexes", annexes.annexes),
            "<int:pk>/word/": ("word_import", word_import.word_import),
            "<int:pk>/proofreading/": ("proofreading", proofreading.proofreading),
        }
        own = [
            path(address, for_readers(view), name=f"responses_response_{name}")
            for address, (name, view) in pages.items()
        ]
        return own + super().get_urls()

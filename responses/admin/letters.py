"""The issued letters and their ratings, to be found and read."""

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from accounts.models import User
from accounts.scoping import ScopedAdmin
from proposals.queries import visible_proposals
from responses.admin.readers import for_readers
from responses.models import Evaluation, ReplyLetter
from responses.queries import visible_letters
from responses.views import paper_rating


@admin.register(ReplyLetter)
class ReplyLetterAdmin(ScopedAdmin):
    """The issued letters, to be found and opened; nothing of them can be changed."""

    list_display = ("number", "title", "unit", "written_on", "printed_on", "status_word", "pages", "file")
    list_select_related = ("response__assignment__unit", "superseded_by")
    search_fields = ("number", "title")
    search_help_text = "按发文字号或标题查找"
    date_hierarchy = "printed_on"
    fields = (
        "number",
        "title",
        "unit",
        "written_on",
        "printed_on",
        "issued_by",
        "issued_at",
        "status_word",
        "withdrawn_reason",
        "is_external",
        "verify_code",
        "pages",
        "file",
        "sha256",
        "engine",
        "font_digest",
        "signed_sha256",
        "render_error",
    )
    readonly_fields = fields

    def visible(self, user: User) -> QuerySet[ReplyLetter]:
        return visible_letters(user)

    @admin.display(description="状态")
    def status_word(self, row: ReplyLetter) -> str:
        return row.status.label

    @admin.display(description="外部文号", boolean=True)
    def is_external(self, row: ReplyLetter) -> bool:
        return row.is_external

    @admin.display(description="印发单位")
    def unit(self, row: ReplyLetter) -> str:
        return row.response.assignment.unit.short_name

    @admin.display(description="文件")
    def file(self, row: ReplyLetter) -> str:
        if not row.is_ready:
            failed = "签名失败" if row.rendered_at else "排版错误"
            return failed if row.render_error else "正在生成"
        return format_html('<a href="{}">打开</a>', reverse("letters:pdf", args=[row.pk]))


@admin.register(Evaluation)
class EvaluationAdmin(ScopedAdmin):
    """Ratings as given; a paper one is typed in on its own page by the assembly's office (views/paper_rating.py)."""

    list_display = ("item", "proposer", "work", "result", "channel", "at")
    list_filter = ("work", "result", "channel")
    list_select_related = ("response__proposal__session__term__assembly", "proposer")
    search_fields = ("response__proposal__number_text", "proposer__name")
    search_help_text = "按案号或评价人查找"
    fields = ("item", "proposer", "work", "result", "comment", "channel", "by", "at")
    readonly_fields = fields

    def visible(self, user: User) -> QuerySet[Evaluation]:
        return Evaluation.objects.filter(response__proposal__in=visible_proposals(user).values("pk"))

    @admin.display(description="案号")
    def item(self, row: Evaluation) -> str:
        return f"{row.response.proposal.label}（第 {row.response.round_no} 轮）"

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "paper/<int:proposal_pk>/",
            for_readers(paper_rating.paper_rating),
            name="responses_evaluation_paper",
        )
        return [own, *super().get_urls()]

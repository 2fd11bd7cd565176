"""The office's pages of this room: texts (the workbench), review chains, number series, letters, ratings."""

from collections.abc import Callable

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.db.models import F, Field, ForeignKey, Model, QuerySet
from django.forms import ChoiceField, ModelChoiceField, ModelForm
from django.forms import Field as FormField
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache

from accounts.models import Unit, User
from accounts.queries import has_role, units_of
from accounts.roles import HANDLING_ROLES, Role
from accounts.scoping import ScopedAdmin
from documents.models import NumberSeries
from proposals.queries import visible_proposals
from responses import office_panel, step_pages  # noqa: F401 loading them registers the panel and the steps
from responses.forms import NumberSeriesForm
from responses.models import Evaluation, ReplyLetter, Response, ReviewChainStage
from responses.queries import visible_letters, visible_responses
from responses.views import (
    annexes,
    letter_preview,
    paper_rating,
    proofreading,
    series_numbers,
    word_import,
    workbench,
)

# Who may stand in a chain: the drafting clerk and the printer decide nothing.
REVIEWING_ROLES = (
    Role.SECTION_HEAD,
    Role.UNIT_OFFICE,
    Role.LEADER_IN_CHARGE,
    Role.SIGNER,
    Role.GOVERNMENT_OFFICE,
)


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask a visitor to log in; whoever is logged in gets what the view's own queryset shows, else 404."""

    @never_cache
    def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return page


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


class UnitOfficePage(ScopedAdmin):
    """A table a unit's office keeps for its own unit; units are chosen from a list, not edited from there."""

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: object
    ) -> FormField | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, ModelChoiceField):
            for right in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{right}_related", False)
        return field


@admin.register(ReviewChainStage)
class ReviewChainStageAdmin(UnitOfficePage):
    """Each unit's own chain; where it has none, the default one holds (科室负责人、办公室、分管领导)."""

    list_display = ("unit", "order", "role", "reviewing_unit")
    list_select_related = ("unit", "reviewing_unit")
    fields = ("unit", "order", "role", "reviewing_unit")

    def visible(self, user: User) -> QuerySet[ReviewChainStage]:
        if user.is_superuser and user.is_active:
            return ReviewChainStage.objects.all()
        return ReviewChainStage.objects.filter(unit__in=units_of(user, Role.UNIT_OFFICE).values("pk"))

    def may_enter(self, user: User) -> bool:
        return user.is_superuser or has_role(user, Role.UNIT_OFFICE)

    def may_add(self, user: User) -> bool:
        return True

    def may_change(self, user: User, row: Model | None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A stage may be taken out: texts on their way keep the rows they were sent with."""
        return self.has_change_permission(request, obj)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: object
    ) -> ModelChoiceField:
        return super().formfield_for_foreignkey(
            db_field, request, queryset=_units_offered(request.user, db_field.name), **kwargs
        )

    def formfield_for_choice_field(
        self, db_field: object, request: HttpRequest, **kwargs: object
    ) -> ChoiceField:
        kwargs["choices"] = [("", "---------"), *((role.value, role.label) for role in REVIEWING_ROLES)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


def _units_offered(user: User, field: str) -> QuerySet[Unit]:
    """Return the units somebody may set up (`unit`), or ask to review: those of the same cities."""
    active = Unit.objects.filter(is_active=True).order_by("city", "name")
    if user.is_superuser:
        return active
    own = units_of(user, Role.UNIT_OFFICE)
    if field == "unit":
        return active.filter(pk__in=own.values("pk"))
    return active.filter(city__in=own.values("city"))


@admin.register(NumberSeries)
class NumberSeriesAdmin(UnitOfficePage):
    """机关代字 and next numbers of a unit; code and first number are fixed once a number was taken."""

    list_display = ("unit", "kind", "year", "code", "starts_at", "next_number", "every_number")
    list_select_related = ("unit",)
    list_filter = ("kind", "year")
    form = NumberSeriesForm
    fields = ("unit", "kind", "year", "code", "starts_at", "next_number")

    def visible(self, user: User) -> QuerySet[NumberSeries]:
        return series_numbers.series_kept_by(user)

    def may_enter(self, user: User) -> bool:
        return has_role(user, Role.UNIT_OFFICE)

    def may_add(self, user: User) -> bool:
        return True

    def may_change(self, user: User, row: Model | None) -> bool:
        return row is None or not is_used(row)

    def get_readonly_fields(self, request: HttpRequest, obj: NumberSeries | None = None) -> tuple[str, ...]:
        return ("next_number",) if obj is None else ("unit", "kind", "year", "next_number")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: object
    ) -> ModelChoiceField:
        return super().formfield_for_foreignkey(
            db_field, request, queryset=_units_offered(request.user, "unit"), **kwargs
        )

    def save_model(self, request: HttpRequest, obj: NumberSeries, form: ModelForm, change: bool) -> None:
        """Keep the next number at the first one while nothing was taken; a number taken meanwhile wins."""
        if not change:
            obj.next_number = obj.starts_at
            super().save_model(request, obj, form, change)
            return
        unused = NumberSeries.objects.filter(pk=obj.pk, next_number=F("starts_at"), letters__isnull=True)
        changed = unused.update(code=obj.code, starts_at=obj.starts_at, next_number=obj.starts_at)
        if not changed:
            self.message_user(request, "这一字号刚刚已有函件取号，不能再改代字和起始号。", level="ERROR")
        else:
            self.note_save(request.user, obj, form)

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<int:pk>/numbers/", for_readers(series_numbers.numbers), name="documents_numberseries_numbers"
        )
        return [own, *super().get_urls()]

    @admin.display(description="逐号")
    def every_number(self, row: NumberSeries) -> str:
        address = reverse("admin:documents_numberseries_numbers", args=[row.pk])
        return format_html('<a href="{}">逐号查看</a>', address)


def is_used(series: NumberSeries) -> bool:
    """Say whether a number of the series was ever taken."""
    return series.next_number != series.starts_at or series.letters.exists()


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

    @admin.display(description="发文单位")
    def unit(self, row: ReplyLetter) -> str:
        return row.response.assignment.unit.short_name

    @admin.display(description="文件")
    def file(self, row: ReplyLetter) -> str:
        if not row.is_ready:
            return "排版错误" if row.render_error else "正在生成"
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

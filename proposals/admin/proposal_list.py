"""The list of items: its filters, search, pages and the distance of each due day."""

from collections.abc import Iterable

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from accounts.models import Unit
from accounts.now import today
from accounts.queries import cities_of
from proposals.inbox import waiting_on
from proposals.list_rows import ready_to_list, soon_due, with_nearest_limit
from proposals.models import Assembly, AssemblySession, Assignment, Proposal, Proposer, Topic
from proposals.queries import overdue, with_list_columns
from proposals.services.clocks import office_calendar
from proposals.states import ProposalState

MOST_LISTED = 1000
LONGEST_KEY = 9  # digits


class LimitedPaginator(Paginator):
    """Counts no further than MOST_LISTED: whoever has more narrows the list, and the database need not count all."""

    is_cut = False

    @cached_property
    def count(self) -> int:
        found = self.object_list.order_by().values("pk")[: MOST_LISTED + 1].count()
        self.is_cut = found > MOST_LISTED
        return min(found, MOST_LISTED)


class ProposalList(ChangeList):
    """The change list with its columns in one query, and one calendar for all its rows."""

    @property
    def is_of_limits(self) -> bool:
        """Say whether the list is of what is soon due or late: then a row shows the limit it is there for."""
        return bool(self.params.get(DueFilter.parameter_name))

    def get_queryset(self, request: HttpRequest, exclude_parameters: object = None) -> QuerySet[Proposal]:
        listed = with_list_columns(self.root_queryset)
        self.root_queryset = with_nearest_limit(listed) if self.is_of_limits else listed
        return super().get_queryset(request, exclude_parameters)

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> list[object]:
        """Newest first, which costs no more with more items; what is due or late soonest first."""
        if self.is_of_limits and ORDER_VAR not in self.params:
            return ["nearest_due_on", "-pk"]
        return super().get_ordering(request, queryset)

    def get_ordering_field(self, field_name: str) -> object:
        if field_name == "due_cell" and self.is_of_limits:
            return "nearest_due_on"
        return super().get_ordering_field(field_name)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = ready_to_list(self.result_list, today(), office_calendar())

    @property
    def pages(self) -> list[tuple[int | str, str]]:
        """(number or gap, address) for each link of the pager; the present page and gaps have no address."""
        numbers = self.paginator.get_elided_page_range(self.page_num, on_each_side=2, on_ends=1)
        return [
            (number, self.get_query_string({PAGE_VAR: number}))
            if isinstance(number, int) and number != self.page_num
            else (number, "")
            for number in numbers
        ]


def by_words(proposals: QuerySet[Proposal], words: str) -> QuerySet[Proposal]:
    """Return the items of which every word typed is in the number, the title or a proposer's name."""
    for typed in words.split():
        plain = typed.removeprefix("第").removesuffix("号")
        signed = Proposer.objects.filter(proposal=OuterRef("pk"), name__icontains=typed)
        found = Q(title__icontains=typed) | Q(Exists(signed)) | Q(number_text=plain)
        if plain.isdecimal() and len(plain) <= LONGEST_KEY:
            found |= Q(number=int(plain))
        proposals = proposals.filter(found)
    return proposals


class OfficeFilter(admin.SimpleListFilter):
    """A filter whose choices come from the reader's cities only."""

    def has_output(self) -> bool:
        return True

    @property
    def options(self) -> Iterable[tuple[str, str, bool]]:
        """(value, words, is chosen) for a <select>."""
        return [(str(value), words, str(value) == self.value()) for value, words in self.lookup_choices]

    def narrow(self, queryset: QuerySet[Model], path: str) -> QuerySet[Model]:
        """Keep the rows at whose `path` the chosen row stands; what is no row's key finds nothing."""
        value = self.value()
        if not value:
            return queryset
        if not value.isdecimal() or len(value) > LONGEST_KEY:
            return queryset.none()
        return queryset.filter(**{path: int(value)})


class WaitingFilter(OfficeFilter):
    title = "等待"
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("me", "等我办理")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> QuerySet[Proposal]:
        return waiting_on(request.user, queryset) if self.value() == "me" else queryset


class DueFilter(OfficeFilter):
    title = "期限"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("late", "已逾期"), ("soon", "即将到期")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> QuerySet[Proposal]:
        if self.value() == "late":
            return overdue(queryset, today())
        if self.value() == "soon":
            return soon_due(queryset, today(), office_calendar())
        return queryset


class StateFilter(OfficeFilter):
    title = "状态"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return ProposalState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> QuerySet[Proposal]:
        if not self.value():
            return queryset
        return (
            queryset.filter(state=self.value()) if self.value() in ProposalState.values else queryset.none()
        )


class AssemblyFilter(OfficeFilter):
    title = "机构"
    parameter_name = "assembly"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[int, str]]:
        near = Assembly.objects.filter(city__in=cities_of(request.user)).order_by("city", "body")
        return list(near.values_list("pk", "short_name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> QuerySet[Proposal]:
        return self.narrow(queryset, "session__term__assembly")


class SessionFilter(OfficeFilter):
    title = "届次"
    parameter_name = "session"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[int, str]]:
        near = AssemblySession.objects.filter(term__assembly__city__in=cities_of(request.user))
        return list(near.order_by("-year", "name").values_list("pk", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> QuerySet[Proposal]:
        return self.narrow(queryset, "session")


class LeadFilter(OfficeFilter):
    title = "主办"
    parameter_name = "lead"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[int, str]]:
        near = Unit.objects.filter(city__in=cities_of(request.user)).exclude(kind="assembly_office")
        return list(near.order_by("short_name").values_list("pk", "short_name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> QuerySet[Proposal]:
        leads = self.narrow(Assignment.objects.filter(role="lead", released_at__isnull=True), "unit")
        return queryset.filter(pk__in=leads.values("proposal")) if self.value() else queryset


class TopicFilter(OfficeFilter):
    title = "内容分类"
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[int, str]]:
        near = Topic.objects.filter(assembly__city__in=cities_of(request.user)).select_related("assembly")
        return [(topic.pk, f"{topic.assembly.short_name}：{topic.name}") for topic in near]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> QuerySet[Proposal]:
        return self.narrow(queryset, "topic")


FILTERS = (WaitingFilter, DueFilter, StateFilter, LeadFilter, AssemblyFilter, SessionFilter, TopicFilter)

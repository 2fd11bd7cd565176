"""The tables of a body: its terms, sittings, seats and classes are its own office's; the body itself is set up once."""

from django.contrib import admin
from django.db.models import Model, QuerySet

from accounts.models import User
from accounts.queries import has_role, units_of
from accounts.roles import Role
from accounts.scoping import ScopedAdmin
from proposals.models import Assembly, AssemblySession, DeclineReason, Member, Term, Topic


def own_assemblies(user: User) -> QuerySet[Assembly]:
    """Return the bodies whose office somebody belongs to."""
    return Assembly.objects.filter(office__in=units_of(user, Role.ASSEMBLY_OFFICE).values("pk"))


class OfficeTable(ScopedAdmin):
    """Rows that hang on an assembly at `path_to_assembly`: its own office keeps them, nobody else sees them."""

    path_to_assembly = "assembly"

    def visible(self, user: User) -> QuerySet[Model]:
        own = own_assemblies(user).values("pk")
        return self.model._default_manager.filter(**{f"{self.path_to_assembly}__in": own})

    def may_enter(self, user: User) -> bool:
        return has_role(user, Role.ASSEMBLY_OFFICE)

    def may_add(self, user: User) -> bool:
        return True

    def may_change(self, user: User, row: Model | None) -> bool:
        return True


@admin.register(Assembly)
class AssemblyAdmin(ScopedAdmin):
    """Set up by the technical administrator, read by its office: who hands items over is no choice of one clerk."""

    list_display = ("name", "city", "body", "office", "distributor")
    list_select_related = ("city", "office", "distributor")
    fields = ("city", "body", "name", "short_name", "slug", "office", "distributor")

    def visible(self, user: User) -> QuerySet[Assembly]:
        return Assembly.objects.all() if user.is_superuser else own_assemblies(user)

    def may_enter(self, user: User) -> bool:
        return user.is_superuser or has_role(user, Role.ASSEMBLY_OFFICE)

    def may_add(self, user: User) -> bool:
        return user.is_superuser

    def may_change(self, user: User, row: Model | None) -> bool:
        return user.is_superuser


@admin.register(Term)
class TermAdmin(OfficeTable):
    list_display = ("__str__", "starts_on", "ends_on")
    list_select_related = ("assembly",)
    fields = ("assembly", "number", "starts_on", "ends_on")


@admin.register(AssemblySession)
class AssemblySessionAdmin(OfficeTable):
    path_to_assembly = "term__assembly"
    list_display = ("name", "year", "opens_on", "closes_on", "is_open_for_filing")
    fields = ("term", "number", "name", "year", "opens_on", "closes_on", "is_open_for_filing")


@admin.register(Member)
class MemberAdmin(OfficeTable):
    path_to_assembly = "term__assembly"
    list_display = ("name", "group", "term", "has_account")
    list_select_related = ("term__assembly", "user")
    search_fields = ("name", "group")
    search_help_text = "按姓名、界别或代表团查找"
    fields = ("term", "name", "group", "phone", "address", "user")

    @admin.display(description="有账号", boolean=True)
    def has_account(self, row: Member) -> bool:
        return row.user_id is not None


@admin.register(Topic)
class TopicAdmin(OfficeTable):
    list_display = ("name", "assembly", "order", "is_active")
    list_select_related = ("assembly",)
    fields = ("assembly", "name", "order", "is_active")


@admin.register(DeclineReason)
class DeclineReasonAdmin(ScopedAdmin):
    """One list for every city, from the written rules: kept by the technical administrator, read by the offices."""

    list_display = ("words", "kind", "code", "is_active")
    fields = ("kind", "code", "words", "is_active")

    def visible(self, user: User) -> QuerySet[DeclineReason]:
        if user.is_superuser:
            return DeclineReason.objects.all()
        bodies = own_assemblies(user)
        return DeclineReason.objects.filter(kind__in=[assembly.kind for assembly in bodies])

    def may_enter(self, user: User) -> bool:
        return user.is_superuser or has_role(user, Role.ASSEMBLY_OFFICE)

    def may_add(self, user: User) -> bool:
        return user.is_superuser

    def may_change(self, user: User, row: Model | None) -> bool:
        return user.is_superuser

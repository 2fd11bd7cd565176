"""The admin site: who may enter is said by roles, not by a flag on the account."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from accounts.now import today
from accounts.queries import is_staff_member
from proposals.inbox import inbox
from proposals.services.clocks import office_calendar


class OfficeSite(AdminSite):
    """Open to anybody with a place in a unit, and to technical administrators; log-in is the common page."""

    site_title = "提案建议办理"
    site_header = "提案建议办理系统"
    index_title = "工作台"
    empty_value_display = "—"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and (user.is_superuser or is_staff_member(user))

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Show the inbox of whoever has a post, and the tables they may open below it."""
        day = today()
        trays = inbox(request.user, day, office_calendar()) if is_staff_member(request.user) else []
        return super().index(request, {"trays": trays, "today": day, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, object]]:
        """Return the list of tables when a page shows it: asking every right costs dozens of queries."""
        return SimpleLazyObject(lambda: super(OfficeSite, self).get_app_list(request, app_label))

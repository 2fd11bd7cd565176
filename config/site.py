"""The admin site: who may enter is said by roles, not by a flag on the account."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest

from accounts.queries import is_staff_member


class OfficeSite(AdminSite):
    """Open to anybody with a place in a unit, and to technical administrators; log-in is the common page."""

    site_title = "提案建议办理"
    site_header = "提案建议办理系统"
    index_title = "工作台"
    empty_value_display = "—"

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and (user.is_superuser or is_staff_member(user))

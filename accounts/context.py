"""What every page needs to know of its reader."""

from django.http import HttpRequest

from accounts.models import Notice
from accounts.queries import has_role, is_staff_member
from accounts.roles import PRINTING_ROLES


def reader(request: HttpRequest) -> dict[str, object]:
    """Return what the page head shows: notices not read, whether the office and the print pages are this reader's.

    Each is looked up only where a template asks, so pages without a head cost nothing.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "unread_notices": lambda: Notice.objects.filter(recipient=user, read_at__isnull=True).count(),
        "is_staff_member": lambda: is_staff_member(user),
        "prints_letters": lambda: has_role(user, PRINTING_ROLES),
    }

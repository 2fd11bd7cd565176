"""What tests read off a page."""

import re
from html import unescape

from django.http import HttpResponse

from accounts.models import AuditEvent, User

CHANGING = (r'name="csrfmiddlewaretoken" value="[^"]*"',)


def text_of(response: HttpResponse) -> str:
    """Return the words of a page, tags and repeated white space removed."""
    body = re.sub(r"(?s)<(script|style)\b.*?</\1>", "", response.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def same_page(response: HttpResponse) -> str:
    """Return a page's source without what differs at every request."""
    source = response.content.decode()
    for pattern in CHANGING:
        source = re.sub(pattern, "", source)
    return source


def trail(*, about: User | None = None) -> list[str]:
    """Return what the audit trail says happened, the oldest first."""
    events = AuditEvent.objects.order_by("pk")
    if about is not None:
        events = events.filter(object_type="accounts.user", object_id=about.pk)
    return list(events.values_list("what", flat=True))

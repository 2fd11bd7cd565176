"""Is the web server well? /healthz answers; `python -m config.health` asks it from inside the container."""

import http.client
import os
import sys

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PORT = 8000


@require_safe
@never_cache
def healthy(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, 503 when it does not.

    The broker is not asked: without it pages work, and letters and mails follow when it returns.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def ask() -> int:
    """Ask the server on this machine as the proxy would; return 0 when it is well, 1 when not."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    server = http.client.HTTPConnection("127.0.0.1", PORT, timeout=8)
    try:
        server.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return 0 if server.getresponse().status == http.client.OK else 1
    except OSError:
        return 1
    finally:
        server.close()


if __name__ == "__main__":
    sys.exit(ask())

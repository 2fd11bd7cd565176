"""Where a request comes from: the visitor's own address, also behind our proxy. Axes and the audit trail ask here."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the visitor's network address in its shortest form, or None where there is none (a socket).

    With settings.PROXY_COUNT proxies of ours in front, the address is the one the outermost of them wrote down:
    that many from the right in X-Forwarded-For. What stands further left was sent by the visitor and proves
    nothing; without proxies the header is not read at all.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PROXY_COUNT > 0:
        chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(chain) >= settings.PROXY_COUNT:
            address = chain[-settings.PROXY_COUNT] or address
    return _plain(address)


def _plain(address: str) -> str | None:
    """Return an address as PostgreSQL's inet takes it: no zone, no IPv4 dressed as IPv6."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(parsed, "ipv4_mapped", None)
    return str(mapped or parsed)

"""Note where a request comes from; lead first-time users to their own password before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.address import client_address
from accounts.audit import acting_from

# What somebody may open who still has the password that was given to them.
OPEN_PAGES = frozenset({"password_change", "logout", "activate"})


class FirstPasswordMiddleware:
    """Keep the address for the audit trail; send whoever must change the password to that page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_from(client_address(request)):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Answer in place of the view where the password comes first."""
        user = request.user
        if not user.is_authenticated or not user.must_change_password:
            return None
        if request.resolver_match is not None and request.resolver_match.view_name in OPEN_PAGES:
            return None
        return redirect("password_change")

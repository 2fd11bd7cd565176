"""Note where a request comes from; lead first-time users to their own password before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.audit import acting_from


class FirstPasswordMiddleware:
    """Keep the address for the audit trail; send whoever must change the password to that page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_from(request.META.get("REMOTE_ADDR")):
            user = request.user
            if user.is_authenticated and user.must_change_password and request.path not in self.open_pages():
                return redirect("password_change")
            return self.get_response(request)

    @staticmethod
    def open_pages() -> tuple[str, ...]:
        return (reverse("password_change"), reverse("logout"))

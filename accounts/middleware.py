"""What holds for every request: where it comes from, how large it may be, who keeps its answer, the first password,
how long somebody stays logged in, and where they go on when they were not."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.address import client_address
from accounts.audit import acting_from
from accounts.log_in import UNSAVED, stay
from accounts.posting import page_of_form, page_to_open, takes_posts_only

# What somebody may open who still has the password that was given to them.
OPEN_PAGES = frozenset({"password_change", "logout", "activate"})


class PrivatePages:
    """Let no browser and no proxy keep an answer, unless it says for itself who may: office computers are shared."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class BodyLimit:
    """Refuse a request larger than any form of ours before a byte of it is read: uploads are kept on disk meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > settings.BODY_MAX_BYTES:
            most = settings.BODY_MAX_BYTES // (1024 * 1024)
            return render(request, "413.html", {"most": most}, status=413)
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    """Return the size a request states, 0 where it states none: then Django reads nothing either."""
    stated = request.META.get("CONTENT_LENGTH", "")
    return int(stated) if stated.isdecimal() and len(stated) < 19 else 0


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


class SlidingSession:
    """Count the time after which somebody is logged out from their last page, not from their log-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed:  # a page that asked for nobody's account costs nothing
            stay(request.session)
        return response


class BackToTheForm:
    """Lead whoever was logged out meanwhile to the page their form stood on; say what an address for posts alone is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            return _not_to_be_opened(request, response)
        if _asks_to_log_in(response) and not request.user.is_authenticated:
            if request.method == "POST":
                return _led_to_log_in(page_of_form(request), {UNSAVED: "yes"})
            if takes_posts_only(request.path):
                return _led_to_log_in(page_to_open(request.path), {})
        return response


def _not_to_be_opened(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    answer = render(
        request, "405.html", {"form_page": page_to_open(request.path)}, status=refused.status_code
    )
    answer.headers["Allow"] = refused.headers["Allow"]
    return answer


def _asks_to_log_in(response: HttpResponse) -> bool:
    """Say whether an answer leads a visitor to the log-in page and from there back; after logging out it does not."""
    if response.status_code != HTTPStatus.FOUND:
        return False
    asked = urlsplit(response.headers["Location"])
    return asked.path in (reverse("login"), reverse("admin:login")) and "next" in parse_qs(asked.query)


def _led_to_log_in(page: str, more: dict[str, str]) -> HttpResponse:
    return redirect(reverse("login", query={"next": page, **more}))

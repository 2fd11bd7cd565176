"""Addresses that only take what a form sends, and the page that form stands on."""

from collections.abc import Callable
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.views.decorators.http import require_POST


def posted_from(page: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Return a decorator for a view that takes posts alone; `page` names the page whose form posts there.

    That page needs no key, or the `pk` of the view's own address.
    """

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        guarded = require_POST(view)
        guarded.form_page = page  # decorators around it copy the attribute (functools.wraps)
        return guarded

    return guard


def takes_posts_only(path: str) -> bool:
    """Say whether nothing can be opened at a path of this site."""
    return _form_page(path) != ""


def page_to_open(path: str) -> str:
    """Return where somebody can go instead of this path: itself, or the page of its form; home for an unknown one."""
    try:
        key = resolve(path).kwargs.get("pk")
    except Resolver404:
        return reverse("home")
    page = _form_page(path)
    if not page:
        return path
    try:
        return reverse(page, kwargs={} if key is None else {"pk": key})
    except NoReverseMatch:
        return reverse(page)


def _form_page(path: str) -> str:
    """Return the name of the page whose form posts to a path; empty where the path opens by itself."""
    try:
        return getattr(resolve(path).func, "form_page", "")
    except Resolver404:
        return ""


def page_of_form(request: HttpRequest) -> str:
    """Return the address of the page whose form was sent: the one the browser names, else the form's own."""
    host = f"{request.scheme}://{request.get_host()}/"
    came_from = request.headers.get("referer", "")
    if not came_from.startswith(host):
        return page_to_open(request.path)
    address = came_from.removeprefix(host.removesuffix("/")).partition("#")[0]
    path = unquote(address.partition("?")[0])
    return page_to_open(path) if takes_posts_only(path) else address

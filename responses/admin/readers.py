"""Pages inside the admin for whoever may see their rows."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask a visitor to log in; whoever is logged in gets what the view's own queryset shows, else 404."""

    @wraps(view)  # what the view says of itself is asked of its address (accounts/posting.py)
    @never_cache
    def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return page

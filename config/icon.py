"""The icon at the address browsers ask for when a page names none: a PDF, a plain error."""

from django.http import HttpRequest, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe


@require_safe
def icon(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the one icon among the static files."""
    return HttpResponseRedirect(static("img/icon.svg"))

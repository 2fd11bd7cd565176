"""Hand a paper that is kept nowhere out as PDF."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf_file(file: bytes, name: str) -> HttpResponse:
    """Return a PDF for the browser to show, under a name without its ending."""
    return HttpResponse(
        file,
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(False, f"{name}.pdf")},
    )

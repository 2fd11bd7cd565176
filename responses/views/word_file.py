"""Hand a paper out as .docx."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_file(file: bytes, name: str) -> HttpResponse:
    """Return a .docx as a download under a name without its ending."""
    return HttpResponse(
        file,
        content_type=WORD_TYPE,
        headers={"Content-Disposition": content_disposition_header(True, f"{name}.docx")},
    )

"""Hand out the private files of an item, to whoever may see the item and to nobody else."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from accounts import audit
from proposals.models import Attachment
from proposals.queries import visible_proposals


@login_required
@require_GET
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """Send a file as a download under its own name, and note who took it; 404 for whoever may not see the item."""
    allowed = Attachment.objects.filter(proposal__in=visible_proposals(request.user).values("pk"))
    found = get_object_or_404(allowed, pk=pk)
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type=found.content_type
    )
    audit.record("attachment.read", by=request.user, about=found, proposal=found.proposal_id)
    return response

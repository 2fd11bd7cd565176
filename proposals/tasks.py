"""What services queue: one id in, one piece of leaf work; a task may run twice."""

from celery import shared_task

from documents.printing import fill
from proposals.models import Paper


@shared_task
def print_paper(paper_id: int) -> None:
    """Fill the PDF of one issued paper; a second run finds it filled."""
    fill(Paper, paper_id)

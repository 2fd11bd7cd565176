"""Which passages of the documents a clerk may cite share a run of words with a text?"""

from collections.abc import Sequence

from django.db.models import Q

from accounts.models import City
from references.models import Passage, PlanTask, SourceDocument, SourceKind
from references.prints import LEAST_RUN, prints

MOST_PASSAGES = 200  # read for one text; a letter copied from more places than that is told often enough


def passages_like(texts: Sequence[str], city: City) -> list[Passage]:
    """Return the passages of plans, reports and summaries that may share a run of LEAST_RUN characters with a text.

    Of the city's own documents and of those of no city; at most MOST_PASSAGES, each with its source. One query, by the
    index of prints; every passage that shares such a run with one of the texts is among them, up to the limit.
    """
    wanted = sorted({one for text in texts if len(text) >= LEAST_RUN for one in prints(text)})
    if not wanted:
        return []
    sources = SourceDocument.objects.exclude(kind=SourceKind.REPLY).filter(
        Q(city=city) | Q(city__isnull=True)
    )
    found = Passage.objects.filter(prints__overlap=wanted, source__in=sources)
    return list(found.select_related("source").defer("prints", "source__text").order_by("pk")[:MOST_PASSAGES])


def places_named(passages: Sequence[Passage]) -> list[str]:
    """Return how each passage is found again: 《title》任务3“heading” in a plan, else 《title》第 12 行; one query."""
    wanted = {passage.source_id for passage in passages}
    tasks = list(
        PlanTask.objects.filter(source__in=wanted)
        .order_by("line")
        .values_list("source", "line", "number", "title")
    )
    return [_place(passage, tasks) for passage in passages]


def _place(passage: Passage, tasks: list[tuple[int, int, int, str]]) -> str:
    name = f"《{passage.source}》"
    above = [task for task in tasks if task[0] == passage.source_id and task[1] <= passage.line]
    if above:
        *_, number, title = above[-1]
        return f"{name}任务{number}“{title}”"
    return f"{name}第{passage.line}行"

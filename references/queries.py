"""Which passages of the documents a clerk may cite share a run of words with a text?"""

from collections.abc import Sequence

from django.db import connection

from accounts.models import City
from references.models import Passage, PlanTask, SourceKind
from references.prints import prints

MOST_PASSAGES = 200  # read for one text; a letter copied from more places than that is told often enough
MOST_PRINTS = 1000  # looked up for one text: all of one up to 16 pages, every second, third … of a longer one

# One descent of the index a print: asked for all prints at once the planner reads the whole table, which at 100,000
# passages takes a hundred times as long. MATERIALIZED and OFFSET 0 keep it from thinking again.
_LIKE = """
    WITH hits AS MATERIALIZED (
        SELECT found.id FROM unnest(%s::bigint[]) AS wanted(print), LATERAL (
            SELECT id FROM references_passage WHERE prints @> ARRAY[wanted.print] OFFSET 0
        ) AS found
    )
    SELECT passage.id FROM hits
    JOIN references_passage AS passage ON passage.id = hits.id
    JOIN references_sourcedocument AS source ON source.id = passage.source_id
    WHERE source.kind <> %s AND (source.city_id = %s OR source.city_id IS NULL)
    GROUP BY passage.id ORDER BY count(*) DESC, passage.id LIMIT %s
"""


def passages_like(texts: Sequence[str], city: City) -> list[Passage]:
    """Return the passages of plans, reports and summaries that may share a run of LEAST_RUN characters with a text.

    Of the city's own documents and of those of no city; at most MOST_PASSAGES, those that share most first, each with
    its source. Of texts with more than MOST_PRINTS only what was copied at length is surely found. Two
    queries, the first by the index of prints; none for texts too short to have a print.
    """
    wanted = sorted({one for text in texts for one in prints(text)})
    if not wanted:
        return []
    some = wanted[:: -(-len(wanted) // MOST_PRINTS)]
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, [some, SourceKind.REPLY.value, city.pk, MOST_PASSAGES])
        keys = [key for (key,) in cursor.fetchall()]
    found = Passage.objects.select_related("source").defer("prints", "source__text").in_bulk(keys)
    return [found[key] for key in keys if key in found]


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

"""A real worker at a print job: killed in the middle of a part, the next one makes the pile, once."""

import pytest

from config.processes import ProcessTree
from responses.models import PrintJob, ReplyLetter
from responses.models.print_job import JobState
from responses.services.print_job_copies import CopiesRule
from responses.services.print_jobs import create_job
from responses.tasks import make_print_job
from tests.responses.desk import item_in, printed_letter
from tests.responses.pile import another, letters_file, text_by_page
from tests.responses.test_worker import start_worker, wait_for
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.broker, pytest.mark.real_time]


def state(job: PrintJob) -> str:
    job.refresh_from_db()
    return job.state


def test_a_worker_killed_in_the_middle_of_a_part_loses_nothing(world: World, process_tree: ProcessTree):
    first = printed_letter(item_in(world, "replied"))
    letters: list[ReplyLetter] = [first, another(first, 2, paragraphs=60), another(first, 3, paragraphs=60)]
    worker = start_worker(process_tree, "worker", clock=False)
    job = create_job(
        [one.pk for one in letters],
        rule=CopiesRule(to_each=1, to_copied=0, archive=0),
        wants=["cover"],
        by=world["jia_tech_print"],
    )
    wait_for(lambda: state(job) == JobState.RUNNING, worker)
    worker.kill()
    assert (state(job), job.files.count()) == (JobState.RUNNING, 0)
    second = start_worker(process_tree, "second", clock=True)
    wait_for(lambda: state(job) == JobState.DONE, second)
    make_print_job.delay(job.pk)  # what the broker gives out again when the killed worker's time is over
    wait_for(lambda: second.log.read_text().count("make_print_job") >= 4, second)
    assert sorted(job.files.values_list("kind", "part")) == [("cover", 1), ("letters", 1)]
    pages = text_by_page(letters_file(job))
    assert len(pages) == sum(one.pages for one in letters)
    starts = job.items.order_by("order").values_list("letter__number", "first_page")
    assert [number in pages[page - 1] for number, page in starts] == [True, True, True]

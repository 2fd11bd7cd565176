"""A real worker beside a real broker: letters come out, once, whatever is killed or stopped in between."""

import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import OperationalError, connection, transaction

from accounts.models import Notice
from config.celery import app
from config.embedded import start_valkey
from config.processes import Child, ProcessTree
from proposals.queries import last_step_number
from proposals.states import ProposalState as S
from responses.letters.printing import fill_pdf
from responses.models import ReplyLetter
from responses.services.issuing import issue
from responses.tasks import render_letter
from tests.road import item_of
from tests.threads import at_once
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.broker, pytest.mark.real_time]

WITHIN = 120  # seconds: what the office is promised


def start_worker(tree: ProcessTree, name: str, *, clock: bool, broker: str | None = None) -> Child:
    """Start a worker on the test's database and broker; with `clock` the schedule runs too, in quick time."""
    database = connection.settings_dict
    address = f"postgresql://{database['USER']}:{quote(database['PASSWORD'] or '', safe='')}@"
    address += f"{quote(database['HOST'], safe='')}{':' + str(database['PORT']) if database['PORT'] else ''}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.base",
        "DATABASE_URL": f"{address}/{database['NAME']}",
        "REDIS_URL": broker or os.environ["REDIS_URL"],
        "SECRET_KEY": settings.SECRET_KEY,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
    }
    environment.pop("CELERY_BROKER_URL", None)
    command = [sys.executable, "-m", "celery", "-A", "tests.responses.quick_clock" if clock else "config"]
    command += ["worker", "--concurrency", "1", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    if clock:
        command += ["-B", "--schedule", str(tree.logs / f"{name}-beat")]
    return tree.start(name, command, environment=environment)


def wait_for(what: Callable[[], bool], worker: Child, seconds: float = WITHIN) -> float:
    """Return after how many seconds it became true; fail with the worker's last words when it does not."""
    begun = time.monotonic()
    while not what():
        assert worker.running(), worker.last_words()
        assert time.monotonic() - begun < seconds, worker.last_words()
        time.sleep(0.1)
    return time.monotonic() - begun


def is_rendered(letter: ReplyLetter) -> bool:
    letter.refresh_from_db()
    return letter.rendered_at is not None


def is_being_rendered(letter: ReplyLetter) -> bool:
    """Say whether a worker holds the row just now."""
    try:
        with transaction.atomic():
            ReplyLetter.objects.select_for_update(nowait=True, of=("self",)).get(pk=letter.pk)
    except OperationalError:
        return True
    return False


def issued(world: World, body: str = "") -> ReplyLetter:
    row = item_of(world.seat("jia_member1"), S.SIGNED, lead=world.jia.tech, body=body)
    return issue(row, by=world["jia_tech_office"], seen=last_step_number(row))


def files_of_letters() -> list[str]:
    """Return every file kept below letters/."""
    folder = Path(default_storage.location) / "letters"
    return sorted(str(path.relative_to(default_storage.location)) for path in folder.rglob("*.pdf"))


def test_a_worker_renders_what_was_issued_and_a_second_task_finds_it_done(
    world: World, process_tree: ProcessTree
):
    before = files_of_letters()
    # Words of its own: the same letter would have the same bytes, hence the same file, as another test's.
    letter = issued(world, body="本局逐条研究，逐项落实，由一名后台工人排印本函，现将有关情况答复如下。")
    assert (letter.rendered_at, letter.sha256, letter.pdf.name) == (None, "", "")
    worker = start_worker(process_tree, "worker", clock=False)
    wait_for(partial(is_rendered, letter), worker)
    with letter.pdf.open() as file:
        assert file.read(5) == b"%PDF-"
    first = (letter.rendered_at, letter.sha256, letter.render_tries)
    render_letter.delay(letter.pk)
    render_letter.delay(letter.pk)
    wait_for(
        lambda: worker.log.read_text().count("render_letter") >= 6, worker
    )  # received and succeeded, thrice
    assert is_rendered(letter)
    assert (letter.rendered_at, letter.sha256, letter.render_tries) == first
    assert sorted({*files_of_letters()} - {*before}) == [letter.pdf.name]


def test_two_tasks_at_the_same_moment_render_once(world: World):
    letter = issued(world)
    assert sorted(at_once([partial(fill_pdf, letter.pk)] * 2, raised=OperationalError)) == [False, True]
    assert is_rendered(letter)


def test_a_worker_killed_in_the_middle_of_a_letter_loses_nothing(world: World, process_tree: ProcessTree):
    before = files_of_letters()
    worker = start_worker(process_tree, "worker", clock=False)
    letter = issued(
        world,
        body="\n".join(["本局对此项工作十分重视，逐条研究，逐项落实，现将有关情况答复如下。" * 4] * 400),
    )
    wait_for(partial(is_being_rendered, letter), worker)
    worker.kill()
    assert not is_rendered(letter)
    second = start_worker(process_tree, "second", clock=True)
    took = wait_for(partial(is_rendered, letter), second)
    assert took < WITHIN
    assert letter.pages > 20
    first = (letter.rendered_at, letter.sha256)
    render_letter.delay(letter.pk)  # what the broker gives out again when the killed worker's time is over
    time.sleep(3)
    assert is_rendered(letter)
    assert (letter.rendered_at, letter.sha256) == first
    assert sorted({*files_of_letters()} - {*before}) == [letter.pdf.name]


def test_a_broker_away_at_the_moment_of_issue_holds_nobody_up(
    world: World, process_tree: ProcessTree, sockets: Path, monkeypatch: pytest.MonkeyPatch
):
    broker, address = start_valkey(process_tree, sockets, name="broker")
    monkeypatch.setenv("CELERY_BROKER_URL", address.replace("unix://", "redis+socket://", 1))
    monkeypatch.setattr(app.amqp, "_producer_pool", None)
    row = item_of(world.seat("jia_member1"), S.SIGNED, lead=world.jia.tech)
    process_tree.remove(broker)
    begun = time.monotonic()
    letter = issue(row, by=world["jia_tech_office"], seen=last_step_number(row))
    assert time.monotonic() - begun < 10
    row.refresh_from_db()
    assert (row.state, is_rendered(letter)) == (S.REPLIED, False)
    start_valkey(process_tree, sockets, name="broker")
    worker = start_worker(process_tree, "worker", clock=True, broker=address)
    wait_for(partial(is_rendered, letter), worker)
    wait_for(lambda: not Notice.objects.filter(mailed_at__isnull=True).exists(), worker)

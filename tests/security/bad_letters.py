"""What the tests of bad letters share: everything the system keeps, told before and after, and hostile words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from documents.models import NumberSeries
from proposals.models import Proposal
from proposals.states import ProposalState as S
from responses.letters.piles import make
from responses.letters.printing import fill_addressed, fill_pdf, fill_signature
from responses.models import PrintJob, ReplyLetter
from responses.models.print_job import JobState
from responses.services.print_job_copies import CopiesRule
from responses.services.print_jobs import EXTRAS, create_job
from tests.responses.desk import browser, errors_on, page, seen, text_of
from tests.road import again, explained
from tests.world import World

# What a browser, an engine or a template would act on if it ever got it unescaped; {} takes an address.
MARKUP = (
    '<img src="{}/a.png">',
    "<script src='{}/a.js'></script>",
    '"><svg onload=fetch("{}")>',
    "<style>@import url({}/a.css);</style>",
    "</p></body>",
    "{{{{ settings.SECRET_KEY }}}}{{% debug %}}{{number}}",
    "&lt;&#60;&amp;",
)


def kept_rows() -> dict[str, list[tuple]]:
    """Return every row of every table but the browsers' sessions, by table."""
    models = (model for model in apps.get_models() if model is not Session and model._meta.managed)
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in models}


def kept_files() -> dict[str, int]:
    """Return every stored file by its path, with its size."""
    root = Path(default_storage.location)
    return {str(path.relative_to(root)): path.stat().st_size for path in root.rglob("*") if path.is_file()}


@contextmanager
def nothing_written() -> Iterator[None]:
    """Fail unless the block leaves every row (numbers, trail, notices, mail, audit) and every file as it was."""
    rows, files = kept_rows(), kept_files()
    yield
    after = kept_rows()
    changed = {table: (rows[table], after[table]) for table in after if rows[table] != after[table]}
    assert changed == {}
    assert kept_files() == files


def next_number(world: World, kind: str = "proposal", year: int = 2026) -> int:
    """Return the number 市科技局's next letter would take."""
    return NumberSeries.objects.get(unit=world.jia.tech, kind=kind, year=year).next_number


def office_at(world: World, proposal: Proposal) -> Client:
    """Return the bureau's office before 编号印发: logged in, everything proofreading holds for an error explained."""
    explained(text_of(proposal), by=world["jia_tech_office"])
    return browser(world["jia_tech_office"])


def pressed(client: Client, proposal: Proposal, **typed: object) -> HttpResponse:
    """Press 编号印发 on the workbench."""
    return client.post(page(text_of(proposal), "step", action="issue"), seen(proposal) | typed)


def refused_issue(world: World, proposal: Proposal, **typed: object) -> list[str]:
    """Press 编号印发 where it must be refused: the sentences of the page; nothing at all was written."""
    client = office_at(world, proposal)
    before = next_number(world, proposal.kind)
    with nothing_written():
        answer = pressed(client, proposal, **typed)
    assert answer.status_code == 422
    assert (again(proposal).state, next_number(world, proposal.kind)) == (S.SIGNED, before)
    assert not ReplyLetter.objects.filter(response__proposal=proposal).exists()
    return errors_on(answer)


def issued_by_hand(world: World, proposal: Proposal, **typed: object) -> ReplyLetter:
    """Press 编号印发 where it must succeed, and return the letter."""
    answer = pressed(office_at(world, proposal), proposal, **typed)
    assert answer.status_code == 302, errors_on(answer)
    return ReplyLetter.objects.get(response__proposal=proposal)


def upload(data: bytes, name: str = "图.png") -> SimpleUploadedFile:
    """Return a file as a browser sends it; its type is what the name says, as a liar would have it."""
    return SimpleUploadedFile(name, data, "image/png")


def files_of(letter: ReplyLetter, by: User) -> tuple[ReplyLetter, PrintJob]:
    """Let the worker do all it does for a letter: its file, its signature, the co-signers' copies, a print job.

    The job is ordered with everything that can go with it; both rows are returned freshly read.
    """
    assert fill_pdf(letter.pk), ReplyLetter.objects.get(pk=letter.pk).render_error
    fill_signature(letter.pk)
    for copy in letter.addressed.all():
        assert fill_addressed(copy.pk)
    letter.refresh_from_db()
    job = create_job([letter.pk], rule=CopiesRule(), wants=EXTRAS, by=by)
    assert make(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DONE, "")
    return letter, job

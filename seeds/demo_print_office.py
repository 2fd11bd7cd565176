"""The demo's print office: stationery, a dated change of rules, a void number, and a pile that was printed."""

import time
from collections.abc import Callable
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Unit
from accounts.now import today
from accounts.roles import Role
from documents.content import Layout
from documents.models import NumberSeries, Stationery
from documents.pictures import accept
from proposals.models import Assembly, AssemblyRules
from proposals.models.rules import PreCheck
from responses.letters.frozen import verify_address
from responses.models import PrintJob, ReplyLetter
from responses.models.letter import Channel, LetterStatus
from responses.models.print_job import JobFileKind, JobState
from responses.services.originals import upload_original
from responses.services.print_job_copies import CopiesRule
from responses.services.print_job_records import deliveries_of, record_job_deliveries, record_job_printed
from responses.services.print_jobs import create_job
from responses.services.void_numbers import void_number
from seeds.proposal_426 import NoLetter, wait_for_file
from seeds.samples import scan, seal
from seeds.walk import whoever

SCIENCE, INDUSTRY = "温州市科学技术局", "温州市经济和信息化局"
PRE_READ = "演示：送审稿请领衔提出人预阅，函上印签发人"
PRE_READ_SINCE = 40  # days before the demo is made
VOID = "（演示）该号已由局办公系统用于其他文件。"
IN_THE_PILE = 3
JOB_WAIT = 120  # seconds
EVERYTHING = (JobFileKind.COVER, JobFileKind.ENVELOPES, JobFileKind.LABELS, JobFileKind.REGISTER)


def set_up_offices() -> None:
    """Give two bureaus their stationery and one assembly the rule of 送审稿; what is there already stays.

    No. 426 is issued before this: its letter looks as the given one does.
    """
    science, industry = Unit.objects.get(name=SCIENCE), Unit.objects.get(name=INDUSTRY)
    picture = accept(seal(), by=whoever(Role.UNIT_OFFICE, science))
    Stationery.objects.get_or_create(
        unit=science, defaults={"verify_qr": True, "seal": picture, "print_seal": True}
    )
    Stationery.objects.get_or_create(
        unit=industry, defaults={"layout": Layout.LETTER, "verify_qr": True, "seal": picture}
    )
    _ask_for_pre_reading(Assembly.objects.get(slug="wenzhou-npc"))


def _ask_for_pre_reading(assembly: Assembly) -> None:
    if AssemblyRules.objects.filter(assembly=assembly, source=PRE_READ).exists():
        return
    rules = AssemblyRules.objects.filter(assembly=assembly).latest("valid_from")
    limits = list(rules.limits.all())
    rules.pk, rules.source = None, PRE_READ
    rules._state.adding = True
    rules.valid_from = today() - timedelta(days=PRE_READ_SINCE)
    rules.pre_check, rules.signer_on_letter = PreCheck.PROPOSER, True
    rules.save()
    for limit in limits:
        limit.pk, limit.rules = None, rules
        limit._state.adding = True
        limit.save()


def print_a_pile(say: Callable[[str], None]) -> None:
    """Let the print office of one bureau print its first letters as one job, unless it has printed before."""
    unit = Unit.objects.get(name=SCIENCE)
    staff = whoever(Role.PRINT_STAFF, unit)
    if PrintJob.objects.filter(by=staff).exists():
        return
    own = ReplyLetter.objects.filter(response__assignment__unit=unit, printed_on__gt=today() - timedelta(365))
    valid = [letter for letter in own.order_by("issued_at") if letter.is_valid]
    for letter in valid:
        wait_for_file(letter, say)
    pile = valid[:IN_THE_PILE]
    job = create_job([one.pk for one in pile], rule=CopiesRule(), wants=EVERYTHING, by=staff)
    _wait_for_job(job)
    record_job_printed(job, by=staff)
    first = deliveries_of(job).first()
    record_job_deliveries(job, [first.pk], channel=Channel.POST, sent_on=today(), by=staff)
    original = SimpleUploadedFile("scan.png", scan(pile[0].number, pile[0].title))
    upload_original(pile[0], original, by=staff)
    _void_a_number(unit)


def _wait_for_job(job: PrintJob) -> None:
    """Wait for the worker to make the pile; raise NoLetter after JOB_WAIT seconds."""
    ends = time.monotonic() + JOB_WAIT
    while job.state != JobState.DONE:
        if job.state == JobState.FAILED or time.monotonic() > ends:
            raise NoLetter(f"后台进程没有生成打印任务（{job.error or '请查看 worker 日志'}）。")
        time.sleep(0.3)
        job.refresh_from_db()


def _void_a_number(unit: Unit) -> None:
    series = NumberSeries.objects.filter(unit=unit, kind="proposal").order_by("-year").first()
    if series is not None:
        void_number(series, by=whoever(Role.UNIT_OFFICE, unit), reason=VOID)


def letters_to_verify() -> list[tuple[str, str]]:
    """Return one valid letter, one corrected and one void: what is said of it, and its verification page."""
    found: dict[str, str] = {}
    letters = ReplyLetter.objects.select_related("superseded_by").order_by("-issued_at")
    for letter in letters:
        found.setdefault(letter.status.label, verify_address(letter.verify_code))
    return [(status.label, found[status.label]) for status in LetterStatus if status.label in found]

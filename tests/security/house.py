"""The house the attackers walk through: items of 甲市 in several states, and everybody who might try a door."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image

from accounts.models import Membership, Notice, Substitution, User
from accounts.now import now, today
from accounts.roles import Role
from documents.models import Stationery
from documents.pictures import accept
from proposals.models import Attachment, Paper, Proposal, Proposer
from proposals.permissions import open_lead
from proposals.services.files import attach
from proposals.services.intake import answer_co_signing
from proposals.services.papers import hand_over_notice
from proposals.states import ProposalState as S
from proposals.tasks import print_paper
from responses.models import (
    AddressedLetter,
    Evaluation,
    PrintJob,
    PrintJobFile,
    ReplyLetter,
    Response,
    ReviewChainStage,
)
from responses.models.print_job import JobFileKind, JobState
from responses.services.annexes import add_annex, add_picture
from responses.services.print_job_copies import CopiesRule
from responses.services.rating import rate
from tests.road import draft_of, take, talked, walk, written
from tests.world import World

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"

# What each visitor is called in the tests, and their user name in the world.
VISITORS = {
    "visitor": "",
    "lead": "jia_member1",
    "co_signer": "jia_member2",
    "decliner": "jia_member3",  # was asked to sign along and would not
    "other_body": "jia_deputy1",
    "other_city": "yi_member1",
    "office": "jia_cppcc_office",
    "npc_office": "jia_npc_office",
    "far_office": "yi_cppcc_office",
    "gov": "jia_gov",
    "far_gov": "yi_gov",
    "tech_office": "jia_tech_office",
    "clerk": "jia_tech_clerk",
    "head": "jia_tech_head",
    "printer": "jia_tech_print",
    "co_office": "jia_edu_office",  # of the unit that handles along
    "co_printer": "jia_edu_print",
    "let_go": "jia_fin_office",  # of the unit that was released
    "far_unit": "yi_tech_office",
    "root": "root",
    "left_yesterday": "jia_left",
    "late_stand_in": "jia_late",
    "switched_off": "jia_tech_clerk2",
}


@dataclass
class House:
    """The rows the addresses name."""

    world: World
    draft: Proposal
    submitted: Proposal
    handled: Proposal
    answered: Proposal
    text: Response
    letter: ReplyLetter
    attachment: Attachment
    notice: Notice
    evaluation: Evaluation
    stage: ReviewChainStage
    job: PrintJob
    paper: Paper

    def browser(self, visitor: str) -> Client:
        """Return the browser of a visitor, logged in if they have an account."""
        client = Client()
        if VISITORS[visitor]:
            client.force_login(User.objects.get(username=VISITORS[visitor]))
        return client


def settle(world: World) -> House:
    """Fill the world with items and with people whose time is over, and return them."""
    _people_of_yesterday(world)
    seat = world.seat("jia_member1")
    along = [world.seat("jia_member2"), world.seat("jia_member3")]

    def begun(title: str) -> Proposal:
        return draft_of(seat, title=title, co_signers=along)

    draft = begun("草稿")
    attachment = attach(draft, SimpleUploadedFile("资料.pdf", PDF), by=world["jia_member1"])
    submitted = walk(begun("待审查"), S.SUBMITTED)
    handled = _declined_by_one(begun("办理中"))
    handled = take("release", walk(handled, S.ASSIGNED, lead=world.jia.fin))
    handled = walk(handled, S.DRAFTING, lead=world.jia.tech, co=[world.jia.edu])
    text = written(handled)
    _pictured(text, world["jia_tech_clerk"])
    talked(handled)
    answered = walk(_declined_by_one(begun("已答复")), S.REPLIED, lead=world.jia.tech, co=[world.jia.edu])
    letter = ReplyLetter.objects.get(response__proposal=answered)
    second = answered.proposers.get(member__user__username="jia_member2")
    _addressed(letter, second)
    seal = accept(_square(), by=world["jia_tech_office"])
    Stationery.objects.create(unit=world.jia.tech, seal=seal)
    evaluation = rate(letter.response, second, work="satisfied", result="satisfied", by=world["jia_member2"])
    return House(
        world,
        draft,
        submitted,
        handled,
        answered,
        text,
        letter,
        attachment,
        Notice.objects.create(recipient=world["jia_member1"], subject="通知", created_at=now()),
        evaluation,
        ReviewChainStage.objects.create(unit=world.jia.tech, order=1, role=Role.SECTION_HEAD),
        _printed_pile(letter, world["jia_tech_print"]),
        _printed(hand_over_notice(open_lead(handled), by=world["jia_gov"])),
    )


def _addressed(letter: ReplyLetter, to: Proposer) -> None:
    """Give a letter a co-signer's own copy, with its file."""
    copy = AddressedLetter(
        letter=letter,
        proposer=to,
        content=letter.content,
        template_version=letter.template_version,
        sha256="1" * 64,
        pages=1,
        rendered_at=now(),
    )
    copy.pdf.save("copy.pdf", ContentFile(PDF))


def _square() -> bytes:
    """Return a small picture."""
    kept = BytesIO()
    Image.new("L", (40, 40)).save(kept, "PNG")
    return kept.getvalue()


def _pictured(text: Response, clerk: User) -> None:
    """Give a text an annex with a picture."""
    annex = add_annex(text, title="附图", body="", by=clerk)
    add_picture(annex, file=_square(), width_mm=Decimal(100), caption="", by=clerk)


def _printed(paper: Paper) -> Paper:
    print_paper(paper.pk)
    return paper


def _printed_pile(letter: ReplyLetter, by: User) -> PrintJob:
    """Return a finished print job of one letter, with its file."""
    job = PrintJob.objects.create(
        by=by, created_at=now(), state=JobState.DONE, finished_at=now(), copies_rule=asdict(CopiesRule())
    )
    job.items.create(order=1, letter=letter, copies=1, part=1, first_page=1)
    file = PrintJobFile(job=job, kind=JobFileKind.LETTERS, sha256="0" * 64, pages=1, made_at=now())
    file.file.save("pile.pdf", ContentFile(PDF))
    return job


def _declined_by_one(draft: Proposal) -> Proposal:
    row = walk(draft, S.SUBMITTED)
    signed = row.proposers.get(member__user__username="jia_member3")
    answer_co_signing(signed, agree=False, by=signed.member.user)
    return row


def _people_of_yesterday(world: World) -> None:
    unit, city, yesterday = world.jia.tech, world.jia.city, today() - timedelta(days=1)
    since = yesterday - timedelta(days=30)
    left = User.objects.create(username="jia_left", name="离任", city=city)
    late = User.objects.create(username="jia_late", name="过期", city=city)
    for person in (left, late):
        Membership.objects.create(
            user=person, unit=unit, role=Role.UNIT_OFFICE, starts_on=since, ends_on=yesterday
        )
    Substitution.objects.create(
        membership=world["jia_tech_office"].memberships.get(),
        stand_in=late,
        starts_on=since,
        ends_on=yesterday,
    )
    User.objects.filter(username="jia_tech_clerk2").update(is_active=False)


def addresses() -> Iterator[tuple[str, str]]:
    """Yield (name with its namespaces, pattern) of every address of the project, as often as it is there."""
    yield from _below(get_resolver().url_patterns, "", ())


def _below(
    patterns: list[URLPattern | URLResolver], front: str, spaces: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    for one in patterns:
        where = f"{front}{one.pattern}"
        if isinstance(one, URLPattern):
            yield ":".join([*spaces, one.name or ""]), where
        else:
            yield from _below(one.url_patterns, where, (*spaces, one.namespace) if one.namespace else spaces)


@contextmanager
def nothing_kept(client: Client) -> Iterator[None]:
    """Undo what a request wrote, in the database and in the browser."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def keys_of(house: House, pattern: str) -> str:
    """Return an address with the keys of the house's rows in it."""
    item, world = house.handled.pk, house.world
    lead = open_lead(house.handled)
    assert lead is not None
    by_part = {
        "letters/": house.letter.pk,
        "print/jobs/": house.job.pk,
        "print/": house.letter.pk,
        "my/files/": house.attachment.pk,
        "notices/": house.notice.pk,
        "papers/<int:pk>/": house.paper.pk,
        "papers/contacts/": house.handled.contacts.order_by("pk").first().pk,
        "admin/accounts/user/": world["jia_tech_clerk"].pk,
        "admin/responses/response/": house.text.pk,
        "admin/documents/numberseries/": house.letter.series_id,
        "admin/documents/stationery/": Stationery.objects.get(unit=world.jia.tech).pk,
    }
    own = {
        "user": world["jia_tech_clerk"],
        "membership": world["jia_tech_clerk"].memberships.get(),
        "unit": world.jia.tech,
        "member": world.seat("jia_member1"),
        "response": house.text,
        "replyletter": house.letter,
        "evaluation": house.evaluation,
        "reviewchainstage": house.stage,
    }
    key = next((pk for part, pk in by_part.items() if pattern.startswith(part)), item)
    key = {
        "my/<int:pk>/edit/": house.draft.pk,
        "my/<int:pk>/discard/": house.draft.pk,
        "my/<int:pk>/co-sign/": house.submitted.pk,
        "my/<int:pk>/withdraw/": house.submitted.pk,
    }.get(pattern, key)
    if table := re.match(r"admin/(\w+)/(\w+)/<path:object_id>", pattern):
        row = own.get(table[2]) or apps.get_model(table[1], table[2])._default_manager.order_by("pk").first()
        pattern = pattern.replace("<path:object_id>", str(row.pk if row else 1))
    filled = {
        "<int:pk>": key,
        "<int:proposal_pk>": house.answered.pk if "paper" in pattern else item,
        "<int:file_pk>": house.job.files.get().pk,
        "<int:addressed_pk>": house.letter.addressed.get().pk,
        "<int:original_pk>": 1,
        "<int:delivery_pk>": house.letter.deliveries.order_by("pk").first().pk,
        "<int:number>": 1,
        "<slug:kind>/<int:part_pk>": f"urge/{lead.pk}",
        "verify/<slug:code>": f"verify/{house.letter.verify_code}",
        "<slug:code>/<int:row_pk>": f"contact/{item}",
        "<slug:action>": "submit_for_review",
        "<slug:sha256>": house.text.annexes.get().pictures.get().picture.sha256,
        "<uidb64>/<token>": "MQ/spent-token",
        "<path:content_type_id>/<path:object_id>": "1/1",
        "(?P<url>.*)$": "nowhere/",
    }
    for slot, value in filled.items():
        pattern = pattern.replace(slot, str(value))
    return "/" + re.sub(r"\^\(\?P<app_label>.*\)/\$", "proposals/", pattern)

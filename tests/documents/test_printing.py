"""A frozen paper's file: printed once from its frozen words, the same bytes anywhere, every failure on the row."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.db import OperationalError
from PIL import Image

from accounts.now import now
from documents import fonts
from documents.content import Layout, OfficialDocument, PdfKind, SigningBody
from documents.pictures import accept
from documents.printing import fill, print_document
from proposals.models import Paper
from proposals.models.paper import PaperKind
from proposals.states import ProposalState as S
from tests.documents.witnesses import FILE, ILLUSTRATED, JOINT, LETTER, PICTURES
from tests.road import item_of
from tests.threads import at_once
from tests.world import World

DOCUMENT = OfficialDocument(
    layout=Layout.FILE,
    letterheads=("云溪市科学技术局文件",),
    number="云科提复〔2026〕12号",
    title="关于市政协十二届二次会议第426号提案的答复函",
    addressee="王晓岚委员：",
    paragraphs=("您提出的提案收悉，现答复如下：", "一、关于实验室", "2026年3月2日起，拨付资金120万元。"),
    signing=(SigningBody(name="云溪市科学技术局"),),
    written_on=date(2026, 3, 2),
    copies="抄送：市政府办公室。",
    imprint_office="云溪市科学技术局办公室",
    printed_on=date(2026, 3, 3),
)
PRINT = """
import django, hashlib, sys
django.setup()
from documents.content import OfficialDocument
from documents.printing import print_document
from tests.documents.witnesses import PICTURES
for line in sys.stdin:
    print(hashlib.sha256(print_document(OfficialDocument.from_json(line), PICTURES).file).hexdigest())
"""


def sha256_elsewhere(documents: Iterable[OfficialDocument], **environment: str) -> list[str]:
    """Return the hashes of the files as another process prints them."""
    run = subprocess.run(
        [sys.executable, "-c", PRINT],
        input="\n".join(document.to_json() for document in documents).encode(),
        env={**os.environ, "PYTHONPATH": str(settings.BASE_DIR), **environment},
        check=True,
        capture_output=True,
    )
    return run.stdout.decode().split()


@pytest.mark.parametrize("kind", PdfKind)
def test_other_processes_zones_languages_and_hash_seeds_give_the_same_bytes(kind):
    papers = [replace(paper, pdf_kind=kind) for paper in (DOCUMENT, FILE, LETTER, JOINT, ILLUSTRATED)]
    here = [hashlib.sha256(print_document(paper, PICTURES).file).hexdigest() for paper in papers]
    assert sha256_elsewhere(papers, TZ="America/New_York", LC_ALL="C", PYTHONHASHSEED="1") == here
    assert sha256_elsewhere(papers, TZ="Asia/Shanghai", LC_ALL="C.UTF-8", PYTHONHASHSEED="4242") == here


def test_an_archive_file_carries_its_own_words_and_date():
    printed = print_document(DOCUMENT, {})
    with pikepdf.open(BytesIO(printed.file)) as pdf:
        assert len(pdf.pages) == printed.pages == 2
        assert str(pdf.docinfo["/CreationDate"]) == "D:20260303"
        attached = pdf.attachments["content.json"].get_file().read_bytes().decode()
    assert OfficialDocument.from_json(attached) == DOCUMENT


def test_an_accessible_file_carries_no_attachment():
    with pikepdf.open(
        BytesIO(print_document(replace(DOCUMENT, pdf_kind=PdfKind.ACCESSIBLE), {}).file)
    ) as pdf:
        assert len(pdf.attachments) == 0
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def frozen(world: World, document: OfficialDocument) -> Paper:
    """Return the row of an issued paper without a file."""
    proposal = item_of(world.seat("jia_member1"), S.DRAFTING, lead=world.jia.tech)
    return Paper.objects.create(
        proposal=proposal,
        assignment=proposal.assignments.get(unit=world.jia.tech),
        unit=world.jia.tech,
        kind=PaperKind.HAND_OVER,
        title=document.title,
        content=json.loads(document.to_json()),
        template_version="2",
        written_on=document.written_on,
        issued_by=world["jia_tech_office"],
        issued_at=now(),
    )


@pytest.mark.django_db
def test_a_paper_is_filled_once(world: World):
    paper = frozen(world, DOCUMENT)
    assert fill(Paper, paper.pk) is True
    paper.refresh_from_db()
    with paper.pdf.open() as file:
        data = file.read()
    assert data == print_document(DOCUMENT, {}).file
    assert paper.sha256 == hashlib.sha256(data).hexdigest()
    assert Path(paper.pdf.name).name == f"{paper.sha256}.pdf"
    assert (paper.pages, paper.font_digest, paper.render_error) == (2, fonts.digest(), "")
    before = paper.rendered_at
    assert before is not None
    assert fill(Paper, paper.pk) is False
    paper.refresh_from_db()
    assert paper.rendered_at == before


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_fill_a_paper_once(world: World):
    paper = frozen(world, DOCUMENT)
    assert sorted(at_once([partial(fill, Paper, paper.pk)] * 2, raised=OperationalError)) == [False, True]


@pytest.mark.django_db
def test_a_file_left_by_a_killed_worker_is_not_in_the_way(world: World):
    paper = frozen(world, DOCUMENT)
    data = print_document(DOCUMENT, {}).file
    place = Path(settings.MEDIA_ROOT) / "letters"
    name = hashlib.sha256(data).hexdigest()
    (place / name[:2]).mkdir(parents=True, exist_ok=True)
    (place / name[:2] / f"{name}.pdf").write_bytes(data[:100])
    assert fill(Paper, paper.pk) is True
    paper.refresh_from_db()
    assert paper.pdf.name == f"letters/{name[:2]}/{name}.pdf"
    with paper.pdf.open() as file:
        assert file.read() == data


@pytest.mark.django_db
def test_no_such_paper_is_nothing_to_do():
    assert fill(Paper, 0) is False


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("document", "error"),
    [
        (replace(DOCUMENT, paragraphs=("\ue863",)), "U+E863"),
        (replace(DOCUMENT, signing=(SigningBody(name="局", seal="0" * 64),)), "找不到文中的图片"),
    ],
)
def test_what_cannot_be_printed_says_so_on_its_row(world: World, document, error):
    paper = frozen(world, document)
    for tries in (1, 2):
        assert fill(Paper, paper.pk) is False
        paper.refresh_from_db()
        assert error in paper.render_error
        assert (paper.render_tries, paper.rendered_at, paper.sha256, paper.pdf.name) == (tries, None, "", "")


@pytest.mark.django_db
def test_content_of_a_later_format_says_so_on_its_row(world: World):
    paper = frozen(world, DOCUMENT)
    later = Paper.objects.create(
        **{
            field: getattr(paper, field)
            for field in (
                "proposal",
                "assignment",
                "unit",
                "kind",
                "title",
                "written_on",
                "issued_by",
                "issued_at",
            )
        },
        template_version="2",
        content={"format": 99, "template_version": 2},
    )
    assert fill(Paper, later.pk) is False
    later.refresh_from_db()
    assert "another format" in later.render_error


@pytest.mark.django_db
def test_seals_are_read_from_the_pictures_kept(world: World):
    file = BytesIO()
    Image.new("RGBA", (64, 64), (200, 0, 0, 128)).save(file, "PNG")
    seal = accept(file.getvalue(), by=world["jia_tech_office"])
    document = replace(DOCUMENT, signing=(SigningBody(name="云溪市科学技术局", seal=seal.sha256),))
    paper = frozen(world, document)
    assert fill(Paper, paper.pk) is True
    paper.refresh_from_db()
    with paper.pdf.open() as kept, pikepdf.open(kept) as pdf:
        assert sum(len(page.get_images()) for page in pdf.pages) >= 1

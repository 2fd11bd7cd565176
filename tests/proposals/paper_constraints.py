"""Cases for test_constraints.py: what PostgreSQL refuses of papers, annexes, findings and print jobs."""

from collections.abc import Callable
from copy import copy
from datetime import timedelta
from typing import Any

from accounts.now import now, today
from documents.models import Picture, Stationery, VoidNumber
from proposals.models import Paper
from responses.models import (
    AddressedLetter,
    AnnexPicture,
    FindingDismissal,
    MissingPaper,
    PrintJob,
    PrintJobFile,
    PrintJobItem,
    ResponseAnnex,
    ReviewStage,
    SealedOriginal,
    SigningUnit,
)

Case = Callable[[Any], Callable[[], object]]
CODE = "SECONDCODE22"
FROZEN = {"content": {}, "template_version": "1"}


def twice(make: Callable[[Any], object]) -> Case:
    """Return a case that makes the row and makes it again."""

    def case(rows: Any) -> Callable[[], object]:
        make(rows)
        return lambda: make(rows)

    return case


def once(make: Callable[[Any], object]) -> Case:
    """Return a case that makes a row which is refused at once."""
    return lambda rows: lambda: make(rows)


def picture(rows: Any, **changed: object) -> Picture:
    values = {"sha256": "a" * 64, "file": "x", "media_type": "image/png", "width_px": 9, "height_px": 9}
    return Picture.objects.create(
        **values | {"added_by": rows.world["jia_tech_office"], "added_at": now()} | changed
    )


def void(rows: Any, reason: str = "印坏") -> VoidNumber:
    return VoidNumber.objects.create(
        series=rows.letter.series, serial=900, reason=reason, by=rows.world["jia_tech_office"], at=now()
    )


def paper(rows: Any, **changed: object) -> Paper:
    values = {
        "proposal": rows.reviewed,
        "assignment": rows.lead,
        "unit": rows.lead.unit,
        "kind": "urge",
        "title": "催办通知",
        "written_on": today(),
        "issued_by": rows.world["jia_gov"],
        "issued_at": now(),
    }
    return Paper.objects.create(**values | FROZEN | changed)


def letter(rows: Any, **changed: object) -> object:
    values = {
        field.attname: getattr(rows.letter, field.attname)
        for field in rows.letter._meta.concrete_fields
        if not field.primary_key
    }
    del values["response_id"]
    return type(rows.letter).objects.create(
        **values | {"response": rows.text, "verify_code": CODE, "serial": 901} | changed
    )


def external_twice(rows: Any) -> Callable[[], object]:
    letter(rows, series_id=None, serial=None, number="外〔2026〕1号")
    other = copy(rows.text)
    other.pk, other.is_open = None, False
    other.save(force_insert=True)
    return lambda: letter(
        rows, series_id=None, serial=None, number="外〔2026〕1号", verify_code="THIRDCODE222", response=other
    )


def stage(rows: Any, **changed: object) -> ReviewStage:
    return ReviewStage.objects.create(response=rows.text, pass_no=9, order=1, **changed)


def addressed(rows: Any, **changed: object) -> AddressedLetter:
    proposer = rows.replied.proposers.first()
    return AddressedLetter.objects.create(letter=rows.letter, proposer=proposer, **FROZEN | changed)


def scan(rows: Any) -> SealedOriginal:
    by, about = rows.world["jia_tech_print"], {"sha256": "a" * 64, "size": 9, "pages": 1}
    return SealedOriginal.objects.create(letter=rows.letter, file="x", by=by, at=now(), **about)


def annex(rows: Any, title: str = "名单") -> ResponseAnnex:
    return ResponseAnnex.objects.create(response=rows.text, order=1, title=title)


def placed(rows: Any, *, width: int = 100, times: int = 1) -> object:
    on, shown = annex(rows), picture(rows)
    return [
        AnnexPicture.objects.create(annex=on, order=1, picture=shown, width_mm=width) for _ in range(times)
    ]


def signs(rows: Any, unit: str, order: int) -> SigningUnit:
    return SigningUnit.objects.create(response=rows.text, order=order, unit=getattr(rows.world.jia, unit))


def signs_in_one_place(rows: Any) -> None:
    signs(rows, "edu", 1)
    signs(rows, "tech", 1)


def dismissal(rows: Any, reason: str = "照原文。") -> FindingDismissal:
    return FindingDismissal.objects.create(
        response=rows.text,
        rule="x",
        fingerprint="f",
        message="x",
        reason=reason,
        by=rows.world["jia_tech_clerk"],
        at=now(),
    )


def job(rows: Any, **changed: object) -> PrintJob:
    return PrintJob.objects.create(by=rows.world["jia_tech_print"], created_at=now(), **changed)


def items(rows: Any, *, times: int = 1, **changed: object) -> object:
    of = job(rows)
    values = {"job": of, "order": 1, "letter": rows.letter, "copies": 1} | changed
    return [PrintJobItem.objects.create(**values) for _ in range(times)]


def files_twice(rows: Any) -> object:
    of = job(rows)
    values = {"job": of, "kind": "letters", "part": 1, "file": "x", "sha256": "a" * 64, "pages": 2}
    return [PrintJobFile.objects.create(**values, made_at=now()) for _ in range(2)]


def missing(rows: Any, *, times: int = 1, **changed: object) -> object:
    values = {"job": job(rows), "kind": "cover", "reason": "缺字", "at": now()} | changed
    return [MissingPaper.objects.create(**values) for _ in range(times)]


def changed_letter(rows: Any, **columns: object) -> object:
    return type(rows.letter).objects.filter(pk=rows.letter.pk).update(**columns)


PAPERS: dict[str, Case] = {
    "picture_has_a_size": once(lambda r: picture(r, width_px=0)),
    "stationery_seal_size": once(lambda r: Stationery.objects.create(unit=r.world.jia.tech, seal_mm=60)),
    "stationery_printed_seal_has_picture": once(
        lambda r: Stationery.objects.create(unit=r.world.jia.tech, print_seal=True)
    ),
    "stationery_sealed_or_not": once(
        lambda r: Stationery.objects.create(
            unit=r.world.jia.tech, seal=picture(r), print_seal=True, unsealed=True
        )
    ),
    "void_number_once": twice(void),
    "void_number_says_why": once(lambda r: void(r, reason="")),
    "paper_rendered_has_hash": once(lambda r: paper(r, rendered_at=now())),
    "paper_number_once": twice(lambda r: paper(r, series=r.letter.series, serial=905, number="x")),
    "serial_taken_once": once(lambda r: paper(r, series=r.letter.series, serial=1, number="x")),
    "paper_number_whole": once(lambda r: paper(r, series=r.letter.series)),
    "paper_withdrawn_says_why": once(lambda r: paper(r, withdrawn_at=now(), withdrawn_reason="印错")),
    "response_bears_no_secret": once(
        lambda r: type(r.text).objects.filter(pk=r.text.pk).update(secrecy="机密★1年")
    ),
    "stage_of_a_unit_or_a_seat": once(lambda r: stage(r, role="signer")),
    "letter_external_number_once": external_twice,
    "letter_number_whole": once(lambda r: letter(r, series_id=None)),
    "letter_withdrawn_says_why": once(lambda r: changed_letter(r, withdrawn_at=now())),
    "replyletter_signed_has_hash": once(lambda r: changed_letter(r, signed_at=now() + timedelta(days=1))),
    "addressedletter_rendered_has_hash": once(lambda r: addressed(r, rendered_at=now())),
    "addressedletter_signed_has_hash": once(lambda r: addressed(r, signed_at=now())),
    "addressed_once_a_proposer": twice(addressed),
    "sealed_original_once": twice(scan),
    "annex_order_once": twice(annex),
    "annex_has_a_title": once(lambda r: annex(r, title="")),
    "annex_picture_order_once": once(lambda r: placed(r, times=2)),
    "annex_picture_fits": once(lambda r: placed(r, width=157)),
    "signing_unit_once": once(lambda r: (signs(r, "edu", 1), signs(r, "edu", 2))),
    "signing_unit_order_once": once(signs_in_one_place),
    "finding_dismissed_once": twice(dismissal),
    "finding_dismissed_says_why": once(lambda r: dismissal(r, reason="")),
    "print_job_finished_has_time": once(lambda r: job(r, state="done")),
    "print_file_once_a_part": once(files_twice),
    "missing_paper_once_a_job": once(lambda r: missing(r, times=2)),
    "missing_paper_says_why": once(lambda r: missing(r, reason="")),
    "print_item_order_once": once(lambda r: items(r, times=2)),
    "print_item_some_copies": once(lambda r: items(r, copies=0)),
    "print_item_placed_whole": once(lambda r: items(r, part=1)),
}

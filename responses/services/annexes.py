"""附件, their pictures and the units that sign along: written by who writes the text, each change audited.

A revision keeps the body alone; what became of an annex is read from the audit trail. What an annex says is proofread
with the text, so each change of its words counts the open findings anew.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.models import Unit, User
from documents.pictures import BadPicture, accept
from proposals.errors import NotYours, StepBlocked
from proposals.models import Proposal
from proposals.services.storable import refuse_unstorable
from responses.letters.proofread import AnnexText
from responses.models import AnnexPicture, Response, ResponseAnnex, SigningUnit
from responses.permissions import may_edit_draft
from responses.services.drafting import LONGEST_BODY, MOST_PARAGRAPHS, NOT_THE_WRITER
from responses.services.locking import locked_text
from responses.services.proofreading import count_open

MOST_ANNEXES, MOST_PICTURES, LONGEST_TITLE = 20, 20, 120
NARROWEST_MM, WIDEST_MM = Decimal("20"), Decimal("156")  # GB/T 9704-2012 5.2.1: the type area is 156 mm wide
LONG_CAPTION = f"图题不超过 {LONGEST_TITLE} 字。"
NO_PICTURE = "这幅图片已被删去，请刷新页面。"
GONE = "这份附件已被删去，请刷新页面。"


@transaction.atomic
def add_annex(response: Response, *, title: str, body: str, by: User) -> ResponseAnnex:
    """Put a new annex behind the others. Raises NotYours, or StepBlocked for what it may not say."""
    row = _editable(response, by)
    annexes = row.annexes.count()
    if annexes >= MOST_ANNEXES:
        raise StepBlocked(f"一份答复函最多 {MOST_ANNEXES} 个附件。")
    annex = ResponseAnnex(response=row, order=annexes + 1, **_words(title, body))
    annex.save()
    count_open(row)
    _note("annex.add", row, by, annex=annex.pk, title=annex.title)
    return annex


@transaction.atomic
def change_annex(annex: ResponseAnnex, *, title: str, body: str, by: User) -> ResponseAnnex:
    """Give an annex its new title and text. Raises NotYours or StepBlocked."""
    row = _editable(annex.response, by)
    kept = _kept(row, annex)
    for name, value in _words(title, body).items():
        setattr(kept, name, value)
    kept.save(update_fields=["title", "body"])
    count_open(row)
    _note("annex.change", row, by, annex=kept.pk, title=kept.title)
    return kept


@transaction.atomic
def move_annex(annex: ResponseAnnex, *, later: bool, by: User) -> None:
    """Put an annex one place later or earlier; the first stays first, the last stays last."""
    row = _editable(annex.response, by)
    keys = list(row.annexes.order_by("order").values_list("pk", flat=True))
    kept = _kept(row, annex)
    place = keys.index(kept.pk)
    other = min(max(place + (1 if later else -1), 0), len(keys) - 1)
    keys[place], keys[other] = keys[other], keys[place]
    _renumber(row, keys)
    _note("annex.move", row, by, annex=kept.pk, place=other + 1)


@transaction.atomic
def remove_annex(annex: ResponseAnnex, *, by: User) -> None:
    """Take an annex out with its pictures; the others close up."""
    row = _editable(annex.response, by)
    kept = _kept(row, annex)
    _note("annex.remove", row, by, annex=kept.pk, title=kept.title)
    kept.delete()
    _renumber(row, list(row.annexes.order_by("order").values_list("pk", flat=True)))
    count_open(row)


@transaction.atomic
def add_picture(
    annex: ResponseAnnex, *, file: object, width_mm: Decimal, caption: str, by: User
) -> AnnexPicture:
    """Put a picture at the end of an annex, `width_mm` wide on paper. Raises NotYours or StepBlocked (bad picture)."""
    row = _editable(annex.response, by)
    kept = _kept(row, annex)
    placed = kept.pictures.count()
    sentences = []
    if placed >= MOST_PICTURES:
        sentences.append(f"一个附件最多 {MOST_PICTURES} 幅图片。")
    if not NARROWEST_MM <= width_mm <= WIDEST_MM:
        sentences.append(f"图片宽度须在 {NARROWEST_MM} 到 {WIDEST_MM} 毫米之间。")
    if len(caption) > LONGEST_TITLE:
        sentences.append(LONG_CAPTION)
    if sentences:
        raise StepBlocked(*sentences)
    refuse_unstorable({"图题": caption})
    try:
        picture = accept(file, by=by)
    except BadPicture as bad:
        raise StepBlocked(bad.sentence) from bad
    added = AnnexPicture.objects.create(
        annex=kept, order=placed + 1, picture=picture, width_mm=width_mm, caption=caption.strip()
    )
    count_open(row)
    _note("annex.add_picture", row, by, annex=kept.pk, picture=picture.sha256)
    return added


@transaction.atomic
def remove_picture(placed: AnnexPicture, *, by: User) -> None:
    """Take a picture out of its annex; the file stays with those that were taken in."""
    row = _editable(placed.annex.response, by)
    annex = _kept(row, placed.annex)
    kept = annex.pictures.filter(pk=placed.pk).first()
    if kept is None:
        raise StepBlocked(NO_PICTURE)
    _note("annex.remove_picture", row, by, annex=annex.pk, picture=kept.picture.sha256)
    kept.delete()
    for order, left in enumerate(annex.pictures.order_by("order"), start=1):
        annex.pictures.filter(pk=left.pk).update(order=order)
    count_open(row)


def mend_annexes(
    response: Response, before: Sequence[AnnexText], mended: Sequence[AnnexText], *, by: User
) -> None:
    """Write the annexes, as they were read and in their order, with what proofreading put right; audited where changed.

    response: locked by the caller, who may write it and counts its findings anew. Raises StepBlocked.
    """
    for annex, old, new in zip(response.annexes.order_by("order"), before, mended, strict=True):
        if new == old:
            continue
        for name, value in _words(new.title, "\n".join(new.paragraphs)).items():
            setattr(annex, name, value)
        annex.save(update_fields=["title", "body"])
        for placed, was, caption in zip(
            annex.pictures.order_by("order"), old.captions, new.captions, strict=True
        ):
            if caption != was:
                if len(caption) > LONGEST_TITLE:
                    raise StepBlocked(LONG_CAPTION)
                placed.caption = caption
                placed.save(update_fields=["caption"])
        _note("annex.change", response, by, annex=annex.pk, title=annex.title)


def possible_signers(proposal: Proposal) -> QuerySet[Unit]:
    """Return the units that may sign along: those that co-handle the item now."""
    held = proposal.assignments.filter(released_at__isnull=True).exclude(role="lead")
    return Unit.objects.filter(pk__in=held.values("unit")).order_by("pk")


@transaction.atomic
def choose_signing_units(response: Response, units: Sequence[int], *, by: User) -> None:
    """联合署名: let these units sign with the lead, in this order. Raises NotYours or StepBlocked for another unit."""
    row = _editable(response, by)
    wanted = list(dict.fromkeys(units))
    if not set(wanted) <= set(possible_signers(row.proposal).values_list("pk", flat=True)):
        raise StepBlocked("联合署名的单位须是本件的会办单位，请刷新页面后再选。")
    row.signing_units.all().delete()
    SigningUnit.objects.bulk_create(
        SigningUnit(response=row, order=order, unit_id=unit) for order, unit in enumerate(wanted, start=1)
    )
    _note("response.signing_units", row, by, units=wanted)


def _editable(response: Response, by: User) -> Response:
    row = locked_text(response)
    if not may_edit_draft(by, row):
        raise NotYours(NOT_THE_WRITER)
    return row


def _kept(response: Response, annex: ResponseAnnex) -> ResponseAnnex:
    kept = response.annexes.filter(pk=annex.pk).first()
    if kept is None:
        raise StepBlocked(GONE)
    return kept


def _words(title: str, body: str) -> dict[str, str]:
    title = " ".join(title.split())
    sentences = []
    if not title:
        sentences.append("请填写附件的标题。")
    if len(title) > LONGEST_TITLE:
        sentences.append(f"附件的标题不超过 {LONGEST_TITLE} 字。")
    if len(body) > LONGEST_BODY:
        sentences.append(f"附件正文超过 {LONGEST_BODY} 字，请分作几个附件。")
    if len(body.splitlines()) > MOST_PARAGRAPHS:
        sentences.append(f"附件正文超过 {MOST_PARAGRAPHS} 段，请分作几个附件。")
    if sentences:
        raise StepBlocked(*sentences)
    refuse_unstorable({"附件的标题": title, "附件正文": body})
    return {"title": title, "body": "\n".join(line.rstrip() for line in body.splitlines()).strip("\n")}


def _renumber(response: Response, keys: Sequence[int]) -> None:
    """Number the annexes in this order; the unique order is asked for at the end of the transaction."""
    for order, key in enumerate(keys, start=1):
        response.annexes.filter(pk=key).update(order=order)


def _note(what: str, response: Response, by: User, **detail: object) -> None:
    audit.record(what, by=by, about=response, unit=response.assignment.unit, **detail)

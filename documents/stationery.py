"""What a unit's own set-up puts on its papers: head, signing body with its seal, office of the imprint."""

from collections.abc import Sequence

from accounts.models import Unit
from documents.content import Layout, SigningBody
from documents.models import Stationery


def stationery_of(units: Sequence[Unit]) -> list[Stationery]:
    """Return how each unit's papers look, in their order; the defaults where a unit has set nothing up; one query."""
    kept = {row.unit_id: row for row in Stationery.objects.select_related("seal").filter(unit__in=units)}
    return [kept.get(unit.pk) or Stationery(unit=unit) for unit in units]


def letterhead_of(unit: Unit, layout: str) -> str:
    """Return the 发文机关标志 of one unit alone: its own line, without 文件 in 信函式 (GB/T 9704-2012 7.2.4, 10.1)."""
    mark = unit.letterhead or f"{unit.name}文件"
    return mark.removesuffix("文件") if layout == Layout.LETTER else mark


def signing_body(
    unit: Unit, look: Stationery, *, sealed: bool = True, by_signature: bool = False
) -> SigningBody:
    """Return the unit's 署名; `sealed` puts the picture of the seal there where the unit prints it.

    by_signature: the paper will be signed digitally in the unit's name, and the signature shows the seal.
    """
    prints_seal = sealed and look.print_seal and look.seal is not None
    return SigningBody(
        name=unit.name,
        seal=look.seal.sha256 if prints_seal else "",
        seal_mm=float(look.seal_mm),
        seal_by_signature=prints_seal and by_signature,
    )


def imprint_office_of(unit: Unit) -> str:
    """Return the 印发机关: as the unit has set it up, else its 办公室, which may be the unit itself."""
    return unit.imprint_office or (unit.name if unit.name.endswith("办公室") else f"{unit.name}办公室")

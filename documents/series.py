"""Take the next number of a series. The row lock makes it unique, the caller's transaction makes it gapless."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import City, Unit, User
from documents.models import NumberSeries, VoidNumber

# 机关代字、年份加六角括号、顺序号不编虚位、不加“第” (GB/T 9704-2012 7.2.5)
CODE = re.compile(r"[\u3400-\u9fff]{1,12}")
_NUMBER = re.compile(f"(?P<code>{CODE.pattern})" + r"〔(?P<year>(?:19|20)\d{2})〕(?P<serial>[1-9]\d{0,5})号")


class NoSeries(LookupError):
    """The unit has no code for this kind and year; the text is a sentence for people."""


@dataclass(frozen=True)
class DocumentNumber:
    """A number as taken: 温科提复 〔2023〕 125."""

    series: NumberSeries
    serial: int

    def __str__(self) -> str:
        return f"{self.series.code}〔{self.series.year}〕{self.serial}号"


@dataclass(frozen=True)
class WrittenNumber:
    """A document number as somebody wrote it, taken apart."""

    code: str
    year: int
    serial: int


def parse_number(text: str) -> WrittenNumber | None:
    """Return the parts of 温科提复〔2023〕125号; None for anything not written exactly so (GB/T 9704-2012 7.2.5)."""
    found = _NUMBER.fullmatch(text)
    return WrittenNumber(found["code"], int(found["year"]), int(found["serial"])) if found else None


def continues_own_series(unit: Unit, written: WrittenNumber) -> bool:
    """Say whether the unit's own series bear this code and year, or will: each new year goes on with the code."""
    return NumberSeries.objects.filter(unit=unit, code=written.code, year__lte=written.year).exists()


def bears_code_of_another(unit: Unit, code: str) -> bool:
    """Say whether a code is one under which another unit of the same city numbers its papers, in any year."""
    others = NumberSeries.objects.exclude(unit=unit).filter(unit__city=unit.city_id)
    return others.filter(code=code).exists()


def coming_number(unit: Unit, kind: str, written_on: date) -> str:
    """Return the number that take_number() would give now, for people to see; empty without a code. Takes nothing."""
    year = written_on.year
    kept = NumberSeries.objects.filter(unit=unit, kind=kind, year=year).first()
    series = kept or _continued(unit, kind, year)
    return str(DocumentNumber(series, series.next_number)) if series is not None else ""


def wait_for_codes(unit: Unit) -> None:
    """Let nobody else of the city take a code before this transaction ends; then `bears_code_of_another` stays true.

    PostgreSQL refuses the second of two units all the same (migration 0007); this is for saying so in a sentence.
    """
    City.objects.select_for_update(no_key=True).get(pk=unit.city_id)


def void_next_number(
    series: NumberSeries, reason: str, by: User, *, at: datetime, expected: int | None = None
) -> VoidNumber | None:
    """Take the next number of a series for no paper and keep the reason; must run inside a transaction.

    reason: at most 200 characters, not empty. at: with time zone. expected: the serial the caller's page showed;
    another one taken meanwhile voids nothing and returns None. Writes one append-only VoidNumber.
    """
    row = NumberSeries.objects.select_for_update(of=("self",)).get(pk=series.pk)
    serial = row.next_number
    if expected is not None and serial != expected:
        return None
    row.next_number = serial + 1
    row.save(update_fields=["next_number"])
    return VoidNumber.objects.create(series=row, serial=serial, reason=reason, by=by, at=at)


def take_number(unit: Unit, kind: str, written_on: date) -> DocumentNumber:
    """Take the next number for a unit, kind and the year of 成文日期; must run inside the issuing transaction.

    The series row stays locked until that transaction ends: a rollback gives the number back, so none is lost.
    A year without a row continues with the code of the latest year, from 1. Raises NoSeries when the unit never had
    a code for the kind.
    """
    series = _locked_series(unit, kind, written_on.year) or _opened_series(unit, kind, written_on.year)
    serial = series.next_number
    series.next_number = serial + 1
    series.save(update_fields=["next_number"])
    return DocumentNumber(series, serial)


def _locked_series(unit: Unit, kind: str, year: int) -> NumberSeries | None:
    return (
        NumberSeries.objects.select_for_update(of=("self",)).filter(unit=unit, kind=kind, year=year).first()
    )


def _continued(unit: Unit, kind: str, year: int) -> NumberSeries | None:
    """Return the unsaved series of a new year under the code of the latest, from 1; None without a code."""
    latest = NumberSeries.objects.filter(unit=unit, kind=kind).order_by("-year").first()
    return NumberSeries(unit=unit, kind=kind, year=year, code=latest.code) if latest is not None else None


def _opened_series(unit: Unit, kind: str, year: int) -> NumberSeries:
    continued = _continued(unit, kind, year)
    if continued is None:
        raise NoSeries(f"{unit.name}还没有设置这一类答复的发文字号（机关代字），请先设置。")
    NumberSeries.objects.bulk_create([continued], ignore_conflicts=True)
    opened = _locked_series(unit, kind, year)
    if opened is None:
        raise NoSeries(f"{unit.name} {year} 年的发文字号没有建成，请重试。")
    return opened

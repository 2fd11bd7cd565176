"""Take the next number of a series. The row lock makes it unique, the caller's transaction makes it gapless."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Unit
from documents.models import NumberSeries


class NoSeries(LookupError):
    """The unit has no code for this kind and year; the text is a sentence for people."""


@dataclass(frozen=True)
class DocumentNumber:
    """A number as taken: 温科提复 〔2023〕 125."""

    series: NumberSeries
    serial: int

    def __str__(self) -> str:
        return f"{self.series.code}〔{self.series.year}〕{self.serial}号"


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


def _opened_series(unit: Unit, kind: str, year: int) -> NumberSeries:
    latest = NumberSeries.objects.filter(unit=unit, kind=kind).order_by("-year").first()
    if latest is None:
        raise NoSeries(f"{unit.name}还没有设置这一类答复的发文字号（机关代字），请先设置。")
    NumberSeries.objects.bulk_create(
        [NumberSeries(unit=unit, kind=kind, year=year, code=latest.code)], ignore_conflicts=True
    )
    opened = _locked_series(unit, kind, year)
    if opened is None:
        raise NoSeries(f"{unit.name} {year} 年的发文字号没有建成，请重试。")
    return opened

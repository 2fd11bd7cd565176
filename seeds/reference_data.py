"""Load seeds/reference/*.yaml into rows, each by its natural key; loading again changes nothing that people edited."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from accounts.models import City, Unit
from documents.models import NumberSeries
from proposals.models import (
    Assembly,
    AssemblyRules,
    AssemblySession,
    CalendarDay,
    CalendarYear,
    DeclineReason,
    RuleLimit,
    Term,
    Topic,
)
from proposals.states import KIND_OF_BODY

FOLDER = Path(__file__).parent / "reference"
LIMIT_FIELDS = ("length", "unit", "start_event", "end_event", "ladder", "overdue_every", "source")
RULE_FIELDS = (
    "contact_required",
    "co_opinion_required",
    "answer_each_co_signer",
    "redo_on_any",
    "class_scheme",
    "class_on_letter",
)

Row = Mapping[str, Any]


def read(name: str) -> Any:
    """Return one reference file as plain values."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Load calendars, cities, units, assemblies, series, topics, reasons and rules; return how many rows there are."""
    for path in sorted(FOLDER.glob("calendar_*.yaml")):
        load_calendar(read(path.stem))
    for kind, reasons in read("decline_reasons").items():
        for reason in reasons:
            DeclineReason.objects.get_or_create(
                kind=KIND_OF_BODY[kind], code=reason["code"], defaults={"words": reason["words"]}
            )
    topics = read("topics")
    for city in read("cities")["cities"]:
        _load_city(city, topics)
    rules = read("rules")
    for row in rules["assemblies"]:
        _load_rules(row, rules["bases"][row["base"]])
    return {
        "城市": City.objects.count(),
        "单位": Unit.objects.count(),
        "机构": Assembly.objects.count(),
        "办理规则": AssemblyRules.objects.count(),
        "节假日与调休": CalendarDay.objects.count(),
    }


def load_calendar(year: Row) -> None:
    """Load one year's official calendar; a year announced since the last time is brought up to date."""
    CalendarYear.objects.update_or_create(
        year=year["year"], defaults={"announced": year["announced"], "source": year.get("source") or ""}
    )
    for day in year.get("days") or ():
        CalendarDay.objects.update_or_create(
            date=day["date"], defaults={"kind": day["kind"], "name": day["name"]}
        )


def _load_city(row: Row, topics: Mapping[str, list[Row]]) -> None:
    city, _ = City.objects.get_or_create(slug=row["slug"], defaults={"name": row["name"]})
    government = _load_unit(city, row["government_office"])
    for unit in row["units"]:
        if unit.get("assignable", True):
            _load_unit(city, unit)
    for assembly in row["assemblies"]:
        _load_assembly(city, assembly, government, topics[assembly["body"]])


def _load_unit(city: City, row: Row) -> Unit:
    unit, _ = Unit.objects.get_or_create(
        city=city,
        name=row["name"],
        defaults={
            "short_name": row["short_name"],
            "kind": row["kind"],
            "letterhead": row.get("letterhead") or f"{row['name']}文件",
            "imprint_office": row.get("imprint_office", ""),  # documents.stationery makes one from the name
        },
    )
    for series in row.get("series") or ():
        NumberSeries.objects.get_or_create(
            unit=unit,
            kind=series["kind"],
            year=series["year"],
            defaults={
                "code": series["code"],
                "starts_at": series["starts_at"],
                "next_number": series["starts_at"],
            },
        )
    return unit


def _load_assembly(city: City, row: Row, government: Unit, topics: list[Row]) -> None:
    assembly, _ = Assembly.objects.get_or_create(
        slug=row["slug"],
        defaults={
            "city": city,
            "body": row["body"],
            "name": row["name"],
            "short_name": row["short_name"],
            "office": _load_unit(city, row["office"]),
            "distributor": government,
        },
    )
    for order, topic in enumerate(topics):
        Topic.objects.get_or_create(assembly=assembly, name=topic["name"], defaults={"order": order})
    for term_row in row["terms"]:
        term, _ = Term.objects.get_or_create(
            assembly=assembly,
            number=term_row["number"],
            defaults={"starts_on": term_row["starts_on"], "ends_on": term_row["ends_on"]},
        )
        for session in term_row["sessions"]:
            AssemblySession.objects.get_or_create(
                term=term,
                number=session["number"],
                defaults={
                    name: session[name]
                    for name in ("name", "year", "opens_on", "closes_on", "is_open_for_filing")
                },
            )


def _load_rules(row: Row, base: Row) -> None:
    assembly = Assembly.objects.get(name=row["assembly"])
    valid_from: date = row["valid_from"]
    rules, created = AssemblyRules.objects.get_or_create(
        assembly=assembly,
        valid_from=valid_from,
        defaults={
            "source": base["source"],
            "phrases": {**base["phrases"], **row.get("phrases", {})},
            **{name: base[name] for name in RULE_FIELDS},
        },
    )
    if created:
        RuleLimit.objects.bulk_create(
            RuleLimit(rules=rules, key=limit["key"], **{name: limit[name] for name in LIMIT_FIELDS})
            for limit in base["limits"]
        )

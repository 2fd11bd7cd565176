"""The calendar as the seeds give it: what the product counts with, without a database."""

from pathlib import Path
from typing import Any

import yaml

from proposals.workdays import Calendar, CalendarRow

REFERENCE = Path(__file__).parents[2] / "seeds" / "reference"
YEARS: dict[int, dict[str, Any]] = {
    year["year"]: year
    for path in sorted(REFERENCE.glob("calendar_*.yaml"))
    for year in [yaml.safe_load(path.read_text(encoding="utf-8"))]
}
ROWS = [CalendarRow(row["date"], row["kind"], row["name"]) for year in YEARS.values() for row in year["days"]]
ANNOUNCED = {number for number, year in YEARS.items() if year["announced"]}
OFFICIAL = Calendar.of(ROWS, ANNOUNCED)

"""The demo's people: accounts, memberships and seats, each by its natural key."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts.models import City, Membership, Unit, User
from proposals.models import Assembly, Member, Term
from seeds.reference_data import Row, read

DEMO_PASSWORD = "Yanshi-2026"  # noqa: S105 printed for whoever tries the demo; refused where the clock may not move
IN_OFFICE_SINCE = date(2022, 1, 1)


def load_people() -> list[User]:
    """Make the demo's accounts, all with DEMO_PASSWORD, and return them.

    Raises ImproperlyConfigured on an installation that is no demo (settings.NOW_MAY_MOVE is off).
    """
    if not settings.NOW_MAY_MOVE:
        raise ImproperlyConfigured("The demo's accounts have a known password: they are made in demos only.")
    return [_person(row) for row in read("demo_people")["people"]]


def _person(row: Row) -> User:
    city = City.objects.get(slug=row["city"])
    user = User.objects.filter(username=row["username"]).first()
    if user is None:
        user = User.objects.create_user(
            row["username"],
            DEMO_PASSWORD,
            name=row["name"],
            city=city,
            email=f"{row['username']}@example.invalid",
        )
    for role in row.get("roles", ()):
        unit = Unit.objects.get(city=city, short_name=row["unit"])
        Membership.objects.get_or_create(
            user=user, unit=unit, role=role, defaults={"starts_on": IN_OFFICE_SINCE}
        )
    for seat in row.get("seats", ()):
        assembly = Assembly.objects.get(slug=seat["assembly"])
        term = Term.objects.get(assembly=assembly, number=seat["term"])
        Member.objects.get_or_create(
            term=term,
            user=user,
            defaults={"name": row["name"], "group": seat["group"], "address": seat["address"]},
        )
    return user

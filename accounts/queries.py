"""Who holds which role today, by themselves or for somebody else."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import City, Membership, Substitution, Unit, User
from accounts.now import today


def in_force(on: date) -> Q:
    """Return the condition that a membership or substitution counts on that day (both ends inclusive)."""
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))


def memberships_of(user: User, on: date | None = None) -> QuerySet[Membership]:
    """Return the memberships somebody may act in on a day (default: today): their own and those they stand in for.

    Nobody who is inactive or anonymous holds any.
    """
    if not user.is_authenticated or not user.is_active:
        return Membership.objects.none()
    day = on or today()
    covered = Substitution.objects.filter(in_force(day), stand_in=user).values("membership")
    return Membership.objects.filter(in_force(day), Q(user=user) | Q(pk__in=covered), unit__is_active=True)


def capacity(user: User, roles: str | Iterable[str], unit: Unit | int | None = None) -> Membership | None:
    """Return the membership that lets somebody act in one of these roles, their own before one they stand in for.

    `unit` (a row or its key) narrows it to one unit. None means: they do not hold the role.
    """
    wanted = [roles] if isinstance(roles, str) else list(roles)
    found = memberships_of(user).filter(role__in=wanted).select_related("unit", "user")
    if unit is not None:
        found = found.filter(unit=unit)
    held = sorted(found, key=lambda membership: (membership.user_id != user.pk, membership.pk))
    return held[0] if held else None


def has_role(user: User, roles: str | Iterable[str], unit: Unit | int | None = None) -> bool:
    """Say whether somebody may act in one of these roles (in this unit) today."""
    return capacity(user, roles, unit) is not None


def units_of(user: User, *roles: str) -> QuerySet[Unit]:
    """Return the units in which somebody may act, in one of these roles if any are named."""
    held = memberships_of(user)
    if roles:
        held = held.filter(role__in=roles)
    return Unit.objects.filter(pk__in=held.values("unit"))


def cities_of(user: User, *roles: str) -> QuerySet[City]:
    """Return the cities of the units in which somebody may act."""
    return City.objects.filter(pk__in=units_of(user, *roles).values("city"))


def people_with(roles: str | Iterable[str], unit: Unit | int) -> QuerySet[User]:
    """Return the active people who hold one of these roles in a unit today, stand-ins included."""
    wanted = [roles] if isinstance(roles, str) else list(roles)
    day = today()
    held = Membership.objects.filter(in_force(day), unit=unit, role__in=wanted)
    covering = Substitution.objects.filter(in_force(day), membership__in=held)
    return User.objects.filter(
        Q(pk__in=held.values("user")) | Q(pk__in=covering.values("stand_in")), is_active=True
    ).order_by("pk")


def is_staff_member(user: User) -> bool:
    """Say whether somebody has a place in any unit today; deputies without one have no business in the admin."""
    return memberships_of(user).exists()

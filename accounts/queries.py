"""Who holds which role today, by themselves or for somebody else."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import City, Membership, Substitution, Unit, User
from accounts.models.people import CLOCK_USERNAME
from accounts.now import today
from accounts.roles import Role, UnitKind

# The way from a seat to the office that keeps it. The table of seats belongs to an app above this one.
SEAT_OFFICE = "term__assembly__office"


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
    # The post of an account that was switched off stops with it, for stand-ins too.
    return Membership.objects.filter(
        in_force(day), Q(user=user) | Q(pk__in=covered, user__is_active=True), unit__is_active=True
    )


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
    covering = Substitution.objects.filter(in_force(day), membership__in=held.filter(user__is_active=True))
    return User.objects.filter(
        Q(pk__in=held.values("user")) | Q(pk__in=covering.values("stand_in")), is_active=True
    ).order_by("pk")


def is_staff_member(user: User) -> bool:
    """Say whether somebody has a place in any unit today; deputies without one have no business in the admin."""
    return memberships_of(user).exists()


def prints_only(user: User) -> bool:
    """Say whether all that somebody does today is to print and deliver letters."""
    return set(memberships_of(user).values_list("role", flat=True)) == {Role.PRINT_STAFF}


# -- who keeps whose account ----------------------------------------------------------------------------------


def units_kept_by(user: User) -> QuerySet[Unit]:
    """Return the units whose people, roles and stand-ins somebody keeps.

    An assembly's office and a bureau's office keep their own unit; a government office keeps every unit of its city
    except the assemblies' offices; a technical administrator keeps all.
    """
    if user.is_active and user.is_superuser:
        return Unit.objects.all()
    own = units_of(user, Role.ASSEMBLY_OFFICE, Role.UNIT_OFFICE).values("pk")
    cities = cities_of(user, Role.GOVERNMENT_OFFICE).values("pk")
    return Unit.objects.filter(Q(pk__in=own) | (Q(city__in=cities) & ~Q(kind=UnitKind.ASSEMBLY_OFFICE)))


def cities_kept_by(user: User) -> QuerySet[City]:
    """Return the cities in which somebody may open an account."""
    if user.is_active and user.is_superuser:
        return City.objects.all()
    return City.objects.filter(pk__in=units_kept_by(user).values("city"))


def lasting(on: date) -> Q:
    """Return the condition that a membership or substitution counts on that day or will count later."""
    return Q(ends_on__isnull=True) | Q(ends_on__gte=on)


def people_seen_by(user: User) -> QuerySet[User]:
    """Return the accounts an office may look at; nobody else sees any, and the clock's is never among them.

    Its units' people, those who left them for nowhere else, the deputies whose seat it keeps (an assembly's office),
    and new accounts without a place that its units opened; those a technical administrator opened are found by the
    offices of the whole city. Technical administrators see all, and nobody else sees them.
    """
    everybody = User.objects.exclude(username=CLOCK_USERNAME)
    if user.is_active and user.is_superuser:
        return everybody
    units = units_kept_by(user).values("pk")
    posts = Membership.objects.filter(lasting(today()))
    nowhere = _nowhere()
    cities = cities_of(user, Role.ASSEMBLY_OFFICE, Role.GOVERNMENT_OFFICE).values("pk")
    left = Membership.objects.filter(unit__in=units).values("user")
    fresh = ~Q(pk__in=Membership.objects.values("user"))
    opened = Q(opened_in__in=units) | Q(opened_in__isnull=True, city__in=cities)
    return everybody.filter(
        Q(pk__in=posts.filter(unit__in=units).values("user"))
        | Q(pk__in=_seats().filter(_kept_seats(user)).values("user"))
        | (nowhere & (Q(fresh & opened) | Q(pk__in=left))),
        is_superuser=False,
    )


def _nowhere() -> Q:
    """Return the condition that an account has neither a present or coming role nor a seat."""
    posts = Membership.objects.filter(lasting(today()))
    return ~Q(pk__in=posts.values("user")) & ~Q(pk__in=_seats().values("user"))


def has_no_place(user: User) -> bool:
    """Say whether an account has neither a present or coming role nor a seat."""
    return User.objects.filter(_nowhere(), pk=user.pk).exists()


def people_kept_by(user: User) -> QuerySet[User]:
    """Return the accounts somebody may change and hand a new link for: those whose every place is in their keeping.

    Whoever also holds a role, a seat or somebody's substitution elsewhere is left to a technical administrator:
    a link is the whole account, and no office may come into another's powers that way.
    """
    seen = people_seen_by(user)
    if user.is_active and user.is_superuser:
        return seen
    units = units_kept_by(user).values("pk")
    elsewhere = Membership.objects.filter(lasting(today())).exclude(unit__in=units)
    covering = Substitution.objects.filter(lasting(today()), membership__in=elsewhere)
    seats = _seats().exclude(_kept_seats(user))
    return seen.exclude(
        Q(pk__in=elsewhere.values("user"))
        | Q(pk__in=covering.values("stand_in"))
        | Q(pk__in=seats.values("user"))
    )


def _seats() -> QuerySet:
    """Return the seats that have an account, through the relation that points at it."""
    return User._meta.get_field("seats").related_model._default_manager.filter(user__isnull=False)


def _kept_seats(user: User) -> Q:
    return Q(**{f"{SEAT_OFFICE}__in": units_of(user, Role.ASSEMBLY_OFFICE).values("pk")})

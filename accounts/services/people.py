"""Open and correct accounts. A password is never set here: its owner sets it through a link (services/links.py)."""

from dataclasses import dataclass, fields

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts import audit
from accounts.errors import AccountRefused
from accounts.models import City, Membership, Unit, User
from accounts.queries import capacity, cities_kept_by, people_kept_by
from accounts.roles import Role

# The roles that keep accounts (accounts/queries.py says whose).
OFFICES = (Role.ASSEMBLY_OFFICE, Role.UNIT_OFFICE, Role.GOVERNMENT_OFFICE)
NOT_KEPT = "这个账号不由您管理：此人在别处还有职务或席位，请联系系统管理员。"
NAME_TAKEN = "这个用户名已有人使用，请换一个。"


@dataclass(frozen=True)
class Person:
    """What an office writes down about somebody."""

    name: str
    email: str = ""
    phone: str = ""
    is_active: bool = True


def standing(by: User, unit: Unit | None = None) -> dict[str, object]:
    """Return in which unit, and for whom, somebody keeps accounts, as `audit.record` takes it."""
    held: Membership | None = capacity(by, OFFICES, unit) or capacity(by, OFFICES)
    if held is None:
        return {}
    return {"unit": held.unit, "acting_for": held.user if held.user_id != by.pk else None}


@transaction.atomic
def open_account(username: str, person: Person, *, city: City, by: User) -> User:
    """Open an account without a usable password in a city whose accounts `by` keeps, and return it.

    While it has no place it is kept by the unit in whose name it was opened, by nobody else (accounts/queries.py).

    Raises PermissionDenied for another city, AccountRefused when the user name is taken. Audited.
    """
    if not cities_kept_by(by).filter(pk=city.pk).exists():
        raise PermissionDenied("您只能在本市建立账号。")
    values = {field.name: getattr(person, field.name) for field in fields(person)}
    own = standing(by)
    try:
        with transaction.atomic():
            user = User.objects.create_user(username, city=city, opened_in=own.get("unit"), **values)
    except IntegrityError as taken:
        raise AccountRefused(NAME_TAKEN) from taken
    audit.record("account.open", by=by, about=user, **own)
    return user


@transaction.atomic
def correct_account(user: User, person: Person, *, by: User) -> User:
    """Write down what changed about somebody and return the saved row; user name and city stay.

    An account made inactive loses its log-in and its roles at once; nothing of its past changes. Raises
    PermissionDenied when the account is not kept by `by`, AccountRefused when they would shut themselves out.
    The audit names the fields and not what stood in them.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    if not people_kept_by(by).filter(pk=row.pk).exists():
        raise PermissionDenied(NOT_KEPT)
    if row.pk == by.pk and not person.is_active:
        raise AccountRefused("不能停用自己的账号。")
    changed = [
        field.name for field in fields(person) if getattr(row, field.name) != getattr(person, field.name)
    ]
    for name in changed:
        setattr(row, name, getattr(person, name))
    if changed:
        row.save(update_fields=changed)
        audit.record("account.correct", by=by, about=row, fields=changed, **standing(by))
    return row


def masked(phone: str) -> str:
    """Return a telephone number as people outside the handling circle see it: 138****0000."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "*" * len(phone)

"""Roles and substitutions: granted and ended, never deleted, each with its trace in the audit trail."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import audit
from accounts.errors import AccountRefused
from accounts.models import Membership, Substitution, Unit, User
from accounts.now import today
from accounts.queries import has_no_place, has_role, lasting, people_kept_by, units_kept_by
from accounts.roles import ROLES_OF_UNIT, Role
from accounts.services.people import standing

OTHER_UNIT = "这个单位的人员不由您管理。"
NOT_YOURS_TO_APPOINT = (
    "此人现在没有职务和席位，账号由开户单位或原单位管理；请由该单位、政府办公室或系统管理员授予第一项职务。"
)
LAST_DAY_TOO_EARLY = "末日不能早于起日，也不能早于昨天：已经过去的任职不能改写。"


def grantable_roles(by: User, unit: Unit) -> tuple[Role, ...]:
    """Return the roles somebody may grant in a unit: those of its kind, the whole city's only by who holds it."""
    if not units_kept_by(by).filter(pk=unit.pk).exists():
        return ()
    city_wide = by.is_superuser or has_role(by, Role.GOVERNMENT_OFFICE, unit)
    return tuple(role for role in ROLES_OF_UNIT[unit.kind] if role != Role.GOVERNMENT_OFFICE or city_wide)


def why_not_granted(
    user: User, unit: Unit, role: str, by: User, starts_on: date, ends_on: date | None
) -> list[str]:
    """Return the sentences that speak against a grant; an empty list means it may be made."""
    reasons = []
    if role not in ROLES_OF_UNIT[unit.kind]:
        reasons.append(f"“{Role(role).label}”不是{unit.get_kind_display()}的角色。")
    elif role not in grantable_roles(by, unit):
        reasons.append(f"“{Role(role).label}”须由已有这一角色的人或系统管理员授予。")
    if not unit.is_active:
        reasons.append(f"{unit.name}已停用。")
    if user.is_clock or user.is_superuser or not user.is_active or user.city_id != unit.city_id:
        reasons.append("只能授予本市在用的账号。")
    elif user.pk and has_no_place(user) and not people_kept_by(by).filter(pk=user.pk).exists():
        # Whoever gives the first place comes to keep the account, and a link to it is the whole account.
        reasons.append(NOT_YOURS_TO_APPOINT)
    if ends_on is not None and ends_on < starts_on:
        reasons.append("任职的止日不能早于起日。")
    if user.pk and user.memberships.filter(lasting(starts_on), unit=unit, role=role).exists():
        reasons.append("此人在该单位已有这一角色。")
    return reasons


@transaction.atomic
def grant_role(
    user: User, unit: Unit, role: str, *, by: User, starts_on: date | None = None, ends_on: date | None = None
) -> Membership:
    """Give somebody a role in a unit from a day on (default: today), perhaps until a day, and return the row.

    Raises PermissionDenied when `by` does not keep the unit, AccountRefused when the role does not fit the unit or is
    held already, the account is of another city, or has no place and is kept by others. Audited as role.grant.
    """
    if not units_kept_by(by).filter(pk=unit.pk).exists():
        raise PermissionDenied(OTHER_UNIT)
    person = User.objects.select_for_update().get(pk=user.pk)
    start = starts_on or today()
    if reasons := why_not_granted(person, unit, role, by, start, ends_on):
        raise AccountRefused(*reasons)
    granted = Membership.objects.create(user=person, unit=unit, role=role, starts_on=start, ends_on=ends_on)
    audit.record("role.grant", by=by, about=granted, role=role, person=person.pk, **standing(by, unit))
    return granted


@transaction.atomic
def end_role(membership: Membership, *, by: User, ends_on: date) -> Membership:
    """End a role with a last day and return the row; substitutions for it count no longer either.

    The last day still counts, so yesterday is the earliest: what was done in the role stays done. To stop somebody
    at once, make the account inactive. Raises PermissionDenied when `by` does not keep the unit, AccountRefused for
    an impossible day. Audited as role.end.
    """
    if not units_kept_by(by).filter(pk=membership.unit_id).exists():
        raise PermissionDenied(OTHER_UNIT)
    row = Membership.objects.select_for_update().get(pk=membership.pk)
    check_last_day(row, ends_on)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    audit.record("role.end", by=by, about=row, role=row.role, ends_on=str(ends_on), **standing(by, row.unit))
    return row


def why_not_substituted(membership: Membership, stand_in: User, starts_on: date, ends_on: date) -> list[str]:
    """Return the sentences that speak against a substitution; an empty list means it may be arranged."""
    reasons = []
    if stand_in.pk == membership.user_id:
        reasons.append("代理人不能是本人。")
    colleagues = Membership.objects.filter(lasting(starts_on), unit=membership.unit_id, user=stand_in)
    if not stand_in.is_active or not colleagues.exists():
        reasons.append("代理人须是本单位在职、账号在用的人员。")
    if ends_on < starts_on:
        reasons.append("代理的止日不能早于起日。")
    if starts_on < today():
        reasons.append("代理的起日不能早于今天。")
    if starts_on < membership.starts_on or (membership.ends_on is not None and ends_on > membership.ends_on):
        reasons.append("代理的日期须在被代理的任职期间内。")
    if membership.substitutions.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        reasons.append("这项任职在这些日子里已有代理人。")
    return reasons


@transaction.atomic
def arrange_substitution(
    membership: Membership, stand_in: User, *, by: User, starts_on: date, ends_on: date, reason: str = ""
) -> Substitution:
    """Let a colleague act in a role for some days (代), both ends included, and return the row.

    Raises PermissionDenied when `by` does not keep the unit, AccountRefused when the colleague or the days do not
    fit. Audited as substitution.arrange; what the stand-in does is shown as done for the holder.
    """
    if not units_kept_by(by).filter(pk=membership.unit_id).exists():
        raise PermissionDenied(OTHER_UNIT)
    row = Membership.objects.select_for_update().get(pk=membership.pk)
    if reasons := why_not_substituted(row, stand_in, starts_on, ends_on):
        raise AccountRefused(*reasons)
    made = Substitution.objects.create(
        membership=row, stand_in=stand_in, starts_on=starts_on, ends_on=ends_on, reason=reason
    )
    audit.record(
        "substitution.arrange",
        by=by,
        about=made,
        stand_in=stand_in.pk,
        days=[str(starts_on), str(ends_on)],
        **standing(by, row.unit),
    )
    return made


@transaction.atomic
def end_substitution(substitution: Substitution, *, by: User, ends_on: date) -> Substitution:
    """End a substitution with another last day (not before yesterday) and return the row.

    It may end earlier than arranged, not later: more days are a new substitution. Raises PermissionDenied when `by`
    does not keep the unit, AccountRefused for an impossible day. Audited as substitution.end.
    """
    unit = substitution.membership.unit
    if not units_kept_by(by).filter(pk=unit.pk).exists():
        raise PermissionDenied(OTHER_UNIT)
    row = Substitution.objects.select_for_update().get(pk=substitution.pk)
    check_last_day(row, ends_on)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    audit.record("substitution.end", by=by, about=row, ends_on=str(ends_on), **standing(by, unit))
    return row


def check_last_day(row: Membership | Substitution, ends_on: date) -> None:
    """Raise AccountRefused unless the row may end on that day: not before its start, not in the past, not later
    than said before."""
    if row.ends_on is not None and ends_on > row.ends_on:
        raise AccountRefused("只能提前结束；需要延长的，请另建一条。")
    if ends_on < max(row.starts_on, today() - timedelta(days=1)):
        raise AccountRefused(LAST_DAY_TOO_EARLY)

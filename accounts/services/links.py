"""The link through which somebody takes over their account: handed out by an office, good once, for three days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.utils import reset as unlock
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.timezone import localtime, make_naive

from accounts import audit
from accounts.errors import AccountRefused
from accounts.models import FormerPassword, User
from accounts.notices import notify
from accounts.now import now
from accounts.queries import people_kept_by
from accounts.services.people import NOT_KEPT, standing

LONGEST_USE = timedelta(days=90)
FORMER_KEPT = 5  # as many as the rule of the last five asks for
SPENT = "这个链接已经用过或已过期。"
OWN_ACCOUNT = "自己的密码请在“修改密码”一页更换。"
SWITCHED_OFF = "这个账号已停用；请先恢复“可登录”，再发放链接。"


class LinkTokens(PasswordResetTokenGenerator):
    """Django's tokens by our clock; each dies with the next password, link or change of e-mail address."""

    key_salt = "accounts.services.links"

    def _now(self) -> datetime:
        return make_naive(now())


tokens = LinkTokens()


@dataclass(frozen=True)
class Link:
    """What an office hands over: the page's address without the host, and its last minute."""

    user: User
    path: str
    valid_until: datetime
    is_reset: bool


@transaction.atomic
def hand_out_link(user: User, *, by: User) -> Link:
    """Make a link for somebody to set their password with, mail it to them, and return it to be shown once.

    What they had is void from now on: the old password, earlier links and every session. Written: the account's
    password, a notice (mailed where there is an address), the audit event account.link, or account.reset where
    there was a password. Raises PermissionDenied when `by` does not keep the account, AccountRefused for one's own
    account and for an inactive one.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    if not people_kept_by(by).filter(pk=row.pk).exists():
        raise PermissionDenied(NOT_KEPT)
    if row.pk == by.pk:
        raise AccountRefused(OWN_ACCOUNT)
    if not row.is_active:
        raise AccountRefused(SWITCHED_OFF)
    is_reset = row.has_usable_password()
    _remember(row)
    row.set_unusable_password()
    row.password_set_at = None
    row.save(update_fields=["password", "password_set_at"])
    _forget_links(row)
    code = urlsafe_base64_encode(force_bytes(row.pk))
    path = reverse("activate", args=[code, tokens.make_token(row)])
    until = now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    notify([row], *_words(row, until, is_reset=is_reset), path)
    audit.record("account.reset" if is_reset else "account.link", by=by, about=row, **standing(by))
    return Link(user=row, path=path, valid_until=until, is_reset=is_reset)


@transaction.atomic
def take_over(user: User, token: str, password: str) -> User:
    """Set the password somebody chose on the page of their link, and return the saved row.

    The password has passed the policy (accounts/forms). A lock after wrong passwords ends with it. Audited as
    account.activate. Raises AccountRefused when the link is spent, expired or its account switched off.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    if not row.is_active or not tokens.check_token(row, token):
        raise AccountRefused(SPENT)
    _set(row, password)
    _forget_links(row)
    unlock(username=row.username)
    audit.record("account.activate", by=row, about=row)
    return row


@transaction.atomic
def change_password(user: User, password: str) -> User:
    """Set the new password of somebody who is logged in and return the saved row; their other sessions end.

    The password has passed the policy (accounts/forms). Audited as account.password.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    _set(row, password)
    audit.record("account.password", by=row, about=row)
    return row


@transaction.atomic
def ask_for_new_password(user: User) -> bool:
    """Let somebody who logs in with a password 90 days old change it before anything else; say whether it is so.

    Whoever never set a password by themselves is not asked here: a given one is changed at the first log-in. Audited
    as account.password_due.
    """
    if user.must_change_password or user.password_set_at is None:
        return False
    if user.password_set_at + LONGEST_USE > now():
        return False
    user.must_change_password = True
    user.save(update_fields=["must_change_password"])
    audit.record("account.password_due", by=user, about=user)
    return True


def _set(row: User, password: str) -> None:
    """Give a locked row its new password and keep the hash of the one before."""
    _remember(row)
    row.set_password(password)
    row.password_set_at = now()
    row.must_change_password = False
    row.save(update_fields=["password", "password_set_at", "must_change_password"])


def _remember(row: User) -> None:
    """Keep the hash of the password a row has now, and of no more than the last few."""
    if not row.has_usable_password():
        return
    FormerPassword.objects.create(user=row, password=row.password, ended_at=now())
    last = row.former_passwords.order_by("-pk").values_list("pk", flat=True)[:FORMER_KEPT]
    row.former_passwords.exclude(pk__in=list(last)).delete()


def _words(user: User, until: datetime, *, is_reset: bool) -> tuple[str, str]:
    """Return subject and body of the mail that carries a link."""
    last = localtime(until)
    day = f"{last.year}年{last.month}月{last.day}日 {last:%H:%M}"
    what = "您的密码已由管理人员重置，原密码和原链接即时失效" if is_reset else "您的账号已经建立"
    subject = "密码重置：请设置新密码" if is_reset else "账号开通：请设置密码"
    body = (
        f"{user.name}：{what}。用户名：{user.username}。请于{day}前打开下面的链接设置密码，链接只能用一次。"
    )
    return subject, body


def _forget_links(user: User) -> None:
    """Take the dead links out of somebody's notices: nobody shall be sent to one, or be told to read it."""
    code = urlsafe_base64_encode(force_bytes(user.pk))
    start = reverse("activate", args=[code, "-"]).removesuffix("-/")
    dead = user.notices.filter(path__startswith=start)
    dead.filter(mailed_at__isnull=True).update(mailed_at=now())
    dead.update(path="", read_at=now())

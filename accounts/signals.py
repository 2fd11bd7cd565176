"""Write log-ins and log-outs into the audit trail, count a log-in's time: Django tells of them by signal only."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import audit
from accounts.log_in import stay
from accounts.models import User


@receiver(user_logged_in, dispatch_uid="audit.login")
def note_login(user: User, **_said: object) -> None:
    """Record login.ok."""
    audit.record("login.ok", by=user, about=user)


@receiver(user_logged_in, dispatch_uid="session.stay")
def begin_counting(request: HttpRequest, **_said: object) -> None:
    """Note when the session was used: with the log-in itself, so that the first page need not write it."""
    stay(request.session)


@receiver(user_logged_out, dispatch_uid="audit.logout")
def note_logout(user: User | None, **_said: object) -> None:
    """Record logout; a page that logs out nobody leaves no trace."""
    if user is not None:
        audit.record("logout", by=user, about=user)


@receiver(user_login_failed, dispatch_uid="audit.login_failed")
def note_failure(credentials: dict, request: HttpRequest | None = None, **_said: object) -> None:
    """Record login.failed with the account it was tried on, and whether it was locked at that moment.

    A name that is no account is not written down: people type their password into the wrong field.
    """
    user = User.objects.filter(username=credentials.get("username") or "").first()
    locked = bool(getattr(request, "axes_locked_out", False))
    audit.record("login.failed", by=None, about=user, locked=locked)

"""What a password must be beyond Django's own rules: three of four kinds of characters, none of the last five.

Source: the usual reading of GB/T 22239-2019 in offices; the 90 days of the same rule: accounts/services/links.py.
"""

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from accounts.models import FormerPassword, User

LEAST_KINDS = 3
LAST_COUNTED = 5  # the present one and the four before it


def kinds_in(password: str) -> int:
    """Return how many of the four kinds a password holds: capitals, small letters, digits, anything else."""
    kinds = (
        any("A" <= one <= "Z" for one in password),
        any("a" <= one <= "z" for one in password),
        any("0" <= one <= "9" for one in password),
        any(not (one.isascii() and one.isalnum()) for one in password),
    )
    return sum(kinds)


class SeveralKinds:
    """A validator of AUTH_PASSWORD_VALIDATORS: at least three of the four kinds of characters."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError (password_too_plain) for fewer kinds."""
        if kinds_in(password) < LEAST_KINDS:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return "密码须有大写字母、小写字母、数字、其他字符中的至少三种。"


class NotOneOfTheLast:
    """A validator of AUTH_PASSWORD_VALIDATORS: none of the last five passwords of the same person."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError (password_used_before) for the present password or one of the four before it."""
        if user is None or user.pk is None:
            return
        before = FormerPassword.objects.filter(user=user).order_by("-pk").values_list("password", flat=True)
        present = [user.password] if user.has_usable_password() else []
        last = [*present, *before[:LAST_COUNTED]][:LAST_COUNTED]
        if any(check_password(password, one) for one in last):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return f"不能与最近 {LAST_COUNTED} 次用过的密码相同。"

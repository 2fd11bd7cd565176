"""Logging in, changing one's password, setting the first one."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm

from accounts.models import User

WRONG_LOGIN = "用户名或密码不正确，请核对后重新输入。"
SAME_PASSWORD = "新密码不能与原密码相同。"  # noqa: S105 a sentence
# What the validators of the settings ask for, said before anybody fails (a test holds the two together).
PASSWORD_RULES = (
    "至少 10 个字符。",
    "不能全是数字。",
    "不能与用户名、姓名、邮箱、手机相近。",
    "不能是常见密码，如 password123。",
)


class LoginForm(AuthenticationForm):
    """One sentence for every failure: it does not tell which accounts exist, or which are switched off."""

    error_messages = {"invalid_login": WRONG_LOGIN, "inactive": WRONG_LOGIN}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["username"].error_messages["required"] = "请填写用户名。"
        self.fields["password"].label = "密码"
        self.fields["password"].error_messages["required"] = "请填写密码。"


class NewPasswordMixin:
    """The two fields of a new password, labelled and with sentences of our own."""

    error_messages = {"password_mismatch": "两次输入的新密码不一致。"}

    def label_new_password(self) -> None:
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, second.label = "新密码", "再输入一次新密码"
        first.help_text = second.help_text = ""
        first.error_messages["required"] = "请填写新密码。"
        second.error_messages["required"] = "请再输入一次新密码。"


class OwnPasswordForm(NewPasswordMixin, PasswordChangeForm):
    """Change one's password knowing the old one; the new one must differ."""

    error_messages = {
        **NewPasswordMixin.error_messages,
        "password_incorrect": "原密码不正确，请重新输入。",
    }
    field_order = ("old_password", "new_password1", "new_password2")

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["old_password"].label = "原密码"
        self.fields["old_password"].error_messages["required"] = "请填写原密码。"
        self.label_new_password()

    def clean(self) -> dict[str, object]:
        given = super().clean()
        if given.get("new_password1") and given["new_password1"] == given.get("old_password"):
            self.add_error("new_password1", forms.ValidationError(SAME_PASSWORD, code="same"))
        return given


class FirstPasswordForm(NewPasswordMixin, SetPasswordForm):
    """Set a password on the page of a link."""

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(user, *args, **kwargs)
        self.label_new_password()

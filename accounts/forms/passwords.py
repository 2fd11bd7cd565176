"""Logging in, changing one's password, setting the first one."""

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from accounts.models import User

WRONG_LOGIN = "用户名或密码不正确，请核对后重新输入。"
# What the validators of the settings ask for, said before anybody fails (a test holds the two together).
PASSWORD_RULES = (
    "至少 10 个字符。",
    "大写字母、小写字母、数字、其他字符，至少要有三种。",
    "不能与用户名、姓名、邮箱、手机相近。",
    "不能是常见密码，如 password123。",
    "不能与最近 5 次用过的密码相同。",
)


# By the validators' codes: Django's Chinese lacks one of these and is stiff in the others.
POLICY_SENTENCES = {
    "password_too_short": "新密码太短，至少要 10 个字符。",
    "password_too_similar": "新密码与您的用户名、姓名、邮箱或手机太相近，请换一个。",
    "password_too_common": "这是常见密码，容易被人猜到，请换一个。",
    "password_too_plain": "新密码太简单：大写字母、小写字母、数字、其他字符，至少要有三种。",
    "password_used_before": "新密码不能与最近 5 次用过的密码相同，请换一个。",
}


class LoginForm(AuthenticationForm):
    """One sentence for every failure: it does not tell which accounts exist, or which are switched off."""

    error_messages = {"invalid_login": WRONG_LOGIN, "inactive": WRONG_LOGIN}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["username"].error_messages["required"] = "请填写用户名。"
        # Nobody has a longer name, and the table of wrong log-ins would not hold it.
        longest = User._meta.get_field("username").max_length
        self.fields["username"].validators.append(MaxLengthValidator(longest, WRONG_LOGIN))
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

    def validate_password_for_user(self, user: User, *_fields: str) -> None:
        """Hold the new password against the policy; what is missing is said at the first of the two fields."""
        password = self.cleaned_data.get("new_password1")
        if not password:
            return
        try:
            validate_password(password, user)
        except ValidationError as weak:
            for error in weak.error_list:
                sentence = ValidationError(POLICY_SENTENCES[error.code], code=error.code)
                self.add_error("new_password1", sentence)


class OwnPasswordForm(NewPasswordMixin, PasswordChangeForm):
    """Change one's password knowing the old one."""

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


class FirstPasswordForm(NewPasswordMixin, SetPasswordForm):
    """Set a password on the page of a link."""

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(user, *args, **kwargs)
        self.label_new_password()

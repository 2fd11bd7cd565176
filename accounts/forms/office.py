"""What offices type about accounts, roles and substitutions; no form here knows a password, a group or a power."""

from datetime import date

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError

from accounts.errors import AccountRefused
from accounts.models import City, Membership, Substitution, Unit, User
from accounts.now import today
from accounts.queries import cities_kept_by, people_seen_by, units_kept_by
from accounts.roles import Role, UnitKind
from accounts.services.people import NAME_TAKEN
from accounts.services.posts import check_last_day, why_not_granted, why_not_substituted

UNKNOWN_NAME = "没有这个用户名；请核对，或先建立账号。"


class PersonForm(forms.ModelForm):
    """Correct what is written down about somebody."""

    class Meta:
        model = User
        fields = ("name", "email", "phone", "is_active")
        help_texts = {
            "email": "开通链接和通知发到这里；没有邮箱的，链接打印后交给本人。",
            "is_active": "取消勾选即停用账号：立即不能登录，职务随之停止，历史记录不变。",
        }


class NewPersonForm(PersonForm):
    """Open an account, for staff together with their first role."""

    city = forms.ModelChoiceField(City.objects.none(), label="城市", empty_label=None)
    unit = forms.ModelChoiceField(Unit.objects.none(), label="单位", required=False)
    role = forms.ChoiceField(label="角色", required=False)
    starts_on = forms.DateField(label="任职起日", required=False, widget=AdminDateWidget)

    class Meta(PersonForm.Meta):
        fields = ("username", "name", "email", "phone")
        help_texts = {
            **PersonForm.Meta.help_texts,
            "username": "登录用，建立后不能更改；字母、数字、汉字均可。",
        }
        error_messages = {"username": {"unique": NAME_TAKEN}}

    def __init__(self, *args: object, by: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["city"].queryset = cities_kept_by(by)
        units = units_kept_by(by).filter(is_active=True).select_related("city")
        self.fields["unit"].queryset = units
        self.fields["role"].choices = [("", "---------"), *Role.choices]
        self.fields["role"].help_text = "工作人员须选单位和角色；委员、代表不选，席位另行登记。"
        self.fields["starts_on"].initial = today()
        # Only an assembly's office keeps people without a post: its deputies.
        staff_only = not by.is_superuser and not units.filter(kind=UnitKind.ASSEMBLY_OFFICE).exists()
        self.fields["unit"].required = self.fields["role"].required = staff_only

    def clean_username(self) -> str:
        """Refuse a name that differs from another by case only: people would take one for the other."""
        name = self.cleaned_data["username"].strip()
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(NAME_TAKEN)
        return name

    def clean(self) -> dict[str, object]:
        given = super().clean()
        unit, role = given.get("unit"), given.get("role")
        if bool(unit) != bool(role) and not self.errors:
            raise ValidationError("单位和角色要么都选，要么都不选。")
        if unit and role and given.get("city"):
            newcomer = User(username=given.get("username", ""), city=given["city"])
            start = given.get("starts_on") or today()
            for reason in why_not_granted(newcomer, unit, role, self.by, start, None):
                self.add_error("role", reason)
        return given


class ReasonsOnce:
    """Leaves the table's constraints to the database: the service has said the same in its own words."""

    def _get_validation_exclusions(self) -> set[str]:
        return {field.name for field in self._meta.model._meta.fields}


class PersonByName(forms.CharField):
    """A user name, typed or picked from the office's own people, which becomes that person."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(max_length=60, **kwargs)

    def clean(self, value: object) -> User:
        name = super().clean(value)
        person = User.objects.filter(username=name).first()
        if person is None or person.is_clock or person.is_superuser:
            raise ValidationError(UNKNOWN_NAME)
        return person


class GrantForm(ReasonsOnce, forms.ModelForm):
    """Give somebody a role. The name is typed: an office does not browse the people of others."""

    user = PersonByName(label="用户名", help_text="本市已有账号的用户名；调入人员可由原单位告知。")

    class Meta:
        model = Membership
        fields = ("user", "unit", "role", "starts_on", "ends_on")

    def __init__(self, *args: object, by: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["unit"].queryset = units_kept_by(by).filter(is_active=True).select_related("city")
        self.fields["starts_on"].initial = today()

    def clean(self) -> dict[str, object]:
        given = super().clean()
        if not self.errors:
            person: User = given["user"]
            if not person.city_id or person.city_id != given["unit"].city_id:
                # The same words as for a name nobody has: another city's accounts are not told apart from none.
                self.add_error("user", UNKNOWN_NAME)
                return given
            reasons = why_not_granted(
                person, given["unit"], given["role"], self.by, given["starts_on"], given["ends_on"]
            )
            for reason in reasons:
                self.add_error(None, reason)
        return given


class LastDayForm(ReasonsOnce, forms.ModelForm):
    """End a role or a substitution: the last day is all that can be changed."""

    ends_on = forms.DateField(
        label="末日",
        help_text="当日仍有效，最早可填昨天。需要即刻停止的，请停用账号。",
        widget=AdminDateWidget,
    )

    class Meta:
        model = Membership
        fields = ("ends_on",)

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        try:
            check_last_day(self.instance, day)
        except AccountRefused as refused:
            raise ValidationError(refused.sentences) from refused
        return day


class SubstitutionEndForm(LastDayForm):
    class Meta:
        model = Substitution
        fields = ("ends_on",)


class SubstituteForm(ReasonsOnce, forms.ModelForm):
    """Let a colleague act in somebody's role for some days (代)."""

    class Meta:
        model = Substitution
        fields = ("membership", "stand_in", "starts_on", "ends_on", "reason")

    def __init__(self, *args: object, by: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        units = units_kept_by(by)
        held = Membership.objects.filter(unit__in=units, starts_on__lte=today()).exclude(ends_on__lt=today())
        self.fields["membership"].queryset = held.select_related("user", "unit").order_by("unit", "role")
        self.fields["stand_in"].queryset = people_seen_by(by).filter(is_active=True).order_by("username")
        self.fields["starts_on"].initial = today()

    def clean(self) -> dict[str, object]:
        given = super().clean()
        if not self.errors:
            starts_on: date = given["starts_on"]
            for reason in why_not_substituted(
                given["membership"], given["stand_in"], starts_on, given["ends_on"]
            ):
                self.add_error(None, reason)
        return given

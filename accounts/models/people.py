"""People, the roles they hold in units, and who stands in for them."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q

from accounts.models.place import City, Unit
from accounts.roles import Role

CLOCK_USERNAME = "clock"


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields) -> "User":
        """Create somebody who can log in once a password is set; without one they must be activated."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields) -> "User":
        """Create a technical administrator: keeps accounts and tables, takes no step and signs nothing."""
        return self.create_user(username, password, is_superuser=True, **fields)

    def clock(self) -> "User":
        """Return the seeded user 系统, in whose name the clock acts; it cannot log in."""
        return self.get(username=CLOCK_USERNAME)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with a log-in: staff through memberships, a deputy through the seats of `proposals.Member`."""

    username = models.CharField("用户名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("电子邮箱", blank=True)
    phone = models.CharField("手机", max_length=20, blank=True)
    city = models.ForeignKey(
        City, models.PROTECT, verbose_name="城市", related_name="people", null=True, blank=True
    )
    is_active = models.BooleanField("可登录", default=True)
    must_change_password = models.BooleanField("首次登录须改密码", default=False)
    password_set_at = models.DateTimeField("密码启用时间", null=True, blank=True)
    opened_in = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="开户单位", related_name="+", null=True, blank=True
    )
    large_type = models.BooleanField("大字版", default=False)
    date_joined = models.DateTimeField("建立时间", auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def is_clock(self) -> bool:
        return self.username == CLOCK_USERNAME


class FormerPassword(models.Model):
    """The hash of a password somebody used and uses no longer, so that it does not come back too soon."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name="人员", related_name="former_passwords")
    password = models.CharField("密码摘要", max_length=128)
    ended_at = models.DateTimeField("停用时间")

    class Meta:
        verbose_name = "用过的密码"
        verbose_name_plural = "用过的密码"
        ordering = ["user", "-pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.ended_at:%Y-%m-%d}"


class Membership(models.Model):
    """One role of one person in one unit, from a day on, perhaps until a day; ended, never deleted."""

    user = models.ForeignKey(User, models.PROTECT, verbose_name="人员", related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="memberships")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True, blank=True, help_text="末日，当日仍有效；空为长期")

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = ["unit", "role", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                condition=Q(ends_on__isnull=True),
                name="membership_once_open",
                violation_error_message="此人在该单位已有这一角色。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_start",
                violation_error_message="任职的止日不能早于起日。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit.short_name} · {self.get_role_display()}"


class Substitution(models.Model):
    """代: for some days `stand_in` may act in the role of a membership; the trail says for whom."""

    membership = models.ForeignKey(
        Membership, models.PROTECT, verbose_name="被代理的任职", related_name="substitutions"
    )
    stand_in = models.ForeignKey(User, models.PROTECT, verbose_name="代理人", related_name="stands_in")
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", help_text="末日，当日仍有效")
    reason = models.CharField("事由", max_length=100, blank=True)

    class Meta:
        verbose_name = "代理"
        verbose_name_plural = "代理"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="substitution_ends_after_start",
                violation_error_message="代理的止日不能早于起日。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stand_in} 代 {self.membership}"

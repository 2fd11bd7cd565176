from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "单位与人员"

    def ready(self) -> None:
        # Receivers register themselves when read, and models may be read only now.
        from accounts import signals  # noqa: F401, PLC0415

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = "提案与建议"

    def ready(self) -> None:
        from proposals import checks  # noqa: F401, PLC0415 registers the system checks

from django.contrib.admin.apps import AdminConfig

from config import checks  # noqa: F401 registers the system checks of the installation


class OfficeAdminConfig(AdminConfig):
    """The admin of this project: open to whoever holds a role in a unit."""

    default_site = "config.site.OfficeSite"

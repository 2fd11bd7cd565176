from django.contrib.admin.apps import AdminConfig


class OfficeAdminConfig(AdminConfig):
    """The admin of this project: open to whoever holds a role in a unit."""

    default_site = "config.site.OfficeSite"

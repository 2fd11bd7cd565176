"""Cities, units, people, roles, substitutions and the audit trail in the admin; every change goes through services."""

from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.admin import people, places, posts, trail

__all__ = ["people", "places", "posts", "trail"]

# Roles come from memberships alone; a table of groups would promise what nothing reads.
admin.site.unregister(Group)

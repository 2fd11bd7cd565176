"""Settings of the test suite: the real database and broker, quick passwords, mail kept in memory."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-nothing-secret-here")
os.environ.setdefault("NOW_MAY_MOVE", "1")

from config.settings.base import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = tempfile.mkdtemp(prefix="media-")
STATIC_ROOT = tempfile.mkdtemp(prefix="static-")  # WhiteNoise warns of a folder that is not there
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
AXES_ENABLED = False  # its own tests switch it on
LOGGING["root"]["level"] = "WARNING"

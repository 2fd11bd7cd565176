"""Settings of the server and the worker the browser tests talk to: the product's own, on the database of the tests."""
# ruff: noqa: F403, F405 (settings build on the base by star)

from config.settings.base import *
from tests.strict import Undefined

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # as the world of the tests makes them
WHITENOISE_USE_FINDERS = True  # the sources themselves: nothing is collected
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")
LOGGING["root"]["level"] = "WARNING"

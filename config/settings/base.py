"""Settings every environment shares. What differs between places comes from the environment (.env.example)."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from config import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent.parent

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SITE_ADDRESS = env.text("SITE_ADDRESS", "http://localhost:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "config.apps.OfficeAdminConfig",
    "django_fsm",
    "csp",
    "axes",
    "accounts",
    "documents",
    "references",
    "proposals",
    "responses",
    "seeds",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.middleware.PrivatePages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.SlidingSession",
    "accounts.middleware.BackToTheForm",
    "accounts.middleware.BodyLimit",
    "accounts.middleware.FirstPasswordMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.reader",
            ],
        },
    },
]

DATABASES = {"default": dj_database_url.parse(env.text("DATABASE_URL"), conn_max_age=600)}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise env.ImproperlyConfigured(
        "DATABASE_URL must name a PostgreSQL database: row locks and triggers need it."
    )
# Short queries of many parts: compiling one costs a hundred times what running it does.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# Celery: a task may run twice, and none is lost when a worker is killed (docs/decisions/0002).
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    # A broker that is away must not hold the page that issues a letter: the row is there, the clock queues it again.
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    "max_retries": 1,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_ENABLE_UTC = True

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email", "phone")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.forms.password_rules.SeveralKinds"},
    {"NAME": "accounts.forms.password_rules.NotOneOfTheLast"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
# A working day without opening a page; each page begins it anew (accounts/log_in.py). GB/T 22239 practice is 15 to 30
# minutes, over which a clerk who is called away loses a letter: who must have it sets it (docs/operations.md).
SESSION_COOKIE_AGE = env.number("SESSION_MINUTES", 480) * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Five wrong passwords lock this name at this address for half an hour (GB/T 22239 practice).
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_RESET_ON_SUCCESS = True
# How many proxies of ours stand in front; accounts/address.py counts back that many in X-Forwarded-For.
PROXY_COUNT = env.number("PROXY_COUNT", 0)
AXES_CLIENT_IP_CALLABLE = "accounts.address.client_address"
AXES_VERBOSE = False
# Its tables in the admin would let an administrator delete traces, and show what people typed as their name.
AXES_ENABLE_ADMIN = False

LANGUAGE_CODE = "zh-hans"
# A few words of Django's own pages, said as the rest of the product says them.
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# Private: nothing below is ever served by its address; every file goes through a view that asks who may see it.
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "var" / "media")))
MEDIA_URL = "/never-served/"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024
BODY_MAX_BYTES = 64 * 1024 * 1024  # of a whole request, files included; the Caddyfile says the same

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
X_FRAME_OPTIONS = "SAMEORIGIN"  # the live preview of a letter stands in a frame of our own page
SECURE_REFERRER_POLICY = "same-origin"

EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_FILE_PATH = env.text("EMAIL_FILE_PATH", str(BASE_DIR / "var" / "mail"))
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "tijian@localhost")

# Demos and tests may move “now” (accounts/now.py); production never.
NOW_MAY_MOVE = env.flag("NOW_MAY_MOVE", default=False)

# Font files a bureau holds licences for, by role; an empty one falls back (documents/fonts.py).
LETTER_FONTS = {
    "fangsong": env.text("LETTER_FONT_FANGSONG", ""),
    "xiaobiaosong": env.text("LETTER_FONT_XIAOBIAOSONG", ""),
    "heiti": env.text("LETTER_FONT_HEITI", ""),
    "kaiti": env.text("LETTER_FONT_KAITI", ""),
    "songti": env.text("LETTER_FONT_SONGTI", ""),
    "latin": env.text("LETTER_FONT_LATIN", ""),
}

# How letters are signed (documents/signing): "" not at all, "key_file", "token", or the dotted path of a provider.
LETTER_SIGNING = env.text("LETTER_SIGNING", "")
LETTER_SIGNING_KEY_FILE = env.text("LETTER_SIGNING_KEY_FILE", "")
LETTER_SIGNING_PASSPHRASE_FILE = env.text("LETTER_SIGNING_PASSPHRASE_FILE", "")
LETTER_SIGNING_PKCS11_MODULE = env.text("LETTER_SIGNING_PKCS11_MODULE", "")
LETTER_SIGNING_TOKEN = env.text("LETTER_SIGNING_TOKEN", "")
LETTER_SIGNING_PIN_FILE = env.text("LETTER_SIGNING_PIN_FILE", "")
LETTER_SIGNING_KEY = env.text("LETTER_SIGNING_KEY", "")
# Certificates (PEM) the page that verifies a letter trusts; empty: it says that nobody vouches for the signer.
LETTER_SIGNING_TRUST = env.text("LETTER_SIGNING_TRUST", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "weasyprint": {"level": "WARNING"},  # its INFO is a dozen lines a letter
        "pikepdf": {"level": "WARNING"},  # its INFO greets every command
        "pyhanko": {"level": "ERROR"},  # a signer nobody vouches for is an answer here, not an event
    },
}

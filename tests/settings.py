"""The product's own settings with the edges made quick: nothing here may change how a rule works."""

import os
import tempfile

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.gettempdir()}/sayso-tests.sqlite3")

from core.settings import *  # noqa: F403
from core.settings import DATABASES, STORAGES

DEBUG = False
ALLOWED_HOSTS = ["*"]
SECURE_SSL_REDIRECT = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MEDIA_ROOT = tempfile.mkdtemp(prefix="sayso-media-")
MEDIA_PRIVATE_ROOT = tempfile.mkdtemp(prefix="sayso-media-private-")
STORAGES["private"]["OPTIONS"]["location"] = MEDIA_PRIVATE_ROOT
RATE_LIMITS_ON = False  # the tests of limits turn them on; all others come from one address
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = False  # Django's own handler serves the live server's files
WHITENOISE_USE_FINDERS = False  # the flattened stylesheet is a file only after collectstatic

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and the live server then share it as they do in production. It is written carelessly.
    DATABASES["default"]["TEST"] = {"NAME": f"{tempfile.gettempdir()}/sayso-tests-{os.getpid()}.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    # As carelessly: what is lost when the server dies, no test asks for.
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "options": "-c synchronous_commit=off",
    }

"""Development: what `make run` serves on one machine, without any other server.

`DEBUG` stays off unless asked for, so that one sees the pages that visitors see.
"""

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, INSTALLED_APPS, SECOND_FACTOR_REQUIRED, SECRET_KEY, env

SECRET_KEY = SECRET_KEY or "only-for-development-never-for-a-real-site"
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]", "0.0.0.0"]  # noqa: S104
INSTALLED_APPS = ["demo", *INSTALLED_APPS]
DEMO_ALLOWED = True
# Only where it is asked for: the demo's editors have none.
SECOND_FACTOR_REQUIRED = SECOND_FACTOR_REQUIRED and "SECOND_FACTOR_REQUIRED" in env.ENVIRON
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

"""Tests: quick passwords, mail in memory, a database of their own.

`DATABASE_URL` chooses the database; the suite runs on SQLite and again on PostgreSQL.
"""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import INSTALLED_APPS

SECRET_KEY = "only-for-tests"  # noqa: S105
DEBUG = False
INSTALLED_APPS = ["demo", *INSTALLED_APPS]
DEMO_ALLOWED = True
ALLOWED_HOSTS = ["*"]
BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="negeri-media-"))
PRIVATE_ROOT = Path(tempfile.mkdtemp(prefix="negeri-private-"))
STATIC_ROOT = Path(tempfile.mkdtemp(prefix="negeri-static-"))
OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = ""
SEARCH_URL = ""
EMBEDDED_WORKER = False
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
GUARD_STRICT = True
REDIS_URL = ""
TRUSTED_PROXIES = 0
SECOND_FACTOR_REQUIRED = False
SOCIALACCOUNT_PROVIDERS = {}

# A change in a test keeps what stood there before, however soon it is; tests of the grace set their own.
EDIT_GRACE_SECONDS = 0
# Visitors are known; tests of those who are not set their own.
COMMENT_HOLD_FIRST = False
# Nothing is fetched from elsewhere; tests of cards switch it on, with a page of their own to be fetched.
LINK_CARDS = False

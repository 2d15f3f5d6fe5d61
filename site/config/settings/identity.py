"""Which site this is: its name, its address, its secret."""

from urllib.parse import urlsplit

from .environment import env

BASE_URL = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")
SITE_NAME = env.str("SITE_NAME", default="Negeri")
SITE_ID = 1
SECRET_KEY = env.str("SECRET_KEY", default="")
# Keys from before: what they signed still counts, and new things are signed with the one above.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(BASE_URL).hostname or "localhost"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

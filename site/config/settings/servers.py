"""Servers: database, cache, broker and mail; each has an embedded default."""

from email.utils import parseaddr

from .environment import VAR, env

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'negeri.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Deferred transactions fail under concurrent writers; immediate ones wait their turn.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Compiling a query that is thought dear takes PostgreSQL longer (0.6 s for the counts of the bar) than answering it
    # (0.1 s). `?options=` in the address says otherwise, as a pooler may need it.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": REDIS_URL,
        # The site goes on without its cache: what fails is a miss, and a line in the log.
        "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="")
EMBEDDED_WORKER = env.bool("EMBEDDED_WORKER", default=not CELERY_BROKER_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")
# Periodic work of apps that can't register it themselves, as `outbox.schedule.every` has it: seconds by task.
OUTBOX_SCHEDULE = {"guard.tasks.forget_old_keys": 86_400}

# Where Elasticsearch answers; without one the site searches its own database.
SEARCH_URL = env.str("SEARCH_URL", default="")
# What its indexes are called in front, where several sites share a server.
SEARCH_INDEX = env.str("SEARCH_INDEX", default="negeri")
# For how many days it is kept what was looked for, and how often: counts, without who asked.
SEARCH_LOG_DAYS = env.int("SEARCH_LOG_DAYS", default=365)
# How often one address of the network may search, and one address or member may ask for suggestions; each rate counts.
SEARCH_RATES = {
    "search": env.list("LIMIT_SEARCH", default=["2/second", "15/minute"]),
    "suggestions": env.list("LIMIT_SUGGESTIONS", default=["10/second", "120/minute"]),
}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = "outbox.mail.EmailBackend"
OUTBOX_DELIVERY_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
if OUTBOX_DELIVERY_BACKEND == "django.core.mail.backends.smtp.EmailBackend":
    OUTBOX_DELIVERY_BACKEND = "outbox.smtp.EmailBackend"
EMAIL_HOST = EMAIL_CONFIG.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = EMAIL_CONFIG.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = EMAIL_CONFIG.get("EMAIL_FILE_PATH") or None
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Negeri <halo@example.org>")
# Where members write to who need a human; it stands in mails and pages. Default: the sender's.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="") or parseaddr(DEFAULT_FROM_EMAIL)[1]
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MANAGERS = ()
ADMINS = ()

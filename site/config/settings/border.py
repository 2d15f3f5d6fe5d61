"""The border: who may pass, what a browser may load, what is written down."""

from .environment import env
from .identity import DEBUG

GUARD_RULES = "config.access.rule_of"  # the rules of other packages' addresses
GUARD_STRICT = DEBUG  # an address without a rule: an error where developers see it, else merely closed
CSRF_FAILURE_VIEW = "guard.refusals.unproven"
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)  # how many of our own stand before us
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview panel shows pages in a frame of the same origin
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "frame-ancestors": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    # Its every request is no news.
    "loggers": {"elastic_transport": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}

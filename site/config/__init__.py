"""The site's own configuration: settings, addresses, entry points."""

from .celery import app as celery_app

__all__ = ["celery_app"]

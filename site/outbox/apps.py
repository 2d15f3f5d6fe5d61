"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """Mail and jobs that happen after a commit."""

    name = "outbox"
    label = "outbox"
    verbose_name = _("Outbox")

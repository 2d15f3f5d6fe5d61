"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from .schedule import every


class OutboxConfig(AppConfig):
    """Mail and jobs that happen after a commit."""

    name = "outbox"
    label = "outbox"
    verbose_name = _("Outbox")

    def ready(self) -> None:
        """Register the outbox's own periodic work; a round also picks up rows whose wake got lost."""
        every(seconds=20, task="outbox.tasks.deliver_mail")
        every(seconds=20, task="outbox.tasks.run_jobs")
        every(seconds=86_400, task="outbox.tasks.forget_old_rows")

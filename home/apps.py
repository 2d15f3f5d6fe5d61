"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """What editors publish."""

    name = "home"
    label = "home"
    verbose_name = _("Pages and vocabulary")

    def ready(self) -> None:
        """Listen to what happens to pages and pictures; look on time for what is due and what got lost."""
        from outbox.schedule import every

        from . import receivers  # noqa: F401

        every(seconds=60, task="home.tasks.publish_scheduled")
        every(seconds=3600, task="home.tasks.request_missing_renditions")

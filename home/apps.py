"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """What editors publish."""

    name = "home"
    label = "home"
    verbose_name = _("Pages and vocabulary")

    def ready(self) -> None:
        """Listen to what happens to pages and pictures; look each minute for what is due to be published."""
        from outbox.schedule import every

        from . import receivers  # noqa: F401

        every(seconds=60, task="home.tasks.publish_scheduled")

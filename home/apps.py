"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """What editors publish."""

    name = "home"
    label = "home"
    verbose_name = _("Pages and vocabulary")

    def ready(self) -> None:
        """Listen to what happens to pages and pictures."""
        from . import receivers  # noqa: F401, PLC0415

"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuardConfig(AppConfig):
    """The border of the site."""

    name = "guard"
    label = "guard"
    verbose_name = _("Border")

    def ready(self) -> None:
        """Let addresses name keys."""
        from django.urls import register_converter

        from .keys import KeyConverter

        register_converter(KeyConverter, "key")

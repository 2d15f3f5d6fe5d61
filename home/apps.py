"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """What editors publish."""

    name = "home"
    label = "home"
    verbose_name = _("Pages and vocabulary")

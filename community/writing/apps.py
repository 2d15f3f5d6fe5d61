"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WritingConfig(AppConfig):
    """Turning what people write into safe pages."""

    name = "community.writing"
    label = "writing"
    verbose_name = _("Writing")

"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    """Categories, topics and posts."""

    name = "community.forums"
    label = "forums"
    verbose_name = _("Forum")

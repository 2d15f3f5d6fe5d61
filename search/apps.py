"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """One index over everything public or permitted."""

    name = "search"
    label = "search"
    verbose_name = _("Search")

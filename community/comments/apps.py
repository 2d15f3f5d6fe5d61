"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    """Comments under pages."""

    name = "community.comments"
    label = "comments"
    verbose_name = _("Comments")

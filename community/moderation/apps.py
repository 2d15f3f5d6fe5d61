"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """Keeping order over all that people write."""

    name = "community.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        """Look at what is about to be written."""
        from community.members.roles.acts import declare

        from . import receivers  # noqa: F401
        from .acts import ACTS

        declare("Keeping order", ACTS)

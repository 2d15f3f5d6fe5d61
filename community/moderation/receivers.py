"""What is asked before a text is saved, and what follows when the list of blocked words changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import override

from community.members.permissions import Viewer
from community.writing.signals import Hold, screening

from .models import BlockedTerm
from .services.terms import blocked_in, forget_terms
from .site_settings import ModerationSettings, forget_moderation_settings

if TYPE_CHECKING:
    from community.members.models import User


@receiver(screening, dispatch_uid="moderation_blocked_terms")
def hold_blocked(author: User | None, text: str, **kwargs: Any) -> Hold | None:
    """Hold a text with a blocked word or site, unless a moderator or one of the staff wrote it."""
    term = blocked_in(text)
    if not term:
        return None
    if author is not None:
        viewer = Viewer(author)
        if viewer.is_moderator or viewer.is_staff:
            return None
    with override(settings.LANGUAGE_CODE):
        return Hold(_("Blocked word or site: %(term)s") % {"term": term})


@receiver([post_save, post_delete], sender=BlockedTerm, dispatch_uid="moderation_terms")
def read_terms_anew(**kwargs: Any) -> None:
    """Have what was changed take effect at once."""
    forget_terms()


@receiver([post_save, post_delete], sender=ModerationSettings, dispatch_uid="moderation_settings")
def read_settings_anew(**kwargs: Any) -> None:
    """Have what administrators changed take effect at once."""
    forget_moderation_settings()

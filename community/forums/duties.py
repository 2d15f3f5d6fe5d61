"""What waits in the forum for who keeps order there, for the first page of the editing room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from django.urls import reverse
from django.utils.translation import gettext as _

from community.members.accounts.duties import Duty, count

from .models import Post, Topic
from .permissions import ModerationPolicy

if TYPE_CHECKING:
    from community.members.models import User
    from community.members.permissions import Viewer

WAITS = {"held_at__isnull": False, "hidden_at": None, "deleted_at": None}


def duties(viewer: Viewer) -> Iterable[Duty]:
    """Name topics and posts, with those that are held and the viewer's to look after."""
    if not viewer.user_id or not ModerationPolicy(Post).user_has_permission(cast("User", viewer.user), "change"):
        return
    for label, model, name in ((_("Topics"), Topic, "forum_topics"), (_("Posts"), Post, "forum_posts")):
        waiting = count(model.objects.moderated_by(viewer).filter(**WAITS))
        address = reverse(f"{name}:index")
        yield Duty(label, _("Let pass, hide, restore"), f"{address}?held=true" if waiting else address, waiting)

"""What waits among the comments for who keeps order there, for the first page of the editing room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from django.urls import reverse
from django.utils.translation import gettext as _

from community.members.accounts.duties import Duty, count

from .models import Comment
from .permissions import ModeratorPolicy

if TYPE_CHECKING:
    from community.members.models import User
    from community.members.permissions import Viewer


def duties(viewer: Viewer) -> Iterable[Duty]:
    """Name the comments, with those that are held and the viewer's to look after."""
    if not viewer.user_id or not ModeratorPolicy(Comment).user_has_permission(cast("User", viewer.user), "change"):
        return
    held = Comment.objects.moderated_by(viewer).filter(held_at__isnull=False, hidden_at=None, deleted_at=None)
    waiting, address = count(held), reverse("comments_admin:index")
    yield Duty(_("Comments"), _("Let pass, hide, restore"), f"{address}?held=true" if waiting else address, waiting)

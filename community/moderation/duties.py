"""What waits at the desk, for the first page of the editing room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from django.urls import reverse
from django.utils.translation import gettext as _

from community.members.accounts.duties import Duty, count

from .permissions import may_see_desk
from .services.queue import kept

if TYPE_CHECKING:
    from community.members.models import User
    from community.members.permissions import Viewer


def duties(viewer: Viewer) -> Iterable[Duty]:
    """Name the queue, with the cases that are the viewer's to decide."""
    if viewer.user_id and may_see_desk(cast("User", viewer.user)):
        waiting = count(kept(viewer))
        yield Duty(_("Cases"), _("What is reported, waits or is appealed against"), reverse("moderation:desk"), waiting)

"""Who may see a picture of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import kinds

if TYPE_CHECKING:
    from community.members.permissions import Viewer

    from .models import Upload


def may_see(viewer: Viewer, upload: Upload) -> bool:
    """Whether a viewer sent it (or had it sent for them), or may see a text in which it stands."""
    if viewer.user_id and viewer.user_id in {upload.owner_id, upload.acted_by_id}:
        return True
    return any(kinds.sees(viewer, use.kind, use.object_id) for use in upload.uses.all())

"""What the header of a member's pages shows of them, read in one query with what the page itself counts.

Apps above add to `COUNTED`, in `AppConfig.ready`, what else stands there: a number, as an expression of a viewer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .models import Profile, User

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Subquery

    from .permissions import Viewer

COUNTED: dict[str, Callable[[Viewer], Subquery]] = {}


def read_header(viewer: Viewer, **besides: Subquery) -> Mapping[str, Any]:
    """Read it for a member whose rights are at hand, with what a page counts `besides`; return all that was counted."""
    asked = {**{name: count(viewer) for name, count in COUNTED.items()}, **besides}
    row = User.objects.select_related("profile__handle").annotate(**asked).get(pk=viewer.user_id or 0)
    counts = {name: getattr(row, name) for name in asked}
    vars(viewer)["_header"] = getattr(row, "profile", None), counts
    return counts


def counted_in_header(viewer: Viewer, name: str) -> int | None:
    """Give a number of the header, if it was read."""
    known = vars(viewer).get("_header")
    return known[1].get(name) if known else None


def profile_in_header(viewer: Viewer) -> Profile | None:
    """Give the member's own profile with its handle, of which the header shows the picture."""
    known = vars(viewer).get("_header")
    if known:
        profile: Profile | None = known[0]
        return profile
    return Profile.objects.select_related("handle").filter(user=viewer.user_id).first()

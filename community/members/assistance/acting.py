"""For whom a mentor writes at the moment: kept in their session, asked of the database on every request.

A form says for whom it was opened, so that what was written for one never appears under another's name when a tab was
open longer than that lasted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, cast

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..permissions import Refused
from .models import Assistance

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ..models import User

KEY = "acting_for"
FIELD = "acting_for"
CHANGED = _("For whom you write has changed since this form was opened. If it is right as it is now, send it again.")


class Authorship(TypedDict):
    """Whose contribution it is, and who writes it for them; what services of contributions take."""

    author: User
    acted_by: User | None


def begin(request: HttpRequest, assistance: Assistance) -> None:
    """Write for this person from now on, in this browser."""
    request.session[KEY] = assistance.pk
    vars(request).pop("_acting", None)


def stop(request: HttpRequest) -> None:
    """Write for oneself again."""
    request.session.pop(KEY, None)
    vars(request).pop("_acting", None)


def acting(request: HttpRequest) -> Assistance | None:
    """Say for whom the request writes; None for oneself. Touches no session of a visitor."""
    if "_acting" not in vars(request):
        vars(request)["_acting"] = _ask(request)
    return cast("Assistance | None", vars(request)["_acting"])


def author_of(request: HttpRequest) -> User:
    """Say as whom the request would write."""
    assistance = acting(request)
    return assistance.person if assistance else cast("User", request.user)


def authorship(request: HttpRequest) -> Authorship:
    """Give author and writer for what a form brought; raises `Refused` when it was opened for somebody else."""
    assistance = acting(request)
    if request.POST.get(FIELD, "") != (str(assistance.pk) if assistance else ""):
        raise Refused(str(CHANGED))
    member = cast("User", request.user)
    return {"author": assistance.person, "acted_by": member} if assistance else {"author": member, "acted_by": None}


def _ask(request: HttpRequest) -> Assistance | None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    key = request.session.get(KEY)
    if key is None:
        return None
    found = Assistance.objects.running().filter(pk=key, mentor=request.user).select_related("person").first()
    if found is None:
        del request.session[KEY]
    return found

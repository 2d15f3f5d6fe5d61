"""The last step of every way in: who is suspended goes no further, and reads why.

Password, code, passkey, second factor, account from elsewhere: allauth leads all of them through its stages, and this
one stands behind the others. So only who has proved to be the member learns of a suspension.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.account.stages import LoginStage
from django.shortcuts import redirect

from ..models import User
from ..permissions import is_suspended

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

STAGE = "community.members.standing.entrance.SuspensionStage"
TURNED_AWAY = "turned_away"  # in the session: the account that was proved and is suspended, and when
SHOWN_FOR = 15 * 60  # seconds: another person may use the device next


class SuspensionStage(LoginStage):
    """Turn a suspended member away to the page that says until when."""

    key = "suspension"
    urlname = "account_suspended"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Ask the row as it stands now."""
        user = User.objects.filter(pk=self.login.user.pk).first() if self.login.user else None
        if user is None or not is_suspended(user):
            return None, True
        self.request.session[TURNED_AWAY] = [user.pk, time.time()]
        return redirect("account_suspended"), False


def turned_away(request: HttpRequest) -> User | None:
    """Find the suspended member that this visitor has proved to be just now; nobody once the suspension is over."""
    key, proved_at = request.session.get(TURNED_AWAY) or (None, 0)
    user = User.objects.filter(pk=key).first() if key and time.time() - proved_at < SHOWN_FOR else None
    return user if user and is_suspended(user) else None

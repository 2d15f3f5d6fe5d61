"""Of what a member wants mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from community.members.permissions import Refused

from ..models import Preference
from ..permissions import may_choose_mails

if TYPE_CHECKING:
    from community.members.models import User


def preference_of(user: User) -> Preference:
    """Give what the member chose, or what holds for who has chosen nothing."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


def choose_mails(*, user: User, mention: bool, quote: bool, reply: bool, reminder: bool) -> Preference:
    """Keep of what the member wants mails. Raises `Refused`."""
    if not may_choose_mails(user):
        raise Refused(_("Please sign in with an account that is in use."))
    chosen = {"mail_mention": mention, "mail_quote": quote, "mail_reply": reply, "mail_reminder": reminder}
    preference, _is_new = Preference.objects.update_or_create(user=user, defaults=chosen)
    return preference

"""What members answer about an account, and what follows from its changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from allauth.account.signals import user_logged_in
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import signals as auth
from django.dispatch import receiver
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_from_path, override
from django.utils.translation import gettext as _

from ..signals import member_erasing, personal_data_requested, profile_changed
from . import account, agreeing, consents, publishing
from .answers import Attachment, Part, answers
from .erasing import pending

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ..models import User


@receiver(personal_data_requested, dispatch_uid="members_personal_data")
def tell_of_account(user: User, **kwargs: Any) -> Iterator[Part | Attachment]:
    """Tell of the account, its addresses, sessions, consents and mails."""
    return account.parts_of(user)


@receiver(personal_data_requested, dispatch_uid="members_published")
def tell_of_published(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell of stories one is named in, and of what one did in the editing room."""
    return publishing.parts_of(user)


@receiver(member_erasing, dispatch_uid="members_erasing")
@answers(*account.keys())
def erase_account(user: User, *, limit: int, **kwargs: Any) -> int:
    """Delete what goes with the account."""
    return account.remove_rows(user, limit=limit)


@receiver(profile_changed, dispatch_uid="members_consents")
def follow_consent(user: User, **kwargs: Any) -> None:
    """Write down the choice to be found, and its end."""
    consents.follow_profile(user)


@receiver(user_logged_in, dispatch_uid="members_pending_erasure")
def remind_of_erasure(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Say on signing in that the account is about to be deleted, in the language and zone of the pages that follow."""
    if erasure := pending(user):
        asked_for = get_next_redirect_url(request)
        language = (get_language_from_path(asked_for) or settings.LANGUAGE_CODE) if asked_for else get_language()
        with override(language):
            day = date_format(timezone.localtime(erasure.due_at, ZoneInfo(user.zone)), "j F Y")
            said = _("Your account will be deleted on %(day)s. You can stop it under “My data”.") % {"day": day}
        messages.warning(request, said)


@receiver(auth.user_logged_in, dispatch_uid="members_asked_to_agree")
def ask_to_agree(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Look up on signing in whether the member is to be asked to agree to the terms."""
    request.session.pop(agreeing.ASKED, None)
    agreeing.remember(request, user)

"""Helping a member to a new password: the link goes to their mailbox, nobody else ever knows one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.forms import ResetPasswordForm
from django.db import transaction
from django.utils.translation import gettext as _

from ..permissions import Refused
from .permissions import may_manage
from .services import allowed, clean_reason, write_down

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ..models import User


@transaction.atomic
def mail_link(request: HttpRequest, *, by: User, member: User, reason: str) -> User:
    """Mail a member the link to a new password, as if they had asked for it; raises `Refused` where none can go."""
    user = allowed(by, member, may_manage)
    reason = clean_reason(reason)
    form = ResetPasswordForm({"email": user.email or ""})
    if not user.is_active or not form.is_valid():
        raise Refused(_("No mail can be sent to this account: it is switched off, or it has no address."))
    form.save(request)
    write_down(user, "mail_password_link", by=by, reason=reason)
    return user

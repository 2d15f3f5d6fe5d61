"""Mails about organisations, in the language and the zone of who gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from ..blocking.permissions import has_blocked
from ..models import User
from .mailboxes import reader_has_blocked
from .models import Membership
from .permissions import RUNNING

if TYPE_CHECKING:
    from .models import Invitation, MembershipRequest, Organisation


def send_invitation(invitation: Invitation, token: str) -> None:
    """Mail an invitation with its link; who has no address finds it on their own page."""
    user, by = invitation.user, invitation.invited_by
    if by and (has_blocked(user, by) if user else reader_has_blocked(invitation.email, by)):
        return  # by handle it still stands on their own page; whoever invites is not told
    email = user.email if user else invitation.email
    context = {"invitation": invitation, "organisation": invitation.organisation, "user": user}
    _send(
        "invitation",
        email,
        invitation.language,
        context,
        "organisations:invitation",
        token,
        zone=user.zone if user else None,
    )


def tell_of_request(asking: MembershipRequest) -> None:
    """Tell those who run an organisation that somebody would like to join."""
    rows = Membership.objects.filter(organisation=asking.organisation, role__in=RUNNING).select_related("user")
    for membership in rows:
        if has_blocked(membership.user, asking.user):
            continue  # it still stands on the page of the people
        _tell(membership.user, "request", asking.organisation, "organisations:people", asking=asking)


def tell_of_answer(asking: MembershipRequest) -> None:
    """Tell who asked what was answered."""
    _tell(asking.user, "answer", asking.organisation, "organisations:organisation", asking=asking)


def tell_of_refusal(invitation: Invitation) -> None:
    """Tell the owner who offered it that one of the people does not want to own it."""
    by, user = invitation.invited_by, invitation.user
    if by and user and not has_blocked(by, user):
        _tell(by, "refusal", invitation.organisation, "organisations:people", invitation=invitation)


def tell_of_lost_owner(organisation: Organisation) -> None:
    """Tell the administrators that an organisation has no owner any more."""
    for user in User.objects.filter(is_superuser=True, is_active=True).exclude(email=None):
        _send(
            "lost_owner", user.email, user.language, {"organisation": organisation, "user": user},
            "organisations_admin:edit", organisation.pk, zone=user.zone,
        )  # fmt: skip


def tell_of_closing(organisation: Organisation, user: User, reason: str) -> None:
    """Tell one of its people that it was closed, and why if its owner wrote that."""
    context = {"reason": reason, "contact": settings.CONTACT_EMAIL}
    _tell(user, "closed", organisation, "organisations:organisation", **context)


def tell_of_reopening(organisation: Organisation, user: User) -> None:
    """Tell an owner that staff opened it again."""
    _tell(user, "reopened", organisation, "organisations:organisation")


def _tell(user: User, name: str, organisation: Organisation, view: str, **context: Any) -> None:
    if user.is_active:
        context |= {"organisation": organisation, "user": user}
        _send(name, user.email, user.language, context, view, organisation.handle.text, zone=user.zone)


def _send(
    name: str, email: str | None, language: str, context: dict[str, Any], view: str, *args: object, zone: str | None
) -> None:
    if not email:
        return
    with override(language), timezone.override(ZoneInfo(zone or settings.TIME_ZONE)):
        url = settings.BASE_URL + reverse(view, args=args)
        context = context | {"site_name": settings.SITE_NAME, "url": url}
        EmailMessage(
            subject=" ".join(render_to_string(f"organisations/email/{name}_subject.txt", context).split()),
            body=render_to_string(f"organisations/email/{name}_message.txt", context).strip() + "\n",
            to=[email],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()

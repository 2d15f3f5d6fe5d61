"""Asking those who agreed to older terms, or never to any, to agree; nobody is shut out from reading.

Who agreed to older ones goes on as before. Who never did, since somebody else signed up with their address or the staff
made their account, is led here before they write, and says what they are called. Whether someone is to be asked is
looked up when they sign in and kept in the session, so that pages ask nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from ..models import User
from ..permissions import require_writer
from ..services import change_handle, give_profile
from ..signals import profile_changed
from . import consents
from .models import Consent

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

ASKED = "asked_to_agree_to"  # in the session: one of these three
NOTHING, NEWER, FIRST = "", "newer", "first"


@transaction.atomic
def agree(*, member: User) -> Consent:
    """Write down that a member agrees to the terms as they are now; the older consent stays, marked as replaced."""
    User.objects.select_for_update().get(pk=member.pk)  # who presses twice at once agrees once
    if (standing := _standing(member)) and standing.version != consents.VERSION:
        standing.withdrawn_at, standing.is_replaced = timezone.now(), True
        standing.save(update_fields=["withdrawn_at", "is_replaced"])
    return consents.record(user=member, kind=Consent.Kind.TERMS)


@transaction.atomic
def introduce(*, member: User, name: str, handle: str) -> Consent:
    """Let who never agreed say what they are called, and agree; raises `Refused`, `ValidationError` for the handle."""
    require_writer(member)
    profile = give_profile(user=member)
    profile.user = member
    member.name = name
    member.save(update_fields=["name"])
    change_handle(by=member, profile=profile, handle=handle)
    profile_changed.send(sender=User, user=member)
    return agree(member=member)


def never_agreed(member: User) -> bool:
    """Tell whether the member has never agreed: neither when joining or later, nor to a mentor."""
    return not _words_of(member).exists()


def remember(request: HttpRequest, member: User) -> str:
    """Look up and keep in the session what the member is to be asked; return it."""
    wanted: str = request.session.setdefault(ASKED, wanted_of(member))
    return wanted


def asked_of(request: HttpRequest) -> str:
    """Tell a page what to ask; sessions from before there was the question look it up once."""
    if not request.user.is_authenticated:
        return NOTHING
    kept: str | None = request.session.get(ASKED)
    return remember(request, request.user) if kept is None else kept


def forget(request: HttpRequest) -> None:
    """Ask no more in this session."""
    request.session[ASKED] = NOTHING


def led_to_agree(request: HttpRequest) -> HttpResponse | None:
    """Lead who never agreed from a page for writing to the one that asks, and back; None for everybody else."""
    if asked_of(request) != FIRST:
        return None
    page = reverse("members:agree")
    if request.headers.get("HX-Request"):  # the whole page, not in the place of the form
        return HttpResponse(headers={"HX-Redirect": page})
    return redirect_to_login(request.get_full_path(), page) if request.method == "GET" else redirect(page)


def wanted_of(member: User) -> str:
    """Look up what a member is to be asked now."""
    versions = dict(_words_of(member).values_list("kind", "version"))
    if not versions:
        return FIRST
    return NOTHING if versions.get(Consent.Kind.TERMS) == consents.VERSION else NEWER


def _words_of(member: User) -> QuerySet[Consent]:
    """Find what one agreed to when joining, or to a mentor."""
    kinds = (Consent.Kind.TERMS, Consent.Kind.ASSISTED)
    return Consent.objects.filter(user=member, kind__in=kinds, withdrawn_at=None)


def _standing(member: User) -> Consent | None:
    return Consent.objects.filter(user=member, kind=Consent.Kind.TERMS, withdrawn_at=None).first()

"""Pages where mentors vouch for a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from guard.access import MEMBERS, access
from guard.limits import limit

from ..models import Handle, Profile
from ..permissions import Refused, may_see_profile
from ..rights.agreeing import led_to_agree
from . import vouching
from .forms import VouchForm
from .models import Vouch
from .permissions import may_vouch

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ..models import User
    from ..permissions import ViewedRequest

VOUCH_RATE = "20/day"


@access(GET=MEMBERS, POST=MEMBERS)
def vouch(request: ViewedRequest, handle: str) -> HttpResponse:
    """Give one's word for a member; who gave it already sees it, and may take it back until it counts."""
    if answer := led_to_agree(request):
        return answer
    mentor, profile = cast("User", request.user), _profile_or_404(request, handle)
    given = vouching.word_of(mentor, profile.user)
    if given and request.method == "GET":
        context = {"profile": profile, "given": given, "is_spent": vouching.is_spent(given)}
        return render(request, "members/vouch.html", context)
    form = VouchForm(request.POST or None)
    try:
        if request.method == "POST" and form.is_valid():
            limit(request, scope="vouch", rate=VOUCH_RATE)
            given = vouching.vouch(mentor=mentor, member=profile.user, reason=form.cleaned_data["reason"])
            _thank(request, given)
            return redirect(profile)
        vouching.require(bool(given) or may_vouch(mentor, profile.user), mentor, profile.user)
    except ValidationError as error:
        form.add_error("reason", error)
    except Refused as refused:
        context = {"profile": profile, "reason": refused, "typed": request.POST.get("reason", "")}
        return render(request, "members/vouch_refused.html", context, status=403)
    return render(request, "members/vouch.html", {"form": form, "profile": profile})


@access(POST=MEMBERS)
def take_back(request: ViewedRequest, handle: str) -> HttpResponse:
    """Take one's word back; pressed twice, the second press is answered alike."""
    profile = _profile_or_404(request, handle)
    mentor = cast("User", request.user)
    given = get_object_or_404(Vouch, mentor=mentor, member=profile.user)
    limit(request, scope="vouch", rate=VOUCH_RATE)
    vouching.take_back(mentor=mentor, member=profile.user)
    given.refresh_from_db()
    if given.withdrawn_at:
        messages.success(request, _("You have taken your word back."))
    else:
        messages.info(request, _("Your word has counted already, so it can’t be taken back any more."))
    return redirect(profile)


def _profile_or_404(request: ViewedRequest, handle: str) -> Profile:
    whole = Profile.objects.select_related("user", "handle").filter(user__handles__in=Handle.objects.known_as(handle))
    profile = get_object_or_404(whole)
    if not may_see_profile(request.user, profile):
        raise Http404
    return profile


def _thank(request: ViewedRequest, given: Vouch) -> None:
    name = given.member.name
    if vouching.is_spent(given):
        messages.info(request, _("Your word counted for a role that was taken back since. It doesn’t count again."))
    elif given.counted_at:
        messages.success(request, _("Thank you. %(name)s is a mentor now, and gets a mail about it.") % {"name": name})
    else:
        messages.success(
            request, _("Thank you. When another mentor vouches too, %(name)s becomes a mentor.") % {"name": name}
        )

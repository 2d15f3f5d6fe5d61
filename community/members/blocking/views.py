"""Pages of blocking: the question, and the list of whom one has blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from guard.access import MEMBERS, access
from guard.limits import limit

from ..models import Profile
from ..permissions import Refused, may_see_profile
from . import services
from .models import Block
from .permissions import has_blocked

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ..models import User

RATE = "60/hour"
PER_PAGE = 25


@access(GET=MEMBERS)
@never_cache
def blocked(request: HttpRequest) -> HttpResponse:
    """List the members whom one has blocked, the latest first."""
    blocks = Block.objects.filter(user=cast("User", request.user)).select_related("blocked__profile__handle")
    page = Paginator(blocks.order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(each, services.token_of(each.blocked)) for each in page.object_list]
    return render(request, "members/blocked.html", {"tab": "blocked", "page_obj": page, "rows": rows})


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def block(request: HttpRequest, token: str) -> HttpResponse:
    """Say what blocking a member does, and do it; or end it."""
    member, other = cast("User", request.user), services.member_of(token)
    if other is None or other.pk == member.pk:
        raise Http404
    if request.method != "POST":
        context = {"other": other, "is_blocked": has_blocked(member, other), "back": _back(request, other)}
        return render(request, "members/block_form.html", context)
    limit(request, scope="block", rate=RATE)
    if "stop" in request.POST:
        if services.unblock(user=member, other=other):
            messages.success(request, _("You see what %(name)s writes again.") % {"name": other.name})
        return redirect("members:blocked")
    try:
        services.block(user=member, other=other)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("You have blocked %(name)s. They are not told.") % {"name": other.name})
    return redirect("members:blocked")


def _back(request: HttpRequest, other: User) -> str:
    """Lead back to where the form was asked for: the page that the link named, else that of the member, if any."""
    asked_for = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(asked_for, {request.get_host()}, require_https=request.is_secure()):
        return asked_for
    profile = Profile.objects.filter(user=other).select_related("handle", "user").first()
    if profile and may_see_profile(request.user, profile):
        return profile.get_absolute_url()
    return reverse("members:blocked")

"""Pages of blocking: the question, and the list of whom one has blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from guard.access import MEMBERS, access
from guard.limits import limit

from ..permissions import Refused
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
        context = {"other": other, "is_blocked": has_blocked(member, other)}
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

"""Pages of following a discussion by mail: beginning it, with or without an account, and the link in each mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from guard.access import EVERYONE, access
from guard.idempotency import once
from guard.limits import limit, limit_as

from community.members.entrance import account_of
from community.members.permissions import Refused, member_of

from .kinds import place_of
from .rules import discussion_at
from .services import following
from .shown import MESSAGE
from .visitor_data.forms import AddressForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from community.members.permissions import ViewedRequest

    from .kinds import Place

RATE = "60/hour"
VISITOR_RATE = "30/hour"  # of one network address, which a whole village may share
ADDRESS_RATE = "5/day"  # mails to one address
STOP_RATE = "600/hour"  # of one network address: a mail service presses the button for all its people


@access(GET=EVERYONE, POST=EVERYONE)
@never_cache
def follow(request: ViewedRequest, key: str) -> HttpResponse:
    """Begin to get mails about new comments, or end it; visitors are mailed a link first."""
    place = place_of(key, request.viewer)
    if place is None:
        raise Http404
    try:
        following.require_followable(place)
        return _of_member(request, place) if request.viewer.user_id else _of_visitor(request, place)
    except Refused as refused:
        return render(request, "comments/follow.html", {"place": place, "refused": str(refused)}, status=403)


def _of_member(request: ViewedRequest, place: Place) -> HttpResponse:
    member = member_of(request)
    discussion = discussion_at(place.key)
    follower = following.Follower(discussion, member)
    if request.method == "POST":
        limit(request, scope="comment-follow", rate=RATE)
        if "stop" in request.POST:
            following.stop(follower)
            messages.success(request, _("You get no more mails about new comments here."), MESSAGE)
        else:
            following.follow(user=member, place=place)
            messages.success(request, _("You get a mail about new comments here."), MESSAGE)
        return redirect(f"{place.url}#komentar")
    return render(request, "comments/follow.html", {"place": place, "follows": follower.follows})


def _of_visitor(request: ViewedRequest, place: Place) -> HttpResponse:
    form = AddressForm(request.POST if request.method == "POST" else None)
    is_sent = False
    if form.is_bound:
        limit(request, scope="visitor-follow", rate=VISITOR_RATE)
        if form.is_valid():
            limit_as(account_of(form.cleaned_data["email"]), scope="visitor-follow.address", rate=ADDRESS_RATE)
            with once(request, scope="visitor-follow") as first:
                if first.answer is None:
                    following.ask_to_follow(place=place, email=form.cleaned_data["email"])
                    first.answer = "sent"
            is_sent = True
    return render(request, "comments/follow.html", {"place": place, "form": form, "is_sent": is_sent})


@access(GET=EVERYONE, POST=EVERYONE)
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Begin the mails to a visitor, once; only the button does, since mail programs open links by themselves."""
    asked = following.asked_by(token)
    if asked is None:
        return render(request, "comments/follow_confirm.html", status=404)
    if request.method == "POST":
        limit(request, scope="visitor-follow.confirm", rate=STOP_RATE)
        following.begin_by_link(asked)
    follower = asked.follower
    follows = follower.follows
    is_used = not follows and asked.is_used()
    context = {"follower": follower, "place": _place(follower), "follows": follows, "is_used": is_used}
    return render(request, "comments/follow_confirm.html", context, status=410 if is_used else 200)


# The signed token says whose mails about what it is, and a mail program that presses the button has no form of ours.
@csrf_exempt
@access(GET=EVERYONE, POST=EVERYONE)
@never_cache
def unfollow(request: HttpRequest, token: str) -> HttpResponse:
    """End the mails for who got one, without a login, or undo it; the answer to the button is a page (RFC 8058)."""
    follower = following.follower_of(token)
    if follower is None:
        return render(request, "comments/unfollow.html", status=404)
    is_back, undo, refused = False, "", ""
    if request.method == "POST":
        limit(request, scope="comment-unfollow", rate=STOP_RATE)
        if "undo" in request.POST:
            try:
                is_back = following.take_back(follower, request.POST["undo"])
            except Refused as reason:
                refused = str(reason)
        else:
            following.stop(follower)
            undo = following.undo_mark(follower)
    told = {"follows": follower.follows, "is_back": is_back, "undo": undo, "refused": refused}
    context = {"follower": follower, "place": _place(follower), **told}
    return render(request, "comments/unfollow.html", context, status=403 if refused else 200)


def _place(follower: following.Follower) -> Place | None:
    """Find what is discussed, while they may still see it."""
    return place_of(follower.discussion.key, follower.viewer)

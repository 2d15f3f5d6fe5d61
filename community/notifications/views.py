"""Pages of what one was told: the list, which mails one gets, and what the link in a mail leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from guard.access import EVERYONE, MEMBERS, access
from guard.keys import key_in
from guard.limits import limit

from community.members.permissions import member_of

from .forms import MailsForm
from .services import listing, preferences, unfollowing, unread

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from community.members.permissions import ViewedRequest

READ_RATE = "240/hour"
CHOICE_RATE = "120/hour"
STOP_RATE = "600/hour"  # of one address: a mail service presses the button for all its people


@access(GET=MEMBERS)
@never_cache
def notifications(request: ViewedRequest) -> HttpResponse:
    """List what the member was told, the newest first; the links lead to the posts, and who was there has read it."""
    after = key_in(request.GET.get("after", ""))
    page = listing.page_of(request.viewer, after=after)
    return render(request, "notifications/list.html", {"tab": "list", "page": page, "is_further": bool(after)})


@access(POST=MEMBERS)
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read that the list showed or that is older."""
    limit(request, scope="notifications-read", rate=READ_RATE)
    unread.mark_all(user_id=member_of(request).pk, up_to=key_in(request.POST.get("up_to", "")))
    messages.success(request, _("Everything is marked as read."))
    return redirect("notifications:list")


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def mails(request: HttpRequest) -> HttpResponse:
    """Choose of what one gets mails."""
    member = member_of(request)
    chosen = preferences.preference_of(member)
    initial = {name: getattr(chosen, f"mail_{name}") for name in MailsForm.base_fields}
    form = MailsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        limit(request, scope="notifications-choice", rate=CHOICE_RATE)
        preferences.choose_mails(user=member, **form.cleaned_data)
        messages.success(request, _("Your choice is saved."))
        return redirect("notifications:mails")
    return render(request, "notifications/mails.html", {"tab": "mails", "form": form})


# The signed token says whose mails about what it is, and a mail program that presses the button has no form of ours.
@csrf_exempt
@access(GET=EVERYONE, POST=EVERYONE)
@never_cache
def unfollow(request: HttpRequest, token: str) -> HttpResponse:
    """Mute what a mail was about for who got it, without a login, or undo it; only the button does.

    Mail programs open links by themselves. The answer to the button is a page, not a redirect: RFC 8058 wants it so.
    """
    found = unfollowing.subscription_of(token)
    if found is None:
        return render(request, "notifications/unfollow.html", status=404)
    is_back = False
    if request.method == "POST":
        limit(request, scope="notifications-stop", rate=STOP_RATE)
        if "undo" in request.POST:
            is_back = unfollowing.take_back(found, request.POST["undo"])
        else:
            unfollowing.stop(found)
    is_muted = found.is_muted
    undo = unfollowing.undo_mark(found) if is_muted else ""
    context = {"found": found, "within": found.container, "is_muted": is_muted, "is_back": is_back, "undo": undo}
    return render(request, "notifications/unfollow.html", context)

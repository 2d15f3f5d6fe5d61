"""Bookmarking a post with a note and a reminder, and the link in a reminder's mail that stops further ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from guard.access import EVERYONE, MEMBERS, access
from guard.limits import limit

from community.members.permissions import Refused, member_of

from ..forms.reading import BookmarkForm
from ..models import Bookmark, Post
from ..services import bookmarks
from .explaining import lead_to

if TYPE_CHECKING:
    from community.members.permissions import ViewedRequest

RATE = "240/hour"
LONGEST_PLACE = 500  # signs of what the list was opened with
STOP_RATE = "600/hour"  # of one address: a mail service presses the button for all its people


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def bookmark(request: ViewedRequest, pk: int) -> HttpResponse:
    """Keep a post, change its note and reminder, or keep it no longer; htmx loads the form in place."""
    member = member_of(request)
    if request.method == "POST" and "remove" in request.POST:
        return _remove(request, pk)
    post = Post.objects.visible_to(request.viewer).written().select_related("topic").filter(pk=pk).first()
    if post is None:
        raise Http404
    known = Bookmark.objects.filter(user=member, post=pk).first()
    form = BookmarkForm(request.POST if request.method == "POST" else None, member=member, post_id=pk, known=known)
    status = 200
    if request.method == "POST" and form.is_valid():
        limit(request, scope="bookmark", rate=RATE)
        facts = {name: form.cleaned_data[name] for name in ("note", "remind_at")}
        try:
            bookmarks.bookmark_post(user=member, post=post, **facts)
        except (Refused, ValidationError) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            status = 403 if isinstance(error, Refused) and not request.htmx else 200  # in place it is to be read
        else:
            messages.success(request, _("The post is among your bookmarks."))
            return _lead_back(request, post)
    template = "forums/includes/bookmark_form.html" if request.htmx else "forums/bookmark_form.html"
    context = {"form": form, "post": post, "topic": post.topic, "bookmark": known}
    return render(request, template, context, status=status)


# The signed token says whose reminders it is about, and a mail program that presses the button has no form of ours.
@csrf_exempt
@access(GET=EVERYONE, POST=EVERYONE)
@never_cache
def stop_reminders(request: ViewedRequest, token: str) -> HttpResponse:
    """Take back all reminders of a member, without a login; only the button does, as mail programs open links.

    The answer to the button is a page, not a redirect: RFC 8058 wants it so.
    """
    if request.method == "POST":
        limit(request, scope="reminders-stop", rate=STOP_RATE)
        found = bookmarks.stop_reminders(token=token)
    else:
        found = bookmarks.user_of(token)
    context = {"is_known": found is not None, "is_done": request.method == "POST"}
    return render(request, "forums/stop_reminders.html", context, status=200 if found else 404)


def _remove(request: ViewedRequest, pk: int) -> HttpResponse:
    """Keep it no longer, be the post still there or not; pressed twice it leads where the first press led."""
    limit(request, scope="bookmark", rate=RATE)
    bookmarks.remove_bookmark(user=member_of(request), post_id=pk)
    messages.success(request, _("The bookmark is removed."))
    return _lead_back(request, Post.objects.visible_to(request.viewer).filter(pk=pk).first())


def _lead_back(request: ViewedRequest, post: Post | None) -> HttpResponse:
    """Lead to where the button was: the post, or the list at the page and the words that it was opened with."""
    if post is not None and "from_list" not in request.POST:
        return lead_to(request, post)
    shown = QueryDict(request.POST.get("from_list", "")[:LONGEST_PLACE])
    kept = {name: shown[name] for name in ("q", "after") if shown.get(name)}
    address = reverse("forums:bookmarked")
    return lead_to(request, f"{address}?{urlencode(kept)}" if kept else address)

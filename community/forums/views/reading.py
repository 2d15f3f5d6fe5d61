"""Pages that visitors read. They hold no form that posts, so they can be cached whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from guard.access import EVERYONE, access
from guard.keys import LARGEST

from community.members.permissions import member_of
from community.writing.composing import is_begun

from ..models import POSTS_PER_PAGE, Post, Topic
from ..permissions import is_open, note_part
from ..polls.shown import of_topic
from ..services import progress, reading
from ..services.merged import address_after_merging, is_closed_to_author
from ..services.participants import people_with_acts
from ..signals import topic_viewed
from .explaining import refused
from .lists import crumbs, private_crumbs

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

LONGEST_NUMBER = 9  # digits of a page number that somebody could mean


@access(GET=EVERYONE)
def topic(request: ViewedRequest, pk: int, slug: str) -> HttpResponse:
    """Show one page of a topic."""
    answering = ("accepted_post__author", "accepted_post__acted_by", "accepted_post__organisation")
    related = ("author", "category__parent", *answering, "poll")
    listed = Topic.objects.visible_to(request.viewer).select_related(*related)
    listed = listed.annotate(has_draft=is_begun(request, f"reply-{pk}"))
    topics = progress.with_state(listed, request.viewer)
    shown, asked = topics.prefetch_related("regions", "sectors", "tags").filter(pk=pk).first(), page_number(request)
    if shown is None or shown.merged_into_id:
        return lead_on(request, pk, POSTS_PER_PAGE * (max(1, asked) - 1) + 1)
    number = max(1, min(asked, shown.page_count))
    if slug != shown.slug or number != asked:
        return redirect(_page_url(shown, number), permanent=number == asked)
    if shown.is_private:
        note_part(member_of(request), shown)
    pages = Paginator(range(shown.post_count), POSTS_PER_PAGE).page(number)
    state = progress.opened(request.viewer, shown)
    posts = reading.posts_on_page(shown, number, request.viewer)
    if request.viewer.user_id:
        topic_viewed.send(sender=Topic, request=request, topic=shown, posts=posts)
    people = people_with_acts(shown, posts) if shown.is_private else []
    return render(
        request,
        "forums/topic.html",
        {
            "topic": shown,
            "posts": posts,
            "answer": reading.answer_to(shown, request.viewer) if number == 1 else None,
            "poll": of_topic(shown, request.viewer) if number == 1 else None,
            "page_obj": pages,
            "place": shown.place_of(POSTS_PER_PAGE * (number - 1) + 1),
            "reading": state,
            "continue_url": shown.url_at(state.continue_at) if state and state.continue_at and number == 1 else "",
            "moderates": reading.moderates(request.viewer, shown),
            "people": people,
            "participants": [] if shown.is_private else reading.participants(posts),
            "is_open": is_open(request.user, shown) and reading.takes_answers(shown, request.viewer),
            "is_for_others": is_open(request.user, shown) and not reading.takes_answers(shown, request.viewer),
            "last_url": f"{_page_url(shown, shown.page_count)}#post-{shown.post_count}",
            "crumbs": crumbs(shown.category.parent, shown.category) if not shown.is_private else private_crumbs(),
        },
    )


@access(GET=EVERYONE)
def post(request: ViewedRequest, pk: int) -> HttpResponse:
    """Lead to a post: its page of its topic, and its place there, where a mark stands if it is no longer shown."""
    shown = Post.objects.visible_to(request.viewer).select_related("topic").filter(pk=pk).first()
    if shown is None:
        shown = get_object_or_404(Post.objects.select_related("topic"), pk=pk)
        if not Topic.objects.visible_to(request.viewer).filter(pk=shown.topic_id).exists():
            if is_closed_to_author(request.viewer, pk):
                return refused(
                    request,
                    _("What you wrote is still there, but it stands in a category now that is not open to you."),
                )
            return lead_on(request, shown.topic_id, shown.number)
    return redirect(f"{_page_url(shown.topic, shown.page_number)}#{shown.anchor}")


def lead_on(request: ViewedRequest, pk: int, number: int) -> HttpResponse:
    """Lead from a topic that was merged to where its posts are, and from one that the viewer deleted to the lists.

    Who began one that was merged where they may not read is told so; 404 for what else is gone, or not open to them.
    """
    if address := address_after_merging(request.viewer, pk, number=number):
        return redirect(address)
    if Topic.objects.visible_to(request.viewer).filter(pk=min(pk, LARGEST)).exists():
        return refused(request, _("This topic was merged into another one, in a category that is not open to you."))
    gone = Topic.objects.filter(pk=min(pk, LARGEST), deleted_by=request.viewer.user_id).exclude(deleted_at=None).first()
    if gone is None or not request.viewer.user_id:
        raise Http404
    if gone.is_private:
        messages.success(request, _("You deleted this conversation."))
        return redirect("forums:private")
    messages.success(request, _("You deleted this topic. Moderators can bring it back."))
    return redirect("forums:index")


def page_number(request: ViewedRequest) -> int:
    """Read which page of a topic is asked for: 0 for what is none, so that one is led to the first."""
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else 0


def _page_url(topic: Topic, number: int) -> str:
    return topic.get_absolute_url() + (f"?page={number}" if number > 1 else "")

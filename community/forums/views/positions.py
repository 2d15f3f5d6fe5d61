"""Ways to a place in a topic: by number, by day; the topic on one page to print; a post as text to pass on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from guard.access import EVERYONE, access
from guard.keys import LARGEST
from guard.limits import limit

from community.members.permissions import EVERYONE as TOKEN_OF_EVERYONE
from home.templatetags.time_tags import grouped

from ..forms.reading import JumpForm
from ..models import Post, Topic
from ..polls.shown import of_topic
from ..services import positions
from ..services.merged import merged_into
from .reading import lead_on, page_number

if TYPE_CHECKING:
    from community.members.permissions import ViewedRequest

PRINT_RATE = "60/hour"


@access(GET=EVERYONE)
def numbered(request: ViewedRequest, pk: int, slug: str, number: int) -> HttpResponse:
    """Lead to a post by its number in a topic; beyond the last one, to that, and say so."""
    topic = Topic.objects.visible_to(request.viewer).filter(pk=pk).first()
    if topic is None or topic.merged_into_id:
        return lead_on(request, pk, number)
    return _to_number(request, topic, number)


@access(GET=EVERYONE)
def jump(request: ViewedRequest, pk: int, slug: str) -> HttpResponse:
    """Ask for a day or a number, then lead there."""
    form = JumpForm(request.GET if request.GET else None)
    topic = _topic(request, pk)
    if not isinstance(topic, Topic):
        return _jump_on(request, pk, form) or topic
    if form.is_valid():
        day, number = form.cleaned_data["day"], form.cleaned_data["number"]
        return _to_number(request, topic, number or positions.number_on(topic, day))
    last_url = topic.url_at(positions.last_number(topic))
    return render(request, "forums/jump.html", {"form": form, "topic": topic, "last_url": last_url})


@access(GET=EVERYONE)
def print_view(request: ViewedRequest, pk: int, slug: str) -> HttpResponse:
    """Show up to 500 posts of a topic without anything around them."""
    limit(request, scope="print", rate=PRINT_RATE)
    topic, number = _topic(request, pk), page_number(request)
    if not isinstance(topic, Topic):
        return topic
    pages = Paginator(range(topic.post_count), positions.PRINTED_PER_PAGE)
    number = max(1, min(number, pages.num_pages))
    page = pages.page(number)
    posts = positions.printed(topic, number, request.viewer)
    poll = of_topic(topic, request.viewer) if number == 1 else None
    return render(request, "forums/print.html", {"topic": topic, "posts": posts, "poll": poll, "page_obj": page})


@access(GET=EVERYONE)
def share(request: ViewedRequest, pk: int) -> HttpResponse:
    """Show a post as text with its address, to be sent by WhatsApp or copied."""
    posts = Post.objects.visible_to(request.viewer).live().written()
    posts = posts.filter(topic__is_live=True, topic__is_private=False)
    related = ("topic__category", "author", "acted_by", "organisation")
    post = get_object_or_404(posts.select_related(*related), pk=pk)
    context = {
        "post": post,
        "topic": post.topic,
        "text": positions.text_of(post),
        "address": positions.address_of(post),
        "is_open": post.topic.category.audience_see == TOKEN_OF_EVERYONE,
    }
    return render(request, "forums/share.html", context)


def _to_number(request: ViewedRequest, topic: Topic, number: int) -> HttpResponse:
    last = max(1, topic.post_count)
    if number > last:
        said = {"number": grouped(number), "last": grouped(last)}
        messages.info(request, _("There is no post %(number)s here; this is the last one, number %(last)s.") % said)
    return redirect(topic.url_at(max(1, min(number, last))))


def _jump_on(request: ViewedRequest, pk: int, form: JumpForm) -> HttpResponse | None:
    """Lead from a merged topic to what was asked for in it: a number as it was there, a day in the other one."""
    into = Topic.objects.visible_to(request.viewer).filter(pk=merged_into(min(pk, LARGEST))).first()
    if into is None or into.pk == pk or not form.is_valid():
        return None
    if number := form.cleaned_data["number"]:
        return lead_on(request, pk, number)
    return redirect(into.url_at(max(1, positions.number_on(into, form.cleaned_data["day"]))))


def _topic(request: ViewedRequest, pk: int) -> Topic | HttpResponse:
    """Find a topic, or lead on from one that was merged."""
    topic = Topic.objects.visible_to(request.viewer).select_related("category", "poll").filter(pk=pk).first()
    return lead_on(request, pk, 1) if topic is None or topic.merged_into_id else topic

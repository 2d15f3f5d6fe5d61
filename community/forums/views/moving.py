"""Choosing posts, moving them into another topic or a new one, and merging two topics: asked, told, then done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from guard.access import MEMBERS, access
from guard.freshness import CHANGED, Changed
from guard.idempotency import once
from guard.limits import limit

from community.members.permissions import Refused, member_of
from community.writing.objections import objection_to

from .. import services
from ..forms.moving import MergeForm, MoveForm, NumbersForm, SplitForm
from ..models import Act, Post, Topic
from ..services.choosing import numbers_in, posts_from, posts_meant, written_as
from ..services.publication import locked_topics
from .moderating import RATE, may_move, refuse, renew, tell_of, topic_to_keep

if TYPE_CHECKING:
    from community.members.models import User
    from community.members.permissions import ViewedRequest

    from ..forms.moving import ConfirmedForm

NEXT = {"pindah": "forums:move_posts", "pisah": "forums:split_topic"}


@access(GET=MEMBERS)
@never_cache
def choose_posts(request: ViewedRequest, pk: int) -> HttpResponse:
    """Tick posts or write their numbers, on as many pages as there are, before they go elsewhere."""
    topic = _topic(request, pk)
    if not isinstance(topic, Topic):
        return topic
    typed, error, is_read = request.GET.get("nomor", "")[:5000], "", True
    numbers = {int(each) for each in request.GET.getlist("pilih")[:100] if _is_number(each)}
    try:
        numbers |= numbers_in(typed, last=topic.post_count)
    except ValidationError as unreadable:
        error, is_read = unreadable.messages[0], False
    aim = request.GET.get("tujuan", "")
    if aim in NEXT and not error:
        error = _why_not(member_of(request), topic, numbers, typed, opening=aim == "pisah")
        if not error:
            return redirect(f"{reverse(NEXT[aim], args=[pk])}?{urlencode({'nomor': written_as(numbers)})}")
    start = request.GET.get("mulai", "")
    posts, before, further = posts_from(topic, int(start) if _is_number(start) else min(numbers, default=1))
    elsewhere = written_as(numbers - {post.number for post in posts})
    form = NumbersForm({"nomor": elsewhere if is_read and (numbers or not error) else typed})
    if error:
        form.add_error("nomor", error)
    context = {"topic": topic, "form": form, "posts": posts, "chosen": numbers, "before": before, "further": further}
    return render(request, "forums/choose_posts.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def move_posts(request: ViewedRequest, pk: int) -> HttpResponse:
    """Move posts into a topic that is there already."""
    topic = _topic(request, pk)
    if not isinstance(topic, Topic):
        return topic
    form = MoveForm(_sent(request), topic=topic, moderator=member_of(request), initial=_chosen(request))

    def move() -> str:
        posts, reason = form.posts, form.cleaned_data["reason"]
        services.move_posts(moderator=member_of(request), posts=posts, into=form.topics[-1], reason=reason)
        return posts[0].get_absolute_url()

    return _ask(request, form, move, "forums/move_posts.html", _("The posts are moved."))


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def split_topic(request: ViewedRequest, pk: int) -> HttpResponse:
    """Make a new topic of posts."""
    topic = _topic(request, pk)
    if not isinstance(topic, Topic):
        return topic
    form = SplitForm(_sent(request), topic=topic, moderator=member_of(request), initial=_chosen(request))

    def split() -> str:
        facts = {name: form.cleaned_data[name] for name in ("title", "category", "reason")}
        posts = form.posts
        services.split_topic(moderator=member_of(request), posts=posts, **facts)
        return posts[0].get_absolute_url()

    return _ask(request, form, split, "forums/split_topic.html", _("The posts are a topic of their own."))


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def merge_topic(request: ViewedRequest, pk: int) -> HttpResponse:
    """Bring all posts of one topic into another one."""
    topic = _topic(request, pk)
    if not isinstance(topic, Topic):
        return topic
    form = MergeForm(_sent(request), topic=topic, moderator=member_of(request))

    def merge() -> str:
        gone, stays = form.topics
        reason = form.cleaned_data["reason"]
        services.merge_topics(moderator=member_of(request), topic=gone, into=stays, reason=reason)
        return stays.get_absolute_url()

    return _ask(request, form, merge, "forums/merge_topic.html", _("The topics are one now."))


def _topic(request: ViewedRequest, pk: int) -> Topic | HttpResponse:
    topic = topic_to_keep(request, pk)
    if isinstance(topic, Topic) and request.method == "GET" and not may_move(member_of(request), topic):
        return refuse(request, _("The posts of this topic can’t be moved, since it is archived or gone."), topic)
    return topic


def _sent(request: ViewedRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _chosen(request: ViewedRequest) -> dict[str, Any]:
    return {"numbers": request.GET.get("nomor", "")[:5000]}


def _act_of(form: ConfirmedForm) -> int | None:
    """Find the small post that says what was just done in the topic."""
    said = Post.objects.filter(topic=form.topic, author=form.moderator, act__in=(Act.MOVED, Act.SPLIT, Act.MERGED))
    return said.order_by("-number").values_list("pk", flat=True).first()


def _why_not(member: User, topic: Topic, numbers: set[int], typed: str, *, opening: bool) -> str:
    """Say why posts can't go elsewhere, before more is asked; nothing where they can."""
    if not numbers and not typed.strip():
        return _("Please choose at least one post.")
    try:
        posts = posts_meant(topic, numbers, opening=opening)
    except ValidationError as reason:
        return str(reason.messages[0])
    return objection_to(member, *posts)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _ask(request: ViewedRequest, form: ConfirmedForm, act: Callable[[], str], template: str, done: str) -> HttpResponse:
    """Show the form, tell what will happen, or do what was confirmed, once however often it is sent."""
    context: dict[str, Any] = {"form": form, "topic": form.topic}
    status = 200
    if "confirmed" in request.POST and "change" not in request.POST:
        limit(request, scope="moderate", rate=RATE)
        try:
            with once(request, scope=f"moderate-topic-{form.topic.pk}") as first:
                # What a repeat sends needn't be right any more.
                is_repeat = first.answer is not None
                if not is_repeat and form.is_valid():
                    locked_topics(topic.pk for topic in form.topics)
                    if form.state() != form.cleaned_data["shown_state"]:
                        raise Changed
                    url = act()
                    first.answer = {"url": url, "act": _act_of(form)}
        except Changed:
            form.add_error(None, CHANGED)
        except (Refused, ValidationError) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            status = 403 if isinstance(error, Refused) else 200
        else:
            if first.answer is not None:
                # One of before this was kept is an address alone.
                told = first.answer if isinstance(first.answer, dict) else {"url": first.answer}
                tell_of(request, told, done, is_repeat)
                return redirect(told["url"])
    elif form.is_bound and "change" not in request.POST and form.is_valid():
        renew(form, form.state())
        return render(request, "forums/confirm_move.html", {**context, "asked": template})
    return render(request, template, context, status=status)

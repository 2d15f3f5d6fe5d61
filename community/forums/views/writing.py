"""Forms of the forum: pages of their own, which htmx loads in place where it saves a reload."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from guard.access import MEMBERS, access
from guard.idempotency import once
from guard.limits import limit

from community.members.assistance.acting import author_of, authorship
from community.members.permissions import Refused, Viewer
from community.members.standing.barred import barred
from community.writing.forms import KEPT_BY_BROWSER
from community.writing.services import render_markdown

from .. import services
from ..forms import FirstPostForm, PostForm, ReplyForm, TopicForm
from ..models import Post, Topic
from ..permissions import can_delete_post, can_edit_post, can_reply, require
from ..quoting import quote

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpResponse, QueryDict

    from community.members.models import User
    from community.members.permissions import ViewedRequest

TOPIC_RATE = "10/hour"
REPLY_RATE = "60/hour"
EDIT_RATE = "60/hour"


@access(GET=MEMBERS, POST=MEMBERS)
@cache_control(**KEPT_BY_BROWSER)
def start(request: ViewedRequest) -> HttpResponse:
    """Start a topic."""
    if answer := barred(request, author_of(request)):
        return answer
    viewer = Viewer(author_of(request))
    form = TopicForm(_data(request), viewer=viewer, initial={"category": request.GET.get("ruang", "")})
    status = 200
    if _is_sent(request, form):
        limit(request, scope="topic", rate=TOPIC_RATE)
        try:
            with once(request, scope="topic") as first:
                if first.answer is None:
                    first.answer = services.start_topic(
                        **authorship(request), language=get_language() or "id", **form.cleaned_data
                    ).pk
        except (Refused, ValidationError) as error:
            status = _explain(form, error)
        else:
            return _lead_to(request, Topic.objects.get(pk=first.answer))
    return _show(request, "forums/topic_form.html", form, status)


@access(GET=MEMBERS, POST=MEMBERS)
@cache_control(**KEPT_BY_BROWSER)
def reply(request: ViewedRequest, pk: int) -> HttpResponse:
    """Answer in a topic; `?kutip=` names a post to quote."""
    topic = Topic.objects.visible_to(request.viewer).select_related("category").filter(pk=pk).first()
    if topic is None:
        return _gone(request)
    if answer := barred(request, author_of(request)):
        return answer
    try:
        require(can_reply(author_of(request), topic), author_of(request), topic)
    except Refused as refused:
        if request.method == "GET":
            return _refuse(request, refused, topic)
    viewer = Viewer(author_of(request))
    form = ReplyForm(_data(request), viewer=viewer, initial={"body": _quote(request, topic)})
    status = 200
    if _is_sent(request, form):
        limit(request, scope="reply", rate=REPLY_RATE)
        try:
            with once(request, scope=f"reply-{topic.pk}") as first:
                if first.answer is None:
                    first.answer = services.reply(**authorship(request), topic=topic, **form.cleaned_data).pk
        except (Refused, ValidationError) as error:
            status = _explain(form, error)
        else:
            return _lead_to(request, Post.objects.get(pk=first.answer))
    template = "forums/includes/reply_form.html" if request.htmx else "forums/reply_form.html"
    return _show(request, template, form, status, topic=topic)


@access(GET=MEMBERS, POST=MEMBERS)
@cache_control(**KEPT_BY_BROWSER)
def edit(request: ViewedRequest, pk: int) -> HttpResponse:
    """Change one's own post; with the first one also what the topic is called and what it is about.

    So does the mentor who wrote it, while they accompany its author.
    """
    post = _own_post(request, pk, can_edit_post)
    if not isinstance(post, Post):
        return post
    if answer := barred(request, post.author):
        return answer
    topic = post.topic
    form: forms.Form = PostForm(_data(request), initial={"body": post.body})
    if post.is_first:
        form = FirstPostForm(_data(request), initial=_first_post(topic, post))
    status = 200
    if _is_sent(request, form):
        limit(request, scope="edit", rate=EDIT_RATE)
        try:
            if post.is_first:
                services.edit_topic(editor=_member(request), topic=topic, **form.cleaned_data)
                post.refresh_from_db()
            else:
                post = services.edit_post(editor=_member(request), post=post, **form.cleaned_data)
        except (Refused, ValidationError) as error:
            status = _explain(form, error)
        else:
            return _lead_to(request, post)
    return _show(request, "forums/edit_form.html", form, status, topic=topic, post=post)


@access(GET=MEMBERS, POST=MEMBERS)
@cache_control(**KEPT_BY_BROWSER)
def delete(request: ViewedRequest, pk: int) -> HttpResponse:
    """Ask, then take one's own post back; pressed twice, the second press leads where the first one led."""
    gone = Post.objects.filter(pk=pk, deleted_by=_member(request)).select_related("topic").first()
    if gone is not None:
        return _leave(request, gone.topic)
    post = _own_post(request, pk, can_delete_post)
    if not isinstance(post, Post):
        return post
    if request.method == "POST":
        services.delete_post(member=_member(request), post=post)
        post.topic.refresh_from_db()
        return _leave(request, post.topic)
    return render(request, "forums/post_delete.html", {"post": post, "topic": post.topic})


def _own_post(request: ViewedRequest, pk: int, permission: Callable[[User, Post], bool]) -> Post | HttpResponse:
    """Find a post that the member may change, or answer why not."""
    post = Post.objects.visible_to(request.viewer).select_related("topic__category", "author").filter(pk=pk).first()
    if post is None:
        return _gone(request)
    try:
        require(permission(_member(request), post), _member(request), post.topic)
    except Refused as refused:
        return barred(request) or _refuse(request, refused, post.topic)
    return post


def _refuse(request: ViewedRequest, reason: object, topic: Topic | None, status: int = 403) -> HttpResponse:
    """Say why it isn't possible; what was typed is shown, to be copied."""
    context = {"topic": topic, "reason": reason, "typed": request.POST.get("body", "")}
    return render(request, "forums/refused.html", context, status=status)


def _gone(request: ViewedRequest) -> HttpResponse:
    """Answer 404; who has written something already gets it back."""
    if not request.POST.get("body", "").strip():
        raise Http404
    reason = _("What you wanted to answer or change is no longer here. Below is what you wrote, so nothing is lost.")
    return _refuse(request, reason, None, status=404)


def _leave(request: ViewedRequest, topic: Topic) -> HttpResponse:
    messages.success(request, _("Your post is deleted."))
    return redirect(topic if not topic.deleted_at else "forums:index")


def _first_post(topic: Topic, post: Post) -> dict[str, Any]:
    regions, sectors = topic.regions.all(), topic.sectors.all()
    return {"title": topic.title, "body": post.body, "regions": regions, "sectors": sectors}


def _show(request: ViewedRequest, template: str, form: forms.Form, status: int, **context: object) -> HttpResponse:
    """Show a form, with a preview where one was asked for by the button that works without scripts."""
    preview = ""
    if "preview" in request.POST:
        preview = render_markdown(request.POST.get("body", ""))
        form.errors.clear()  # nothing was sent yet, so nothing is wrong
    return render(request, template, {"form": form, "preview": preview, **context}, status=status)


def _data(request: ViewedRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _is_sent(request: ViewedRequest, form: forms.Form) -> bool:
    return request.method == "POST" and "preview" not in request.POST and form.is_valid()


def _member(request: ViewedRequest) -> User:
    return cast("User", request.user)


def _explain(form: forms.Form, error: Refused | ValidationError) -> int:
    """Say above the form why it was not taken; what was typed stays. Returns the status of the answer."""
    form.add_error(None, error if isinstance(error, ValidationError) else str(error))
    return 403 if isinstance(error, Refused) else 200


def _lead_to(request: ViewedRequest, written: Post | Topic) -> HttpResponse:
    """Lead to what was written; a form that is sent again after its text was taken back gives the text back."""
    if written.deleted_at:
        return _gone(request)
    if written.held_at:
        messages.info(request, _("Thank you. A moderator reads your text first, then everyone sees it."))
        if written.acted_by_id:  # the mentor who wrote it doesn't see it until then
            return redirect("forums:index")
    return redirect(written)


def _quote(request: ViewedRequest, topic: Topic) -> str:
    key = request.GET.get("kutip", "")
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return ""
    post = topic.posts.live().filter(pk=int(key)).select_related("author").first()
    return quote(post) if post else ""

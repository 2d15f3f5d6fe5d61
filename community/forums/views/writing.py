"""Forms of the forum: pages of their own, which htmx loads in place where it saves a reload."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from guard.access import MEMBERS, access
from guard.idempotency import once
from guard.keys import key_in
from guard.limits import limit

from community.members.assistance.acting import author_of, authorship
from community.members.permissions import Refused, Viewer, member_of
from community.members.standing.barred import barred
from community.writing.composing import Composer
from community.writing.forms import KEPT_BY_BROWSER
from community.writing.services import render_markdown

from .. import services
from ..forms.conversations import EditConversationForm
from ..forms.writing import ChangedForm, EditFirstPostForm, EditPostForm, ReplyForm, TopicForm
from ..models import Post, Topic
from ..permissions import can_delete_post, can_edit_post, require, require_reply
from ..polls.forms import PollForm
from ..services.outside import outside
from ..services.posts import is_last
from ..services.quoting import quote
from ..services.quoting_part import part_of
from ..services.withdrawing import shown_text
from ..services.withheld import text_to_change
from .changed import ChangedMeanwhile, is_older, mark_of, require_shown, stands_otherwise
from .explaining import as_explained, explain, refused, told_first
from .opening import opening
from .reading import lead_on

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpResponse

    from community.members.models import User
    from community.members.permissions import ViewedRequest

TOPIC_RATE = "10/hour"
REPLY_RATE = "60/hour"
EDIT_RATE = "60/hour"
DELETE_RATE = "120/hour"


@access(GET=MEMBERS, POST=MEMBERS)
@cache_control(**KEPT_BY_BROWSER)
def start(request: ViewedRequest) -> HttpResponse:
    """Start a topic."""
    if answer := barred(request, author_of(request)):
        return answer
    viewer = Viewer(author_of(request))
    composer = Composer(request, "topic")
    form = TopicForm(composer.data, viewer=viewer, initial=opening(request))
    composer.take_up(form)
    poll_form = PollForm(composer.data, is_needed=form["kind"].value() == Topic.Kind.POLL)
    composer.take_up(poll_form)
    said: dict[str, Any] = {}
    if composer.sends(form) and poll_form.is_valid():
        limit(request, scope="topic", rate=TOPIC_RATE)
        try:
            with once(request, scope="topic") as first:
                if first.answer is None:
                    composer.hold()
                    first.answer = services.start_topic(
                        **authorship(request), language=get_language() or "id", poll=poll_form.poll, **form.cleaned_data
                    ).pk
                    composer.finish()
        except (Refused, ValidationError) as error:
            said = explain(form, error)
        else:
            return _lead_to(composer, Topic.objects.get(pk=first.answer))
    return _show(composer, "forums/topic_form.html", form, said, poll_form=poll_form)


@access(GET=MEMBERS, POST=MEMBERS)
@cache_control(**KEPT_BY_BROWSER)
def reply(request: ViewedRequest, pk: int) -> HttpResponse:
    """Answer in a topic; `?kutip=` names a post to quote, `teks` the words of it that were chosen."""
    topic = Topic.objects.visible_to(request.viewer).select_related("category").filter(pk=pk).first()
    if topic is None:
        return _gone(request)
    if answer := barred(request, author_of(request)):
        return answer
    if request.method == "GET":  # what is sent is refused by the service, beside what was typed
        try:
            require_reply(author_of(request), topic)
        except Refused as reason:
            return refused(request, reason, topic)
    viewer = Viewer(author_of(request))
    composer = Composer(request, f"reply-{topic.pk}", appends=True)
    form = ReplyForm(composer.data, viewer=viewer, topic=topic, initial={"body": _quote(request, topic)})
    composer.take_up(form)
    said: dict[str, Any] = {}
    written, is_sent = None, composer.sends(form)
    names = told_first(request, outside(topic, form.cleaned_data["body"])) if is_sent and topic.is_private else []
    if is_sent and not names:
        limit(request, scope="reply", rate=REPLY_RATE)
        try:
            with once(request, scope=f"reply-{topic.pk}") as first:
                if first.answer is None:
                    composer.hold()
                    written = services.reply(**authorship(request), topic=topic, **form.cleaned_data)
                    first.answer = written.pk
                    composer.finish()
        except (Refused, ValidationError) as error:
            said = explain(form, error)
        else:
            return _lead_to(composer, written or Post.objects.get(pk=first.answer))
    template = "forums/includes/reply_form.html" if request.htmx else "forums/reply_form.html"
    on_page = not request.htmx or (request.htmx.current_url_abs_path or "").partition("?")[0] == request.path
    return _show(composer, template, form, said, topic=topic, outside=names, on_page=on_page)


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
    composer = Composer(request, f"edit-{post.pk}")
    form: ChangedForm = EditPostForm(composer.data, post=post, initial={"body": text_to_change(post)})
    if post.is_first:
        viewer = Viewer(topic.author)
        initial = _first_post(topic, post)
        if topic.is_private:
            form = EditConversationForm(composer.data, topic=topic, initial=initial)
        else:
            form = EditFirstPostForm(composer.data, viewer=viewer, topic=topic, initial=initial)
    form.initial["shown_state"] = mark_of(post)
    composer.take_up(form)
    stands = stands_otherwise(post) if is_older(form, mark_of(post)) else None
    said: dict[str, Any] = {}
    names, is_sent = list[str](), composer.sends(form)
    if is_sent and topic.is_private:
        names = told_first(request, outside(topic, form.cleaned_data["body"], before=post.body))
    if is_sent and not names:
        limit(request, scope="edit", rate=EDIT_RATE)
        try:
            with once(request, scope=f"edit-{post.pk}") as first:
                if first.answer is None:
                    composer.hold(before=post.body)
                    require_shown(request, form, services.locked_post(post))
                    if post.is_first:
                        services.edit_topic(editor=member_of(request), topic=topic, **{"regions": (), **form.facts})
                        post.refresh_from_db()
                    else:
                        post = services.edit_post(editor=member_of(request), post=post, **form.facts)
                    first.answer = post.pk
                    composer.finish()
        except ChangedMeanwhile as changed:
            stands, said = changed.stands, {"status": 409}
        except (Refused, ValidationError) as error:
            said = explain(form, error)
        else:
            return _lead_to(composer, post)
    return _show(composer, "forums/edit_form.html", form, said, topic=topic, post=post, stands=stands, outside=names)


@access(GET=MEMBERS, POST=MEMBERS)
@cache_control(**KEPT_BY_BROWSER)
def delete(request: ViewedRequest, pk: int) -> HttpResponse:
    """Ask, then take one's own post back; pressed twice, the second press leads where the first one led."""
    own = Post.objects.filter(author=member_of(request), deleted_by=member_of(request))
    gone = own.filter(pk=pk).select_related("topic").first()
    if gone is not None:
        return _leave(request, gone.topic)
    post = _own_post(request, pk, can_delete_post)
    if not isinstance(post, Post):
        return post
    if request.method == "POST":
        limit(request, scope="delete", rate=DELETE_RATE)
        services.delete_post(member=member_of(request), post=post)
        post.topic.refresh_from_db()
        return _leave(request, post.topic)
    context = {"post": post, "topic": post.topic, "is_last": is_last(post)}
    return render(request, "forums/post_delete.html", context)


def _own_post(request: ViewedRequest, pk: int, permission: Callable[[User, Post], bool]) -> Post | HttpResponse:
    """Find a post that the member may change, or answer why not."""
    post = Post.objects.visible_to(request.viewer).select_related("topic__category", "author").filter(pk=pk).first()
    if post is None:
        return _gone(request)
    try:
        require(permission(member_of(request), post), member_of(request), post.topic)
    except Refused as reason:
        return barred(request) or refused(request, reason, post.topic)
    return post


def _gone(request: ViewedRequest) -> HttpResponse:
    """Answer 404; who has written something already gets it back."""
    if not request.POST.get("body", "").strip():
        raise Http404
    reason = _("What you wanted to answer or change is no longer here. Below is what you wrote, so nothing is lost.")
    return refused(request, reason, status=404)


def _leave(request: ViewedRequest, topic: Topic) -> HttpResponse:
    """Lead to the topic while it stands and is open to them: its address tells what it is called."""
    if topic.deleted_at and topic.deleted_by_id == request.viewer.user_id:
        return lead_on(request, topic.pk, 1)
    messages.success(request, _("Your post is deleted."))
    if not topic.deleted_at and Topic.objects.visible_to(request.viewer).filter(pk=topic.pk).exists():
        return redirect(topic)
    return redirect("forums:private" if topic.is_private else "forums:index")


def _first_post(topic: Topic, post: Post) -> dict[str, Any]:
    about = {name: getattr(topic, name).all() for name in ("regions", "sectors", "tags")}
    return {"title": topic.title, "kind": topic.kind, "body": text_to_change(post), **about}


def _show(
    composer: Composer, template: str, form: forms.Form, answer: dict[str, Any], **context: object
) -> HttpResponse:
    """Show a form, with a preview where one was asked for by the button that works without scripts."""
    request = composer.request
    typed = composer.data.get("body", "") if composer.data else ""
    preview = render_markdown(typed, prefix="preview") if "preview" in request.POST else ""
    context |= {"form": form, "preview": preview, "composer": composer}
    return as_explained(render(request, template, context), answer)


def _lead_to(composer: Composer, written: Post | Topic) -> HttpResponse:
    """Lead to what was written; a form that is sent again after its text was taken back gives the text back."""
    if written.deleted_at:
        return _gone(composer.request)
    if written.held_at:
        messages.info(composer.request, _("Thank you. A moderator reads your text first, then everyone sees it."))
        if written.acted_by_id:  # the mentor who wrote it doesn't see it until then
            return composer.lead_to("forums:index")
    return composer.lead_to(written)


def _quote(request: ViewedRequest, topic: Topic) -> str:
    key = key_in(request.GET.get("kutip", ""))
    if not key:
        return ""
    post = topic.posts.live().written().filter(pk=key).select_related("author").first()
    if post is None:
        return ""
    post.topic = topic
    shown = shown_text(post, post.body)
    # Of this copy alone, which is not stored.
    post.body_shown = part_of(shown, request.GET.get("teks", "")) or shown
    return quote(post)

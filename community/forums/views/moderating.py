"""Keeping order on the page of a topic: what can be done, each act's form, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect
from guard.access import MEMBERS, access
from guard.freshness import CHANGED, Changed
from guard.idempotency import once
from guard.limits import limit

from community.members.permissions import Refused, member_of
from community.members.standing.barred import barred
from community.writing.objections import objection_to

from .. import services
from ..models import Post, Topic
from ..permissions import can_moderate, can_tend, require
from ..services.act_lines import write_lines
from ..services.acting import undo
from ..services.merged import address_after_merging
from ..services.undoing import require_undoable
from .act_words import words_for
from .explaining import refused
from .moderator_acts import (
    NOT_OFFERED,
    OF_TOPIC,
    POST_ACTS,
    TOPIC_ACTS,
    NotOffered,
    objection_against,
    offered,
    offered_with,
    require_offered,
)

if TYPE_CHECKING:
    from community.members.models import User
    from community.members.permissions import ViewedRequest

    from ..forms.moderating import ActForm
    from .moderator_acts import ModeratorAct

RATE = "300/hour"


@access(GET=MEMBERS)
@never_cache
def moderate_topic(request: ViewedRequest, pk: int) -> HttpResponse:
    """Show what can be done with a topic; htmx loads it below the title."""
    topic = topic_to_keep(request, pk)
    if not isinstance(topic, Topic):
        return topic
    objection = objection_to(member_of(request), topic)
    acts = offered(TOPIC_ACTS, member_of(request), topic, objection=objection)
    merged = address_after_merging(request.viewer, pk) if topic.merged_into_id else ""
    may = may_move(member_of(request), topic)
    may_merge = may and not objection
    told = {"objection": objection, "may_move": may, "may_merge": may_merge, "merged_url": merged}
    return _menu(request, {"topic": topic, "acts": acts, **told})


@access(GET=MEMBERS)
@never_cache
def moderate_post(request: ViewedRequest, pk: int) -> HttpResponse:
    """Show what can be done with a post; htmx loads it below the post."""
    post = _post(request, pk)
    if not isinstance(post, Post):
        return post
    objection = objection_to(member_of(request), post)
    acts = offered(POST_ACTS, member_of(request), post, objection=objection)
    with_topic = offered_with(member_of(request), post, objection=objection)
    told = {"objection": objection, "may_move": not objection and may_move(member_of(request), post.topic)}
    return _menu(request, {"post": post, "topic": post.topic, "acts": acts, "topic_acts": with_topic, **told})


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def topic_act(request: ViewedRequest, pk: int, act: str) -> HttpResponse:
    """Do one of the acts with a topic, with a reason."""
    topic = topic_to_keep(request, pk)
    if not isinstance(topic, Topic):
        return topic
    return _act(request, TOPIC_ACTS, act, topic, services.locked_topic, {"topic": topic})


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def post_act(request: ViewedRequest, pk: int, act: str) -> HttpResponse:
    """Do one of the acts with a post, with a reason; what takes the first one from view is asked of its topic."""
    post = _post(request, pk)
    if not isinstance(post, Post):
        return post
    if post.is_first and act in OF_TOPIC:
        return redirect("forums:topic_act", post.topic_id, act)
    return _act(request, POST_ACTS, act, post, services.locked_post, {"post": post, "topic": post.topic})


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def undo_act(request: ViewedRequest, pk: int) -> HttpResponse:
    """Ask, then take back what a moderator did; pressed twice, it is taken back once."""
    act = Post.objects.filter(pk=pk).exclude(act="").select_related("topic__category", "author").first()
    topic = act and topic_to_keep(request, act.topic_id)
    if act is None or not isinstance(topic, Topic):
        return not_there(topic)
    act.topic = topic
    try:
        if request.method == "POST":
            limit(request, scope="moderate", rate=RATE)
            messages.success(request, _taken_back(undo(moderator=member_of(request), act=act).left))
            return lead_to_topic(request, act)
        if not (act.act_data or {}).get("undone_at"):
            require_undoable(member_of(request), topic, act)
    except (Refused, ValidationError) as error:
        return refuse(request, error, topic)
    write_lines([act], topic, request.viewer, keeps_order=True)
    return render(request, "forums/undo.html", {"act": act, "topic": topic})


def _taken_back(left: int) -> str:
    """Say that it is, and of how many posts of a row it isn't."""
    if not left:
        return _("It is taken back.")
    said = ngettext(
        "It is taken back, but for %(count)s post: it was changed or moved since, or its words are gone.",
        "It is taken back, but for %(count)s posts: they were changed or moved since, or their words are gone.",
        left,
    )
    return said % {"count": left}


def topic_to_keep(request: ViewedRequest, pk: int) -> Topic | HttpResponse:
    """Find a topic in which the member keeps order, or answer why not; who may not see it learns nothing of it."""
    found = Topic.objects.visible_to(request.viewer).select_related("category__parent", "author")
    topic = found.prefetch_related("regions", "sectors", "tags").filter(pk=pk).first()
    if topic is None:
        raise Http404
    try:
        require(can_moderate(member_of(request), topic), member_of(request))
    except Refused as reason:
        return refuse(request, reason, topic)
    return topic


def may_move(user: User, topic: Topic) -> bool:
    """Tell whether posts of a topic can go elsewhere: it is public and not archived."""
    return bool(can_tend(user, topic)) and topic.is_live


def not_there(answer: object) -> HttpResponse:
    """Give the answer why something isn't shown; without one there is nothing."""
    if isinstance(answer, HttpResponse):
        return answer
    raise Http404


def refuse(request: ViewedRequest, reason: object, topic: Topic) -> HttpResponse:
    """Say why it isn't possible."""
    return barred(request) or refused(request, reason, topic)


def lead_to_topic(request: ViewedRequest, thing: Post | Topic) -> HttpResponse:
    """Lead to what was changed, or to the forum where the member may not see it any more."""
    seen = type(thing).objects.visible_to(request.viewer).filter(pk=thing.pk).first()
    address = resolve_url(seen or "forums:index")
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def tell_of(request: ViewedRequest, answer: dict[str, Any], done: str, is_repeat: bool, state: str = "") -> None:
    """Say what was done; of a form that is sent again, whether that was taken back or otherwise changed since.

    `state` is the mark of how it stands now; the answer has the one of how it was left.
    """
    said: int | None = answer.get("act") if is_repeat else None
    act = Post.objects.filter(pk=said).first() if said else None
    if act and (act.act_data or {}).get("undone_at"):
        messages.info(request, _("This was done already, and taken back since; nothing was done now."))
    elif is_repeat and answer.get("state", state) != state:
        messages.info(request, _("This was done already, and changed again since; nothing was done now."))
    elif not answer.get("changed", True):
        messages.info(request, _("It is so already, so there was nothing to change."))
    else:
        messages.success(request, done)


def renew(form: Any, state: str) -> None:
    """Have a form that was sent on an older state carry the one that is shown now; what was typed stays."""
    form.data = form.data.copy()
    form.data["shown_state"] = state


def _post(request: ViewedRequest, pk: int) -> Post | HttpResponse:
    related = ("author", "topic__category", "topic__author", "hidden_by", "deleted_by")
    post = Post.objects.visible_to(request.viewer).written().select_related(*related).filter(pk=pk).first()
    topic = post and topic_to_keep(request, post.topic_id)
    if post is None or not isinstance(topic, Topic):
        return not_there(topic)
    post.topic, post.is_moderated = topic, True
    return post


def _menu(request: ViewedRequest, context: dict[str, Any]) -> HttpResponse:
    template = "forums/includes/moderating.html" if request.htmx else "forums/moderating.html"
    return render(request, template, context)


def _act(
    request: ViewedRequest,
    acts: dict[str, ModeratorAct],
    name: str,
    thing: Any,
    lock: Callable[[Any], Any],
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form of an act, or do it: on the state that the form showed, and once however often it is sent."""
    act = acts.get(name)
    if act is None:
        raise Http404
    moderator, status, is_over = member_of(request), 200, False
    form = act.form(request.POST if request.method == "POST" else None, instance=thing, moderator=moderator)
    if form.is_bound:
        limit(request, scope="moderate", rate=RATE)
        try:
            with once(request, scope=f"moderate-{type(thing).__name__.lower()}-{thing.pk}") as first:
                # What a repeat sends needn't be right any more.
                is_repeat = first.answer is not None
                if not is_repeat and form.is_valid():
                    first.answer = _do(act, form, thing, lock, moderator)
        except Changed:
            form.add_error(None, CHANGED)
            thing.refresh_from_db()
            renew(form, form.mark_of(thing))
        except NotOffered:  # the page says so in place of the form
            is_over, status = True, 200 if request.htmx else 403
        except (Refused, ValidationError) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            status = 403 if isinstance(error, Refused) and not request.htmx else 200  # which shows nothing else
        else:
            if first.answer is not None:
                thing.refresh_from_db()
                answer = first.answer if isinstance(first.answer, dict) else {}
                tell_of(request, answer, str(act.done), is_repeat, form.mark_of(thing))
                return lead_to_topic(request, thing)
    elif objection := objection_against(act, moderator, thing):
        return refuse(request, objection, context["topic"])
    elif not act.is_offered(moderator, thing):
        return refuse(request, NOT_OFFERED, context["topic"])
    is_over = is_over or (form.is_bound and not act.is_offered(moderator, thing))
    template = "forums/includes/act_form.html" if request.htmx else "forums/act_form.html"
    said = {"act": act, "act_name": name, "words": words_for(thing, name), "form": form, "is_over": is_over}
    return render(request, template, {**context, **said}, status=status)


def _do(act: ModeratorAct, form: ActForm, thing: Any, lock: Callable[[Any], Any], moderator: User) -> dict[str, Any]:
    """Act on what was shown, and tell whether that changed anything, and which small post says so.

    Raises `Changed` where what was shown is no longer so, and `Refused` where no form offers the act.
    """
    stands = lock(thing)
    shown = form.mark_of(stands)
    if shown != form.cleaned_data["shown_state"]:
        raise Changed
    require_offered(act, moderator, stands)
    before = _said_last(thing)
    act.run(moderator=moderator, **{"post" if isinstance(thing, Post) else "topic": thing}, **form.facts)
    said = _said_last(thing)
    is_said = said and said.author_id == moderator.pk and (before is None or _told(said) != _told(before))
    left = form.mark_of(lock(thing))
    is_changed = left != shown
    return {"changed": is_changed, "act": said.pk if said and is_said and is_changed else None, "state": left}


def _said_last(thing: Post | Topic) -> Post | None:
    """Find the small post with which the topic ends, if there is one."""
    topic_id = thing.topic_id if isinstance(thing, Post) else thing.pk
    last = Post.objects.filter(topic=topic_id).order_by("-number").first()
    return last if last and last.act else None


def _told(act: Post) -> tuple[int, Any]:
    """Tell small posts apart, and one from what it said before: several acts in a row may stand in one."""
    return act.pk, act.act_data

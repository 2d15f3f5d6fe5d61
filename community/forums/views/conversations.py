"""Private messages: the list of one's conversations, starting one, and who takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from guard.access import MEMBERS, access
from guard.idempotency import once
from guard.keys import LARGEST
from guard.limits import limit

from community.members.assistance.acting import acting
from community.members.permissions import Refused, member_of
from community.members.standing.barred import barred
from community.writing.composing import Composer
from community.writing.forms import KEPT_BY_BROWSER
from community.writing.services import render_markdown

from .. import services
from ..forms.conversations import ConversationForm, ParticipantsForm, handle_of_address
from ..models import Participant, Topic
from ..services import conversations, paging
from ..services.outside import outside_of
from ..services.participants import groups_that_keep, left_by, people_of
from ..services.tabs import tabs_with_counts
from ..services.unread import PRIVATE
from .explaining import as_explained, explain, refused, told_first

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

PER_PAGE = 25
LEAVING = ("left_at", "pk")
RATE = "20/hour"
CHANGE_RATE = "60/hour"


@access(GET=MEMBERS)
@never_cache
def private(request: ViewedRequest) -> HttpResponse:
    """List the conversations that the member takes part in, the latest first."""
    found = conversations.conversations(request.viewer)
    after, order = request.GET.get("after", ""), ("last_post_at", "pk")
    try:
        page = paging.page_of(found, name=PRIVATE, order=order, after=after, size=PER_PAGE)
    except paging.NoSuchPlace as error:
        raise Http404 from error
    rows = conversations.mark_unread(page.rows, request.viewer)
    tabs = tabs_with_counts(request.viewer)
    context = {"rows": rows, "after": page.after, "is_first": not after, "tabs": tabs, "own_list": PRIVATE}
    context["has_left"] = left_by(request.viewer.user_id).exists()
    return render(request, "forums/private.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
@cache_control(**KEPT_BY_BROWSER)
def private_start(request: ViewedRequest) -> HttpResponse:
    """Write to others in private; `?kepada=` names the first of them."""
    if answer := barred(request):
        return answer
    if acting(request):
        words = _("Private messages are written under one’s own name. Please end writing for others first.")
        return refused(request, words)
    composer = Composer(request, "private")
    initial = {"people": handle_of_address(request.GET.get("kepada", ""))}
    form = ConversationForm(composer.data, writer=member_of(request), initial=initial)
    composer.take_up(form)
    if initial["people"]:  # a draft for others doesn't take their place
        form.initial["people"] = initial["people"]
    said: dict[str, Any] = {}
    known, names = None, list[str]()
    if is_sent := composer.sends(form):
        facts = form.cleaned_data
        names = told_first(request, outside_of([member_of(request), *facts["people"]], facts["groups"], facts["body"]))
    if is_sent and not names:
        try:
            topic, known = _start(request, composer, form)
        except (Refused, ValidationError) as error:
            said = explain(form, error)
        else:
            if topic:
                return composer.lead_to(topic)
    typed = composer.data.get("body", "") if composer.data else ""
    preview = render_markdown(typed, prefix="preview") if "preview" in request.POST else ""
    context = {"form": form, "preview": preview, "composer": composer, "known": known, "outside": names}
    return as_explained(render(request, "forums/private_form.html", context), said)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def participants(request: ViewedRequest, pk: int) -> HttpResponse:
    """Show who takes part in a conversation, and let more of them in."""
    topic = _conversation(request, pk)
    form = ParticipantsForm(request.POST if request.method == "POST" else None, writer=member_of(request))
    said: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        limit(request, scope="participants", rate=CHANGE_RATE)
        try:
            with once(request, scope=f"participants-{topic.pk}") as first:
                if first.answer is None:
                    services.add_participants(by=member_of(request), topic=topic, **form.cleaned_data)
                    first.answer = topic.pk
        except (Refused, ValidationError) as error:
            said = explain(form, error)
        else:
            messages.success(request, _("They take part now, and can read all that was written."))
            return redirect("forums:participants", topic.pk)
    people = [row for row in people_of(topic) if row.left_at is None]
    context = {"topic": topic, "form": form, "people": people, "is_starter": topic.author_id == request.viewer.user_id}
    return as_explained(render(request, "forums/participants.html", context), said)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def leave(request: ViewedRequest, pk: int) -> HttpResponse:
    """Ask, then take part in a conversation no longer; the second press leads where the first one led."""
    if request.method == "POST":
        limit(request, scope="participants", rate=CHANGE_RATE)
        try:
            with once(request, scope="leave") as first:
                if first.answer is None:
                    services.leave(user=member_of(request), topic=_conversation(request, pk))
                    first.answer = pk
        except Refused as reason:
            return barred(request) or refused(request, reason, _conversation(request, pk))
        if Participant.objects.of(request.viewer.user_id).filter(topic=pk).exists():
            messages.info(request, _("This was done already, and taken back since; nothing was done now."))
        else:
            messages.success(request, _("You take part no longer, and hear no more of it."))
        return redirect("forums:private")
    return render(request, "forums/private_leave.html", {"topic": _conversation(request, pk)})


@access(GET=MEMBERS)
@never_cache
def left(request: ViewedRequest) -> HttpResponse:
    """List the conversations that the member left and to which nobody can add them, the latest first."""
    after = request.GET.get("after", "")
    try:
        page = paging.page_of(left_by(request.viewer.user_id), name="left", order=LEAVING, after=after, size=PER_PAGE)
    except paging.NoSuchPlace as error:
        raise Http404 from error
    context = {"rows": page.rows, "after": page.after, "is_first": not after}
    return render(request, "forums/private_left.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def allow_return(request: ViewedRequest, pk: int) -> HttpResponse:
    """Ask, then let others add the member again to a conversation that they left."""
    if pk > LARGEST:
        raise Http404
    left_ones = left_by(request.viewer.user_id)
    if request.method == "POST":
        limit(request, scope="participants", rate=CHANGE_RATE)
        try:
            with once(request, scope="return") as first:
                if first.answer is None:
                    row = get_object_or_404(left_ones, topic=pk)
                    services.allow_return(user=member_of(request), topic=row.topic)
                    first.answer = pk
        except Refused as reason:
            return barred(request) or refused(request, reason)
        if back := Topic.objects.visible_to(request.viewer).filter(pk=pk).first():
            messages.success(request, _("You are in this conversation again, by a group of yours."))
            return redirect(back)
        messages.success(request, _("The others can add you again."))
        return redirect("forums:left")
    row = get_object_or_404(left_ones, topic=pk)
    return render(request, "forums/private_return.html", {"row": row})


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def remove_participant(request: ViewedRequest, pk: int, participant: int) -> HttpResponse:
    """Ask, then take somebody out of a conversation that one started."""
    topic = _conversation(request, pk)
    row = get_object_or_404(topic.participants.select_related("user", "group", "topic"), pk=participant)
    if topic.author_id != request.viewer.user_id or row.user_id == request.viewer.user_id:
        raise Http404
    if request.method == "POST":
        limit(request, scope="participants", rate=CHANGE_RATE)
        try:
            with once(request, scope=f"remove-{participant}") as first:
                if first.answer is None:
                    services.remove_participant(by=member_of(request), participant=row)
                    first.answer = pk
        except Refused as reason:
            return barred(request) or refused(request, reason, topic)
        row.refresh_from_db(fields=["left_at"])
        if row.left_at is None:
            messages.info(request, _("This was done already, and taken back since; nothing was done now."))
        else:
            messages.success(request, _("%(name)s takes part no longer.") % {"name": row})
        return redirect("forums:participants", topic.pk)
    context = {"topic": topic, "row": row, "kept_by": groups_that_keep(row)}
    return render(request, "forums/participant_remove.html", context)


def _start(request: ViewedRequest, composer: Composer, form: forms.Form) -> tuple[Topic | None, Topic | None]:
    """Start it once, however often the form comes; or give the one in which these people talk already.

    That is looked for behind the key: the second press finds what the first one began, and is led there.
    """
    author = member_of(request)
    with once(request, scope="conversation") as first:
        if first.answer is None:
            told = {name: form.cleaned_data[name] for name in ("people", "groups")}
            known = None if "anyway" in request.POST else services.same_conversation(author=author, **told)
            if known:
                return None, known
            limit(request, scope="conversation", rate=RATE)
            composer.hold()
            facts = {"author": author, "language": get_language() or "id", **form.cleaned_data}
            first.answer = services.start_conversation(**facts).pk
            composer.finish()
    return get_object_or_404(Topic, pk=first.answer), None


def _conversation(request: ViewedRequest, pk: int) -> Topic:
    return get_object_or_404(Topic.objects.visible_to(request.viewer), pk=pk, is_private=True)

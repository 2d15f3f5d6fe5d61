"""Pages of polls: the result, who voted for what, and the forms to vote, to close and to change one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from guard.access import EVERYONE, MEMBERS, access
from guard.keys import key_in
from guard.limits import limit

from community.members.permissions import Refused, member_of
from community.members.standing.barred import barred
from community.writing.forms import KEPT_BY_BROWSER

from ..permissions import keeps_order_in, require
from ..services.merged import opening_of
from ..views.explaining import lead_to, refused
from . import services
from .forms import CloseForm, PollForm, VoteForm
from .models import Poll
from .permissions import can_change_poll, can_close_poll
from .shown import own_ranks, rounds_of, shown_poll, who_voted

if TYPE_CHECKING:
    from django import forms

    from community.members.permissions import ViewedRequest

VOTE_RATE = "120/hour"
CHANGE_RATE = "60/hour"


@access(GET=EVERYONE)
@never_cache
def poll(request: ViewedRequest, pk: int) -> HttpResponse:
    """Show a poll on a page of its own, a ranking round by round."""
    shown = shown_poll(_found(request, pk), request.viewer)
    context = {"poll": shown, "rounds": rounds_of(shown), "topic": shown.poll.topic}
    return render(request, "forums/poll.html", context)


@access(GET=EVERYONE)
@never_cache
def voters(request: ViewedRequest, pk: int, option: int) -> HttpResponse:
    """Show who chose an option of an open poll, once the counts are open to the viewer; of a secret one never."""
    shown = shown_poll(_found(request, pk), request.viewer)
    chosen = shown.poll.options.filter(pk=option).first()
    if chosen is None:
        raise Http404
    if not shown.shows_names:
        reason = _("Who voted for what is shown together with the counts: once you have voted, or once it is closed.")
        if shown.poll.is_secret:
            reason = _("This poll is secret: nobody sees who voted for what.")
        return refused(request, reason, shown.poll.topic)
    votes, after = who_voted(chosen, request.viewer, after=key_in(request.GET.get("sesudah", "")))
    context = {"poll": shown, "option": chosen, "votes": votes, "after": after, "topic": shown.poll.topic}
    return render(request, "forums/voters.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def vote(request: ViewedRequest, pk: int) -> HttpResponse:
    """Vote, vote otherwise, or take the vote back."""
    found, member = _found(request, pk), member_of(request)
    if answer := barred(request):
        return _as_page(request) if request.htmx else answer
    own = own_ranks(found, request.viewer)
    form = VoteForm(request.POST if request.method == "POST" else None, poll=found, own=own)
    try:
        if request.method != "POST":
            services.require_vote(member, found)
        elif "withdraw" in request.POST:
            limit(request, scope="vote", rate=VOTE_RATE)
            services.withdraw_vote(member=member, poll=found)
            messages.success(request, _("Your vote is taken back."))
            return lead_to(request, found)
        elif form.is_valid():
            limit(request, scope="vote", rate=VOTE_RATE)
            services.cast_vote(member=member, poll=found, options=form.chosen)
            messages.success(request, _("Your vote is counted."))
            return lead_to(request, found)
    except Refused as reason:
        return _as_page(request) if request.htmx else refused(request, reason, found.topic)
    except ValidationError as error:
        form.add_error(None, error)
    template = "forums/includes/vote_form.html" if request.htmx else "forums/vote_form.html"
    context = {"form": form, "poll": found, "topic": found.topic, "has_voted": bool(own)}
    return render(request, template, context)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def close(request: ViewedRequest, pk: int) -> HttpResponse:
    """Ask, then close a poll; pressed twice it leads to the same place."""
    found, member = _found(request, pk), member_of(request)
    is_author = member.pk == found.topic.author_id
    form = CloseForm(request.POST if request.method == "POST" else None, is_author=is_author)
    if request.method == "POST" and found.is_closed and (is_author or keeps_order_in(request.viewer, found.topic)):
        return redirect(found)
    try:
        _require(request, found, allowed=bool(can_close_poll(member, found)))
        if request.method == "POST" and form.is_valid():
            limit(request, scope="poll", rate=CHANGE_RATE)
            services.close_poll(member=member, poll=found, reason="" if is_author else form.cleaned_data["reason"])
            messages.success(request, _("The poll is closed. Its result stands under the topic."))
            return redirect(found)
    except Refused as reason:
        return barred(request) or refused(request, reason, found.topic)
    context = {"form": form, "poll": found, "topic": found.topic, "is_author": is_author}
    return render(request, "forums/poll_close.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
@cache_control(**KEPT_BY_BROWSER)
def change(request: ViewedRequest, pk: int) -> HttpResponse:
    """Change a poll of one's own, as long as nobody has voted."""
    found, member = _found(request, pk), member_of(request)
    form: forms.Form = PollForm.of(found, request.POST if request.method == "POST" else None)
    try:
        if found.voter_count and member.pk == found.topic.author_id:
            raise Refused(_("Somebody has voted already, so the poll stays as it is. You can close it."))
        _require(request, found, allowed=bool(can_change_poll(member, found)))
        if request.method == "POST" and form.is_valid():
            limit(request, scope="poll", rate=CHANGE_RATE)
            services.change_poll(editor=member, poll=found, new=form.cleaned_data["poll"])
            messages.success(request, _("The poll is changed."))
            return redirect(found)
    except Refused as reason:
        return barred(request) or refused(request, reason, found.topic)
    except ValidationError as error:
        form.add_error(None, error)
    return render(request, "forums/poll_change.html", {"poll_form": form, "poll": found, "topic": found.topic})


def _require(request: ViewedRequest, found: Poll, *, allowed: bool) -> None:
    """Raise `Refused` with the reason, unless it is allowed."""
    services.require_open(found)
    require(allowed, member_of(request), found.topic)


def _found(request: ViewedRequest, pk: int) -> Poll:
    """Find a poll that the viewer may see; one of a merged topic goes with the post that opened that."""
    polls = Poll.objects.select_related("topic__category")
    found = polls.visible_to(request.viewer).filter(pk=pk).first()
    if found is None:
        found = polls.filter(pk=pk, topic__merged_into__isnull=False).first()
        if found is None or opening_of(request.viewer, found.topic_id) is None:
            raise Http404
    return found


def _as_page(request: ViewedRequest) -> HttpResponse:
    """Have htmx open the whole page, which says why it isn't possible."""
    return HttpResponse(headers={"HX-Redirect": request.get_full_path()})

"""Keeping order where a comment stands: who reads it there and looks after it need not report it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from guard.access import MEMBERS, access
from guard.idempotency import once
from guard.limits import limit

from community.comments.kinds import place_of
from community.comments.models import Comment
from community.comments.shown import MESSAGE
from community.members.permissions import Refused, member_of
from community.members.standing.barred import barred
from community.writing.objections import objection_to

from ..forms.at_hand import AtHandForm
from ..permissions import keeps_order_there, may_see_review
from ..services.at_hand import act_on, acts_for, open_case_of
from .desk import RATE

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def comment_at_hand(request: ViewedRequest, pk: int) -> HttpResponse:
    """Ask what is to be done with a comment and why, and do it; one with a case is decided there."""
    comment = get_object_or_404(Comment.objects.select_related("discussion", "user__profile__handle"), id=pk)
    place = place_of(comment.discussion.key, request.viewer)
    if place is None or comment.user == request.user or not keeps_order_there(request.user, comment):
        raise Http404
    if answer := barred(request):
        return answer
    member = member_of(request)
    case = open_case_of(comment)
    if case and may_see_review(member, case):
        return redirect(case)
    acts = acts_for(comment)
    why_not, status = objection_to(member, comment), 200
    form = AtHandForm(request.POST if request.method == "POST" else None, acts=acts)
    if form.is_bound and form.is_valid():
        limit(request, scope="moderate", rate=RATE)
        try:
            with once(request, scope=f"at-hand-{pk}") as first:
                if first.answer is None:
                    act_on(by=member, comment=comment, **form.cleaned_data)
                    first.answer = True
        except Refused as refused:
            why_not, status = str(refused), 403
        else:
            messages.success(request, _("It is done."), MESSAGE)
            return redirect(comment)
    context = {"form": form, "comment": comment, "place": place, "why_not": why_not, "is_offered": acts and not why_not}
    return render(request, "moderation/at_hand.html", context, status=status)

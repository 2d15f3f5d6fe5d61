"""Pages of what moderators do with more than one app's things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from guard.access import MEMBERS, access
from guard.idempotency import once
from guard.limits import limit

from community.comments.kinds import place_of
from community.comments.models import Comment
from community.forums.models import Topic
from community.members.permissions import Refused, member_of
from community.members.standing.barred import barred

from ..forms.continuing import ContinueForm
from ..permissions import keeps_order_there
from ..services.continuing import (
    continue_in_forum,
    continued_in,
    place_to_continue_from,
    require_continuable,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

RATE = "60/hour"


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def continue_comment(request: ViewedRequest, pk: int) -> HttpResponse:
    """Ask where, then let what a comment began go on as a topic; what goes on already leads there."""
    comment = get_object_or_404(Comment.objects.select_related("discussion", "user"), id=pk)
    place = place_of(comment.discussion.key, request.viewer)
    if place is None or not keeps_order_there(request.user, comment):
        raise Http404
    if answer := barred(request):
        return answer
    if (known := continued_in(comment)) and request.method != "POST":
        return redirect(known)
    form = ContinueForm(request.POST if request.method == "POST" else None, viewer=request.viewer, place=place)
    status = 200
    try:
        require_continuable(member_of(request), comment)
        place_to_continue_from(member_of(request), comment)
        if form.is_bound and form.is_valid():
            limit(request, scope="continue", rate=RATE)
            with once(request, scope=f"continue-{pk}") as first:
                if first.answer is None:
                    topic = continue_in_forum(moderator=member_of(request), comment=comment, **form.cleaned_data)
                    first.answer = topic.pk
            messages.success(request, _("It goes on in the forum. The comment leads there."))
            return redirect(get_object_or_404(Topic, pk=first.answer))
    except Refused as refused:
        form.is_bound = True
        form.add_error(None, str(refused))
        status = 403
    except ValidationError as error:
        form.add_error(None, error)
    is_offered = status == 200 or request.method == "POST"  # what was typed is never lost
    context = {"form": form, "place": place, "comment": comment, "is_offered": is_offered}
    return render(request, "moderation/continue.html", context, status=status)

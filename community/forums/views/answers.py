"""The form that marks a reply as the answer, or takes the mark away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from guard.access import MEMBERS, access
from guard.limits import limit

from community.members.permissions import Refused, member_of
from community.members.standing.barred import barred

from .. import services
from ..forms.writing import AcceptForm
from ..models import Post
from .explaining import refused

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

RATE = "60/hour"


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def answer(request: ViewedRequest, pk: int) -> HttpResponse:
    """Ask, then mark a reply as the answer or take the mark away; what is pressed is what then stands."""
    posts = Post.objects.visible_to(request.viewer).select_related("topic__category", "author")
    post = posts.filter(pk=pk, number__gt=1).first()
    if post is None:
        raise Http404
    member, topic = member_of(request), post.topic
    form = AcceptForm(request.POST if request.method == "POST" else None)
    try:
        services.require_accepting(member, topic)
        if request.method == "POST" and form.is_valid():
            limit(request, scope="answer", rate=RATE)
            reason = form.cleaned_data["reason"]
            if "remove" in request.POST:
                if topic.accepted_post_id == post.pk:
                    services.unaccept_answer(member=member, topic=topic, reason=reason)
                messages.success(request, _("The reply is no longer the answer."))
            else:
                services.accept_answer(member=member, post=post, reason=reason)
                messages.success(request, _("The reply stands under the question as its answer."))
            return redirect(topic)
    except Refused as error:
        return barred(request) or refused(request, error, topic)
    is_answer = topic.is_answered and topic.accepted_post_id == post.pk
    context = {"form": form, "post": post, "topic": topic, "is_answer": is_answer}
    return render(request, "forums/answer_form.html", {**context, "is_author": member.pk == topic.author_id})

"""The links of the mail to moderators: each shows its case, and decides it once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from guard.access import EVERYONE, access
from guard.limits import limit

from community.members.permissions import Refused

from ..forms.desk import LONGEST_REASON
from ..kinds import KINDS, found
from ..models import Decision
from ..services import deciding, digest
from ..services.appealed import decided

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.utils.functional import _StrPromise

    from community.members.permissions import ViewedRequest

RATE = "60/hour"
OF_ANOTHER = gettext_lazy(
    "This link is for another moderator, not for who is signed in here. If the mail was sent to you, sign out and open "
    "the link again; if you keep order yourself, decide at the desk."
)
OFFERED = (Decision.HIDE, Decision.KEEP, Decision.GRANTED, Decision.REFUSED)


@access(GET=EVERYONE, POST=EVERYONE)
@never_cache
def link(request: ViewedRequest, token: str) -> HttpResponse:
    """Show the case of a link; what is pressed there decides it, in the name of whom the mail went to.

    Who is signed in as somebody else is told so: they would decide in another's name, perhaps about themselves.
    """
    limit(request, scope="moderation-link", rate=RATE)
    known = digest.link_of(token)
    if known is None:
        return _refused(request, _("This link doesn’t work, or not any more. Please sign in and open the desk."))
    moderator, case = known.moderator, known.review
    if request.viewer.user_id not in {None, moderator.pk}:
        return _refused(request, OF_ANOTHER)
    if known.used_at or case.decided_at:
        return _refused(request, deciding.why_not(moderator, case) or _("This link was used already."), status=409)
    thing = found(case.kind, case.object_id)
    if thing is None or (why_not := deciding.why_not(moderator, case)):
        return _refused(request, why_not if thing is not None else _("This is no longer there."))
    offered = [name for name in deciding.decisions_for(case, thing, moderator) if name in OFFERED]
    error = ""
    if request.method == "POST" and request.POST.get("decision") not in offered:
        error = _("Please choose what is to be done.")
    elif request.method == "POST":
        reason = " ".join(request.POST.get("reason", "").replace("\0", "").split())[:LONGEST_REASON]
        try:
            with transaction.atomic():
                if not digest.use(known):
                    return _refused(request, _("This link was used already."), status=409)
                shown = request.POST.get("shown", "-")
                verdict = deciding.Verdict(request.POST.get("decision", ""), reason, shown=shown)
                ended = deciding.decide(by=moderator, review=case, verdict=verdict)
        except ValidationError as problem:
            error = " ".join(problem.messages)
            thing = found(case.kind, case.object_id) or thing
        except Refused as refused:
            return _refused(request, str(refused))
        else:
            return render(request, "moderation/link_done.html", {"review": ended, "how": ended.done})
    kind = KINDS[case.kind]
    context = {
        "review": case,
        "moderator": moderator,
        "label": kind.label,
        "title": kind.title(thing),
        "html": kind.html(thing),
        "writer": kind.writer(thing),
        "state": kind.state(thing),
        "flags": (case.appeal_of or case).flags.standing().order_by("created_at")[:20],
        "decided": decided(case.appeal_of, thing, sees_hidden=True) if case.appeal_of else None,
        "offered": [(name, deciding.label_of(name, case)) for name in offered],
        "shown": kind.mark_of(thing),
        "error": error,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "moderation/link.html", context)


def _refused(request: ViewedRequest, why: str | _StrPromise, *, status: int = 403) -> HttpResponse:
    return render(request, "moderation/link_refused.html", {"why": why}, status=status)

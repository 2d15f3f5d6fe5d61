"""The queue of the desk, and deciding several cases at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from guard.access import MEMBERS, access
from guard.idempotency import once
from guard.keys import key_in
from guard.limits import limit

from community.members.models import User
from community.members.permissions import Refused, is_silenced, member_of
from community.members.standing.barred import barred
from community.members.standing.permissions import may_restrict
from community.members.standing.wording import in_one

from ..forms.desk import ManyForm, clean_cases
from ..models import Decision, Review
from ..permissions import may_see_desk
from ..services.deciding import decide
from ..services.queue import PER_PAGE, may_narrow_to, names_of, places_for, rows_of, waiting, why_for
from .confirming import confirmation, is_back, is_to_confirm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

RATE = "600/hour"
MOST_PAGES = 1000
RELATED = ("author", "claimed_by", "appeal_of")


@access(GET=MEMBERS)
@never_cache
def queue(request: ViewedRequest) -> HttpResponse:
    """Show what waits for who looks, narrowed and in the order that they choose."""
    if answer := turned_away(request):
        return answer
    asked = asked_for(request)
    named = names_of([asked["place"]]) if may_narrow_to(request.viewer, asked["place"]) else []
    if not named:
        asked["place"] = ""
    found = waiting(request.viewer, **asked).select_related(*RELATED)
    # Without counting all of them: one more than are shown tells whether there is a next page.
    number = max(1, key_in(request.GET.get("page", "1")) or 1)
    begin = PER_PAGE * (number - 1)
    reviews = list(found[begin : begin + PER_PAGE + 1]) if number <= MOST_PAGES else []
    context = {
        "rows": rows_of(reviews[:PER_PAGE], request.viewer),
        "previous": number - 1,
        "next": number + 1 if len(reviews) > PER_PAGE and number < MOST_PAGES else 0,
        "why": why_for(request.viewer),
        "asked": asked,
        "place": named[0][1] if named else "",
        "query": request.GET.urlencode(),
        "only_reads": only_reads(request),
    }
    return render(request, "moderation/desk.html", context)


def asked_for(request: ViewedRequest) -> dict[str, str]:
    """Read how the queue is narrowed and ordered."""
    names = {"why": "perihal", "sort": "urut", "place": "tempat"}
    return {name: request.GET.get(key, "").replace("\0", "") for name, key in names.items()}


@access(GET=MEMBERS)
@never_cache
def places(request: ViewedRequest) -> HttpResponse:
    """List the regions and categories with open cases, to narrow the queue to one of them."""
    if answer := turned_away(request):
        return answer
    return render(request, "moderation/places.html", {"places": places_for(request.viewer)})


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def many(request: ViewedRequest) -> HttpResponse:
    """Show the cases that were ticked and ask how they end; then end each, and say of which that wasn't possible."""
    if answer := turned_away(request):
        return answer
    if request.method != "POST":  # reloaded, or come back to
        return redirect("moderation:desk")
    if why := only_reads(request):
        messages.error(request, why)
        return redirect("moderation:desk")
    try:
        keys = clean_cases(request.POST.getlist("case"))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("moderation:desk")
    found = list(Review.objects.open().kept_by(request.viewer).filter(pk__in=keys).select_related(*RELATED))
    is_sent = "send" in request.POST
    form = ManyForm(request.POST if is_sent else None, may_remove=_may_remove(request, keys))
    if is_sent and form.is_valid() and not is_back(request):
        if is_to_confirm(request, form):
            return confirmation(request, form, _removable(request, found))
        limit(request, scope="moderate", rate=RATE)
        _decide_each(request, form, keys)
        return redirect("moderation:desk")
    rows = rows_of(found, request.viewer)
    return render(request, "moderation/many.html", {"form": form, "rows": rows, "left": len(keys) - len(rows)})


def turned_away(request: ViewedRequest) -> HttpResponse | None:
    """Answer who keeps order nowhere, or may not at the moment; nothing to all others."""
    member = member_of(request)
    if may_see_desk(member):
        return None
    return barred(request) or render(request, "moderation/refused.html", status=403)


def only_reads(request: ViewedRequest) -> str:
    """Say until when and why who keeps order may only read at the desk, too; empty where they act."""
    member = member_of(request)
    return in_one(member) if is_silenced(member) else ""


def _may_remove(request: ViewedRequest, keys: list[int]) -> bool:
    """Tell whether whoever asks may remove one of those who wrote what cases are about, also decided ones."""
    people = User.objects.filter(pk__in=Review.objects.filter(pk__in=keys).values("author")).order_by("pk")
    return any(may_restrict(member_of(request), person) for person in people)


def _removable(request: ViewedRequest, cases: list[Review]) -> list[User]:
    """Give who wrote what cases are about, as far as whoever asks may remove them."""
    people = {case.author.pk: case.author for case in cases if case.author}
    return [person for _key, person in sorted(people.items()) if may_restrict(member_of(request), person)]


def _decide_each(request: ViewedRequest, form: ManyForm, keys: list[int]) -> None:
    """Decide each in a transaction of its own, and say how many that were, and why others stay as they are."""
    done, left, removals = 0, dict[str, int](), set[int]()
    found = Review.objects.filter(pk__in=keys).select_related("author").order_by("kind", "object_id", "pk")
    for review in found:
        with once(request, scope=f"decide-many-{review.pk}") as first:
            if first.answer is None:
                first.answer = _decide_one(request, form, review, removals)
        if first.answer:
            left[first.answer] = left.get(first.answer, 0) + 1
        else:
            done += 1
    if gone := len(keys) - len(found):
        left[_("This is no longer there.")] = gone
    if done:
        said = ngettext("%(count)s case is decided.", "%(count)s cases are decided.", done)
        messages.success(request, said % {"count": done})
    for why, count in left.items():
        said = ngettext("%(count)s case stayed as it was.", "%(count)s cases stayed as they were.", count)
        messages.warning(request, f"{said % {'count': count}} {why}")


def _decide_one(request: ViewedRequest, form: ManyForm, review: Review, removals: set[int]) -> str:
    """Decide one; say why where that isn't possible. It may have ended with an account that was removed just now."""
    if Review.objects.filter(pk=review.pk, removal__in=removals).exists():
        return ""
    try:
        ended = decide(by=member_of(request), review=review, verdict=form.verdict_for(review))
    except Refused as refused:
        return str(refused)
    except ValidationError as error:
        return " ".join(error.messages)
    if ended.decision == Decision.GONE:
        return _("This is no longer there.")
    if ended.removal_id:
        removals.add(ended.removal_id)
    return ""

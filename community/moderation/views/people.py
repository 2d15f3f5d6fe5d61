"""The people behind the cases: who has many of them, what is known of somebody, removing and bringing back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from guard.access import MEMBERS, access
from guard.idempotency import once
from guard.limits import limit

from community.members.models import User
from community.members.permissions import Refused, member_of
from community.members.standing.going_on import going_on
from community.members.standing.permissions import may_restrict

from ..forms.desk import NoteForm, RemoveForm, clean_cases
from ..models import Note, Removal, Review
from ..permissions import may_know_people, may_know_person
from ..services import people as services
from ..services.queue import by_people, crowds_of, rows_of
from ..site_settings import moderation_settings
from .desk import RATE, RELATED, only_reads, turned_away

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

PER_PAGE = 50
OPEN_CASES = 10


@access(GET=MEMBERS)
@never_cache
def crowd(request: ViewedRequest) -> HttpResponse:
    """List the members with open cases, those with most first, to remove several at once."""
    if answer := _turned_away(request):
        return answer
    page = Paginator(by_people(request.viewer), PER_PAGE).get_page(request.GET.get("page"))
    context = {"crowds": crowds_of(page), "page_obj": page, "only_reads": only_reads(request)}
    return render(request, "moderation/people.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def remove(request: ViewedRequest) -> HttpResponse:
    """Show whom was ticked and ask why they are removed; then remove each with all that they wrote."""
    if answer := _turned_away(request):
        return answer
    if request.method != "POST":  # reloaded, or come back to
        return redirect("moderation:people")
    if why := only_reads(request):
        messages.error(request, why)
        return redirect("moderation:people")
    try:
        keys = clean_cases(request.POST.getlist("person"))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("moderation:people")
    found = [person for person in services.people_of(keys) if may_restrict(member_of(request), person)]
    is_sent = "send" in request.POST
    form = RemoveForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        limit(request, scope="moderate", rate=RATE)
        done, refused = _remove_each(request, found, form.cleaned_data["reason"])
        if done:
            said = ngettext("%(count)s account is removed.", "%(count)s accounts are removed.", done)
            messages.success(request, said % {"count": done})
        _tell_of_left(request, refused, away=len(keys) - len(found))
        return redirect("moderation:people")
    undo_hours = moderation_settings().undo_hours
    context = {"form": form, "people": found, "left": len(keys) - len(found), "undo_hours": undo_hours}
    return render(request, "moderation/remove.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def person(request: ViewedRequest, pk: int) -> HttpResponse:
    """Show what moderators know of somebody, and take in a note."""
    if answer := _turned_away(request):
        return answer
    found = get_object_or_404(User.objects.select_related("profile__handle"), id=pk, erased_at=None)
    if not may_know_person(member_of(request), found):
        return render(request, "moderation/refused.html", {"is_oneself": True}, status=403)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        limit(request, scope="moderate", rate=RATE)
        try:
            with once(request, scope=f"note-{pk}") as first:
                if first.answer is None:
                    first.answer = services.write_note(by=member_of(request), person=found, **form.cleaned_data).pk
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The note is kept."))
        return redirect("moderation:person", pk)
    return render(request, "moderation/person.html", _context(request, found, form))


@access(POST=MEMBERS)
@never_cache
@require_POST
def forget_note(request: ViewedRequest, pk: int, note: int) -> HttpResponse:
    """Delete a note of one's own."""
    if answer := _turned_away(request):
        return answer
    if found := Note.objects.filter(id=note, person=pk).first():
        try:
            services.delete_note(by=member_of(request), note=found)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The note is deleted."))
    return redirect("moderation:person", pk)


@access(POST=MEMBERS)
@never_cache
@require_POST
def undo(request: ViewedRequest, pk: int) -> HttpResponse:
    """Undo the removal of an account."""
    if answer := _turned_away(request):
        return answer
    removal = Removal.objects.filter(person=pk).order_by("-created_at").first()
    if removal is None:
        return redirect("moderation:person", pk)
    try:
        services.undo_removal(by=member_of(request), removal=removal)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The account is back; what it wrote comes back in a moment."))
    return redirect("moderation:person", pk)


def _remove_each(request: ViewedRequest, people: list[User], reason: str) -> tuple[int, list[str]]:
    """Remove each in a transaction of its own; give how many that were, and why others weren't."""
    done, refused = 0, []
    for person in people:
        with once(request, scope=f"remove-{person.pk}") as first:
            if first.answer is None:
                try:
                    services.remove_spammer(by=member_of(request), member=person, reason=reason)
                    first.answer = ""
                except Refused as error:
                    first.answer = f"{person}: {error}"
        if first.answer:
            refused.append(first.answer)
        else:
            done += 1
    return done, refused


def _tell_of_left(request: ViewedRequest, refused: list[str], *, away: int) -> None:
    """Say how many accounts stay, and why: of each that was refused, and at once of those of the staff (`away`)."""
    if count := len(refused):
        said = ngettext(
            "%(count)s account was left as it was. %(why)s", "%(count)s accounts were left as they were. %(why)s", count
        )
        messages.warning(request, said % {"count": count, "why": " ".join(refused)})
    if away:
        said = ngettext(
            "%(count)s of those ticked can’t be removed by you, and stays as it was: "
            "accounts of the staff are the administrators’ to change.",
            "%(count)s of those ticked can’t be removed by you, and stay as they were: "
            "accounts of the staff are the administrators’ to change.",
            away,
        )
        messages.warning(request, said % {"count": away})


def _turned_away(request: ViewedRequest) -> HttpResponse | None:
    """Let in moderators of all alone: people belong to no region."""
    if may_know_people(member_of(request)):
        return None
    return turned_away(request) or render(request, "moderation/refused.html", status=403)


def _context(request: ViewedRequest, found: User, form: NoteForm) -> dict[str, Any]:
    open_cases = Review.objects.open().filter(author=found).select_related(*RELATED).order_by("-score", "created_at")
    removal = Removal.objects.filter(person=found, undone_at=None).first()
    return {
        "person": found,
        "form": form,
        "history": services.history_of(found, sees_notes=True),
        "rows": rows_of(open_cases[:OPEN_CASES], request.viewer),
        "removal": removal,
        "is_in_time": removal is not None and timezone.now() < removal.ends_at,
        "going_on": [] if removal else going_on(found),
        "may_restrict": bool(may_restrict(member_of(request), found)),
        "only_reads": only_reads(request),
    }

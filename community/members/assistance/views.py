"""Pages of mentors: the people they accompany, and what is done for one of them; and that person's list of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from guard.access import MEMBERS, access
from guard.idempotency import once
from guard.limits import limit

from ..models import Profile
from ..permissions import Refused, is_mentor
from ..rights import consents, erasing
from ..standing.barred import barred
from . import acting, claiming, done, services
from .forms import AssistedProfileForm, ErasureForForm, ReasonForm, RegisterForm
from .models import Assistance
from .permissions import require_mentor
from .wording import wordings

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from ..models import User
    from ..permissions import ViewedRequest

A_PAGE = 25
MOST_CLAIMED = 50  # of those who took their account over, the latest
REGISTER_RATE = "30/hour"
ACT_RATE = "60/hour"
CODE_RATE = "20/hour"


@access(GET=MEMBERS)
def people(request: ViewedRequest) -> HttpResponse:
    """List the people whom a mentor accompanies, and who took their account over; others read what it is about."""
    mentor = _member(request)
    if not is_mentor(mentor):
        return render(request, "members/assistance/no_mentor.html")
    profiles = Prefetch("person__profile", Profile.objects.select_related("region", "handle"))
    rows = Assistance.objects.running().filter(mentor=mentor).select_related("person__claim_code")
    listed = rows.prefetch_related(profiles).order_by("-registered_at", "-pk")
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    over = Assistance.objects.filter(mentor=mentor, ended_how=Assistance.End.CLAIMED, person__erased_at=None)
    claimed = over.select_related("person__profile__handle").order_by("-ended_at", "-pk")[:MOST_CLAIMED]
    context = {"page_obj": page, "claimed": claimed if page.number == 1 else []}
    return render(request, "members/assistance/people.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
def register(request: ViewedRequest) -> HttpResponse:
    """Register a person who agreed to it."""
    mentor = _member(request)
    if not is_mentor(mentor):
        return render(request, "members/assistance/no_mentor.html")
    if answer := barred(request):
        return answer
    form = RegisterForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        limit(request, scope="assist", rate=REGISTER_RATE)
        try:
            with once(request, scope="assist") as first:
                if first.answer is None:
                    first.answer = services.register(mentor=mentor, **form.facts()).pk
        except ValidationError as error:
            form.ask_whether_another(error)
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 403
        else:
            messages.success(request, _("Welcome to the new member. You can write for them now."))
            return redirect("members:assisted_person", first.answer)
    pages = [(*said, consents.legal_pages(said[0])) for said in wordings(mentor)]
    return render(request, "members/assistance/register.html", {"form": form, "wordings": pages}, status=status)


@access(GET=MEMBERS)
def person(request: ViewedRequest, pk: int) -> HttpResponse:
    """Show one of the people, and what was done for them."""
    assistance = _own(request, pk)
    context = {
        "assistance": assistance,
        "profile": Profile.objects.select_related("region", "handle").get(user=assistance.person),
        "acting": acting.acting(request),
        "erasure": erasing.pending(assistance.person),
        "page_obj": done.acts_page(assistance.person, request.GET.get("page")),
    }
    return render(request, "members/assistance/person.html", context)


@access(POST=MEMBERS)
def act(request: ViewedRequest, pk: int) -> HttpResponse:
    """Write for this person from now on."""
    assistance = _own(request, pk)
    limit(request, scope="act", rate=ACT_RATE)
    try:
        require_mentor(_member(request))
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        acting.begin(request, assistance)
    return redirect("members:assisted_person", pk)


@access(POST=MEMBERS)
def stop(request: ViewedRequest) -> HttpResponse:
    """Write for oneself again; a second press finds nothing to stop and is answered alike."""
    acting.stop(request)
    messages.success(request, _("What you write now is your own again."))
    return redirect("members:assisted")


@access(GET=MEMBERS, POST=MEMBERS)
def profile(request: ViewedRequest, pk: int) -> HttpResponse:
    """Change what the profile of a person tells."""
    assistance = _own(request, pk)
    if answer := barred(request):
        return answer
    form = AssistedProfileForm(request.POST if request.method == "POST" else None, assistance=assistance)
    status = 200
    if request.method == "POST" and form.is_valid():
        limit(request, scope="profile", rate=ACT_RATE)
        told = {"phone": form.cleaned_data["phone"], "changed": form.changed_data, **form.changes()}
        try:
            services.edit_profile_for(mentor=_member(request), person=assistance.person, **told)
        except Refused as refused:
            status = _explain(form, refused)
        else:
            messages.success(request, _("The profile is saved."))
            return redirect("members:assisted_person", pk)
    context = {"form": form, "assistance": assistance}
    return render(request, "members/assistance/profile_form.html", context, status=status)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def code(request: ViewedRequest, pk: int) -> HttpResponse:
    """Explain the code; posted, make one and show it this once, on a page to print."""
    assistance = _own(request, pk)
    if answer := barred(request):
        return answer
    context = {"assistance": assistance, "earlier": getattr(assistance.person, "claim_code", None)}
    if request.method != "POST":
        return render(request, "members/assistance/code.html", context)
    limit(request, scope="claim_code", rate=CODE_RATE)
    made = ""
    try:
        with once(request, scope=f"claim_code-{pk}") as first:
            if first.answer is None:
                made = claiming.issue_code(by=_member(request), person=assistance.person)
                first.answer = "shown"
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("members:assisted")
    if not made:
        messages.warning(request, _("This code was shown once. If it is not on paper yet, make a new one."))
        return redirect("members:assisted_code", pk)
    context["papers"] = claiming.papers(assistance.person, made)
    return render(request, "members/assistance/code_paper.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
def end(request: ViewedRequest, pk: int) -> HttpResponse:
    """Accompany a person no longer."""
    assistance = _own(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.end_assistance(by=_member(request), assistance=assistance, reason=form.cleaned_data["reason"])
        except Refused as refused:
            status = _explain(form, refused)
        else:
            messages.success(request, _("You no longer accompany this person. The administrators know of it."))
            return redirect("members:assisted")
    context = {"form": form, "assistance": assistance}
    return render(request, "members/assistance/end.html", context, status=status)


@access(GET=MEMBERS, POST=MEMBERS)
def erase(request: ViewedRequest, pk: int) -> HttpResponse:
    """Ask for the account of a person to be deleted who wishes so."""
    assistance = _own(request, pk)
    if erasing.pending(assistance.person):
        return redirect("members:assisted_person", pk)
    form = ErasureForForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        limit(request, scope="erasure", rate=ACT_RATE)
        wish = {name: form.cleaned_data[name] for name in ("keeps", "reason")}
        try:
            services.request_erasure_for(by=_member(request), person=assistance.person, **wish)
        except Refused as refused:
            status = _explain(form, refused)
        else:
            return redirect("members:assisted_person", pk)
    context = {"form": form, "assistance": assistance, "days": settings.ERASURE_DAYS}
    return render(request, "members/assistance/erase.html", context, status=status)


@access(POST=MEMBERS)
def keep(request: ViewedRequest, pk: int) -> HttpResponse:
    """Stop the deletion; a second press is answered alike."""
    assistance = _own(request, pk)
    try:
        if services.stop_erasure_for(by=_member(request), person=assistance.person):
            messages.success(request, _("The account stays."))
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("members:assisted_person", pk)


@access(GET=MEMBERS)
def on_my_behalf(request: ViewedRequest) -> HttpResponse:
    """List what a mentor did for oneself before one took the account over."""
    member = _member(request)
    accompanied = Assistance.objects.filter(person=member).select_related("mentor")
    context = {
        "assistances": list(accompanied.order_by("registered_at", "pk")),
        "page_obj": done.acts_page(member, request.GET.get("page")),
    }
    return render(request, "members/assistance/on_my_behalf.html", context)


def _own(request: HttpRequest, pk: int) -> Assistance:
    """Find the assistance of the mentor who asks; for everyone else, and after its end, there is none."""
    rows = Assistance.objects.running().select_related("person__profile__handle")
    assistance: Assistance = get_object_or_404(rows, pk=pk, mentor=_member(request))
    return assistance


def _explain(form: forms.Form, refused: Refused) -> int:
    """Say above the form why not; returns the status of the answer."""
    form.add_error(None, str(refused))
    return 403


def _member(request: HttpRequest) -> User:
    return cast("User", request.user)

"""Pages of saved searches: the list, the forms, and what the link in a mail leads to."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from guard.access import EVERYONE, MEMBERS, access
from guard.idempotency import once
from guard.limits import limit

from community.members.permissions import Refused, member_of
from community.writing.forms import KEPT_BY_BROWSER

from . import saving
from .filters import Filters
from .forms import SavedSearchForm
from .models import SavedSearch

PAGE_SIZE = 20
SAVE_RATE = "60/hour"
CHANGE_RATE = "120/hour"
STOP_RATE = "600/hour"  # of one address: a mail service presses the button for all its people


@access(GET=MEMBERS)
@never_cache
def saved(request: HttpRequest) -> HttpResponse:
    """List the member's saved searches, the newest first, and say of which no mails can come any more."""
    page = Paginator(SavedSearch.objects.filter(user=member_of(request)), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(saved, saving.faults_of(saved)) for saved in page]
    return render(request, "search/saved.html", {"page_obj": page, "rows": rows})


@access(GET=MEMBERS, POST=MEMBERS)
@cache_control(**KEPT_BY_BROWSER)
def save(request: HttpRequest) -> HttpResponse:
    """Save the search that the address says; one that is saved already can be changed instead."""
    filters = Filters.read(request.GET)
    if filters.refused:
        return render(request, "search/refused.html", {"filters": filters}, status=400)
    if not filters:
        return redirect("search:results")
    query = saving.canonical_query(filters)
    known = SavedSearch.objects.filter(user=member_of(request), query=query).first()
    if known and request.method != "POST":
        return redirect("search:saved_edit", known.pk)
    initial = {"name": saving.name_of(filters), "language": get_language()}
    form, status = SavedSearchForm(request.POST if request.method == "POST" else None, initial=initial), 200
    if request.method == "POST" and form.is_valid():
        limit(request, scope="search-save", rate=SAVE_RATE)
        try:
            with once(request, scope="search-save") as first:
                if first.answer is None:
                    kept = saving.save_search(member=member_of(request), query=query, **form.cleaned_data)
                    first.answer = kept.pk
        except (Refused, ValidationError) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            status = 403 if isinstance(error, Refused) else 200
        else:
            messages.success(request, _("The search is saved."))
            return redirect("search:saved")
    context = {"form": form, "results_query": query, "faults": [] if form.is_bound else filters.faults}
    return render(request, "search/saved_form.html", context, status=status)


@access(GET=MEMBERS, POST=MEMBERS)
@cache_control(**KEPT_BY_BROWSER)
def saved_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own saved search."""
    own = _own(request, pk)
    initial = {"name": own.name, "rhythm": own.rhythm, "language": own.language}
    form = SavedSearchForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        limit(request, scope="search-change", rate=CHANGE_RATE)
        try:
            saving.change_saved(member=member_of(request), saved=own, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The search is changed."))
            return redirect("search:saved")
    faults = [] if form.is_bound else saving.faults_of(own)
    context = {"form": form, "saved": own, "results_query": own.query, "faults": faults}
    return render(request, "search/saved_form.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def saved_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete one's own saved search; pressed twice, the second press leads where the first one led."""
    if request.method == "POST":
        limit(request, scope="search-change", rate=CHANGE_RATE)
        with once(request, scope=f"search-delete-{pk}") as first:
            if first.answer is None:
                saving.delete_saved(member=member_of(request), saved=_own(request, pk))
                first.answer = pk
        messages.success(request, _("The search is deleted."))
        return redirect("search:saved")
    return render(request, "search/saved_delete.html", {"saved": _own(request, pk)})


# The signed token says which search it is, and a mail program that presses the button has no form of ours.
@csrf_exempt
@access(GET=EVERYONE, POST=EVERYONE)
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails of one search, without a login; only the button does, since mail programs open links themselves.

    The answer to the button is a page, not a redirect: RFC 8058 wants it so.
    """
    if request.method == "POST":
        limit(request, scope="search-stop", rate=STOP_RATE)
        found = saving.stop_alerts(token=token)
    else:
        found = saving.saved_of(token)
    status = 200 if found else 404
    return render(request, "search/stop.html", {"saved": found, "Rhythm": SavedSearch.Rhythm}, status=status)


def _own(request: HttpRequest, pk: int) -> SavedSearch:
    return get_object_or_404(SavedSearch, pk=pk, user=member_of(request))

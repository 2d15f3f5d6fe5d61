"""Pages of members: the list, one profile, the form for one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from guard.access import EVERYONE, MEMBERS, access
from guard.limits import limit

from . import services
from .forms import MemberSearchForm, ProfileForm
from .handles import fold
from .models import Handle, Profile
from .permissions import Refused, may_edit_profile, may_see_profile

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from .models import User

PAGE_SIZE = 24
EDIT_RATE = "60/hour"


@access(GET=EVERYONE)
def member_list(request: HttpRequest) -> HttpResponse:
    """Show the members who chose to be found, by name; narrowed by region and the beginning of a name."""
    form = MemberSearchForm(request.GET or None)
    page = Paginator(_listed(form), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "members/member_list.html", {"form": form, "page_obj": page})


@access(GET=EVERYONE)
def profile(request: HttpRequest, handle: str) -> HttpResponse:
    """Show one member to those who may see them; an old handle leads to the new one."""
    found = get_object_or_404(Handle.objects.select_related("user"), folded=fold(handle))
    shown = get_object_or_404(Profile.objects.select_related("user", "handle", "region__parent"), user=found.user)
    if not may_see_profile(request.user, shown):
        raise Http404
    if shown.handle.text != handle:
        return redirect(shown, permanent=True)
    return render(
        request,
        "members/profile.html",
        {"profile": shown, "may_edit_profile": may_edit_profile(request.user, shown)},
    )


@access(GET=MEMBERS, POST=MEMBERS)
def edit(request: HttpRequest) -> HttpResponse:
    """Edit one's own profile."""
    member = cast("User", request.user)
    own = services.give_profile(user=member)
    form = ProfileForm(request.POST or None, profile=own)
    status = 200
    if request.method == "POST" and form.is_valid():
        limit(request, scope="profile", rate=EDIT_RATE)
        data = dict(form.cleaned_data)
        try:
            with transaction.atomic():
                services.change_handle(by=member, profile=own, handle=data.pop("handle"))
                services.edit_profile(by=member, profile=own, **data)
        except ValidationError as error:
            form.add_error("handle", error)
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 403
        else:
            messages.success(request, _("Your profile is saved."))
            return redirect(own)
    return render(request, "members/profile_form.html", {"form": form, "profile": own}, status=status)


def _listed(form: MemberSearchForm) -> QuerySet[Profile]:
    listed = Profile.objects.filter(is_listed=True, user__is_active=True)
    if form.is_bound and form.is_valid():
        if name := form.cleaned_data["q"].strip():
            listed = listed.filter(user__name__istartswith=name)
        if region := form.cleaned_data["region"]:
            listed = listed.filter(region__in=type(region).objects.within(region.code))
    elif form.is_bound:
        listed = listed.none()
    return listed.select_related("user", "handle", "region").order_by("user__name", "user_id")

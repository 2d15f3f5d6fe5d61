"""Pages of members: the list, one profile, the forms for one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from guard.access import EVERYONE, MEMBERS, access
from guard.limits import limit

from . import pictures, services
from .assistance.models import Assistance
from .audiences import Audience
from .directory import DirectoryPage, common_skills, page_of
from .models import Handle, Profile
from .organisations.views.finding import organisation_with_page
from .permissions import Refused, ViewedRequest, is_mentor, is_self, may_edit_profile, may_see_profile
from .profile_forms import DirectoryForm, PictureForm, ProfileForm
from .rights.agreeing import led_to_agree
from .roles import holders, vouching
from .roles.permissions import may_vouch
from .shown import Shown
from .visibility import parts_for, parts_seen

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from .models import User

EDIT_RATE = "60/hour"
PICTURE_RATE = "20/hour"
# How one's own profile can be looked at: as somebody without an account sees it, and as any member.
GUISES = {"visitor": Audience.EVERYONE, "member": Audience.MEMBERS}


@access(GET=EVERYONE)
def member_list(request: ViewedRequest) -> HttpResponse:
    """Show the members who chose to be found, by name; narrowed by name, region, role, sector and skill."""
    form = DirectoryForm(request.GET or None, viewer=request.viewer)
    filters, asked = form.filters(), request.GET.get
    page = DirectoryPage()
    if filters is not None:
        page = page_of(request.viewer, filters, after=asked("after", ""), before=asked("before", ""))
    context = {"form": form, "directory": page, "cards": page.members, "common_skills": common_skills()}
    return render(request, "members/member_list.html", context)


@access(GET=EVERYONE)
def profile(request: ViewedRequest, handle: str) -> HttpResponse:
    """Show one member to those who may see them; an old handle leads to the new one, an organisation's to its page."""
    whole = Profile.objects.select_related("user", "handle", "region")
    whole = whole.annotate(is_mentor=holders.held_by("user"))
    found = whole.filter(user__handles__in=Handle.objects.known_as(handle)).first()
    if found is None:
        return redirect(organisation_with_page(request, handle))
    if not may_see_profile(request.user, found):
        raise Http404
    if found.handle.text != handle:
        return redirect(found, permanent=True)
    is_own = is_self(request.user, found)
    guise = request.GET.get("as", "") if is_own else ""
    seen = parts_for(GUISES[guise], found) if guise in GUISES else parts_seen(request.viewer, found)
    assistance = _assistance(request, found)
    if assistance and assistance.mentor_id == request.viewer.user_id:
        seen = parts_for(Audience.SELF, found)  # who wrote it down with the person
    vouches = request.viewer.is_mentor and may_vouch(request.user, found.user)
    context = {
        "profile": found,
        "shown": Shown(found, seen),
        "is_own": is_own,
        "has_blocked": found.user_id in request.viewer.blocked_ids,
        "guise": guise if guise in GUISES else "",
        "may_edit_profile": is_own or may_edit_profile(request.user, found),
        "may_vouch": vouches,
        "has_vouched": vouches and vouching.word_of(cast("User", request.user), found.user) is not None,
        "assistance": assistance,
        "is_mentor": is_own and is_mentor(request.user),
    }
    return render(request, "members/profile.html", context)


@access(GET=EVERYONE)
def picture_file(request: ViewedRequest, name: str, size: int) -> HttpResponseBase:
    """Send a picture that not everyone may see to those who may; the others have addresses in the public store."""
    own = Profile.objects.select_related("user", "handle")
    shown = get_object_or_404(own, picture=f"{pictures.PRIVATE}{name}")
    if size not in pictures.SIZES or not may_see_profile(request.user, shown):
        raise Http404
    if "picture" not in parts_seen(request.viewer, shown):
        raise Http404
    try:
        file = pictures.content_of(shown, size)
    except FileNotFoundError as gone:
        raise Http404 from gone
    return FileResponse(file, content_type="image/webp", headers={"Cache-Control": "private, max-age=600"})


@access(GET=MEMBERS, POST=MEMBERS)
def edit(request: HttpRequest) -> HttpResponse:
    """Edit one's own profile."""
    if answer := led_to_agree(request):
        return answer
    member = cast("User", request.user)
    own = services.give_profile(user=member)
    form = ProfileForm(request.POST or None, profile=own)
    status = 200
    if request.method == "POST" and form.is_valid():
        limit(request, scope="profile", rate=EDIT_RATE)
        try:
            with transaction.atomic():
                services.change_handle(by=member, profile=own, handle=form.cleaned_data["handle"])
                services.edit_profile(by=member, profile=own, **form.changes())
        except ValidationError as error:
            form.add_error("handle", error)
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 403
        else:
            messages.success(request, _("Your profile is saved."))
            return redirect(own)
    return render(request, "members/profile_form.html", {"form": form, "profile": own}, status=status)


@access(GET=MEMBERS, POST=MEMBERS)
def picture(request: HttpRequest) -> HttpResponse:
    """Send, show to others or remove one's own picture."""
    if answer := led_to_agree(request):
        return answer
    member = cast("User", request.user)
    own = services.give_profile(user=member)
    form = PictureForm(request.POST or None, request.FILES or None, profile=own)
    status = 200
    if request.method == "POST" and form.is_valid():
        limit(request, scope="picture", rate=PICTURE_RATE)
        try:
            if "remove" in request.POST:
                services.remove_picture(by=member, profile=own)
            else:
                file = form.cleaned_data["file"]
                services.change_picture(by=member, profile=own, file=file, audience=form.audience)
        except ValidationError as error:
            form.add_error("file", error)
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 403
        else:
            messages.success(request, _("Your profile is saved."))
            return redirect(own)
    context = {"form": form, "profile": own, "address": pictures.address(own)}
    return render(request, "members/picture_form.html", context, status=status)


def _assistance(request: ViewedRequest, found: Profile) -> Assistance | None:
    """Say who accompanies the member, to those who may know: the mentor and the moderators."""
    if found.user.email is not None or not request.viewer.user_id:
        return None
    standing = Assistance.objects.running().filter(person=found.user_id).select_related("mentor").first()
    is_theirs = standing is not None and standing.mentor_id == request.viewer.user_id
    return standing if is_theirs or request.viewer.is_moderator else None

"""Forms of what an organisation says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from guard.access import MEMBERS, access
from guard.idempotency import once
from guard.limits import limit

from community.members import pictures
from community.members.permissions import Refused
from community.members.standing.barred import barred

from .. import services
from ..forms import LogoForm, OrganisationForm
from ..models import Organisation
from ..permissions import may_run
from .finding import member_of, own_organisation

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

FOUND_RATE = "5/day"
EDIT_RATE = "60/hour"
LOGO_RATE = "20/hour"


@access(GET=MEMBERS, POST=MEMBERS)
@cache_control(private=True, max_age=0)
def found(request: ViewedRequest) -> HttpResponse:
    """Enter an organisation."""
    if answer := barred(request):
        return answer
    form = OrganisationForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        limit(request, scope="organisation", rate=FOUND_RATE)
        try:
            with once(request, scope="organisation") as first:
                if first.answer is None:
                    first.answer = services.found_organisation(
                        founder=member_of(request), facts=form.facts(), handle=form.cleaned_data["handle"]
                    ).pk
        except (Refused, ValidationError) as error:
            status = explain(form, error)
        else:
            organisation = Organisation.objects.select_related("handle").get(pk=first.answer)
            more = _("A moderator looks at it, then others see it.")
            if organisation.is_public:
                invite = reverse("organisations:invite", args=[organisation.handle.text])
                more = format_html('<a href="{}">{}</a>', invite, _("Now invite the others."))
            messages.success(request, format_html("{} {}", _("The organisation is entered."), more))
            return redirect(organisation)
    return render(request, "organisations/organisation_form.html", {"form": form}, status=status)


@access(GET=MEMBERS, POST=MEMBERS)
@cache_control(private=True, max_age=0)
def edit(request: ViewedRequest, handle: str) -> HttpResponse:
    """Change what an organisation says of itself."""
    if answer := barred(request):
        return answer
    organisation = own_organisation(request, handle, may_run)
    form = OrganisationForm(request.POST or None, organisation=organisation)
    status = 200
    if request.method == "POST" and form.is_valid():
        limit(request, scope="organisation-edit", rate=EDIT_RATE)
        try:
            changed = services.edit_organisation(
                by=member_of(request),
                organisation=organisation,
                facts=form.facts(),
                handle=form.cleaned_data["handle"],
            )
        except (Refused, ValidationError) as error:
            status = explain(form, error)
        else:
            messages.success(request, _("What you changed is saved."))
            if organisation.is_public and not changed.is_public:
                messages.warning(request, _("A moderator looks at it, then others see it."))
            return redirect(changed)
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/organisation_form.html", context, status=status)


@access(GET=MEMBERS, POST=MEMBERS)
def logo(request: ViewedRequest, handle: str) -> HttpResponse:
    """Send or remove a logo."""
    if answer := barred(request):
        return answer
    organisation = own_organisation(request, handle, may_run)
    form = LogoForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        limit(request, scope="picture", rate=LOGO_RATE)
        member, file = member_of(request), form.cleaned_data["file"]
        try:
            if "remove" in request.POST:
                services.remove_logo(by=member, organisation=organisation)
            elif file:
                services.change_logo(by=member, organisation=organisation, file=file)
            else:
                raise ValidationError({"file": _("Please choose a picture first.")})
        except (Refused, ValidationError) as error:
            status = explain(form, error, field="file")
        else:
            messages.success(request, _("What you changed is saved."))
            return redirect(organisation)
    context = {"form": form, "organisation": organisation, "address": pictures.logo_address(organisation.logo)}
    return render(request, "organisations/logo_form.html", context, status=status)


def explain(form: forms.Form, error: Refused | ValidationError, field: str | None = None) -> int:
    """Say beside a field, or above the form, why it was not taken; what was typed stays. Returns the status."""
    if isinstance(error, Refused):
        form.add_error(None, str(error))
        return 403
    form.add_error(None if hasattr(error, "error_dict") else field, error)
    return 200

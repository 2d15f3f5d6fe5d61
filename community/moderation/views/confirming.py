"""Asking once more before an account is removed with all it wrote: also who decides by keys sees whom it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from guard.idempotency import FIELD

from ..models import Decision
from ..site_settings import moderation_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django import forms
    from django.http import HttpResponse

    from community.members.models import User
    from community.members.permissions import ViewedRequest

SURE, BACK = "sure", "back"
OF_THE_FORM = {"csrfmiddlewaretoken", FIELD, SURE, BACK}  # what the page brings anew


def is_to_confirm(request: ViewedRequest, form: forms.Form) -> bool:
    """Tell whether an account is to be removed, and nobody has said yet that they are sure."""
    return form.cleaned_data["decision"] == Decision.SPAMMER and SURE not in request.POST


def is_back(request: ViewedRequest) -> bool:
    """Tell whether somebody was asked and would rather change something: then the form is shown as it was sent."""
    return BACK in request.POST


def confirmation(request: ViewedRequest, form: forms.Form, people: Sequence[User]) -> HttpResponse:
    """Show who would be removed and why, with all that was sent, to send it once more."""
    sent = [(name, value) for name, values in request.POST.lists() if name not in OF_THE_FORM for value in values]
    context = {"people": people, "sent": sent, "undo_hours": moderation_settings().undo_hours}
    context["reason"] = form.cleaned_data.get("reason", "")
    return render(request, "moderation/confirm_removal.html", context)

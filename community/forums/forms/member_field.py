"""A form field for one member, by handle or name, for pages where moderators work without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.members.models import Handle, User

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.permissions import Viewer

CHOICES_SHOWN = 6


class MemberField(forms.CharField):
    """One member: by handle, whoever it is; by name among those who let themselves be found, or all for moderators."""

    viewer: Viewer  # who asks; the form says so

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Member"))
        kwargs.setdefault("help_text", gettext_lazy("A handle (@maria) or a name."))
        widget = forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"})
        super().__init__(max_length=80, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        """Find the one member who is meant; say which handles a name may mean."""
        text = " ".join(super().clean(value).split())
        if not text:
            return None
        handle = Handle.objects.known_as(text.removeprefix("@")).select_related("user").first()
        if handle and handle.user and handle.user.is_active:
            return handle.user
        if text.startswith("@"):
            raise ValidationError(_("No member has the handle “%(handle)s”.") % {"handle": text}, code="unknown")
        return self._called(text)

    def _called(self, name: str) -> User:
        members: QuerySet[User] = User.objects.filter(is_active=True).select_related("profile__handle")
        if not self.viewer.is_moderator:
            members = members.filter(profile__is_listed=True)
        found = list(members.filter(name__iexact=name).order_by("pk")[: CHOICES_SHOWN + 1])
        found = found or list(members.filter(name__icontains=name).order_by("name", "pk")[: CHOICES_SHOWN + 1])
        if not found:
            raise ValidationError(
                _("No member is called “%(name)s”. Please write the handle, as it stands on their page.")
                % {"name": name},
                code="unknown",
            )
        if len(found) > 1:
            choices = ", ".join(f"{user.name} ({user.profile.handle})" for user in found[:CHOICES_SHOWN])
            raise ValidationError(
                _("That may be several members. Please write one of these handles: %(choices)s.")
                % {"choices": choices},
                code="several",
            )
        return found[0]

"""Forms of organisations: what one says of itself, its logo, whom it invites, and in whose name one writes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community.members import services as members
from community.members.assistance.acting import CHANGED
from community.members.forms import AddressField, clean_name
from community.members.handles import LONGEST, clean_handle
from community.members.models import Handle, User
from community.members.profile_forms import NarrowingForm, sector_choices
from community.members.words import LONGEST_LINK, clean_links
from home.fields import RegionField
from home.services.named import sectors_by_slug

from .directory import Filters
from .models import Membership, Organisation
from .models.organisations import LONGEST_DESCRIPTION, LONGEST_NAME
from .permissions import organisations_of
from .services import Facts

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import QueryDict

    from home.models import Sector

MOST_SECTORS = 5
EARLIEST = 1800


class OrganisationForm(forms.Form):
    """What an organisation says of itself; with one, what it says now."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME, help_text=_("As in its papers."))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Please choose")), *Organisation.Kind.choices])
    handle = forms.CharField(
        label=_("Handle"),
        max_length=LONGEST + 1,
        required=False,
        help_text=_("A short name for its address here. Left empty, we make one from the name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    region = RegionField(label=_("Where it works from"))
    sectors = forms.MultipleChoiceField(
        label=_("Sectors"), required=False, widget=forms.CheckboxSelectMultiple, choices=lambda: sector_choices()
    )
    description = forms.CharField(
        label=_("What it does"),
        max_length=LONGEST_DESCRIPTION,
        required=False,
        help_text=_("Who is in it, what it makes, what it is looking for. Markdown works."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    registration_number = forms.CharField(
        label=_("Registration number"),
        max_length=60,
        required=False,
        help_text=_("NIB, or the number of its charter or village regulation. It helps us to verify it."),
    )
    founded = forms.IntegerField(label=_("Founded in the year"), required=False, min_value=EARLIEST)
    website = forms.CharField(label=_("Website"), required=False, max_length=LONGEST_LINK)

    def __init__(self, data: QueryDict | None = None, *, organisation: Organisation | None = None) -> None:
        self.organisation = organisation
        super().__init__(data, initial=_initial(organisation) if organisation else None)
        if organisation:
            self.fields["handle"].help_text = _("When you change it, the old one still leads here.")

    def clean_name(self) -> str:
        """Single spaces, at least one letter, and no link, since it stands in mails to others."""
        try:
            return clean_name(self.cleaned_data["name"])
        except ValidationError as error:
            raise ValidationError(
                _("Please write the name in words, without an address of the web."), code=error.code
            ) from error

    def clean_handle(self) -> str:
        """Free, or its own already; empty where there is none yet."""
        typed: str = self.cleaned_data["handle"].strip().removeprefix("@").lower()
        own = self.organisation.handle.text if self.organisation else ""
        if typed in ("", own):
            return own
        handle = clean_handle(typed)
        if message := members.taken(handle, owner=self.organisation):
            raise ValidationError(message, code="taken")
        return handle

    def clean_sectors(self) -> list[Sector]:
        """The sectors themselves, few enough to say something."""
        slugs = self.cleaned_data["sectors"]
        if len(slugs) > MOST_SECTORS:
            raise ValidationError(_("Choose at most five sectors."), code="many")
        return [sectors_by_slug()[slug] for slug in slugs]

    def clean_founded(self) -> int | None:
        """No year to come."""
        year: int | None = self.cleaned_data["founded"]
        if year and year > date.today().year:
            raise ValidationError(_("This year is still to come."), code="future")
        return year

    def clean_website(self) -> str:
        """One address of the web, or none."""
        return "".join(clean_links(self.cleaned_data["website"], most=1))

    def facts(self) -> Facts:
        """What the services take, all of it valid."""
        return Facts(**{name: value for name, value in self.cleaned_data.items() if name != "handle"})


class LogoForm(forms.Form):
    """A logo; whether it is a picture is seen when it is drawn anew."""

    file = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("JPEG, PNG, WebP, AVIF or GIF, at most 10 MB. We show its middle as a square."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )


class InvitationForm(forms.Form):
    """Whom to invite, by handle or by e-mail, and as what."""

    whom = forms.CharField(
        label=_("Handle or e-mail address"),
        max_length=254,
        help_text=_("A member’s handle, such as @maria, or the address of somebody who may not be a member yet."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label=_("As"),
        choices=[(role.value, role.label) for role in reversed(Membership.Role)],
        help_text=_(
            "Managers edit the page, let people in and write in the organisation’s name. Owners also give these roles."
        ),
    )

    def __init__(self, data: QueryDict | None = None, *, is_owner: bool) -> None:
        super().__init__(data)
        if not is_owner:
            del self.fields["role"]

    def clean(self) -> dict[str, Any]:
        """Find out who is meant."""
        cleaned: dict[str, Any] = super().clean() or {}
        whom = cleaned.get("whom", "").strip()
        if not whom:
            return cleaned
        if "@" in whom.removeprefix("@"):
            try:
                cleaned["email"] = AddressField().clean(whom)
            except ValidationError as error:
                self.add_error("whom", error)
            return cleaned
        meant = Handle.objects.known_as(whom.removeprefix("@"))
        cleaned["user"] = User.objects.filter(handles__in=meant, is_active=True).first()
        cleaned["handle"] = whom.removeprefix("@").lower()
        if cleaned["user"] is None:
            self.add_error("whom", _("No member has this handle. You can invite them by e-mail."))
        return cleaned

    def invited(self) -> dict[str, Any]:
        """What `invite` takes."""
        names = ("user", "handle", "email", "role")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class JoinForm(forms.Form):
    """A few words to those who run an organisation."""

    text = forms.CharField(
        label=_("A few words"),
        max_length=500,
        required=False,
        help_text=_("Who you are, and what you have to do with the organisation."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RoleForm(forms.Form):
    """What one of the people may do."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=Membership.Role.choices,
        help_text=_("Who is to be an owner is asked first, by mail, and is one once they say yes."),
    )


class ClosingForm(forms.Form):
    """Why an organisation is closed, if its owner wants to say that."""

    reason = forms.CharField(
        label=_("Why, if you like"),
        max_length=200,
        required=False,
        help_text=_("Its people read it in the mail, and it stays in the history."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OrganisationFilterForm(NarrowingForm):
    """Narrow the list of organisations."""

    q = forms.CharField(label=_("Name"), required=False, max_length=80)
    region = RegionField(label=_("Region"), required=False, help_text="")
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Organisation.Kind.choices])
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    verified = forms.BooleanField(label=_("Verified only"), required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["sector"].choices = [("", _("All")), *sector_choices()]  # type: ignore[attr-defined]

    def filters(self) -> Filters | None:
        """What was chosen; None when something of it means nothing."""
        if not self.is_bound:
            return Filters()
        if not self.is_valid():
            return None
        data = self.cleaned_data
        sector = sectors_by_slug().get(data["sector"])
        return Filters(data["q"].strip(), data["region"], data["kind"], sector, data["verified"])


def offer_speaker(form: forms.Form, user: User | AnonymousUser) -> None:
    """Ask in a form in whose name one writes, of those who have an organisation to speak for.

    Also of who sent one: what was written in its name never appears in one's own because one was dismissed meanwhile.
    """
    organisations = organisations_of(user)
    if organisations or form.data.get("organisation"):
        form.fields["organisation"] = forms.ModelChoiceField(
            organisations,
            label=_("You write"),
            required=False,
            empty_label=_("in your own name"),
            help_text=_("In the name of an organisation, your own name stands beside it."),
            error_messages={"invalid_choice": CHANGED},
        )


def _initial(organisation: Organisation) -> dict[str, Any]:
    columns = ("name", "kind", "region", "description", "registration_number", "founded", "website")
    return {
        **{name: getattr(organisation, name) for name in columns},
        "handle": organisation.handle.text,
        "sectors": list(organisation.sectors.values_list("slug", flat=True)),
    }

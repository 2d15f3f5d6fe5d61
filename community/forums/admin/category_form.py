"""The form of a category in the editing room: whom it is for is chosen by name, its moderators are given as handles."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from community.members.models import Handle, User
from community.members.permissions import EVERYONE, MEMBERS, REGION
from community.members.roles.names import local_name
from home.fields import RegionField
from home.models import Region

from ..models import Category
from ..services.audiences import GROUP, name_of, of_region, region_code
from ..services.categories import AUDIENCES, check_place

ICONS = settings.ROOT / "site" / "templates" / "icons"
ICON_NAMES = {
    "boat": pgettext_lazy("icon", "Boat"),
    "diamond": pgettext_lazy("icon", "Diamond"),
    "field": pgettext_lazy("icon", "Field"),
    "fish": pgettext_lazy("icon", "Fish"),
    "house": pgettext_lazy("icon", "House"),
    "nutmeg": pgettext_lazy("icon", "Nutmeg"),
    "palm": pgettext_lazy("icon", "Palm"),
    "quote": pgettext_lazy("icon", "Quotation mark"),
    "region": pgettext_lazy("icon", "Region"),
    "seaweed": pgettext_lazy("icon", "Seaweed"),
    "sun": pgettext_lazy("icon", "Sun"),
    "trade": pgettext_lazy("icon", "Trade"),
    "umbrella": pgettext_lazy("icon", "Umbrella"),
}
MOST_MODERATORS = 20
SEPARATORS = re.compile(r"[\s,;]+")


def audiences() -> list[tuple[str, Any]]:
    """List whom a category can be for; of a region, which one is written beside."""
    groups = [(f"{GROUP}:{group.pk}", local_name(group.name)) for group in Group.objects.order_by("name")]
    region = (REGION, gettext_lazy("Members from a region (name it below)"))
    return [(EVERYONE, gettext_lazy("Everyone")), (MEMBERS, gettext_lazy("Members")), region, *groups]


def writers() -> list[tuple[str, Any]]:
    """List who can be let to write: visitors can't."""
    return audiences()[1:]


def icons() -> list[tuple[str, str]]:
    """List the drawings that a category may have."""
    return sorted((name, str(ICON_NAMES.get(name, name))) for name in (path.stem for path in ICONS.glob("*.svg")))


class HandlesField(forms.CharField):
    """Members by their handles, separated by commas; cleans to the members.

    Whose account is switched off can't be named, but for those who are named already: `known`, by their keys.
    """

    known: frozenset[int] = frozenset()

    def prepare_value(self, value: Any) -> Any:
        """Show members as they are read back."""
        if isinstance(value, str) or value is None:
            return value
        users = User.objects.filter(pk__in=[getattr(each, "pk", each) for each in value])
        return ", ".join(str(user.profile.handle) for user in users.select_related("profile__handle"))

    def clean(self, value: Any) -> Any:
        """Find the members who are meant."""
        texts = [text.removeprefix("@") for text in SEPARATORS.split(super().clean(value)) if text]
        if len(texts) > MOST_MODERATORS:
            raise ValidationError(_("At most %(count)d members are possible.") % {"count": MOST_MODERATORS})
        found = []
        for text in texts:
            handle = Handle.objects.known_as(text).select_related("user").first()
            user = handle.user if handle else None
            if user is None or not (user.is_active or user.pk in self.known):
                raise ValidationError(_("No member has the handle “%(handle)s”.") % {"handle": text})
            found.append(user)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is written, since the initial value are members."""
        return super().has_changed(self.prepare_value(initial), data)


def _region_field() -> RegionField:
    return RegionField(
        label=gettext_lazy("Which region"),
        required=False,
        help_text=gettext_lazy("Only for “Members from a region”: who named it, or a place in it, in their profile."),
    )


class CategoryForm(WagtailAdminModelForm):
    """A category: its names and looks, where it lies, who reads, answers and starts topics there, who keeps order."""

    icon = forms.ChoiceField(label=gettext_lazy("Icon"), choices=icons)
    audience_see = forms.ChoiceField(label=gettext_lazy("Who may read"), choices=audiences, initial=EVERYONE)
    region_see = _region_field()
    audience_reply = forms.ChoiceField(
        label=gettext_lazy("Who may reply"),
        choices=writers,
        initial=MEMBERS,
        required=False,
        help_text=gettext_lazy("Of those who may read."),
    )
    region_reply = _region_field()
    audience_start = forms.ChoiceField(
        label=gettext_lazy("Who may start topics"),
        choices=writers,
        initial=MEMBERS,
        help_text=gettext_lazy("Of those who may read."),
    )
    region_start = _region_field()
    moderators = HandlesField(
        label=gettext_lazy("Moderators"),
        required=False,
        help_text=gettext_lazy(
            "Handles, separated by commas: @maria, @petrus. They keep order here and in what lies in it."
        ),
    )

    class Meta:
        model = Category
        fields = (
            *("name", "name_en", "slug", "parent", "description", "description_en", "icon", "colour", "picture"),
            *("order", "audience_see", "audience_reply", "audience_start"),
        )
        help_texts = {
            "slug": gettext_lazy("Its address: /forum/ruang/…/. Links to the old one break when you change it."),
            "parent": gettext_lazy("The category in which it is found. There are two levels."),
            "colour": gettext_lazy("Of the small sign with its name in lists of topics."),
            "picture": gettext_lazy("Stands above its topics."),
            "order": gettext_lazy("The lowest number stands first."),
        }

    field_order = (
        *("name", "name_en", "slug", "parent", "description", "description_en", "icon", "colour", "picture", "order"),
        *("audience_see", "region_see", "audience_reply", "region_reply", "audience_start", "region_start"),
        "moderators",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = Category.objects.public().filter(parent=None)
        self.fields["parent"].queryset = above.exclude(pk=self.instance.pk) if self.instance.pk else above
        for name in AUDIENCES:
            audience = getattr(self.instance, name)
            if code := region_code(audience):
                self.initial[name] = REGION
                self.initial[_beside(name)] = Region.objects.filter(code=code).first()
            elif audience:
                self._keep_offered(name, audience)
        if self.instance.colour != Category.Colour.CORAL:  # it says unread and wrong; who has it may keep it
            colour: Any = self.fields["colour"]
            colour.choices = [(name, label) for name, label in colour.choices if name != Category.Colour.CORAL]
        if self.instance.pk:
            self.initial["moderators"] = [user.pk for user in self.instance.moderators.all()]
            self.fields["moderators"].known = frozenset(self.initial["moderators"])

    def _keep_offered(self, name: str, audience: str) -> None:
        """Offer what holds, also when it is a group that was deleted: a browser would choose another one by itself."""
        field: Any = self.fields[name]
        choices = list(field.choices)
        if audience not in dict(choices):
            field.choices = [*choices, (audience, name_of(audience))]

    def clean(self) -> dict[str, Any]:
        """Put together whom it is for."""
        cleaned: dict[str, Any] = super().clean()
        for name in AUDIENCES:
            chosen = cleaned.get(name) or (MEMBERS if name == "audience_reply" else "")
            if chosen == REGION:
                region = cleaned.get(_beside(name))
                if region is None:
                    self.add_error(_beside(name), _("Please name the region."))
                    continue
                chosen = of_region(region.code)
            cleaned[name] = chosen
        return cleaned

    def _post_clean(self) -> None:
        """Compare it with what lies above and below, once all of it is known."""
        super()._post_clean()
        if self.errors:
            return
        try:
            check_place(self.instance)
        except ValidationError as error:
            self.add_error(None, error)

    def save(self, commit: bool = True) -> Category:
        """Write down the moderators, too, which no field of the model gives."""
        category: Category = super().save(commit=commit)
        if commit:
            category.moderators.set(self.cleaned_data["moderators"])
        return category


def _beside(name: str) -> str:
    return name.replace("audience", "region")

"""Forms of a profile: what one tells of oneself and to whom, one's picture, and what the list is narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from community.reasons import worded
from home.fields import RegionField
from home.services.named import sectors_by_slug

from .audiences import PARTS, Audience, audience_field
from .describing import Description
from .directory import Filters, common_skills, shown_skills
from .forms import OwnNames
from .handles import LONGEST
from .models import LANGUAGES, ZONES
from .parts import LONGEST_WORD, MOST_LANGUAGES, MOST_LINKS, MOST_REGIONS, MOST_SKILLS, ProgrammeRole, Skill
from .roles.models import Role
from .words import LONGEST_LINK, clean_links, clean_words, fold_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict

    from home.models import Sector

    from .models import Profile, User
    from .permissions import Viewer

PROPOSED = 8
# What stands together in the form: a heading, and names of fields.
SECTIONS = (
    (_("Who you are"), ("name", "handle", "bio", "languages")),
    (_("Where you live and work"), ("region", "further_regions")),
    (_("What you bring"), ("skills", "sectors", "roles", "links")),
    (_("Who finds you, and how we write to you"), ("is_listed", "organisations_audience", "language", "zone")),
)


class WordsField(forms.CharField):
    """Short words with commas between; cleans to a list."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(max_length=(LONGEST_WORD + 2) * most, required=False, **kwargs)

    def prepare_value(self, value: object) -> object:
        """Show a list as one writes it."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: object) -> Any:
        """Give the words, each once."""
        return clean_words(super().clean(value), most=self.most)


class LinksField(forms.CharField):
    """Addresses of the web, one a line; cleans to a list."""

    widget = forms.Textarea(attrs={"rows": 3, "inputmode": "url"})

    def prepare_value(self, value: object) -> object:
        """Show a list as one writes it."""
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: object) -> Any:
        """Give the addresses, each once."""
        return clean_links(super().clean(value), most=MOST_LINKS)


class ProfileForm(OwnNames, forms.Form):
    """What a member tells of themselves and to whom, and how the site speaks to them."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    handle = forms.CharField(
        label=_("Handle"),
        max_length=LONGEST + 1,
        help_text=_("Your address here. When you change it, the old one still leads to you."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    bio = forms.CharField(
        label=PARTS["bio"],
        max_length=2000,
        required=False,
        help_text=_("What you do, what you know, what you would like to do with others. Markdown works."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    languages = WordsField(
        label=PARTS["languages"], most=MOST_LANGUAGES, help_text=_("With commas between: Indonesian, Kei, English.")
    )
    region = RegionField(label=PARTS["region"], required=False)
    further_regions = RegionField(label=PARTS["further_regions"], max_regions=MOST_REGIONS, required=False)
    skills = WordsField(
        label=PARTS["skills"],
        most=MOST_SKILLS,
        help_text=_("A few short words with commas between: bookkeeping, diving."),
    )
    sectors = forms.MultipleChoiceField(
        label=PARTS["sectors"], required=False, widget=forms.CheckboxSelectMultiple, choices=lambda: sector_choices()
    )
    roles = forms.MultipleChoiceField(
        label=PARTS["roles"],
        required=False,
        choices=ProgrammeRole.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you would like to do. Whoever is a mentor of the programme was made one by the others."),
    )
    links = LinksField(
        label=PARTS["links"],
        required=False,
        max_length=(LONGEST_LINK + 2) * MOST_LINKS,
        help_text=_("Your pages elsewhere, one in each line, at most five."),
    )
    is_listed = forms.BooleanField(
        label=_("Let others find me"),
        required=False,
        help_text=_(
            "Your profile then stands in the list of members and in the search, each part for those it is open to."
        ),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, help_text=_("Of the mails we send you."))
    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)

    def __init__(self, data: QueryDict | None = None, *, profile: Profile) -> None:
        self.profile = profile
        super().__init__(data, initial=_initial(profile))
        self.order_fields([name for _heading, names in SECTIONS for name in names])
        if words := ", ".join(common_skills()[:PROPOSED]):
            known = _("Others write: %(words)s.") % {"words": words}
            self.fields["skills"].help_text = format_html("{} {}", self.fields["skills"].help_text, known)
        for part in PARTS:
            if part in self.fields:
                self.fields[audience_field(part)] = audience_choice(part)
        if profile.hidden_at:
            hidden = _("The moderators have taken your profile out of view: %(reason)s") % {
                "reason": worded(profile.hidden_reason)
            }
            self.fields["is_listed"].disabled, self.fields["is_listed"].help_text = True, hidden
        label = _("Who sees which organisations I belong to")
        self.fields["organisations_audience"] = forms.TypedChoiceField(
            label=label, choices=Audience.choices, coerce=int
        )

    def sections(self) -> Iterator[tuple[Any, list[tuple[forms.BoundField, forms.BoundField | None]]]]:
        """Give the headings, each with its fields and, beside a field, who sees what it says."""
        for heading, names in SECTIONS:
            asked = [name for name in names if name in self.fields]
            yield heading, [(self[name], self[audience_field(name)] if name in PARTS else None) for name in asked]

    def clean_sectors(self) -> list[Sector]:
        """The sectors themselves."""
        return [sectors_by_slug()[slug] for slug in self.cleaned_data["sectors"]]

    def changes(self) -> dict[str, Any]:
        """What `edit_profile` takes, all of it valid."""
        data = self.cleaned_data
        told = ("further_regions", "languages", "skills", "sectors", "roles", "links")
        audiences = {
            part: Audience(data[audience_field(part)]) for part in PARTS if audience_field(part) in self.fields
        }
        description = Description(**{name: data[name] for name in told}, audiences=audiences)
        kept = ("name", "bio", "region", "language", "zone", "is_listed")
        return {**{name: data[name] for name in kept if name in data}, "description": description}


class PictureForm(forms.Form):
    """A picture of oneself; whether it is one is seen when it is drawn anew."""

    file = forms.FileField(
        label=PARTS["picture"],
        required=False,
        help_text=_(
            "JPEG, PNG, WebP, AVIF or GIF, at most 10 MB. We keep its middle only, and nothing about place or camera."
        ),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def __init__(self, data: QueryDict | None, files: MultiValueDict[str, Any] | None, *, profile: Profile) -> None:
        super().__init__(data, files, initial={audience_field("picture"): profile.picture_audience})
        self.fields[audience_field("picture")] = audience_choice("picture")

    @property
    def audience(self) -> Audience:
        """Who is to see it."""
        return Audience(self.cleaned_data[audience_field("picture")])


class NarrowingForm(forms.Form):
    """What a list is narrowed by."""

    @property
    def in_use(self) -> int:
        """How many of the fields narrow it now, for the button that unfolds them on telephones."""
        return sum(bool(self.data.get(name)) for name in self.fields)


class DirectoryForm(NarrowingForm):
    """Narrow the list of members by the beginning of a name, region, role, sector and skill."""

    q = forms.CharField(label=_("Name"), required=False, max_length=80)
    region = RegionField(label=_("Region"), required=False, help_text="")
    role = forms.ChoiceField(label=_("Role in the programme"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    skill = forms.CharField(
        label=_("Skill"), required=False, max_length=LONGEST_WORD, widget=forms.TextInput(attrs={"list": "skills"})
    )

    def __init__(self, data: QueryDict | None = None, *, viewer: Viewer) -> None:
        self.viewer = viewer
        super().__init__(data)
        everything = [("", _("All"))]
        granted = [(Role.Kind.MENTOR.value, Role.Kind.MENTOR.label)]
        self.fields["role"].choices = everything + granted + ProgrammeRole.choices  # type: ignore[attr-defined]
        self.fields["sector"].choices = everything + sector_choices()  # type: ignore[attr-defined]

    def clean_skill(self) -> Skill | None:
        """A word that somebody shows the viewer; others that begin alike are proposed."""
        if not (folded := fold_word(self.cleaned_data["skill"])):
            return None
        shown = shown_skills(self.viewer)
        if found := shown.filter(folded=folded).first():
            return found
        near = ", ".join(skill.name for skill in shown.filter(folded__startswith=folded[:4])[:PROPOSED])
        if near:
            raise ValidationError(
                _("Nobody names this skill. Others are: %(near)s."), code="none", params={"near": near}
            )
        raise ValidationError(
            _("Nobody names this skill. Try another word for it, or only its beginning."), code="none"
        )

    def filters(self) -> Filters | None:
        """What was chosen; None when something of it means nothing."""
        if not self.is_bound:
            return Filters()
        if not self.is_valid():
            return None
        data = self.cleaned_data
        sector = sectors_by_slug().get(data["sector"])
        return Filters(data["q"].strip(), data["region"], data["role"], sector, data["skill"])


def audience_choice(part: str) -> forms.TypedChoiceField:
    """Make the field that asks who sees a part."""
    label = format_html('{}<span class="visually-hidden">: {}</span>', _("Who sees it"), PARTS[part])
    return forms.TypedChoiceField(label=label, choices=Audience.choices, coerce=int)


def sector_choices() -> list[tuple[str, Any]]:
    """Give all sectors, by slug and in the reader's language."""
    return [(slug, sector.local_name) for slug, sector in sectors_by_slug().items()]


def _initial(profile: Profile) -> dict[str, Any]:
    user: User = profile.user
    return {
        "name": user.name,
        "handle": profile.handle.text,
        "bio": profile.bio,
        "region": profile.region,
        "further_regions": list(profile.further_regions.all()),
        "languages": profile.languages,
        "skills": [skill.name for skill in profile.skills.order_by("name")],
        "sectors": list(profile.sectors.values_list("slug", flat=True)),
        "roles": profile.roles,
        "links": profile.links,
        "language": user.language,
        "zone": user.zone,
        "is_listed": profile.is_listed,
        **{audience_field(part): getattr(profile, audience_field(part)) for part in PARTS},
    }

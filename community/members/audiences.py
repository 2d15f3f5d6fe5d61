"""Who sees which part of a profile: the parts, the audiences to choose from, and what is chosen before one does."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.IntegerChoices):
    """Who sees a part of a profile; each audience is part of the one before it."""

    EVERYONE = 0, _("Everyone")
    MEMBERS = 1, _("Members")
    CONTACTS = 2, _("People I’m in contact with")
    SELF = 3, _("Only me")


# A part is a field of the profile; who sees it is the field of the same name with `_audience` behind. Name and handle
# are none: they are what being found means. The e-mail is none either: it is shown to nobody.
PARTS = {
    "bio": _("About me"),
    "region": _("Home region"),
    "further_regions": _("Further regions"),
    "languages": _("Languages I speak"),
    "skills": _("What I can do"),
    "sectors": _("Sectors"),
    "roles": _("Roles in the programme"),
    "links": _("Links"),
    "picture": _("Picture"),
    "organisations": _("My organisations"),
}


def audience_field(part: str) -> str:
    """Name the field that says who sees a part."""
    return f"{part}_audience"


def audience_column(default: Audience = Audience.MEMBERS) -> models.PositiveSmallIntegerField[int, int]:
    """Make the field that says who sees a part; unless somebody chooses so, no visitor does."""
    return models.PositiveSmallIntegerField(_("who sees it"), choices=Audience.choices, default=default)

"""What the groups that roles bring are called in the reader's language; their names in the database are one for all."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.models import Region
from home.services.editors import EDITORS, REGIONAL_EDITORS

from .groups import MODERATORS, REGIONAL_MODERATORS

NAMES = {
    MODERATORS: gettext_lazy("Community moderators"),
    REGIONAL_MODERATORS: gettext_lazy("Regional moderators"),
    EDITORS: gettext_lazy("Editors"),
}


def local_name(name: str) -> str:
    """Give the name of a group to be shown; one that somebody made by hand is called as they called it."""
    if name in NAMES:
        return str(NAMES[name])
    if not name.startswith(REGIONAL_EDITORS):
        return name
    code = name.removeprefix(REGIONAL_EDITORS)
    region = Region.objects.filter(code=code).first()
    return _("Editors for %(region)s") % {"region": region or code}

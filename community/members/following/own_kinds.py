"""The kinds of things that members themselves let be followed: regions, sectors, members and organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from home.models import Region, Sector

from ..models import User
from ..organisations.models import Organisation
from .kinds import MEMBER, ORGANISATION, REGION, SECTOR, Levels, followable
from .levels import chosen_of, of_region
from .models import Watch

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from ..permissions import Viewer


LEVELS_OF_REGIONS: dict[int, _StrPromise] = {
    Watch.Level.WATCHING: _("As below, and you are told of every new topic and every reply about this region."),
    Watch.Level.TRACKING: _(
        "What is new here and below stands in your news, and topics that you have opened say how much is unread."
    ),
    Watch.Level.NORMAL: _("You are told when somebody mentions or answers you."),
    Watch.Level.MUTED: _("Topics about this region are left out of your lists, and you are told of none."),
}


def register() -> None:
    """Name them; called once in `AppConfig.ready`."""
    followable(
        REGION,
        label=_("Regions"),
        brings=_("New stories, events and topics from here and from everywhere below it."),
        visible_to=lambda viewer: Region.objects.all(),
        levels=Levels(
            LEVELS_OF_REGIONS,
            usual=Watch.Level.TRACKING,
            in_force=level_around,
        ),
    )
    followable(
        SECTOR,
        label=_("Sectors"),
        brings=_("New stories, events and topics about this sector, wherever they are from."),
        visible_to=lambda viewer: Sector.objects.all(),
        page=page_of_sector,
    )
    followable(
        MEMBER,
        label=_("Members"),
        brings=_("Topics this member starts and stories they tell. They are not told that you follow them."),
        visible_to=lambda viewer: findable_members(),
    )
    followable(
        ORGANISATION,
        label=_("Organisations"),
        brings=_("Stories and events about it, and topics that are started in its name."),
        visible_to=lambda viewer: Organisation.objects.visible_to(viewer).select_related("handle"),
        listed_to=lambda viewer: Organisation.objects.with_a_page(viewer).select_related("handle"),
        title=title_of_organisation,
    )


def level_around(viewer: Viewer, region: Region) -> int | None:
    """Give the level that a region has from those that it lies in."""
    codes = region.ancestor_codes
    return of_region(chosen_of(viewer), codes[-1]) if codes else None


def findable_members() -> QuerySet[User]:
    """Select the members who chose to be found; who ends that is no longer followed by anybody."""
    return User.objects.filter(profile__is_listed=True, is_active=True).select_related("profile__handle")


def page_of_sector(sector: Sector) -> str:
    """Lead to all that the search knows of a sector; it has no page of its own."""
    return f"{reverse('search:results')}?{urlencode({'sector': sector.slug})}"


def title_of_organisation(organisation: Organisation) -> str:
    """Name it; a closed one is still followed, for as long as it may be opened again."""
    return gettext("%(name)s (closed)") % {"name": organisation} if organisation.closed_at else organisation.name

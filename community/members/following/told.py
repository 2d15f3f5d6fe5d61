"""Stories and events of the site as news of what one follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from home.models import EventPage, Occurrence, PageRegion, StoryAuthor, StoryPage
from home.permissions import pages_visible_to
from home.services import stories
from home.templatetags.story_tags import local_name
from home.templatetags.time_tags import when

from ..organisations.models import OrganisationPage
from .news import News, NewsSource
from .reach import about_watched_regions, about_watched_sectors, by_watched_members, of_watched_organisations

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..models import User
    from ..permissions import Viewer


def followed_stories(viewer: Viewer) -> QuerySet[StoryPage]:
    """Select the stories in the reader's language about what they follow, or by members they follow.

    None of which somebody they have blocked is an author, be it one of several.
    """
    user = cast("User", viewer.user)
    authors = StoryAuthor.objects.filter(page=OuterRef("pk"))
    about = _about(StoryPage, "storypage", user) | Q(Exists(authors.filter(by_watched_members("user", user))))
    blocked = authors.filter(user__in=user.blocks.values("blocked"))
    found: QuerySet[StoryPage] = stories.stories(viewer).filter(about, ~Exists(blocked))
    return found


def followed_events(viewer: Viewer) -> QuerySet[EventPage]:
    """Select the coming events of what they follow, in the reader's language where they are told in it."""
    shown = pages_visible_to(viewer, EventPage)
    told = shown.filter(translation_key=OuterRef("translation_key"), locale__language_code=get_language())
    ahead = Occurrence.objects.listed().coming().order_by().filter(event=OuterRef("translation_key"))
    in_language = Q(locale__language_code=get_language()) | ~Exists(told)
    found: QuerySet[EventPage] = shown.filter(_about(EventPage, "eventpage", cast("User", viewer.user)), Exists(ahead))
    return found.filter(in_language)


def lines_of_stories(viewer: Viewer, found: QuerySet[StoryPage]) -> list[News]:
    """Write the lines of stories: sector, place and who tells it."""
    return [
        News(
            at=story.first_published_at,
            key=story.pk,
            title=story.title,
            url=story.url or "",
            text=story.intro,
            facts=_facts(story.card_sector and local_name(story.card_sector), story.card_place, _author(story)),
        )
        for story in stories.for_cards(cast("Any", found))
    ]


def lines_of_events(viewer: Viewer, found: QuerySet[EventPage]) -> list[News]:
    """Write the lines of events: when the next date is, and where."""
    pages = list(found.select_related("place"))
    ahead = Occurrence.objects.listed().coming().filter(event__in={page.translation_key for page in pages})
    following = {row.event: row for row in reversed(ahead)}
    return [
        News(
            at=page.first_published_at,
            key=page.pk,
            title=page.title,
            url=page.url or "",
            text=page.intro,
            facts=_facts(when(following[page.translation_key]), _place(following[page.translation_key])),
        )
        for page in pages
        if page.translation_key in following
    ]


SOURCES = [
    NewsSource(_("Story"), "book-open", "first_published_at", followed_stories, lines_of_stories),
    NewsSource(_("Event"), "calendar", "first_published_at", followed_events, lines_of_events),
]


def _about(model: type[StoryPage] | type[EventPage], name: str, user: User) -> Q:
    regions = about_watched_regions(PageRegion.objects.filter(page=OuterRef("pk")), user)
    sectors = about_watched_sectors(model.sectors.through.objects.filter(**{name: OuterRef("pk")}), user)
    organisations = OrganisationPage.objects.filter(
        of_watched_organisations("organisation", user), translation_key=OuterRef("translation_key")
    )
    return Q(Exists(regions)) | Q(Exists(sectors)) | Q(Exists(organisations))


def _place(occurrence: Occurrence) -> str:
    """Say where it is; an event that is only online has its link for a location."""
    return gettext("online") if occurrence.location.startswith("https://") else occurrence.location


def _author(story: Any) -> str:
    return story.card_author["name"] if story.card_author else ""


def _facts(*facts: Any) -> tuple[str, ...]:
    return tuple(str(fact) for fact in facts if fact)

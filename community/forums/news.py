"""Topics as news of what a member follows: in order of their last post, so that an answer brings them up again."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.members.following.kinds import TAG
from community.members.following.news import News, NewsSource
from community.members.following.reach import (
    about_watched_regions,
    about_watched_sectors,
    by_watched_members,
    of_watched_organisations,
    watched_keys,
)

from .models import Topic
from .services import levels, reading

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User
    from community.members.permissions import Viewer


def followed_topics(viewer: Viewer) -> QuerySet[Topic]:
    """Select topics about, by, in the name of and in what they follow; none by whom they blocked, none they muted."""
    user = cast("User", viewer.user)
    regions = about_watched_regions(Topic.regions.through.objects.filter(topic=OuterRef("pk")), user)
    sectors = about_watched_sectors(Topic.sectors.through.objects.filter(topic=OuterRef("pk")), user)
    tags = Topic.tags.through.objects.filter(topic=OuterRef("pk"), tag__in=watched_keys(user, TAG))
    categories = levels.tracked_categories(viewer)
    about = Q(Exists(regions)) | Q(Exists(sectors)) | Q(Exists(tags)) | Q(category__in=categories)
    by = by_watched_members("author", user) | of_watched_organisations("organisation", user)
    found = reading.topics(viewer).filter(about | by).exclude(author__in=user.blocks.values("blocked"))
    return levels.without_muted(found, viewer)


def lines_of_topics(viewer: Viewer, found: QuerySet[Topic]) -> list[News]:
    """Write the lines of topics: where, by whom, and how many answered."""
    topics = found.select_related("category", "author").prefetch_related("regions")
    return [
        News(
            at=topic.last_post_at,
            key=topic.pk,
            title=topic.title,
            url=topic.get_absolute_url(),
            language=topic.language,
            facts=(*[region.name for region in topic.regions.all()[:2]], *_facts(topic)),
        )
        for topic in topics
    ]


SOURCE = NewsSource(_("Topic"), "chat-bubble-left-right", "last_post_at", followed_topics, lines_of_topics)


def _facts(topic: Topic) -> tuple[str, ...]:
    replies = ngettext("%(count)s reply", "%(count)s replies", topic.reply_count) % {"count": topic.reply_count}
    return topic.category.local_name, topic.author.name, replies

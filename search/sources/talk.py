"""What members say and who they are, as entries: topics, posts, comments, profiles."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from community.comments.kinds import place_of, place_under
from community.comments.kinds.pages import PAGES
from community.comments.models import Comment, Discussion
from community.comments.rules import is_shown
from community.forums.models import Post, Topic
from community.members.audiences import Audience
from community.members.models import Profile
from community.members.shown import Shown
from community.members.visibility import parts_for
from community.writing.kinds import everyone
from community.writing.services import plain_text
from home.models import RegionPage
from home.permissions import audience_of

from . import (
    EVERYONE,
    Description,
    beside,
    credit,
    in_view,
    listed,
    name_of,
    paragraphs,
    tokens_of,
    with_ancestors,
)

# What an accepted answer counts beside the replies: a question that was solved helps whoever has the same one.
ANSWERED = 10


class TopicSource:
    """Topics, with the words of their first post and the names of their sectors and tags."""

    kind, label, icon, models = "topic", _("Topic"), "chat-bubble-left-right", (Topic,)
    has_own_languages = False

    def things(self) -> QuerySet[Topic]:
        """All topics with what they are about."""
        topics = Topic.objects.select_related("author", "acted_by", "organisation")
        return topics.prefetch_related("regions", "sectors", "tags").order_by("pk")

    def keys(self, thing: Topic) -> list[str]:
        """One entry."""
        return [str(thing.pk)]

    def describe(self, thing: Topic) -> list[Description]:
        """Describe a live topic; one that is in no list isn't found either, nor is a private one."""
        if not thing.is_live or not thing.is_listed or thing.is_private:
            return []
        opening = thing.posts.written().filter(number=1, is_live=True).select_related("acted_by").first()
        mentor = opening.mentor if opening else None
        regions, sectors, tags = list(thing.regions.all()), list(thing.sectors.all()), list(thing.tags.all())
        with translation.override("id"):
            path = thing.get_absolute_url()
        with translation.override(thing.language):
            terms = beside([*(term.local_name for term in (*sectors, *tags)), *map(str, in_view(thing.organisation))])
        return [
            Description(
                object_id=str(thing.pk),
                language=thing.language,
                title=thing.title,
                body=paragraphs(plain_text(opening.shown_body) if opening else "", terms),
                author=credit(name_of(thing.author), thing.organisation, mentor),
                place=", ".join(map(str, regions))[:160],
                date=thing.last_post_at,
                popularity=thing.reply_count + (ANSWERED if thing.is_answered else 0),
                path=path,
                group=f"topic:{thing.pk}",
                audience=[f"category:{thing.category_id}"],
                regions=with_ancestors(region.code for region in regions),
                sectors=[sector.slug for sector in sectors],
                tags=[tag.slug for tag in tags],
                authors=tokens_of(thing.author, thing.organisation, mentor),
            )
        ]


class PostSource:
    """Replies, folded under their topic."""

    kind, label, icon, models = "post", _("Post"), "chat-bubble-left-right", (Post,)
    has_own_languages = False

    def things(self) -> QuerySet[Post]:
        """All replies with their topics."""
        return (
            Post.objects.written()
            .filter(number__gt=1)
            .select_related("author", "acted_by", "organisation", "topic")
            .prefetch_related("topic__regions", "topic__sectors")
            .order_by("pk")
        )

    def keys(self, thing: Post) -> list[str]:
        """One entry."""
        return [str(thing.pk)]

    def describe(self, thing: Post) -> list[Description]:
        """Describe a live reply of a live topic that is listed; what says what moderators did is none."""
        topic = thing.topic
        if thing.act or not thing.is_live or not topic.is_live or not topic.is_listed or topic.is_private:
            return []
        regions = list(topic.regions.all())
        with translation.override("id"):
            path = thing.get_absolute_url()
        return [
            Description(
                object_id=str(thing.pk),
                language=topic.language,
                title=topic.title,
                is_under_title=True,
                body=paragraphs(plain_text(thing.shown_body), beside(map(str, in_view(thing.organisation)))),
                author=credit(name_of(thing.author), thing.organisation, thing.mentor),
                place=", ".join(map(str, regions))[:160],
                date=thing.created_at,
                path=path,
                group=f"topic:{topic.pk}",
                audience=[f"category:{topic.category_id}"],
                regions=with_ancestors(region.code for region in regions),
                sectors=[sector.slug for sector in topic.sectors.all()],
                authors=tokens_of(thing.author, thing.organisation, thing.mentor),
            )
        ]


class CommentSource:
    """Comments, seen by those who see the page."""

    kind, label, icon, models = "comment", _("Comment"), "chat-bubble-bottom-center-text", (Comment,)
    has_own_languages = False

    def things(self) -> QuerySet[Comment]:
        """All comments."""
        return Comment.objects.select_related("user", "acted_by", "organisation", "discussion").order_by("pk")

    def keys(self, thing: Comment) -> list[str]:
        """One entry."""
        return [str(thing.pk)]

    def describe(self, thing: Comment) -> list[Description]:
        """Describe a live comment of a discussion that is to be seen, under a thing that is."""
        if not thing.is_live or not (found := _discussed(thing.discussion)):
            return []
        title, audience, group = found
        writer = name_of(thing.user) if thing.user else thing.writer.name
        with translation.override("id"):
            path = thing.get_absolute_url()
        return [
            Description(
                object_id=str(thing.pk),
                language="id",
                title=title,
                body=paragraphs(plain_text(thing.comment), beside(map(str, in_view(thing.organisation)))),
                author=credit(writer, thing.organisation, thing.acted_by),
                date=thing.submit_date,
                path=path,
                group=group,
                audience=audience,
                authors=tokens_of(thing.user, thing.organisation, thing.acted_by),
            )
        ]


def _discussed(discussion: Discussion) -> tuple[str, list[str], str] | None:
    """Give what is discussed: its title, who sees it, and the group that it is found in; None where nobody does."""
    if not PAGES.owns(discussion.key):
        place = place_of(discussion.key, everyone())
        if place is None or not is_shown(discussion, place.kind):
            return None
        return place.title, [EVERYONE], f"{place.kind}:{place.thing.pk}"
    pages = Page.objects.live().filter(translation_key=discussion.key, alias_of=None)
    page = pages.order_by("pk").first()
    place = place_under(page) if page else None
    audience = audience_of(page) if page else []
    if not page or not place or not audience or not is_shown(discussion, place.kind):
        return None
    return page.title, audience, _group_of(page)


def _group_of(page: Page) -> str:
    """The group that the page itself is found in; a page of a region is found as the region."""
    if page.specific_class is RegionPage:
        return f"region:{RegionPage.objects.values_list('region_id', flat=True).get(pk=page.pk)}"
    return f"page:{page.translation_key}"


class MemberSource:
    """Members who chose to be found, by what they show to everyone."""

    kind, label, icon, models = "member", _("Member"), "user", (Profile,)
    has_own_languages = False

    def things(self) -> QuerySet[Profile]:
        """All profiles with their parts."""
        parts = ("further_regions", "sectors", "skills", "taken_roles")
        return Profile.objects.select_related("user", "handle", "region").prefetch_related(*parts).order_by("pk")

    def keys(self, thing: Profile) -> list[str]:
        """One entry."""
        return [str(thing.pk)]

    def describe(self, thing: Profile) -> list[Description]:
        """Describe a listed profile of an active member."""
        if not thing.is_listed or not thing.user.is_active:
            return []
        with translation.override("id"):
            path = reverse("members:profile", args=[thing.handle.text])
        shown = Shown(thing, parts_for(Audience.EVERYONE, thing))
        regions = [region for region in (shown.region, *shown.further_regions) if region]
        with translation.override(thing.user.language):
            terms = beside(map(str, (*shown.roles, *(sector.local_name for sector in shown.sectors))))
        return [
            Description(
                object_id=str(thing.pk),
                language=thing.user.language,
                title=thing.user.name,
                summary=plain_text(shown.bio, 400),
                body=paragraphs(f"@{thing.handle.text}", listed(map(str, shown.skills)), terms),
                place=str(shown.region or ""),
                path=path,
                group=f"member:{thing.pk}",
                audience=[EVERYONE],
                authors=[f"user:{thing.user_id}"],
                regions=with_ancestors(region.code for region in regions),
                sectors=[sector.slug for sector in shown.sectors],
            )
        ]

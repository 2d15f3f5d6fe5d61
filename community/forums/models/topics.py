"""What is talked about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from community.contribution import STANDS_AS_MENTORS, Contribution, ContributionQuerySet
from home.models.regions import within_any

from .categories import Category
from .posts import POSTS_PER_PAGE, Post

if TYPE_CHECKING:
    from community.members.permissions import Viewer
    from home.models import Region


def about(codes: Iterable[str], *, topic: str) -> Q:
    """Select what belongs to topics about regions or anything below them; `topic` is the field with the topic's key.

    EXISTS, since a join would need DISTINCT over all of them.
    """
    links = Topic.regions.through.objects.filter(within_any(codes, "region__"), topic=OuterRef(topic))
    return Q(Exists(links))


class TopicQuerySet(ContributionQuerySet):
    """Topics, by who may see them and what they are about."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those whose state and whose category let the viewer see them.

        Asked the other way round (not in a category that is closed to them), so that a list reads its first page from
        the index of the latest, where a join would sort all topics.
        """
        topics = super().visible_to(viewer)
        if viewer.is_moderator:
            return topics
        return topics.exclude(category__in=Category.objects.exclude(audience_see__in=viewer.own_tokens))

    def kept_by(self, viewer: Viewer) -> Q:
        """Select topics about the regions that the viewer moderates."""
        return about(viewer.moderated_codes, topic="pk")

    def within(self, region: Region) -> Self:
        """Topics about a region or anything below it."""
        return self.filter(about([region.code], topic="pk"))

    def for_rows(self) -> Self:
        """With everything that a row of a list shows; who wrote the last post for its author is read row by row.

        So is the organisation in whose name it stands, unless it is out of view: then it isn't named.
        """
        last = Post.objects.filter(topic=OuterRef("pk"), is_live=True).order_by("-number")
        mentor = Case(When(STANDS_AS_MENTORS, then="acted_by__name"))
        organisation = Case(When(organisation__suspended_at=None, then="organisation__name"))
        rows = self.annotate(
            last_post_acted_by=Subquery(last.values_list(mentor)[:1]),
            last_post_organisation=Subquery(last.values_list(organisation)[:1]),
        )
        return rows.select_related("category", "author", "last_post_author").prefetch_related("regions")


class Topic(Contribution):
    """A question or a subject in a category. Its posts are numbered; number 1 opens it."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="topics", verbose_name=_("category"))
    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(_("slug"), max_length=80, db_index=False, editable=False)
    language = models.CharField(_("language"), max_length=10, default="id", choices=settings.LANGUAGES)
    regions = models.ManyToManyField("home.Region", blank=True, related_name="+", verbose_name=_("regions"))
    sectors = models.ManyToManyField("home.Sector", blank=True, related_name="+", verbose_name=_("sectors"))
    tags = models.ManyToManyField("home.Tag", blank=True, related_name="+", verbose_name=_("tags"))
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    published_at = models.DateTimeField(_("first visible"), null=True, blank=True, editable=False)
    pinned_at = models.DateTimeField(_("pinned"), null=True, blank=True, editable=False)
    locked_at = models.DateTimeField(_("locked"), null=True, blank=True, editable=False)
    post_count = models.PositiveIntegerField(_("highest number given"), default=0, editable=False)
    reply_count = models.PositiveIntegerField(_("replies"), default=0, editable=False)
    last_post_at = models.DateTimeField(_("last post"), editable=False)
    last_post_author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        indexes = [
            # Without pinned_at in their condition, since lists of other pages show pinned topics among the rest.
            models.Index(fields=["-last_post_at", "-id"], condition=Q(is_live=True), name="topic_latest"),
            models.Index(
                fields=["category", "-last_post_at", "-id"], condition=Q(is_live=True), name="topic_latest_in_category"
            ),
            models.Index(
                fields=["-last_post_at"], condition=Q(is_live=True, pinned_at__isnull=False), name="topic_pinned"
            ),
            models.Index(fields=["author", "-created_at"], condition=Q(is_live=True), name="topic_by_author"),
            models.Index(fields=["held_at"], condition=Q(held_at__isnull=False), name="topic_held"),
            models.Index(fields=["hidden_at"], condition=Q(hidden_at__isnull=False), name="topic_hidden"),
            models.Index(fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="topic_deleted"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the slug in line with the title; a title without Latin letters has `topik`."""
        self.slug = slugify(self.title)[:80].strip("-") or "topik"
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def page_count(self) -> int:
        """How many pages its posts fill."""
        return max(1, -(-self.post_count // POSTS_PER_PAGE))

    def place_of(self, number: int) -> int:
        """Where on the scale beside the topic a post stands, in per cent of its height."""
        return 4 + 92 * (number - 1) // max(1, self.post_count - 1)

    def get_absolute_url(self) -> str:
        """Lead to its first page."""
        return reverse("forums:topic", args=[self.pk, self.slug])

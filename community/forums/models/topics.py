"""What is talked about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from community.contribution import STANDS_AS_MENTORS, Contribution, ContributionQuerySet
from community.writing.services import LONGEST_TITLE
from home.models.regions import within_any

from .categories import Category, moderated_categories
from .participants import Participant
from .posts import POSTS_PER_PAGE, Post
from .rows import TopicRow

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
        """Those whose state and category let the viewer see them, and the private conversations they take part in."""
        if not viewer.user_id:
            return self.public_to(viewer)
        own = Participant.objects.of(viewer.user_id).filter(topic=OuterRef("pk"))
        return self.filter(self._in_categories(viewer) | (Q(is_private=True, is_live=True) & Q(Exists(own))))

    def public_to(self, viewer: Viewer) -> Self:
        """The same without private conversations, which stand in no list of topics."""
        return self.filter(self._in_categories(viewer))

    def _in_categories(self, viewer: Viewer) -> Q:
        """Select what stands in a category and is open to the viewer.

        Asked the other way round (not in a category that is closed to them), so that a list reads its first page from
        the index of the latest, where a join would sort all topics.
        """
        shown = Q(is_private=False) & self.shown_to(viewer)
        return shown if viewer.is_moderator else shown & ~Q(category__in=Category.objects.closed_to(viewer))

    def moderated_by(self, viewer: Viewer) -> Self:
        """Those that the viewer may hide and restore: never a private conversation."""
        return super().moderated_by(viewer).filter(is_private=False)

    def conversations_of(self, viewer: Viewer) -> Self:
        """The private conversations that the viewer takes part in; it begins with what they take part in."""
        own = Participant.objects.topics_of(viewer.user_id)
        return self.filter(is_private=True, is_live=True, pk__in=own)

    def listed(self) -> Self:
        """Live ones that stand in lists; the others are reached by their address only, as are private conversations."""
        return self.filter(is_live=True, is_listed=True)

    def moderates_some(self, viewer: Viewer) -> bool:
        """Tell whether the viewer moderates some categories or regions."""
        return super().moderates_some(viewer) or bool(moderated_categories(viewer))

    def where_moderated(self, viewer: Viewer) -> Q:
        """Select topics in the categories and about the regions that the viewer moderates."""
        kept = Q(category__in=moderated_categories(viewer))
        return kept | about(viewer.moderated_codes, topic="pk") if viewer.moderated_codes else kept

    def pinned(self, category: Category | None = None) -> Self:
        """Those that stand above the others now: on the pages of all, or on that of a category."""
        lasting = Q(pinned_until=None) | Q(pinned_until__gt=timezone.now())
        here = Q(pinned_everywhere=True) | Q(category=category) if category else Q(pinned_everywhere=True)
        return self.filter(lasting, here, pinned_at__isnull=False)

    def within(self, region: Region) -> Self:
        """Topics about a region or anything below it."""
        return self.filter(about([region.code], topic="pk"))

    def for_rows(self) -> Self:
        """With what a row shows, but what it is about; who wrote the last post for its author is read row by row.

        So is the organisation in whose name it stands, unless it is out of view: then it isn't named.
        """
        last = Post.objects.live().written().filter(topic=OuterRef("pk")).order_by("-created_at", "-number")
        mentor = Case(When(STANDS_AS_MENTORS, then="acted_by__name"))
        organisation = Case(When(organisation__suspended_at=None, then="organisation__name"))
        rows = self.annotate(
            last_post_acted_by=Subquery(last.values_list(mentor)[:1]),
            last_post_organisation=Subquery(last.values_list(organisation)[:1]),
        )
        return rows.select_related("category", "author", "last_post_author")


class Topic(TopicRow, Contribution):
    """A question or a subject in a category. Its posts are numbered; number 1 opens it."""

    class Kind(models.TextChoices):
        DISCUSSION = "discussion", _("Discussion")
        QUESTION = "question", _("Question")
        ANNOUNCEMENT = "announcement", _("Announcement")
        POLL = "poll", _("Poll")

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="topics", verbose_name=_("category"))
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, default=Kind.DISCUSSION, db_default="discussion"
    )
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    slug = models.SlugField(_("slug"), max_length=80, db_index=False, editable=False)
    language = models.CharField(_("language"), max_length=10, default="id", choices=settings.LANGUAGES)
    regions = models.ManyToManyField("home.Region", blank=True, related_name="+", verbose_name=_("regions"))
    sectors = models.ManyToManyField("home.Sector", blank=True, related_name="+", verbose_name=_("sectors"))
    tags = models.ManyToManyField("home.Tag", blank=True, related_name="+", verbose_name=_("tags"))
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    published_at = models.DateTimeField(_("first visible"), null=True, blank=True, editable=False)
    is_listed = models.BooleanField(_("in lists"), default=True, db_default=True, editable=False)
    # A conversation of its participants; it is in no list either.
    is_private = models.BooleanField(_("private"), default=False, db_default=False, editable=False)
    pinned_at = models.DateTimeField(_("pinned"), null=True, blank=True, editable=False)
    pinned_everywhere = models.BooleanField(_("pinned on all pages"), default=False, db_default=False, editable=False)
    pinned_until = models.DateTimeField(_("pinned until"), null=True, blank=True, editable=False)
    locked_at = models.DateTimeField(_("locked"), null=True, blank=True, editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    post_count = models.PositiveIntegerField(_("highest number given"), default=0, editable=False)
    reply_count = models.PositiveIntegerField(_("replies"), default=0, editable=False)
    last_post_at = models.DateTimeField(_("last post"), editable=False)
    last_post_author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    # Stays where the reply is hidden or deleted, so that it is the answer again once it is restored: see `is_answered`.
    accepted_post = models.ForeignKey(
        Post,
        null=True,
        editable=False,
        db_index=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("answer"),
    )
    # A topic whose posts went to another one leads there.
    merged_into = models.ForeignKey(
        "self",
        null=True,
        editable=False,
        db_index=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("merged into"),
    )
    is_answered = models.BooleanField(_("answered"), default=False, db_default=False, editable=False)

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
            models.Index(
                fields=["-last_post_at", "-id"], condition=Q(is_live=True, reply_count=0), name="topic_unanswered"
            ),
            models.Index(fields=["author", "-created_at"], condition=Q(is_live=True), name="topic_by_author"),
            models.Index(fields=["held_at"], condition=Q(held_at__isnull=False), name="topic_held"),
            models.Index(fields=["hidden_at"], condition=Q(hidden_at__isnull=False), name="topic_hidden"),
            models.Index(fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="topic_deleted"),
            models.Index(fields=["-published_at", "-id"], condition=Q(is_live=True), name="topic_newest"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the slug in line with the title; a title without Latin letters has `topik`."""
        self.slug = slugify(self.title)[:80].strip("-") or "topik"
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def update_is_live(self) -> None:
        """Do the same as for every contribution; a topic whose posts went to another one isn't there any more."""
        super().update_is_live()
        self.is_live = self.is_live and self.merged_into_id is None

    @property
    def is_pinned(self) -> bool:
        """Whether it stands above the others now."""
        return bool(self.pinned_at) and (self.pinned_until is None or self.pinned_until > timezone.now())

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

    def url_at(self, number: int) -> str:
        """Lead to a post by its number: to its page, and to its place there."""
        page = (number - 1) // POSTS_PER_PAGE + 1
        return self.get_absolute_url() + (f"?page={page}" if page > 1 else "") + f"#post-{number}"

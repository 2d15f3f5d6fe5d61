"""What is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from community.contribution import Contribution, ContributionQuerySet
from community.writing.services import RENDERER_VERSION, plain_text, render_markdown

if TYPE_CHECKING:
    from community.members.permissions import Viewer

POSTS_PER_PAGE = 20


class PostQuerySet(ContributionQuerySet):
    """Posts, by who may see them and where in their topic they stand."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those whose own state, whose topic and whose category let the viewer see them."""
        posts = super().visible_to(viewer)
        if viewer.is_moderator:
            return posts
        topic = Q(topic__is_live=True)
        if viewer.user_id:
            topic |= Q(topic__author_id=viewer.user_id, topic__hidden_at=None, topic__deleted_at=None)
        if viewer.moderated_codes:
            topic |= self.kept_by(viewer)
        return posts.filter(topic, topic__category__audience_see__in=viewer.own_tokens)

    def kept_by(self, viewer: Viewer) -> Q:
        """Select posts in topics about the regions that the viewer moderates."""
        from .topics import about  # a topic's own lists need to know how many posts fill a page

        return about(viewer.moderated_codes, topic="topic_id")

    def on_page(self, page: int) -> Self:
        """Those of one page of a topic, by their numbers, so that no page costs more than the first."""
        return self.filter(number__gt=POSTS_PER_PAGE * (page - 1), number__lte=POSTS_PER_PAGE * page)


class Post(Contribution):
    """One contribution to a topic. Its number is given once and stays, whatever happens to it or to others."""

    topic = models.ForeignKey("forums.Topic", on_delete=models.CASCADE, related_name="posts", verbose_name=_("topic"))
    number = models.PositiveIntegerField(_("number"), editable=False)
    body = models.TextField(_("text"), max_length=20_000)
    html = models.TextField(editable=False)
    html_version = models.PositiveSmallIntegerField(editable=False)
    published_at = models.DateTimeField(_("first visible"), null=True, blank=True, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "number"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        permissions = [("moderate_post", "Can moderate the forum")]
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="post_number_in_topic")]
        indexes = [
            models.Index(fields=["author", "-created_at"], condition=Q(is_live=True), name="post_by_author"),
            models.Index(fields=["held_at"], condition=Q(held_at__isnull=False), name="post_held"),
            models.Index(fields=["hidden_at"], condition=Q(hidden_at__isnull=False), name="post_hidden"),
            models.Index(fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="post_deleted"),
            models.Index(fields=["topic", "number"], condition=Q(published_at=None), name="post_unpublished"),
        ]

    def __str__(self) -> str:
        return f"#{self.number}: {self.excerpt}"

    @property
    def excerpt(self) -> str:
        """The first words, without marks."""
        return plain_text(self.body, 80)

    @property
    def rendered(self) -> SafeString:
        """The body as HTML: as stored, or made anew when the renderer has changed since."""
        return mark_safe(self.html) if self.html_version == RENDERER_VERSION else render_markdown(self.body)  # noqa: S308

    @property
    def is_first(self) -> bool:
        """Whether this post opens its topic."""
        return self.number == 1

    @property
    def page_number(self) -> int:
        """The page of the topic that shows it."""
        return (self.number - 1) // POSTS_PER_PAGE + 1

    @property
    def anchor(self) -> str:
        """The fragment that leads to it within its page."""
        return f"post-{self.number}"

    def write(self, body: str) -> None:
        """Take a new body, and render it once for all readers."""
        self.body, self.html, self.html_version = body, str(render_markdown(body)), RENDERER_VERSION

    def get_absolute_url(self) -> str:
        """Lead to the permanent address, which finds page and place by itself."""
        return reverse("forums:post", args=[self.pk])

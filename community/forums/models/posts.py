"""What is said."""

from __future__ import annotations

from hashlib import blake2s
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from community.contribution import Contribution, ContributionQuerySet
from community.writing.leading import in_readers_language
from community.writing.mentions.handles import Handles, handles_in
from community.writing.services import LONGEST_TEXT, RENDERER_VERSION, plain_text, render_markdown

from .categories import Category, moderated_categories
from .participants import Participant
from .rows import PostRow

if TYPE_CHECKING:
    from community.members.permissions import Viewer

POSTS_PER_PAGE = 20
# What names a post where rows of other apps point at things of several kinds: pictures, mentions, reactions and so on.
# A topic is `TOPIC` there, as where it is followed.
POST = "post"


class PostQuerySet(ContributionQuerySet):
    """Posts, by who may see them and where in their topic they stand."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those whose own state, topic and category let the viewer see them, and those of conversations of theirs."""
        if not viewer.user_id:
            return self.filter(self._in_categories(viewer))
        own = Participant.objects.of(viewer.user_id).filter(topic=OuterRef("topic_id"))
        private = Q(is_live=True, topic__is_live=True, topic__is_private=True) & Q(Exists(own))
        return self.filter(self._in_categories(viewer) | private)

    def moderated_by(self, viewer: Viewer) -> Self:
        """Those that the viewer may hide and restore: never one of a private conversation."""
        return super().moderated_by(viewer).filter(topic__is_private=False)

    def _in_categories(self, viewer: Viewer) -> Q:
        """Select what stands in a topic of a category and is open to the viewer."""
        shown = Q(topic__is_private=False) & self.shown_to(viewer)
        if viewer.is_moderator:
            return shown
        topic = Q(topic__is_live=True)
        if viewer.user_id:
            topic |= Q(topic__author_id=viewer.user_id, topic__hidden_at=None, topic__deleted_at=None)
        if self.moderates_some(viewer):
            topic |= self.where_moderated(viewer)
        return shown & topic & Q(topic__category__in=Category.objects.visible_to(viewer))

    def moderates_some(self, viewer: Viewer) -> bool:
        """Tell whether the viewer moderates some categories or regions."""
        return super().moderates_some(viewer) or bool(moderated_categories(viewer))

    def where_moderated(self, viewer: Viewer) -> Q:
        """Select posts in the categories, and in topics about the regions, that the viewer moderates."""
        from .topics import about  # a topic's own lists need to know how many posts fill a page

        kept = Q(topic__category__in=moderated_categories(viewer))
        return kept | about(viewer.moderated_codes, topic="topic_id") if viewer.moderated_codes else kept

    def written(self) -> Self:
        """Those that members wrote, without the small ones that say what moderators did, or where a post went."""
        return self.filter(act="")

    def on_page(self, page: int) -> Self:
        """Those of one page of a topic, by their numbers, so that no page costs more than the first."""
        return self.filter(number__gt=POSTS_PER_PAGE * (page - 1), number__lte=POSTS_PER_PAGE * page)


class Post(PostRow, Contribution):
    """One contribution to a topic. Its number is given once and stays, whatever happens to it or to others."""

    topic = models.ForeignKey("forums.Topic", on_delete=models.CASCADE, related_name="posts", verbose_name=_("topic"))
    number = models.PositiveIntegerField(_("number"), editable=False)
    body = models.TextField(_("text"), max_length=LONGEST_TEXT)
    # The same without the words of posts that it quotes and that stand no longer, if there are any; see
    # `services.withdrawing`.
    body_shown = models.TextField(null=True, editable=False)
    html = models.TextField(editable=False)
    html_version = models.PositiveSmallIntegerField(editable=False)
    published_at = models.DateTimeField(_("first visible"), null=True, blank=True, editable=False)
    # An `Act`, on the small posts that say what was done; such a post has a number and no words of anybody. `Act` says,
    # too, what stands in `act_data`.
    act = models.CharField(_("act"), max_length=20, blank=True, default="", db_default="", editable=False)
    act_data = models.JSONField(_("details of the act"), null=True, blank=True, editable=False)

    objects = PostQuerySet.as_manager()
    handles: Handles | None = None  # whom it names, where that is known

    class Meta:
        ordering = ["topic", "number"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        permissions = [("moderate_post", "Can moderate the forum")]
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="post_number_in_topic")]
        indexes = [
            models.Index(fields=["author", "-created_at"], condition=Q(is_live=True), name="post_by_author"),
            # Of what somebody wrote lately all counts, also what is deleted by now: see `services.limits`.
            models.Index(fields=["author", "-created_at"], name="post_written"),
            models.Index(
                fields=["acted_by", "-created_at"], condition=Q(acted_by__isnull=False), name="post_written_for_others"
            ),
            models.Index(fields=["author", "topic"], condition=Q(is_live=True), name="post_of_author_in_topic"),
            models.Index(fields=["-created_at", "topic"], condition=Q(is_live=True), name="post_by_time"),
            models.Index(fields=["held_at"], condition=Q(held_at__isnull=False), name="post_held"),
            models.Index(fields=["hidden_at"], condition=Q(hidden_at__isnull=False), name="post_hidden"),
            models.Index(fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="post_deleted"),
            models.Index(fields=["topic", "number"], condition=Q(published_at=None), name="post_unpublished"),
            models.Index(fields=["topic", "created_at"], condition=Q(is_live=True), name="post_of_topic_by_time"),
        ]

    def __str__(self) -> str:
        return f"#{self.number}: {self.excerpt}"

    @property
    def excerpt(self) -> str:
        """The first words, without marks."""
        return plain_text(self.shown_body, 80)

    @property
    def shown_body(self) -> str:
        """What it says for readers: as it was written, but for words of others that were taken from view."""
        return self.body if self.body_shown is None else self.body_shown

    @property
    def rendered(self) -> SafeString:
        """The body as HTML: as stored, or made anew when the renderer has changed since; its links for who reads it."""
        return in_readers_language(self.html if self.is_html_current else self.render(self.handles))

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

    @property
    def is_html_current(self) -> bool:
        """Whether the stored HTML is what the renderer of now makes of the body."""
        return self.html_version == RENDERER_VERSION

    def render(self, handles: Handles | None) -> SafeString:
        """Render the body in the language of its topic; its footnotes are told from those of other posts on a page.

        Not by the key, which it has not yet when it is first written.
        """
        told = f"{self.author_id} {self.number} {self.created_at}"
        with override(self.topic.language):
            return render_markdown(
                self.shown_body, prefix=blake2s(told.encode(), digest_size=4).hexdigest(), handles=handles
            )

    def write(self, body: str) -> None:
        """Take a new body, and render it once for all readers."""
        self.body, self.body_shown, self.handles = body, None, handles_in(body)
        self.html, self.html_version = str(self.render(self.handles)), RENDERER_VERSION

    def get_absolute_url(self) -> str:
        """Lead to the permanent address, which finds page and place by itself."""
        return reverse("forums:post", args=[self.pk])

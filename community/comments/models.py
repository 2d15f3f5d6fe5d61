"""Discussions, their comments (django-comments-xtd's, with our states), and comments that wait to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment

from community.members.models import former_name
from community.reasons import ReasonField
from community.writing.mentions.handles import Handles
from community.writing.services import plain_text, render_markdown

from .kinds import keeps_order_at, where_moderated

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.safestring import SafeString

    from community.members.models import User
    from community.members.permissions import Viewer

COMMENT = "comment"  # the kind of these texts, for mentions, reactions and history
DEEPEST_LEVEL = 2  # counted from 0: three levels
LONGEST = 5_000


class State(models.TextChoices):
    """How a discussion stands: one writes, one only reads, or there is none to be seen."""

    OPEN = "open", _("open")
    READ_ONLY = "read_only", _("can only be read")
    CLOSED = "closed", _("switched off")


class KindRule(models.Model):
    """How discussions of a kind of things stand, as far as nothing else is chosen for one of them."""

    kind = models.CharField(_("kind"), max_length=30, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    days = models.PositiveSmallIntegerField(_("days until it can only be read"), null=True, blank=True)

    class Meta:
        verbose_name = _("rule for comments")
        verbose_name_plural = _("rules for comments")

    def __str__(self) -> str:
        return self.kind


class Discussion(models.Model):
    """All comments under one thing, in whichever language it is read; made with the first comment.

    What an editor chose for it goes before the rule of its kind; `days` count from when the thing could be read, and 0
    means that it stays open.
    """

    key = models.CharField(_("key"), max_length=64, unique=True)
    title = models.CharField(_("title"), max_length=255, blank=True, editable=False)  # of what is discussed
    state = models.CharField(_("state"), max_length=10, choices=State.choices, blank=True, default="")
    days = models.PositiveSmallIntegerField(_("days until it can only be read"), null=True, blank=True)
    public_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    # Followers were mailed of what appeared until then; when they are to be mailed next, if anything appeared since.
    mailed_until = models.DateTimeField(null=True, editable=False)
    mails_due_at = models.DateTimeField(null=True, editable=False)

    shown_title = ""  # in the reader's language, where that was asked for

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        indexes = [models.Index(fields=["mails_due_at"], condition=~Q(mails_due_at=None), name="discussion_mails_due")]

    def __str__(self) -> str:
        return self.shown_title or self.title or self.key


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments, which answer what every list asks: which of them may this viewer see."""

    def shown_to(self, viewer: Viewer) -> Q:
        """Select those whose state lets the viewer see them: live ones, one's own that are held, all for moderators."""
        if viewer.is_moderator:
            return Q()
        if not viewer.user_id:
            return Q(is_live=True)
        shown = Q(is_live=True) | Q(user=viewer.user_id, deleted_at=None, hidden_at=None)
        return shown | where_moderated(viewer) if viewer.moderated_codes else shown

    def visible_to(self, viewer: Viewer) -> Self:
        """Narrow to those; whether the viewer sees the thing above them is asked of that."""
        return self.filter(self.shown_to(viewer))

    def moderated_by(self, viewer: Viewer) -> Self:
        """Those that the viewer may hide and restore: all, those under what tells of their regions, or none."""
        if viewer.is_moderator:
            return self
        return self.filter(where_moderated(viewer)) if viewer.moderated_codes else self.none()

    def threads_kept_for(self, viewer: Viewer) -> Self:
        """First comments of threads in which the viewer sees anything; what is taken away leaves a mark."""
        seen = Comment.objects.visible_to(viewer).filter(thread_id=OuterRef("thread_id"))
        return self.filter(Exists(seen), level=0)

    def replies_kept_for(self, viewer: Viewer) -> Self:
        """Answers that the viewer sees, and those of which a mark is left, since one below them is seen."""
        below = Comment.objects.visible_to(viewer).filter(
            thread_id=OuterRef("thread_id"), parent_id=OuterRef("pk"), level=DEEPEST_LEVEL
        )
        if viewer.is_moderator:
            return self.filter(level__gt=0)
        return self.filter(self.shown_to(viewer) | Q(Exists(below), level=1), level__gt=0)


class Comment(XtdComment):
    """A comment; states as in `Contribution`, which xtd's own concrete model can't inherit."""

    # Named, since the usual reverse name `comment` is a field of xtd's model.
    xtdcomment_ptr = models.OneToOneField(
        XtdComment, parent_link=True, primary_key=True, on_delete=models.CASCADE, related_name="ours"
    )
    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="+")
    acted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("written on behalf by"),
    )
    organisation = models.ForeignKey(
        "members.Organisation",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("in the name of"),
    )
    published_at = models.DateTimeField(_("first shown"), null=True, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    # From when on it is news to who follows the discussion: what was hidden before they were told is so once restored.
    news_at = models.DateTimeField(null=True, editable=False)
    held_at = models.DateTimeField(_("held"), null=True, editable=False)
    held_reason = ReasonField(_("reason for holding"), max_length=200, blank=True, editable=False)
    hidden_at = models.DateTimeField(_("hidden"), null=True, editable=False)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    hidden_reason = ReasonField(_("reason for hiding"), max_length=200, blank=True, editable=False)
    deleted_at = models.DateTimeField(_("deleted"), null=True, editable=False)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    is_live = models.BooleanField(_("live"), default=True, editable=False)
    is_continued = models.BooleanField(_("goes on elsewhere"), default=False, editable=False)

    objects = CommentQuerySet.as_manager()
    handles: Handles | None = None  # whom it names, where that is known

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(fields=["discussion", "is_live"], name="comment_discussion_live"),
            models.Index(fields=["held_at"], condition=Q(held_at__isnull=False), name="comment_held"),
            models.Index(fields=["hidden_at"], condition=Q(hidden_at__isnull=False), name="comment_hidden"),
        ]

    def __str__(self) -> str:
        return f"{self.writer.name}: {plain_text(self.comment, 50)}"

    @property
    def body(self) -> str:
        """What it says, by the name that all texts have."""
        return str(self.comment)

    def get_absolute_url(self, anchor_pattern: str = "") -> str:
        """Return the permalink, which leads to the right page of the discussion."""
        return reverse("comments:comment", args=[self.pk])

    def update_is_live(self) -> None:
        """Bring `is_live` and xtd's flags in line with the states; a service calls it before it saves."""
        self.is_public = not (self.held_at or self.hidden_at)
        self.is_removed = bool(self.deleted_at)
        self.is_live = self.is_public and not self.is_removed

    @property
    def rendered(self) -> SafeString:
        """The text as HTML; a page of many asks once for all whom they name."""
        return render_markdown(self.comment, prefix=f"c{self.pk}", handles=self.handles)

    @property
    def author(self) -> User | None:
        """The member who wrote it; None for a visitor."""
        return self.user

    @property
    def writer(self) -> User | Guest:
        """Who is shown as its writer; what a former member wrote as a visitor stays without a name."""
        return self.user or Guest(self.user_name or former_name())

    @property
    def created_at(self) -> datetime:
        """When it was written."""
        return self.submit_date

    def is_visible_to(self, viewer: Viewer) -> bool:
        """Answer for one comment what `visible_to` answers for many."""
        if self.is_live or viewer.is_moderator:
            return True
        is_own = viewer.user_id is not None and viewer.user_id == self.user_id
        return (is_own and not self.deleted_at and not self.hidden_at) or keeps_order_at(viewer, self.discussion.key)

    @property
    def is_taken_back(self) -> bool:
        """Whether its author deleted it, or who wrote it for them; what others deleted is the moderators' doing.

        A visitor who has their words removed has no account that could be named.
        """
        if self.deleted_by_id is None:
            return bool(self.deleted_at) and self.user_id is None and not self.comment
        return self.deleted_by_id in {self.user_id, self.acted_by_id}

    @property
    def may_be_answered(self) -> bool:
        """Whether a reply to it would not be too deep."""
        return self.level < DEEPEST_LEVEL


@dataclass(frozen=True)
class Guest:
    """A visitor as a writer; the address is never shown."""

    name: str

    @property
    def pk(self) -> str:
        """What the colour of the avatar depends on."""
        return self.name


class UnconfirmedComment(models.Model):
    """A visitor's comment, kept apart until they open the link that was mailed to them."""

    discussion_key = models.CharField(max_length=64)
    reply_to = models.ForeignKey(Comment, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(_("name"), max_length=50)
    email = models.EmailField(_("e-mail"))
    body = models.TextField(_("comment"), max_length=LONGEST)
    language = models.CharField(_("language"), max_length=10)
    follows = models.BooleanField(_("wants mails about new comments"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, db_index=True)
    comment = models.OneToOneField(Comment, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("unconfirmed comment")
        verbose_name_plural = _("unconfirmed comments")
        indexes = [models.Index(fields=["email"], name="unconfirmed_by_address")]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:50]}"


class VisitorFollowQuerySet(models.QuerySet["VisitorFollow"]):
    """Follows of visitors, by whether mails go out."""

    def running(self) -> Self:
        """Those that were confirmed and not ended."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)


class VisitorFollow(models.Model):
    """That a visitor is mailed of new comments in a discussion, once they confirmed their address.

    What is not confirmed, or was ended, is kept for some days, for the links that do and undo it; its moments tell
    which of those were used. Members follow by a `Watch`, as they follow everything else.
    """

    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="+", db_index=False)
    email = models.EmailField(_("e-mail"))  # in small letters
    language = models.CharField(_("language"), max_length=10)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    objects = VisitorFollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("visitor who follows comments")
        verbose_name_plural = _("visitors who follow comments")
        constraints = [models.UniqueConstraint(fields=["discussion", "email"], name="visitor_follows_once")]
        indexes = [models.Index(fields=["email"], name="visitor_follow_by_address")]

    def __str__(self) -> str:
        return str(self.discussion)

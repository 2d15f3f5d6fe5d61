"""A poll of a topic, what one can choose, and who chose it.

Counts stand on the options and on the poll. Whoever votes holds the lock of the poll's row, so they are always those
of the votes; once it is closed they, and the rounds of a ranking (`outcome`), are the result for good, whatever
becomes of the votes.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from community.members.permissions import Viewer

FEWEST_OPTIONS, MOST_OPTIONS = 2, 20
MOST_RANKS = 10
LONGEST_OPTION = 120


class PollQuerySet(models.QuerySet["Poll"]):
    """Polls, by who may see them and whether their time is over."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those with whose topic the first post is there for the viewer: the poll is part of it."""
        from ..models import Post  # whose models re-export this one

        opening = Post.objects.visible_to(viewer).written().filter(topic=OuterRef("topic"), number=1)
        return self.filter(Exists(opening))

    def due(self) -> Self:
        """Those whose date has come, and whose result nobody has counted yet."""
        return self.filter(closed_at=None, closes_at__lte=timezone.now())


class Poll(models.Model):
    """What a topic asks its readers to choose from."""

    class Mode(models.TextChoices):
        """How one votes."""

        SINGLE = "single", pgettext_lazy("poll", "one choice")
        MULTIPLE = "multiple", pgettext_lazy("poll", "several choices")
        RANKED = "ranked", pgettext_lazy("poll", "choices in order")

    class Results(models.TextChoices):
        """From when on the counts are shown to somebody."""

        AFTER_VOTE = "after_vote", pgettext_lazy("poll", "to who has voted, and to all once it is closed")
        AFTER_CLOSE = "after_close", pgettext_lazy("poll", "to all once it is closed")
        ALWAYS = "always", pgettext_lazy("poll", "to all from the beginning")

    topic = models.OneToOneField("forums.Topic", on_delete=models.CASCADE, related_name="poll", verbose_name=_("topic"))
    mode = models.CharField(_("how one votes"), max_length=10, choices=Mode.choices, default=Mode.SINGLE)
    max_choices = models.PositiveSmallIntegerField(_("at most so many choices"), default=1)
    is_secret = models.BooleanField(_("secret"), default=False)
    results = models.CharField(
        _("shows the counts"), max_length=11, choices=Results.choices, default=Results.AFTER_VOTE
    )
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    voter_count = models.PositiveIntegerField(_("voters"), default=0, editable=False)
    outcome = models.JSONField(_("rounds"), null=True, blank=True, editable=False)

    objects = PollQuerySet.as_manager()

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        indexes = [
            models.Index(fields=["closes_at"], condition=Q(closed_at=None, closes_at__isnull=False), name="poll_due")
        ]

    def __str__(self) -> str:
        return str(self.topic)

    @property
    def is_closed(self) -> bool:
        """Whether no vote is taken any more: somebody closed it, or its date has come, be it counted yet or not."""
        return self.closed_at is not None or (self.closes_at is not None and self.closes_at <= timezone.now())

    @property
    def is_ranked(self) -> bool:
        """Whether one puts the options in order."""
        return self.mode == self.Mode.RANKED

    @property
    def last_day(self) -> date | None:
        """The last day on which one can vote; a poll closes at the end of it."""
        return timezone.localdate(self.last_moment) if self.last_moment else None

    @property
    def last_moment(self) -> datetime | None:
        """The last moment for a vote: the end of that day is not the end of one in other zones."""
        return self.closes_at - timedelta(seconds=1) if self.closes_at else None

    def get_absolute_url(self) -> str:
        """Lead to it in its topic."""
        return f"{self.topic.get_absolute_url()}#jajak-pendapat"


class Option(models.Model):
    """One thing to choose; in a ranking its count is that of the first choices."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, db_index=False, related_name="options")
    order = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("text"), max_length=LONGEST_OPTION)
    vote_count = models.PositiveIntegerField(_("votes"), default=0, editable=False)

    class Meta:
        ordering = ["poll", "order"]
        verbose_name = _("option")
        verbose_name_plural = _("options")
        constraints = [models.UniqueConstraint(fields=["poll", "order"], name="option_in_poll")]

    def __str__(self) -> str:
        return self.text


class Vote(models.Model):
    """That a member chose an option; `rank` counts their choices, in a ranking from the one they like best."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, db_index=False, related_name="votes")
    option = models.ForeignKey(Option, on_delete=models.CASCADE, db_index=False, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField(_("rank"), default=1)
    voted_at = models.DateTimeField(_("voted"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        # The second keeps a poll with one choice to one; in its order ballots are read. The index lists who chose what.
        constraints = [
            models.UniqueConstraint(fields=["poll", "user", "option"], name="vote_once_for_option"),
            models.UniqueConstraint(fields=["poll", "user", "rank"], name="vote_once_at_rank"),
        ]
        indexes = [models.Index(fields=["option", "id"], name="vote_for_option")]

    def __str__(self) -> str:
        return f"{self.poll_id}: {self.option_id} ({self.rank})"

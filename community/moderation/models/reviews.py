"""What waits for a moderator, and how each case was decided."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.forums.models.categories import moderated_categories
from community.members.organisations.models import Membership
from community.reasons import ReasonField

from ..site_settings import moderation_settings
from .flags import LONGEST_WORDS, Outcome

if TYPE_CHECKING:
    from community.members.models import User
    from community.members.permissions import Viewer


class Decision(models.TextChoices):
    """How a review ends. The last two end an appeal; the four before them are about an account, not about a text."""

    HIDE = "hide", _("Hide it")
    DELETE = "delete", _("Delete it")
    EDIT = "edit", _("Change it and let it stand")
    KEEP = "keep", _("Let it stand")
    IGNORE = "ignore", _("Leave it undecided")
    SPAMMER = "spammer", _("Remove the account with all it wrote")
    GONE = "gone", _("Gone by itself")
    WARN = "warn", pgettext_lazy("decision", "Warning")
    SILENCE = "silence", pgettext_lazy("decision", "Silence")
    SUSPEND = "suspend", pgettext_lazy("decision", "Suspension")
    REMOVAL = "removal", pgettext_lazy("decision", "Removal of the account")
    REFUSED = "refused", _("The decision stays")
    GRANTED = "granted", _("Take the decision back")


# What each says of the reports; a decision that isn't here says nothing of them.
OUTCOMES: dict[str, str] = {
    Decision.HIDE: Outcome.AGREED,
    Decision.DELETE: Outcome.AGREED,
    Decision.EDIT: Outcome.AGREED,
    Decision.SPAMMER: Outcome.AGREED,
    Decision.KEEP: Outcome.DISAGREED,
    Decision.IGNORE: Outcome.IGNORED,
    Decision.GONE: Outcome.IGNORED,
}
# What was done by each, in the words of who tells of it; the labels above are the words of who decides.
DONE: dict[str, Any] = {
    Decision.HIDE: pgettext_lazy("done", "hidden"),
    Decision.DELETE: pgettext_lazy("done", "deleted"),
    Decision.EDIT: pgettext_lazy("done", "changed, and left standing"),
    Decision.KEEP: pgettext_lazy("done", "left standing"),
    Decision.IGNORE: pgettext_lazy("done", "left undecided"),
    Decision.SPAMMER: pgettext_lazy("done", "deleted with the account"),
    Decision.GONE: pgettext_lazy("done", "ended by itself"),
    Decision.WARN: pgettext_lazy("done", "warning"),
    Decision.SILENCE: pgettext_lazy("done", "silence"),
    Decision.SUSPEND: pgettext_lazy("done", "suspension"),
    Decision.REMOVAL: pgettext_lazy("done", "account removed with all it wrote"),
    Decision.REFUSED: pgettext_lazy("done", "the decision stayed"),
    Decision.GRANTED: pgettext_lazy("done", "the decision was taken back"),
}
# And by an appeal that was granted, by what it was against.
TAKEN_BACK: dict[str, Any] = {
    Decision.HIDE: pgettext_lazy("done", "shown again"),
    Decision.DELETE: pgettext_lazy("done", "shown again"),
    Decision.EDIT: pgettext_lazy("done", "words put back"),
    Decision.WARN: pgettext_lazy("done", "warning taken back"),
    Decision.SILENCE: pgettext_lazy("done", "allowed to write again"),
    Decision.SUSPEND: pgettext_lazy("done", "allowed to sign in again"),
    Decision.REMOVAL: pgettext_lazy("done", "account given back with all it wrote"),
}
OUT_OF_VIEW = (Decision.HIDE, Decision.DELETE)
SANCTIONS = (Decision.WARN, Decision.SILENCE, Decision.SUSPEND, Decision.REMOVAL)
AGAINST = (*OUT_OF_VIEW, Decision.EDIT, *SANCTIONS)  # what an author can appeal against


ORGANISATION = "organisation"  # the kind of cases about organisations
STANDING = "standing"  # the kind of cases about what was done about an account
LABELS: dict[str, Any] = {}  # how the kinds are called that cases are about, as `kinds.register` says


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reviews, by whether they wait and for whom."""

    def open(self) -> Self:
        """Those that nobody has decided."""
        return self.filter(decided_at=None)

    def sanctions(self) -> Self:
        """Those that say what was done about an account: warnings, silences, suspensions, removals."""
        return self.filter(kind=STANDING)

    def told_to(self, author: User) -> Self:
        """Those that an author is told of: what reports hid, and what was decided about their words or account."""
        return self.open_to(author).exclude(decision=Decision.GONE).select_related("appeal")

    def open_to(self, author: User) -> Self:
        """Those, and what ended by itself after the author was told of it.

        What is only reported stays unknown to them.
        """
        rows = self.filter(author=author, appeal_of=None).exclude(kind="account")
        is_decided = Q(decided_at__isnull=False) & ~Q(decision=Decision.GONE)
        return rows.filter(is_decided | Q(is_hidden=True) | Q(is_held=True) | ~Q(told_hidden=""))

    def that_count(self) -> Self:
        """Those that were decided, and that no appeal has taken back."""
        return self.exclude(decided_at=None).filter(withdrawn_at=None)

    def putting_away(self, kind: str, key: int) -> Self:
        """Those that count and took a thing out of view, with whose they are."""
        found = self.that_count().filter(kind=kind, object_id=key, decision__in=OUT_OF_VIEW)
        return found.select_related("author")

    def kept_by(self, viewer: Viewer) -> Self:
        """Those of what the viewer keeps order in: everywhere, in their regions and categories, or nowhere.

        An organisation is that of all its people: its cases are none of theirs to look at.
        """
        own = Membership.objects.filter(user=viewer.user_id).values("organisation")
        others = self.exclude(kind=ORGANISATION, object_id__in=own)
        if viewer.is_moderator:
            return others
        tokens = [f"region:{code}" for code in viewer.moderated_codes]
        tokens += [f"category:{key}" for key in moderated_categories(viewer)]
        if not tokens:
            return self.none()
        return others.filter(Exists(ReviewPlace.objects.filter(review=OuterRef("pk"), token__in=tokens)))

    def at(self, token: str) -> Self:
        """Those of what belongs to a region or to a category, named as `ReviewPlace` names them."""
        return self.filter(Exists(ReviewPlace.objects.filter(review=OuterRef("pk"), token=token)))


class Review(models.Model):
    """One thing that a moderator looks at: what is reported, what waits, or an appeal against an earlier review.

    A thing is named by its kind and its key; it has one open review at a time. `score` is the weight of the reports
    that stand, `flag_count` their number. The author is None where a visitor wrote it.

    A warning, a silence, a suspension or a removal is a review of its own that was decided when it began (`STANDING`,
    the key is the member's); `decided_by` is None where the site itself did it.
    """

    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField(_("key"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        db_index=False,
        related_name="+",
        verbose_name=_("author"),
    )
    score = models.DecimalField(_("weight"), max_digits=9, decimal_places=2, default=Decimal(0))
    flag_count = models.PositiveIntegerField(_("reports"), default=0)
    is_held = models.BooleanField(_("waits"), default=False)
    held_reason = ReasonField(_("waits because"), max_length=200, blank=True)
    is_hidden = models.BooleanField(_("hidden by reports"), default=False)
    # A hash of the words of which the author was told that reports hide them, so that they hear of them once; and since
    # when they know that these are shown again, because a report was taken back.
    told_hidden = models.CharField(max_length=32, blank=True)
    shown_again_at = models.DateTimeField(null=True)
    # A hash of what it says by the decision (`Kind.said`): a profile that a moderator let stand doesn't wait again, and
    # what its author has changed since isn't put back.
    said = models.CharField(max_length=32, blank=True)
    # Where a moderator changed the words: which change it was, by its number in the history of the text.
    version = models.PositiveIntegerField(null=True)
    until = models.DateTimeField(_("until"), null=True)  # of a silence or a suspension
    stood_until = models.DateTimeField(null=True)  # until when the one went on whose place it took
    # What was decided together with it: of a sanction the case about the text.
    beside = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, db_index=False, related_name="+")
    withdrawn_at = models.DateTimeField(pgettext_lazy("decision", "taken back"), null=True)  # by an appeal
    # Of an appeal that was granted: it isn't as before, since something else has come in its place, or keeps it away.
    is_left = models.BooleanField(default=False)
    # With which it was ended, so that it waits again when that is undone; of a sanction the removal that it is.
    removal = models.ForeignKey("moderation.Removal", null=True, on_delete=models.SET_NULL, related_name="cases")
    appeal_of = models.OneToOneField(
        "self",
        null=True,
        on_delete=models.CASCADE,
        related_name="appeal",
        verbose_name=_("appeal against"),
    )
    words = models.TextField(_("what the author says"), max_length=LONGEST_WORDS, blank=True)
    created_at = models.DateTimeField(_("since"), default=timezone.now)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        db_index=False,
        related_name="+",
        verbose_name=_("taken by"),
    )
    claimed_at = models.DateTimeField(_("taken"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        db_index=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, blank=True)
    reason = ReasonField(_("reason"), max_length=500, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], condition=Q(decided_at=None, appeal_of=None), name="review_open_once"
            )
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], condition=Q(decided_at=None), name="review_newest"),
            models.Index(fields=["-score", "created_at", "id"], condition=Q(decided_at=None), name="review_worst"),
            models.Index(fields=["author", "-created_at"], name="review_of_author"),
            models.Index(fields=["kind", "object_id", "-created_at"], name="review_of_thing"),
            models.Index(fields=["decided_at"], condition=~Q(decided_at=None), name="review_decided"),
            # PostgreSQL has what isn't decided first.
            models.Index(fields=["-decided_at", "-created_at", "-id"], name="review_waiting_first"),
        ]

    def __str__(self) -> str:
        return f"{LABELS.get(self.kind, self.kind)} {self.object_id}"

    def get_absolute_url(self) -> str:
        """Lead to where it is looked at and decided."""
        return reverse("moderation:review", args=[self.pk])

    @property
    def done(self) -> str:
        """What was done by the decision, as it is told: `hidden`; empty while there is none."""
        against = self.appeal_of.decision if self.appeal_of and not self.is_left else ""
        return what_was_done(self.decision, against)

    @property
    def is_shown_again(self) -> bool:
        """Whether reports had hidden it, which its author knows, and no longer do, as one was taken back."""
        return bool(self.told_hidden) and not self.is_hidden

    @property
    def is_appeal(self) -> bool:
        """Whether its author asks for another look at what was decided."""
        return self.appeal_of_id is not None

    @property
    def is_sanction(self) -> bool:
        """Whether it is about an account: a warning, a silence, a suspension or a removal."""
        return self.kind == STANDING

    @property
    def is_granted(self) -> bool:
        """Whether its author appealed against it, and was right."""
        return Review.objects.filter(appeal_of=self.pk, decision=Decision.GRANTED).exists()

    @property
    def appeal_ends_at(self) -> datetime | None:
        """Until when its author can appeal against what was decided; None where nothing was that one can take back."""
        is_against = self.decision in AGAINST and not self.is_appeal
        if not is_against or self.decided_at is None or (self.decision == Decision.EDIT and self.version is None):
            return None
        if self.decision == Decision.REMOVAL:
            return self.removal.ends_at if self.removal else None
        return self.decided_at + timedelta(days=moderation_settings().appeal_days)

    @property
    def claim_ends_at(self) -> datetime | None:
        """Until when somebody keeps it to themselves; None where nobody does."""
        if not self.claimed_at or not self.claimed_by_id:
            return None
        ends = self.claimed_at + timedelta(minutes=moderation_settings().claim_minutes)
        return ends if ends > timezone.now() else None


def what_was_done(decision: str, against: str = "") -> str:
    """Tell what was done by a decision, of an appeal by what it was `against`; empty for what isn't known."""
    words = TAKEN_BACK.get(against) if decision == Decision.GRANTED else None
    return str(words or DONE.get(decision, ""))


class ReviewPlace(models.Model):
    """Where the thing of a review belongs: `category:7`, or `region:81.02` with all regions above it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, db_index=False, related_name="places")
    token = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "token"], name="review_place_once")]
        indexes = [models.Index(fields=["token", "review"], name="review_by_place")]

    def __str__(self) -> str:
        return self.token


class ReviewLink(models.Model):
    """A link in the mail to a moderator, with which they decide once, without signing in."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="+")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("link to a case")
        verbose_name_plural = _("links to cases")
        indexes = [
            models.Index(fields=["moderator", "-created_at"], name="review_link_of_moderator"),
            models.Index(fields=["created_at"], name="review_link_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.moderator_id}"

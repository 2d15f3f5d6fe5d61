"""What every piece that a member contributes has in common: who, when, and whether it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .reasons import ReasonField

if TYPE_CHECKING:
    from community.members.models import User
    from community.members.permissions import Viewer


# What a mentor wrote for the author stands as they wrote or corrected it: what `Contribution.mentor` says, of rows.
STANDS_AS_MENTORS = Q(edited_at=None) | Q(edited_at=F("corrected_at"))


class ContributionQuerySet(models.QuerySet[Any]):
    """Contributions, with the one question every list asks: which of them may this viewer see?"""

    def live(self) -> Self:
        """Those that are neither held, hidden nor deleted."""
        return self.filter(is_live=True)

    def visible_to(self, viewer: Viewer) -> Self:
        """Live ones, one's own that are held, and everything for moderators; hidden and deleted ones for them only."""
        return self.filter(self.shown_to(viewer))

    def shown_to(self, viewer: Viewer) -> Q:
        """Select those whose state lets the viewer see them."""
        if viewer.is_moderator:
            return Q()
        if not viewer.user_id:
            return Q(is_live=True)
        shown = Q(is_live=True) | Q(author_id=viewer.user_id, hidden_at=None, deleted_at=None)
        return shown | self.where_moderated(viewer) if self.moderates_some(viewer) else shown

    def moderated_by(self, viewer: Viewer) -> Self:
        """Those that the viewer may hide and restore: all, those that they keep order in, or none."""
        if viewer.is_moderator:
            return self
        return (
            self.visible_to(viewer).filter(self.where_moderated(viewer)) if self.moderates_some(viewer) else self.none()
        )

    def moderates_some(self, viewer: Viewer) -> bool:
        """Tell whether the viewer, who isn't a moderator of all, keeps order in a part of them."""
        return bool(viewer.moderated_codes)

    def where_moderated(self, viewer: Viewer) -> Q:
        """Select what the viewer keeps order in, asked only of who does; a kind without regions has nothing there."""
        return Q(pk__in=[])


class Contribution(models.Model):
    """A text by a member. Only services write its state; `is_live` is stored for partial indexes."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("author")
    )
    acted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("written on behalf by"),
    )
    organisation = models.ForeignKey(
        "members.Organisation",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("in the name of"),
    )
    created_at = models.DateTimeField(_("created"), db_index=False)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    # The last change by the mentor who wrote it, which is its last change (`edited_at`) until the author changes it.
    corrected_at = models.DateTimeField(_("corrected by its mentor"), null=True, blank=True, editable=False)
    held_at = models.DateTimeField(_("held"), null=True, blank=True, editable=False)
    held_reason = ReasonField(_("reason for holding"), max_length=200, blank=True, editable=False)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True, editable=False)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    hidden_reason = ReasonField(_("reason for hiding"), max_length=200, blank=True, editable=False)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    deleted_reason = ReasonField(_("reason for deleting"), max_length=200, blank=True, editable=False)
    is_live = models.BooleanField(_("live"), default=True, editable=False)

    class Meta:
        abstract = True

    @property
    def mentor(self) -> User | None:
        """Whose name stands beside the author's: who wrote these words for them, until the author changes them.

        That it was begun for them stays in `acted_by`.
        """
        return self.acted_by if self.stands_as_mentors else None

    @property
    def stands_as_mentors(self) -> bool:
        """Whether the last change, if there was one, was the mentor's."""
        return self.edited_at == self.corrected_at

    def update_is_live(self) -> None:
        """Bring `is_live` in line with the three states; a service calls it before it saves."""
        self.is_live = not (self.held_at or self.hidden_at or self.deleted_at)

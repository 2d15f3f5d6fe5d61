"""What moderators do with a comment where it stands, without a case: its author reads why and appeals, all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.comments import services as comments
from community.members.permissions import Refused

from ..models import Decision, Review

if TYPE_CHECKING:
    from community.comments.models import Comment
    from community.members.models import User

HIDE, DELETE, SHOW = str(Decision.HIDE), str(Decision.DELETE), "show"
LABELS = {HIDE: Decision.HIDE.label, DELETE: Decision.DELETE.label, SHOW: _("Show it again")}
NEEDS_REASON = {HIDE, DELETE}
MEANWHILE = _("Somebody has acted on it meanwhile. It stands as you see it now.")


def open_case_of(comment: Comment) -> Review | None:
    """Find the case in which it is to be decided."""
    return Review.objects.open().filter(kind="comment", object_id=comment.pk).order_by("pk").first()


def acts_for(comment: Comment) -> list[str]:
    """Say what can be done with a comment as it stands; nothing with what its author took back."""
    if comment.deleted_at:
        return [SHOW] if comments.may_come_back(comment) else []
    return [SHOW, DELETE] if comment.hidden_at or comment.held_at else [HIDE, DELETE]


@transaction.atomic
def act_on(*, by: User, comment: Comment, act: str, reason: str) -> None:
    """Do it; raises `Refused` where it isn't theirs to do, or somebody did something else meanwhile."""
    comment = comments.locked_comment(comment)
    if act not in acts_for(comment):
        raise Refused(str(MEANWHILE))
    if act == HIDE:
        comments.hide_comment(by=by, comment=comment, reason=reason)
    elif act == DELETE:
        comments.remove_comment(by=by, comment=comment, reason=reason)
    else:
        # Restoring asks who may, and announces both at once.
        comment = comments.bring_back_comment(by=by, comment=comment, reason=reason, is_judged=True)
        comments.restore_comment(by=by, comment=comment, reason=reason)

"""Comments under what is gone: deleted for good, some at a time, with all that hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from outbox.services import start_sweep
from wagtail.models import Page

from community.comments.models import COMMENT, Comment, Discussion, UnconfirmedComment
from community.comments.signals import comments_removed
from community.members.following.models import Watch
from community.writing.history import services as history
from community.writing.mentions.services import forget_mentions
from community.writing.reactions.services import forget_reactions

from .following import KIND
from .labels import forget_labels

if TYPE_CHECKING:
    from uuid import UUID

TASK = "community.comments.tasks.remove_discussion"
STEP = 100  # comments


def follow_removal(*, translation_key: UUID) -> None:
    """Have the comments under a page removed once it is gone in all its languages."""
    if Discussion.objects.filter(key=str(translation_key)).exists():
        start_sweep(TASK, scope=str(translation_key))


@transaction.atomic
def remove_step(*, key: str) -> bool:
    """Delete some of the comments of a discussion whose page is gone; return whether there may be more."""
    UnconfirmedComment.objects.filter(discussion_key=key, comment=None).delete()
    discussion = Discussion.objects.select_for_update().filter(key=key).first()
    if discussion is None or Page.objects.filter(translation_key=key).exists():
        return False
    found = Comment.objects.filter(discussion=discussion).order_by("-pk").values_list("pk", flat=True)
    keys = list(found[:STEP])
    if not keys:
        Watch.objects.filter(kind=KIND, object_id=discussion.pk).delete()
        discussion.delete()
        return False
    comments_removed.send(sender=Comment, keys=keys)
    forget_mentions(kind=COMMENT, keys=keys)
    forget_reactions(kind=COMMENT, keys=keys)
    history.forget(kind=COMMENT, keys=keys)
    forget_labels(keys)
    UnconfirmedComment.objects.filter(reply_to__in=keys).update(reply_to=None)
    Comment.objects.filter(pk__in=keys).delete()
    return True

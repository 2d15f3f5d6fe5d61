"""Private conversations in which nobody takes part any more: they are deleted, since nobody could read them."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Exists, OuterRef

from community.members.following.kinds import TOPIC
from community.members.following.models import Watch
from community.writing.history import services as history
from community.writing.mentions.services import forget_mentions
from community.writing.reactions.services import forget_reactions
from community.writing.uploads.services import release

from ..models import POST, Participant, Topic
from .publication import locked_with_key

logger = logging.getLogger(__name__)
A_RUN = 200


def delete_if_deserted(topic: Topic) -> bool:
    """Delete a conversation, locked with its key, when its last participant is gone; tell whether it went."""
    if Participant.objects.active().filter(topic=topic.pk).exists():
        return False
    keys = list(topic.posts.values_list("pk", flat=True))
    release(kind=POST, keys=keys)
    forget_mentions(kind=POST, keys=keys)
    forget_reactions(kind=POST, keys=keys)
    history.forget(kind=POST, keys=keys)
    history.forget(kind=TOPIC, keys=[topic.pk])
    Watch.objects.filter(kind=TOPIC, object_id=topic.pk).delete()
    topic.delete()
    return True


def delete_deserted() -> int:
    """Delete what was left behind otherwise, as where a group was deleted; return how many conversations went."""
    there = Participant.objects.active().filter(topic=OuterRef("pk"))
    deserted = Topic.objects.filter(~Exists(there), is_private=True)
    gone = 0
    for key in list(deserted.order_by("pk").values_list("pk", flat=True)[:A_RUN]):
        try:
            with transaction.atomic():
                topic = locked_with_key(key)
                gone += bool(topic and delete_if_deserted(topic))
        except Exception:  # one may fail in any way; the others must go
            logger.exception("The deserted conversation %s could not be deleted", key)
    return gone

"""What people do in the forum, one function per intent, re-exported."""

from .answers import accept_answer, require_accepting, unaccept_answer
from .conversations import same_conversation, start_conversation
from .merging import merge_topics
from .moderation import (
    hide_post,
    hide_private,
    hide_topic,
    hold_back,
    lock_topic,
    restore_post,
    restore_topic,
    unlock_topic,
)
from .moving import move_posts, split_topic
from .owning import change_owner
from .participants import add_participants, allow_return, leave, remove_participant
from .posts import delete_post, edit_post, reply
from .publication import locked_post, locked_topic
from .removing import bring_back_post, bring_back_topic, remove_post, remove_topic
from .standing import archive_topic, list_topic, pin_topic, unarchive_topic, unlist_topic, unpin_topic
from .tending import recategorise_topic, rename_topic, retag_topic
from .topics import edit_topic, start_topic

__all__ = [
    "accept_answer",
    "add_participants",
    "allow_return",
    "archive_topic",
    "bring_back_post",
    "bring_back_topic",
    "change_owner",
    "delete_post",
    "edit_post",
    "edit_topic",
    "hide_post",
    "hide_private",
    "hide_topic",
    "hold_back",
    "leave",
    "list_topic",
    "lock_topic",
    "locked_post",
    "locked_topic",
    "merge_topics",
    "move_posts",
    "pin_topic",
    "recategorise_topic",
    "remove_participant",
    "remove_post",
    "remove_topic",
    "rename_topic",
    "reply",
    "require_accepting",
    "restore_post",
    "restore_topic",
    "retag_topic",
    "same_conversation",
    "split_topic",
    "start_conversation",
    "start_topic",
    "unaccept_answer",
    "unarchive_topic",
    "unlist_topic",
    "unlock_topic",
    "unpin_topic",
]

"""What people do in the forum, one function per intent, re-exported."""

from .moderation import (
    hide_post,
    hide_topic,
    lock_topic,
    pin_topic,
    restore_post,
    restore_topic,
    unlock_topic,
    unpin_topic,
)
from .posts import delete_post, edit_post, reply
from .publication import locked_post, locked_topic
from .topics import edit_topic, start_topic

__all__ = [
    "delete_post",
    "edit_post",
    "edit_topic",
    "hide_post",
    "hide_topic",
    "lock_topic",
    "locked_post",
    "locked_topic",
    "pin_topic",
    "reply",
    "restore_post",
    "restore_topic",
    "start_topic",
    "unlock_topic",
    "unpin_topic",
]

"""Pages of the forum, re-exported."""

from .acts_log import acts_log
from .answers import answer
from .bookmarks import bookmark, stop_reminders
from .conversations import allow_return, leave, left, participants, private, private_start, remove_participant
from .lists import category, index, tag
from .moderating import moderate_post, moderate_topic, post_act, topic_act, undo_act
from .moving import choose_posts, merge_topic, move_posts, split_topic
from .own_lists import bookmarked, dismiss_new, mark_read
from .positions import jump, numbered, print_view, share
from .put_away import put_away_list
from .reading import post, topic
from .told import told
from .writing import delete, edit, reply, start

__all__ = [
    "acts_log",
    "allow_return",
    "answer",
    "bookmark",
    "bookmarked",
    "category",
    "choose_posts",
    "delete",
    "dismiss_new",
    "edit",
    "index",
    "jump",
    "leave",
    "left",
    "mark_read",
    "merge_topic",
    "moderate_post",
    "moderate_topic",
    "move_posts",
    "numbered",
    "participants",
    "post",
    "post_act",
    "print_view",
    "private",
    "private_start",
    "put_away_list",
    "remove_participant",
    "reply",
    "share",
    "split_topic",
    "start",
    "stop_reminders",
    "tag",
    "told",
    "topic",
    "topic_act",
    "undo_act",
]

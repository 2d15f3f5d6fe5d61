"""What the small posts of a topic say was done: by who keeps order there, or by who takes part in a conversation."""

from __future__ import annotations

from django.db import models


class Act(models.TextChoices):
    """An act, by the name that its post has in `act`; what its `act_data` knows beside that is here, and only here.

    CLOSED, OPENED, ARCHIVED, UNARCHIVED, UNLISTED, LISTED: `before` and `after`, whether it was closed, archived or out
        of lists.
    PINNED, UNPINNED: `before` and `after`, each with `pinned`, `everywhere`, `until` (a moment in UTC, or None).
    RENAMED: `before` and `after`, the titles; `is_untold` where the former one was never public.
    RETAGGED: `before` and `after`, each with the keys of `regions`, `sectors`, `tags`, and the `kind`.
    MOVED_CATEGORY: `before` and `after`, the keys of the categories; `pin`, as above, where one came off.
    OWNER: the `post` and its `number`; `before` and `after`, each with the keys of `author`, `acted_by`,
        `organisation`; `at`, the moment.
    TOPIC_HIDDEN, TOPIC_DELETED, TOPIC_RESTORED: `before` and `after`, each with `held`, `hidden`, `deleted`; the first
        also with `held_reason` and the like, and `is_own` where its author deleted it; `along`, the keys of the posts
        that came back with it.
    POST_HIDDEN, POST_DELETED, POST_RESTORED: `posts`, pairs of key and number; `before` and `after`, the same as of a
        topic for each of them, by its key (as text, since it is JSON).
    MOVED, SPLIT, MERGED, told in both topics: `topic`, the other one; `twin`, the post that tells it there; `count`, of
        posts; `came`, whether they came here. Where they left also `posts`, pairs of the keys of a post and of the mark
        in its place, and `answer`, the key of the one that was the answer, or None.
    MOVED_AWAY, the mark in the place of a post: the `post` and the `topic` that it is in now.
    JOINED, REMOVED: the keys of `users` and of `groups`, both or one of them. LEFT, RETURNED: nothing.

    Those of moderators that readers are told the reason of have it as `reason`; those that were taken back have
    `undone_at`, a moment, and `undone_by`, the key of who did.
    """

    CLOSED = "closed"
    OPENED = "opened"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    ARCHIVED = "archived"
    UNARCHIVED = "unarchived"
    UNLISTED = "unlisted"
    LISTED = "listed"
    RENAMED = "renamed"
    RETAGGED = "retagged"
    MOVED_CATEGORY = "moved_category"
    OWNER = "owner"
    TOPIC_HIDDEN = "topic_hidden"
    TOPIC_DELETED = "topic_deleted"
    TOPIC_RESTORED = "topic_restored"
    POST_HIDDEN = "post_hidden"
    POST_DELETED = "post_deleted"
    POST_RESTORED = "post_restored"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    MOVED_AWAY = "moved_away"
    JOINED = "joined"
    LEFT = "left"
    REMOVED = "removed"
    RETURNED = "returned"


# In private conversations; all others are of who keeps order.
OF_PARTICIPANTS = (Act.JOINED, Act.LEFT, Act.REMOVED, Act.RETURNED)

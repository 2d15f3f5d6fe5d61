"""What the forum announces, always inside the transaction that changed it."""

from django.dispatch import Signal

# A topic is visible for the first time: now, or when a moderator released it; exactly once. Arguments: `topic`.
topic_published = Signal()

# A reply (never the first post of a topic) is visible for the first time; exactly once. Arguments: `post`.
reply_published = Signal()

# Title, category, regions, sectors, tags, counters or state of a topic changed, or it was made. Arguments: `topic`.
topic_changed = Signal()

# The text or the state of a post changed, or it was made. Arguments: `post`.
post_changed = Signal()

# A category was made, renamed, reordered, or its audience changed. Arguments: `category`.
category_changed = Signal()

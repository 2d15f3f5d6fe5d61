"""What the forum announces, always inside the transaction that changed it."""

from django.dispatch import Signal

# A topic is visible for the first time: now, or when a moderator released it; exactly once. Arguments: `topic`.
topic_published = Signal()

# A reply (never the first post of a topic) is visible for the first time; exactly once. Arguments: `post`.
reply_published = Signal()

# Title, category, regions, sectors, tags, counters or state of a topic changed, or it was made. Arguments: `topic`.
topic_changed = Signal()

# Somebody replied: what a topic counts, and when somebody last wrote there, changed, and nothing else of it.
# Arguments: `topic`.
topic_answered = Signal()

# The text or the state of a post changed, or it was made. Arguments: `post`, and `is_new` where it was made just now.
post_changed = Signal()

# Posts went to another topic, or came back from it; what they say has not changed. Arguments: `keys` (of the posts),
# `source` (Topic), `into` (Topic).
posts_moved = Signal()

# A member is about to be shown a page of a topic. Arguments: `request`, `topic`, `posts` (those of the page).
topic_viewed = Signal()

# How far a member read in a topic, or for how long, was noted. Arguments: `user` (User), `topic`.
reading_noted = Signal()

# A category was made, renamed, reordered, or its audience changed. Arguments: `category`.
category_changed = Signal()

# A member asked to be reminded of a post they keep, and it is time; exactly once. Arguments: `bookmark`. A receiver
# answers True where they want no mail for it, since it tells them otherwise.
bookmark_due = Signal()

# A poll takes no more votes: its author or a moderator closed it, or its date has come; exactly once. Arguments:
# `poll` (Poll, counted), `by` (User, None where the date did it).
poll_closed = Signal()

# A reply was marked as the answer to its topic. Arguments: `post`, `by` (User).
answer_accepted = Signal()

# A reply is no longer the answer: the mark was taken away, or went to another one. Arguments: `post`, `by` (User).
answer_unaccepted = Signal()

# A moderator gave a post, the first one with its topic, to another member. Arguments: `post`, `before` (key of the
# member who had it).
owner_changed = Signal()

# Members or groups take part in a private conversation from now on, which began without them. Arguments: `topic`,
# `post` (the small post that says so; its `act_data` has their keys), `by` (User).
participants_added = Signal()

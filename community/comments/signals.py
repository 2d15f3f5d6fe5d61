"""What happens to comments, told inside the transaction in which it happens."""

from django.dispatch import Signal

# A comment became visible to others for the first time; sent exactly once for each. Arguments: `comment` (Comment).
comment_published = Signal()

# A comment that others could see was changed, hidden, restored or deleted, or lost its writer's name. Arguments:
# `comment` (Comment).
comment_changed = Signal()

# A discussion was opened, closed or left to be read only. Arguments: `discussion` (Discussion).
discussion_changed = Signal()

# All discussions of a kind of things came into view or went from it, as far as nothing else is chosen for them.
# Arguments: `kind` (str).
kind_switched = Signal()

# Comments are about to be deleted for good, with what they stood under. Arguments: `keys` (list of theirs).
comments_removed = Signal()

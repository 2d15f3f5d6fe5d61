"""What moderation announces, always inside the transaction that did it."""

from django.dispatch import Signal

# A case was decided. Arguments: `review` (Review, with its decision), `by` (User, None where nobody decided).
review_decided = Signal()

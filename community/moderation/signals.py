"""What moderators decide, told inside the transaction in which they do, for whoever tells people of it."""

from django.dispatch import Signal

# Reports hid what somebody wrote, who may mend it now. Arguments: `review` (Review).
text_hidden = Signal()

# A report of it was taken back, so it is shown again; nobody decided. Arguments: `review` (Review).
text_shown = Signal()

# An author is to be told how a case about what they wrote ended, or an appeal. Arguments: `review` (Review, decided).
author_answered = Signal()

# A moderator decided about what was reported. Arguments: `review` (Review, decided).
reports_answered = Signal()

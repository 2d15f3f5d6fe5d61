"""What happens to members, told inside the transaction in which it happens."""

from django.dispatch import Signal

# Someone signed up; the address is not confirmed yet. Arguments: `user` (User).
member_joined = Signal()

# A name, handle, region, text or the choice to be found has changed, or the account was switched off or on.
# Arguments: `user` (User).
profile_changed = Signal()

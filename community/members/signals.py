"""What happens to members, told inside the transaction in which it happens."""

from django.dispatch import Signal

# Someone signed up; the address is not confirmed yet. Arguments: `user` (User).
member_joined = Signal()

# A name, handle, region, text or the choice to be found has changed, or the account was switched off or on.
# Arguments: `user` (User).
profile_changed = Signal()

# A member asked for a copy of all that is kept of them. Arguments: `user` (User). A receiver answers with an iterable
# of `rights.answers.Part`s (rows that become one JSON file) and `rights.answers.Attachment`s (files as they are). It
# runs in the background: rows come from `.iterator()`, so that memory stays bounded. Nothing of others belongs in it.
personal_data_requested = Signal()

# An account is being deleted for good, a step at a time, each step in a transaction of its own. Arguments: `user`
# (User), `keep` (bool: contributions stay, without a name), `limit` (int). A receiver removes at most `limit` rows of
# its own that are still there and answers how many it did; 0 when nothing is left. What is left is read from the rows
# themselves, so a step may be repeated, and another process may go on after an interruption.
member_erasing = Signal()

# An account has another address; the one before was proved to be its member's. What others keep under the old one is
# the member's until this moment; it goes on under the account. Arguments: `user` (User), `old` and `new` (str).
address_changed = Signal()

# A member was silenced or suspended, and is told so by mail. Arguments: `member` (User), `by` (User; None where it was
# the site), `act` (`silence` or `suspend`), `until` (datetime), `was` (until when one went on whose place it took, or
# None), `reason` (str), `beside` (what the caller decided together with it, or None). A receiver that has a way to
# appeal against it answers with a `standing.recourse.Recourse`, which stands in the mail.
member_restricted = Signal()

# All steps are done and the account's row says nothing of a person any more. Arguments: `user` (User, anonymised),
# `name` and `profile_id` as they were, for whoever still has copies of them.
member_erased = Signal()

# A member is shown what they may have been told of. Arguments: `request`, `container` (str: what it belongs to, as
# notifications name it), `keys` (those of the things in it that are shown; None: all of them).
member_shown = Signal()

# Members came to a higher trust level. Arguments: `levels` (mapping of their keys to the level).
members_rose = Signal()

# Somebody stands for members from now on: a mentor gave their word or accompanies them, staff trusted them with a role,
# or a verified organisation has them among its people. Arguments: `keys` (list of the members' keys).
stood_for = Signal()

# An organisation was entered, changed, verified, or taken from view or shown again. Arguments: `organisation`
# (Organisation), `writer` (User who wrote what it says from now on; None where its words stayed). A receiver that takes
# it from view says so in `organisation`, too.
organisation_changed = Signal()

# Staff took an organisation from view in the editing room, showed it again, or opened one again that stays out of view.
# Arguments: `organisation` (Organisation), `by` (User), `before` (str: `live`, `hidden`, or `deleted` where it was
# closed), `reason` (str). A receiver may raise `Refused`.
organisation_judged = Signal()

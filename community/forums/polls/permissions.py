"""Who may vote in a poll, close it and change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.predicates import predicate

from community.members.permissions import may_write

from ..models import Post
from ..permissions import ModerationPolicy, can_moderate, can_reply, is_author, stands

if TYPE_CHECKING:
    from community.members.models import User

    from .models import Poll


@predicate
def poll_is_open(user: User, poll: Poll) -> bool:
    """Whether votes are still taken."""
    return not poll.is_closed


@predicate
def opening_is_live(user: User, poll: Poll) -> bool:
    """Whether the first post of the topic, to which the poll belongs, is there for everyone."""
    return Post.objects.live().filter(topic=poll.topic_id, number=1).exists()


@predicate
def replies_there(user: User, poll: Poll) -> bool:
    """Whether the member may reply in the topic."""
    return bool(can_reply(user, poll.topic))


@predicate
def asked_it(user: User, poll: Poll) -> bool:
    """Whether the topic is the member's own, and neither hidden nor deleted."""
    return bool(is_author(user, poll.topic) and stands(user, poll.topic))


@predicate
def keeps_order_there(user: User, poll: Poll) -> bool:
    """Whether the member keeps order in the topic, and may do so now."""
    return bool(can_moderate(user, poll.topic))


@predicate
def topic_goes_on(user: User, poll: Poll) -> bool:
    """Whether the topic was neither closed nor archived: in a closed one moderators answer, but nobody votes."""
    return not (poll.topic.locked_at or poll.topic.archived_at)


@predicate
def is_not_archived(user: User, poll: Poll) -> bool:
    """Whether the topic isn't kept as it is, for everybody."""
    return poll.topic.archived_at is None


@predicate
def nobody_voted(user: User, poll: Poll) -> bool:
    """Whether the poll can still become another one without turning anybody's vote around."""
    return poll.voter_count == 0


can_vote = poll_is_open & topic_goes_on & replies_there & opening_is_live
# What a moderator closed its author leaves as it is; what is archived stays as it is for all, until its date.
can_close_poll = poll_is_open & is_not_archived & ((may_write & asked_it & topic_goes_on) | keeps_order_there)
can_change_poll = may_write & asked_it & topic_goes_on & poll_is_open & nobody_voted


class PollPolicy(ModerationPolicy):
    """Moderators look at the polls of topics that are theirs to look after, and close them; no vote is shown there."""

    def user_has_permission_for_instance(self, user: User, action: str, instance: Poll) -> bool:  # type: ignore[override]
        """Ask whether the topic of this one is theirs."""
        return super().user_has_permission_for_instance(user, action, instance.topic)

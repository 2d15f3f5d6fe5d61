"""How members answer what is said besides with words: reactions, votes, and which reply helped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.forums.models import Poll
from community.forums.polls.making import NewPoll
from community.forums.polls.services import cast_vote, close_poll
from community.forums.services import accept_answer
from community.writing.reactions.services import react

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.forums.models import Post, Topic

    from .loading import Row
    from .things import Things


def asked_in(row: Row) -> NewPoll | None:
    """Return the poll of a topic, if it has one."""
    facts = row.get("poll")
    if facts is None:
        return None
    told = {name: facts[name] for name in ("mode", "max_choices", "is_secret", "results") if name in facts}
    return NewPoll(options=tuple(facts["options"]), **told)


def answer_to_it(topic: Topic, row: Row, posts: Sequence[Post], things: Things) -> None:
    """Let members vote and react, and let who asked say which reply helped."""
    if "poll" in row:
        _vote(topic.poll, row["poll"], things)
    for post, told in zip(posts, row["posts"], strict=True):
        for name, handles in told.get("reactions", {}).items():
            for handle in handles:
                react(user=things.members[handle], kind="post", key=post.pk, name=name)
    if "answer" in row:
        accept_answer(member=topic.author, post=posts[row["answer"] - 1])


def _vote(poll: Poll, facts: Row, things: Things) -> None:
    options = list(poll.options.order_by("order").values_list("pk", flat=True))
    for handle, chosen in facts.get("votes", {}).items():
        cast_vote(member=things.members[handle], poll=poll, options=[options[number - 1] for number in chosen])
    if facts.get("is_closed"):
        close_poll(member=poll.topic.author, poll=poll)

"""A poll as one viewer sees it: the counts where they are open to them, what they chose, what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from guard.keys import latest_below

from ..permissions import is_open, keeps_order_in
from ..services.reading import takes_answers
from .counting import Outcome, ballots_of, count
from .models import Poll, Vote
from .permissions import topic_goes_on

if TYPE_CHECKING:
    from community.members.permissions import Viewer

    from ..models import Topic
    from .models import Option

PEOPLE_PER_PAGE = 25
# Of an open ranking with more voters the rounds are counted once, when it closes: nobody waits for them on a page.
COUNTED_ON_A_PAGE = 2000


@dataclass(frozen=True)
class ShownOption:
    """An option with its count, in per cent of the voters; `rank` is where the viewer put it, 0 where they didn't."""

    pk: int
    text: str
    votes: int
    share: int
    rank: int
    has_won: bool


@dataclass(frozen=True)
class ShownRound:
    """One round: each option still in with its ballots, whether it leaves after it, and the ballots without any."""

    number: int
    rows: list[tuple[str, int, bool]]
    spent: int


@dataclass(frozen=True)
class ShownPoll:
    """What a page needs to show a poll, with no counts in it that the viewer may not know."""

    poll: Poll
    options: list[ShownOption]
    has_voted: bool
    shows_counts: bool
    takes_votes: bool
    is_closable: bool
    is_changeable: bool
    is_tied: bool

    @property
    def shows_names(self) -> bool:
        """Whether who voted for what may be looked at: never in a secret poll, by nobody."""
        return self.shows_counts and not self.poll.is_secret

    @property
    def shows_rounds(self) -> bool:
        """Whether there are rounds to be looked at."""
        if not (self.poll.is_ranked and self.shows_counts and self.poll.voter_count):
            return False
        return self.poll.outcome is not None or self.poll.voter_count <= COUNTED_ON_A_PAGE


def of_topic(topic: Topic, viewer: Viewer) -> ShownPoll | None:
    """Show the poll of a topic that was fetched with it, if there is one; one query."""
    poll: Poll | None = getattr(topic, "poll", None)
    if poll is None:
        return None
    poll.topic = topic
    return shown_poll(poll, viewer)


def shown_poll(poll: Poll, viewer: Viewer) -> ShownPoll:
    """Show a poll, fetched with its topic, to a viewer."""
    ranked = _with_own_ranks(poll, viewer)
    options = [option for option, _rank in ranked]
    has_voted = any(rank for _option, rank in ranked)
    shows_counts = shows_counts_to(poll, has_voted=has_voted)
    winners = _winners(poll, options) if poll.is_closed and shows_counts else ()
    own = viewer.user_id is not None and viewer.user_id == poll.topic.author_id
    return ShownPoll(
        poll=poll,
        options=[_shown(poll, option, rank, winners, shows_counts=shows_counts) for option, rank in ranked],
        has_voted=has_voted,
        shows_counts=shows_counts,
        takes_votes=not poll.is_closed and bool(is_open(viewer.user, poll.topic)) and takes_answers(poll.topic, viewer),
        is_closable=_is_closable(poll, viewer, own=own),
        is_changeable=own and not poll.is_closed and poll.voter_count == 0 and bool(topic_goes_on(viewer.user, poll)),
        is_tied=len(winners) > 1,
    )


def shows_counts_to(poll: Poll, *, has_voted: bool) -> bool:
    """Tell whether somebody may know the counts by now; it is the same for its author and those who keep order."""
    if poll.is_closed or poll.results == Poll.Results.ALWAYS:
        return True
    return poll.results == Poll.Results.AFTER_VOTE and has_voted


def own_ranks(poll: Poll, viewer: Viewer) -> dict[int, int]:
    """Give what the viewer chose: the option by its rank."""
    votes = Vote.objects.filter(poll=poll, user=viewer.user_id) if viewer.user_id else Vote.objects.none()
    return dict(votes.order_by("rank").values_list("rank", "option_id"))


def rounds_of(shown: ShownPoll) -> list[ShownRound]:
    """Count a ranking round by round: what was counted when it closed, else as it stands now."""
    poll = shown.poll
    if not shown.shows_rounds:
        return []
    names = {option.pk: option.text for option in shown.options}
    outcome = Outcome.from_json(poll.outcome) if poll.outcome else count(ballots_of(poll), list(names))
    return [
        ShownRound(number, [(names[key], votes, key in each.out) for key, votes in each.votes.items()], each.spent)
        for number, each in enumerate(outcome.rounds, start=1)
    ]


def who_voted(option: Option, viewer: Viewer, *, after: int = 0) -> tuple[list[Vote], int]:
    """Give who chose an option, the latest first, and after which key the next page begins; 0 is the last."""
    votes = Vote.objects.filter(option=option).exclude(user__in=viewer.blocked_ids)
    return latest_below(votes.select_related("user__profile__handle"), after, size=PEOPLE_PER_PAGE)


def _is_closable(poll: Poll, viewer: Viewer, *, own: bool) -> bool:
    if poll.is_closed or poll.topic.archived_at:
        return False
    return (own and bool(topic_goes_on(viewer.user, poll))) or keeps_order_in(viewer, poll.topic)


def _with_own_ranks(poll: Poll, viewer: Viewer) -> list[tuple[Option, int]]:
    """Fetch the options, each with where the viewer put it; 0 where they did not."""
    own = Vote.objects.filter(option=OuterRef("pk"), user=viewer.user_id or 0)
    found = poll.options.order_by("order").annotate(own_rank=Subquery(own.values("rank")[:1]))
    return [(option, option.own_rank or 0) for option in found]


def _winners(poll: Poll, options: list[Option]) -> tuple[int, ...]:
    """Name the options that won: of the rounds, else those with the most votes; nobody where nobody voted."""
    if not poll.voter_count:
        return ()
    if poll.is_ranked:
        return Outcome.from_json(poll.outcome).winners if poll.outcome else ()
    most = max(option.vote_count for option in options)
    return tuple(option.pk for option in options if option.vote_count == most)


def _shown(poll: Poll, option: Option, rank: int, winners: tuple[int, ...], *, shows_counts: bool) -> ShownOption:
    votes = option.vote_count if shows_counts else 0
    share = round(100 * votes / poll.voter_count) if poll.voter_count else 0
    return ShownOption(option.pk, option.text, votes, share, rank, option.pk in winners)

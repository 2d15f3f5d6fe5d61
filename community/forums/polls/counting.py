"""Counting a ranking by instant runoff, round by round.

Each ballot counts for the first of its options that is still in. An option with more than half of the ballots that
count in a round has won. Else the one with the fewest leaves, and its ballots go on to their next choice.

Ties are decided by the votes alone, never by chance or by the order of the list: of several with the fewest the one
leaves that had the fewest in the round before, or in the one before that, and so on; those that had the same in all
rounds leave together. Where that would leave none, all that are still in share the first place.

Every round takes an option out at least, so there are never more rounds than options.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from .models import Vote

if TYPE_CHECKING:
    from .models import Poll

Ballot = tuple[int, ...]
"""The keys of options, the one that is liked best in front."""

BATCH = 2000  # rows of votes that are held at once


@dataclass(frozen=True)
class Round:
    """The ballots that count for each option still in, those that have none of them left, and who leaves after it."""

    votes: dict[int, int]
    spent: int
    out: tuple[int, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """All rounds, and who has won: several at a tie, nobody where nobody voted."""

    rounds: tuple[Round, ...]
    winners: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        """Give what is stored; keys of JSON are texts, so votes are pairs."""
        rounds = [{"votes": list(each.votes.items()), "spent": each.spent, "out": each.out} for each in self.rounds]
        return {"rounds": rounds, "winners": self.winners}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Outcome:
        """Read what was stored."""
        rounds = (Round(dict(each["votes"]), each["spent"], tuple(each["out"])) for each in data["rounds"])
        return cls(tuple(rounds), tuple(data["winners"]))


def count(ballots: Mapping[Ballot, int], options: Sequence[int]) -> Outcome:
    """Count ballots, each given with how often it was cast."""
    remaining, rounds = list(options), list[Round]()
    while True:
        votes, spent = _votes(ballots, remaining)
        winners, out = _decide(votes, rounds)
        rounds.append(Round(votes, spent, out))
        if not out:
            return Outcome(tuple(rounds), winners)
        remaining = [option for option in remaining if option not in out]


def ballots_of(poll: Poll) -> Counter[Ballot]:
    """Read the ballots of a poll, equal ones together."""
    votes = Vote.objects.filter(poll=poll).order_by("user_id", "rank").values_list("user_id", "option_id")
    of_members = groupby(votes.iterator(chunk_size=BATCH), key=itemgetter(0))
    return Counter(tuple(option for _user, option in rows) for _user, rows in of_members)


def _votes(ballots: Mapping[Ballot, int], remaining: Sequence[int]) -> tuple[dict[int, int], int]:
    votes, spent = dict.fromkeys(remaining, 0), 0
    for ballot, number in ballots.items():
        first = next((option for option in ballot if option in votes), None)
        if first is None:
            spent += number
        else:
            votes[first] += number
    return votes, spent


def _decide(votes: Mapping[int, int], before: Sequence[Round]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Say who has won with these votes, or else who leaves."""
    counting = sum(votes.values())
    if not counting:
        return (), ()
    if winner := next((option for option, number in votes.items() if 2 * number > counting), None):
        return (winner,), ()
    last = list(votes)
    for each in [votes, *(earlier.votes for earlier in reversed(before))]:
        fewest = min(each[option] for option in last)
        last = [option for option in last if each[option] == fewest]
    return (tuple(votes), ()) if len(last) == len(votes) else ((), tuple(last))

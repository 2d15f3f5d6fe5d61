"""The small posts of a page, each with its sentence: what they name is fetched once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext as _

from community.members.following.kinds import TOPIC
from community.members.models import User
from community.writing.history import services as history

from ..models import Act, Category, Poll, Post, Topic
from .act_sentences import categories_named, line_for, people_named, topics_named
from .merged import that_lead_somewhere
from .undoing import can_be_taken_back

if TYPE_CHECKING:
    from community.members.permissions import Viewer


def write_lines(posts: Iterable[Post], topic: Topic, viewer: Viewer, *, keeps_order: bool) -> None:
    """Give each act among the posts of a page its line, and whether the viewer may take it back.

    A page without acts asks nothing; one with acts asks once each for the topics, the categories and the people that
    they name, and where one tells of a former title once for those that the history keeps from readers.
    """
    acts = [post for post in posts if post.act]
    if not acts:
        return
    _find_moved(acts)
    named, kept, known = topics_named(acts), categories_named(acts), people_named(acts)
    topics = that_lead_somewhere(viewer, Topic.objects.visible_to(viewer).in_bulk(list(named))) if named else {}
    people = User.objects.in_bulk(list(known)) if known else {}
    categories = Category.objects.visible_to(viewer).in_bulk(list(kept)) if kept else {}
    untold = set() if keeps_order else _untold(acts, topic)
    polls = _polls_left(acts)
    for act in acts:
        data = act.act_data or {}
        other = topics.get(data.get("topic") or 0)
        is_held_up = "topic" in data and (other is None or other.archived_at)
        act.poll_id = polls.get(data.get("topic") or 0)
        act.line = line_for(act, topics=topics, categories=categories, untold=untold, people=people)
        may = keeps_order and not is_held_up
        act.is_undoable = may and can_be_taken_back(cast("User", viewer.user), topic, act)
    _gather(acts)


def _find_moved(acts: Iterable[Post]) -> None:
    """Have marks in the place of posts name the topics in which these are now: they may have been moved on since."""
    marks = [act for act in acts if act.act == Act.MOVED_AWAY]
    moved = [key for act in marks if (key := (act.act_data or {}).get("post"))]
    places = dict(Post.objects.filter(pk__in=moved).values_list("pk", "topic_id")) if marks else {}
    for mark in marks:
        data = mark.act_data or {}
        mark.act_data = {**data, "topic": places.get(data.get("post"), data.get("topic"))}


def _gather(acts: Sequence[Post]) -> None:
    """Let one line tell of marks in a row whose posts went to the same topic."""
    runs: list[list[Post]] = []
    for act in acts:
        last = runs[-1][-1] if runs else None
        if act.act != Act.MOVED_AWAY:
            continue
        if last and last.number == act.number - 1 and _went_to(last) == _went_to(act):
            runs[-1].append(act)
        else:
            runs.append([act])
    for first, *others in runs:
        first.gathered = others
        for other in others:
            other.is_gathered = True
        if others:
            said = {"first": first.number, "last": others[-1].number}
            first.line = replace(first.line, text=_("Posts #%(first)s to #%(last)s were moved to another topic") % said)


def _went_to(mark: Post) -> int | None:
    return (mark.act_data or {}).get("topic")


def _polls_left(acts: Iterable[Post]) -> dict[int, int]:
    """Give the polls of topics that were merged into this one: their results are read on pages of their own."""
    merged = [act.act_data or {} for act in acts if act.act == Act.MERGED]
    keys = [data.get("topic") for data in merged if data.get("came") and not data.get("undone_at")]
    return dict(Poll.objects.filter(topic__in=keys).values_list("topic", "pk")) if keys else {}


def _untold(acts: Iterable[Post], topic: Topic) -> set[str]:
    """Give the former titles that readers are not told."""
    renamings = [act.act_data or {} for act in acts if act.act == Act.RENAMED]
    if not renamings:
        return set()
    held_back = {str(data.get("before")) for data in renamings if data.get("is_untold")}
    return held_back | history.closed_titles(kind=TOPIC, key=topic.pk)
